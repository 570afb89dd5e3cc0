/** An operator's acts, by the command line, upon nodes that die, change their disks and come back. */
import t from 'tap'
import { gramme as run } from '../cli/processes.js'
import { ProcessCluster, until } from './processes.js'

t.setTimeout(240_000)

/** What it printed, as JSON, or the error that it told of. */
async function gramme(address: string, ...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run([...words, '--node', address, '--json'])
  return JSON.parse(code === 0 ? stdout : stderr)
}

t.test('an act is for a node, and not for whoever has its address by now', async (t) => {
  const cluster = await ProcessCluster.start(t, 3, () => ['--n', '2'])
  const [one, two, old] = cluster.nodes
  const idOf = async (node: typeof old) => (await node.status()).self?.id ?? ''
  const oldId = await idOf(old)
  await old.stop('SIGKILL')
  const anew = await cluster.join(['--n', '2'], old.address)
  const newId = await idOf(anew)
  await until(async () => (await one.status()).peers.some(({ id }) => id === newId))
  const refused = await gramme(one.address, 'leave', oldId, '--yes')
  t.match(refused, { error: { code: 'BAD_ARGUMENT' } })
  const { message } = refused.error as { message: string }
  t.ok(message.includes(oldId) && message.includes(newId), message)
  t.equal((await anew.status()).self?.status, 0, 'the new one has not left')
  t.match(await gramme(one.address, 'reweight', old.address, '2', '--yes'), { changed: true })
  t.equal((await anew.status()).self?.weight, 2, 'by the address it is who is there')

  t.match(await gramme(one.address, 'replace', oldId, old.address, '--yes'), { changed: true })
  t.match((await anew.status()).self, { id: newId, weight: 1, removes: [oldId] })
  t.match(await gramme(one.address, 'replace', oldId, old.address, '--yes'), { changed: false })
  await until(async () => (await two.status()).peers.length === 2)
})
