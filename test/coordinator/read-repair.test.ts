/** What is sent to replicas that a get found stale: once while it is on its way, and not without limit. */
import t from 'tap'
import { ReadRepairs } from '../../src/coordinator/read-repair.js'
import { GrammeError } from '../../src/errors.js'
import { ActorMint } from '../../src/version/actor.js'
import { Clock } from '../../src/version/clock.js'
import { digestOf } from '../../src/version/digest.js'
import type { VersionedObject } from '../../src/version/object.js'
import { write } from '../../src/version/write.js'
import type { Call } from '../../src/wire/caller.js'
import type { Frame } from '../../src/wire/frame.js'
import { seededRandom, writeIdOf } from '../version/cluster-model.js'

function objectOf(number: number): VersionedObject {
  const mint = new ActorMint('aa'.padEnd(12, '0'), seededRandom(number), () => 0)
  const put = {
    context: Clock.empty,
    writeId: writeIdOf(number),
    tombstone: false,
    ttlMs: 0,
    value: Buffer.from('v'),
    writtenAtMs: 0,
  }
  const result = write(undefined, put, mint)
  if (result.kind !== 'written') throw new Error(result.kind)
  return result.object
}

function rig() {
  const sent: string[] = []
  const waiting: { resolve: (frame: Frame) => void; reject: (error: Error) => void }[] = []
  let merged = 0
  let repaired = 0
  const repairs = new ReadRepairs({
    selfId: 'self',
    replica: {
      merge: async () => {
        merged += 1
      },
    },
    peers: {
      call: (id: string, _: Call) => {
        sent.push(id)
        return new Promise<Frame>((resolve, reject) => waiting.push({ resolve, reject }))
      },
    },
    repaired: () => {
      repaired += 1
    },
  })
  const mend = (key: string, number: number, ...stale: string[]) => {
    const object = objectOf(number)
    repairs.mend({ key: Buffer.from(key), partition: 0, object, digest: digestOf(object), stale })
  }
  /** All that is under way fails, which is as good an end as any. */
  const end = async () => {
    for (const { reject } of waiting.splice(0)) reject(new GrammeError('TIMEOUT', 'no answer'))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { mend, end, sent, counts: () => ({ merged, repaired }) }
}

t.test('one version of a key goes to a replica once at a time', async (t) => {
  const { mend, end, sent, counts } = rig()
  for (let n = 0; n < 5; n += 1) mend('k', 1, 'a', 'b')
  t.strictSame(sent.splice(0), ['a', 'b'])
  mend('k', 2, 'a')
  mend('l', 1, 'a')
  mend('k', 1, 'c', 'self', 'self')
  t.strictSame(sent.splice(0), ['a', 'a', 'c'], 'another version, another key, another replica')
  t.strictSame(counts(), { merged: 1, repaired: 6 })
  await end()
  mend('k', 1, 'a', 'self')
  t.strictSame(sent, ['a'], 'and again when that is over, however it ended')
  t.strictSame(counts(), { merged: 2, repaired: 8 })
})

t.test('past the limit nothing is sent to a replica, and it is when there is room', async (t) => {
  const { mend, end, sent } = rig()
  for (let n = 0; n < 1500; n += 1) mend(`k${n}`, 1, 'a')
  t.equal(sent.splice(0).length, 256)
  mend('k', 1, 'a', 'b')
  t.strictSame(sent.splice(0), ['b'], 'to others there is')
  await end()
  mend('k1400', 1, 'a')
  t.strictSame(sent, ['a'])
})
