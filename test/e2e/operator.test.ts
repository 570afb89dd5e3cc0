/** An operator's acts, by the command line, upon nodes that die, change their disks and come back. */
import t from 'tap'
import { connect } from '../../src/client/index.js'
import { gramme as run } from '../cli/processes.js'
import { type NodeProcess, ProcessCluster, until } from './processes.js'

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

t.test('status shows who waits to be told, who has left, and who was removed', async (t) => {
  const cluster = await ProcessCluster.start(t, 3, () => ['--n', '2', '--repair-interval', '300'])
  const [one, two, three] = cluster.nodes
  const idOf = async (node: NodeProcess) => (await node.status()).self?.id ?? ''
  const ids = await Promise.all(cluster.nodes.map(idOf))
  const late = await cluster.join(['--n', '2', '--joins', 'when-told'])
  const lateId = await idOf(late)
  const text = async () => (await run(['status', '--node', one.address])).stdout
  const states = async () => {
    const { nodes, former } = (await gramme(one.address, 'status')) as Record<
      string,
      { id: string; state: string }[]
    >
    const by = (list: typeof nodes) => Object.fromEntries(list.map(({ id, state }) => [id, state]))
    return { nodes: by(nodes), former: by(former) }
  }
  const isSo = (nodes: Record<string, string>, former: Record<string, string>) =>
    until(async () => {
      const seen = await states()
      const sorted = (all: object) => JSON.stringify(Object.entries(all).sort())
      return sorted(seen.nodes) === sorted(nodes) && sorted(seen.former) === sorted(former)
    })
  const [oneId, twoId, threeId] = ids
  await isSo({ [oneId]: 'up', [twoId]: 'up', [threeId]: 'up', [lateId]: 'waiting' }, {})
  t.match(await text(), new RegExp(`3 of 3 nodes up(.|\\n)*${late.address} +${lateId} +waiting `))
  t.match(await text(), `${late.address} waits to be told: \`gramme join ${lateId}\``)

  await gramme(one.address, 'join', lateId, '--yes')
  await until(async () => (await late.status()).filling?.wanting === 0)
  await gramme(one.address, 'leave', threeId, '--yes')
  await isSo({ [oneId]: 'up', [twoId]: 'up', [lateId]: 'up', [threeId]: 'left' }, {})
  t.match(await text(), new RegExp(`3 of 3 nodes up(.|\\n)*${three.address} +${threeId} +left `))
  await three.stop('SIGTERM')
  await isSo({ [oneId]: 'up', [twoId]: 'up', [lateId]: 'up' }, { [threeId]: 'left' })
  t.match(await text(), `not members any more, and silent: ${threeId} at ${three.address} (left)`)

  await two.stop('SIGKILL')
  await until(async () => (await gramme(one.address, 'remove', twoId, '--yes')).changed === true, 10_000, 200)
  await isSo({ [oneId]: 'up', [lateId]: 'up' }, { [threeId]: 'left', [twoId]: 'removed' })
  await two.start()
  await isSo({ [oneId]: 'up', [lateId]: 'up', [twoId]: 'removed' }, { [threeId]: 'left' })
  t.match(
    await text(),
    new RegExp(`${two.address} was removed by \\S+: \`gramme restore ${twoId}\` takes that back`),
  )
})

t.test('a dead node is removed and restored, and so is one that was replaced: nothing is lost', async (t) => {
  const more = ['--n', '3', '--repair-interval', '300']
  const cluster = await ProcessCluster.start(t, 4, () => more)
  const [one, two, three, four] = cluster.nodes
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  for (let n = 0; n < 200; n += 1) await client.put(`key ${n}`, `value ${n}`, { w: 3 })
  const settled = (nodes: readonly NodeProcess[]) =>
    until(async () => {
      const all = await Promise.all(nodes.map((node) => node.status()))
      const keys = all.reduce((sum, { store }) => sum + (store?.keys ?? 0), 0)
      const isWhole = all.every(
        ({ filling, surrender, ringDigest }) =>
          (filling?.wanting ?? 0) + (surrender?.partitions ?? 0) === 0 && ringDigest === all[0].ringDigest,
      )
      return isWhole && keys === 600
    }, 60_000)
  const check = async (what: string) => {
    for (let n = 0; n < 200; n += 1) {
      const { siblings } = await client.get(`key ${n}`, { r: 3, isStrict: true })
      t.strictSame(siblings.map(String), [`value ${n}`], what)
    }
  }
  const act = (...words: string[]) => gramme(one.address, ...words)
  const idOf = async (node: NodeProcess) => (await node.status()).self?.id ?? ''

  const gone = await idOf(four)
  t.match(await act('remove', gone, '--yes'), {
    error: { code: 'BAD_ARGUMENT', message: /answers.*`gramme leave/ },
  })
  t.match(await act('restore', gone, '--yes'), { done: true, changed: false, replicasMoved: 0 })
  await four.stop('SIGKILL')
  const planned = await act('remove', four.address, '--dry-run')
  t.match(planned, { done: false, changed: false })
  t.ok(Number(planned.replicasMoved) > 0)
  t.notOk(JSON.stringify(planned.flows).includes(four.address), 'who is gone gives nothing')
  // The node that is asked may take a moment to find that the other one has gone.
  const removes = async () => (await act('remove', gone, '--yes')).changed === true
  await until(removes, 10_000, 200)
  t.match(await act('remove', gone, '--yes'), { changed: false }, 'twice is once')
  await settled([one, two, three])
  await check('one was removed')
  t.match(await act('restore', gone, '--dry-run'), { done: false, changed: false })
  t.match(await act('restore', gone, '--yes'), { changed: true })
  t.match(await act('restore', gone, '--yes'), { changed: false }, 'twice is once')
  await four.start()
  await settled([one, two, three, four])
  t.ok((await four.status()).virtualNodes > 0)
  await check('it was restored')

  await four.stop('SIGKILL')
  const five = await cluster.join([...more, '--joins', 'when-told'])
  const replaces = async () => (await act('replace', gone, five.address, '--yes')).changed === true
  await until(replaces, 10_000, 200)
  await settled([one, two, three, five])
  await check('it was replaced')
  await four.start()
  await until(async () => (await four.status()).virtualNodes === 0)
  t.match(await act('join', gone, '--yes'), {
    error: { code: 'BAD_ARGUMENT', message: new RegExp(`\`gramme restore ${gone}\``) },
  })
  t.match(await act('restore', gone, '--yes'), { changed: true })
  t.match(await act('leave', five.address, '--yes'), { changed: true })
  await settled([one, two, three, four])
  await check('the replacement was taken back')
})
