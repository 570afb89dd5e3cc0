/** A put goes to the owner that was the fastest in the last read, while that is one and well. */
import t, { type Test } from 'tap'
import type { ConnectOptions } from '../../src/client/options.js'
import { FrameType } from '../../src/wire/frame.js'
import { GetReply, Put } from '../../src/wire/messages.js'
import { FakeCluster, type FakeNode, oblige } from './fake-cluster.js'

async function cluster(t: Test, count = 5, options: Partial<ConnectOptions> = {}) {
  const fake = await FakeCluster.of(count)
  const client = await fake.connect(options)
  t.teardown(() => client.close())
  const ask = <T>(promise: Promise<T>) => fake.clock.settle(promise)
  /** From now on every node says that this one was the fastest. */
  const fastest = (id: string) => {
    for (const node of fake.nodes) {
      node.script = (frame) =>
        frame.type === FrameType.GET
          ? { header: GetReply.encode({ replies: 2, fastest: id }) }
          : oblige(frame)
    }
  }
  return { fake, client, ask, fastest, inOrder: fake.inOrder('k') }
}

const writers = (nodes: FakeNode[]) =>
  nodes.map(({ asked }) => asked.filter(({ type }) => type !== FrameType.GET).length)
const named = ({ asked }: FakeNode) => asked.map((frame) => Put.decode(frame.header).coordinator).at(-1)

t.test('after a get, puts and deletes go to the fastest, and gets as ever', async (t) => {
  const { client, ask, fastest, inOrder } = await cluster(t)
  const [first, second] = inOrder
  await ask(client.put('k', 'v'))
  t.strictSame(writers(inOrder), [1, 0, 0, 0, 0], 'nothing was read yet')
  fastest(second.member.id)
  await ask(client.get('k'))
  await ask(client.put('k', 'v'))
  await ask(client.delete('k', { context: Buffer.from('c') }))
  await ask(client.update('k', () => 'v'))
  t.strictSame(writers(inOrder), [1, 3, 0, 0, 0])
  t.equal(named(second), second.member.id, 'the node is told whom, should it have to hand it on')
  t.equal(first.asked.filter(({ type }) => type === FrameType.GET).length, 2)

  fastest(first.member.id)
  await ask(client.get('k'))
  await ask(client.put('k', 'v'))
  t.strictSame(writers(inOrder), [2, 3, 0, 0, 0], 'the last read counts')
})

t.test('of keys in the same partition, and no others', async (t) => {
  const { fake, client, ask, fastest, inOrder } = await cluster(t)
  const ring = fake.ringOf(fake.members)
  const partition = ring.partitionOf(Buffer.from('k'))
  const keys = Array.from({ length: 200 }, (_, n) => `k${n}`)
  const near = keys.find((key) => ring.partitionOf(Buffer.from(key)) === partition) ?? ''
  const far = keys.find((key) => ring.partitionOf(Buffer.from(key)) !== partition) ?? ''
  fastest(inOrder[1].member.id)
  await ask(client.get('k'))
  await ask(client.put(near, 'v'))
  t.strictSame(writers(inOrder), [0, 1, 0, 0, 0])
  await ask(client.put(far, 'v'))
  t.equal(writers([fake.inOrder(far)[0]])[0] >= 1, true)
})

t.test('with `first` a put goes to the first of the list, and names nobody', async (t) => {
  const { client, ask, fastest, inOrder } = await cluster(t)
  fastest(inOrder[1].member.id)
  await ask(client.get('k'))
  await ask(client.put('k', 'v', { coordinator: 'first' }))
  await ask(client.delete('k', { coordinator: 'first' }))
  await ask(client.update('k', () => 'v', { coordinator: 'first' }))
  t.equal(writers(inOrder)[1], 0)
  t.equal(named(inOrder[0]), '')
})

t.test('one that does not own the key, is unknown or cannot be reached is not followed', async (t) => {
  const { fake, client, ask, fastest, inOrder } = await cluster(t)
  for (const id of [inOrder[4].member.id, 'nobody', '']) {
    fastest(id)
    await ask(client.get('k'))
    await ask(client.put('k', 'v'))
  }
  t.strictSame(writers(inOrder), [3, 0, 0, 0, 0])
  fastest(inOrder[2].member.id)
  await ask(client.get('k'))
  await inOrder[2].down()
  await fake.clock.advance(10)
  await ask(client.put('k', 'v'))
  t.strictSame(writers(inOrder), [4, 0, 0, 0, 0])
})

t.test('with server coordination whoever is asked is told', async (t) => {
  const { fake, client, ask, fastest, inOrder } = await cluster(t, 5, { coordination: 'server' })
  fastest(inOrder[1].member.id)
  await ask(client.get('k'))
  for (let n = 0; n < 20; n += 1) await ask(client.put('k', 'v'))
  const askedNodes = fake.nodes.filter((node) => writers([node])[0] > 0)
  t.ok(askedNodes.length > 2, 'it is spread as before')
  for (const node of askedNodes) t.equal(named(node), inOrder[1].member.id)
})
