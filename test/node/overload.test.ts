/**
 * Far more than three nodes take on, at once, over real sockets: everything is answered or refused, nothing is left
 * under way, what was acknowledged is there, and what is asked afterwards is done.
 */
import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import { clientOf, startCluster, statusOf, until } from './rig.js'

t.setTimeout(120_000)

/** Failures that say that there is too much to do, or what came of it. */
const refusals: ReadonlySet<string> = new Set(['BUSY', 'QUORUM_NOT_MET', 'OUTCOME_UNKNOWN', 'TIMEOUT'])

t.test('an overload is refused, and over when it is over', async (t) => {
  const nodes = await startCluster(t, 3, { requestsMax: 200 })
  const clients = await Promise.all([1, 2].map(() => clientOf(t, nodes, { timeoutMs: 10_000 })))
  const codes = new Map<string, number>()
  const acknowledged: string[] = []
  const attempt = async (n: number) => {
    const client = clients[n % clients.length]
    const key = `key ${n}`
    try {
      if (n % 4 === 0) await client.get(key)
      else {
        await client.put(key, `value ${n}`)
        acknowledged.push(key)
      }
    } catch (error) {
      if (!(error instanceof GrammeError)) throw error
      codes.set(error.code, (codes.get(error.code) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 2000 }, (_, n) => attempt(n)))
  for (const code of codes.keys()) t.ok(refusals.has(code), `${code}`)
  t.comment(`${acknowledged.length} puts acknowledged; ${[...codes].join(' ')}`)

  await until('nothing is under way', async () => {
    const told = await Promise.all(nodes.map(({ address }) => statusOf(address)))
    // The question itself is one.
    return told.every(({ admission }) => admission?.coordinating === 0 && admission.serving === 1)
  })
  const told = await Promise.all(nodes.map(({ address }) => statusOf(address)))
  const refused = told.flatMap(({ counters }) => counters.filter(({ name }) => name === 'refused_busy'))
  t.ok(refused.length > 0, 'it was an overload')

  for (let n = 0; n < 200; n += 1) await clients[n % 2].put(`later ${n}`, 'value')
  for (const key of acknowledged) {
    const { siblings } = await clients[0].get(key)
    t.ok(siblings.length > 0, `${key} is there`)
  }
})
