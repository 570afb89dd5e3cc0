/** `update`: read, reconcile, write, and again when somebody else was first. */
import t, { type Test } from 'tap'
import { connect, jsonCodec } from '../../src/client/index.js'
import { FakeCluster, fail, failureOf, oblige } from './fake-cluster.js'
import { liveCluster } from './live-cluster.js'

const cluster = await liveCluster(t)

async function numbers(t: Test) {
  const client = await connect({ seeds: cluster.addresses, codec: jsonCodec<number>() })
  t.teardown(() => client.close())
  return client
}

const sum = (siblings: number[]) => siblings.reduce((a, b) => a + b, 0)

t.test('32 that count at the same time lose nothing', async (t) => {
  const [one, two] = await Promise.all([numbers(t), numbers(t)])
  const rounds = 8
  await Promise.all(
    Array.from({ length: 32 }, async (_, n) => {
      for (let round = 0; round < rounds; round += 1) {
        await (n % 2 === 0 ? one : two).update('counter', (siblings) => sum(siblings) + 1, {
          timeoutMs: 30_000,
        })
      }
    }),
  )
  // A write that went to two nodes, one of which seemed away, may be counted twice; none may be lost.
  const total = sum((await one.get('counter')).siblings)
  t.ok(total >= 32 * rounds, `${total} of ${32 * rounds}`)
})

t.test('siblings come to reconcile, all of them, and are superseded', async (t) => {
  const client = await numbers(t)
  const seen: number[][] = []
  await Promise.all([1, 2, 4].map((n) => client.put('several', n)))
  const { context } = await client.update('several', async (siblings) => {
    seen.push([...siblings].sort())
    return sum(siblings)
  })
  t.strictSame(seen, [[1, 2, 4]])
  t.strictSame((await client.get('several')).siblings, [7])
  await client.put('several', 8, { context })
  t.strictSame((await client.get('several')).siblings, [8])
  await client.update('fresh', (siblings) => {
    t.strictSame(siblings, [])
    return 1
  })
  t.strictSame((await client.get('fresh')).siblings, [1])
})

t.test('reconcile that returns undefined writes nothing; one that throws neither', async (t) => {
  const client = await numbers(t)
  await client.put('still', 1)
  const before = await client.get('still')
  const { context } = await client.update('still', () => undefined)
  t.strictSame(context, before.context)
  await t.rejects(
    client.update('still', () => {
      throw new RangeError('no')
    }),
    RangeError,
  )
  await t.rejects(
    client.update('still', async () => {
      throw new RangeError('no')
    }),
    RangeError,
  )
  t.strictSame(await client.get('still'), before)
})

t.test('others win every time: CONFLICT after as many rounds as were allowed', async (t) => {
  const fake = await FakeCluster.of(1)
  const client = await fake.connect()
  t.teardown(() => client.close())
  const [node] = fake.nodes
  node.script = (frame) => (frame.type === 16 ? oblige(frame) : fail('CONFLICT', 'others')(frame))
  let rounds = 0
  const reconcile = () => {
    rounds += 1
    return 'v'
  }
  const failure = await fake.clock.settle(failureOf(client.update('k', reconcile, { attemptsMax: 5 })))
  t.match(failure, { code: 'CONFLICT', retriable: true })
  t.equal(rounds, 5)

  rounds = 0
  const startMs = fake.clock.nowMs()
  const timed = client.update('k', reconcile, { timeoutMs: 900 })
  t.match(await fake.clock.settle(failureOf(timed)), { code: 'CONFLICT' })
  t.ok(rounds >= 6 && rounds < 30, `${rounds} rounds: pauses grow`)
  t.ok(fake.clock.nowMs() - startMs <= 900)
})

t.test('another failure ends it at once', async (t) => {
  const fake = await FakeCluster.of(1)
  const client = await fake.connect()
  t.teardown(() => client.close())
  fake.nodes[0].script = (frame) => (frame.type === 16 ? oblige(frame) : fail('QUORUM_NOT_MET', 'few')(frame))
  t.match(await fake.clock.settle(failureOf(client.update('k', () => 'v'))), { code: 'QUORUM_NOT_MET' })
  t.equal(fake.nodes[0].asked.length, 2)
})

t.test('reconcile that outlasts the deadline writes nothing', async (t) => {
  const fake = await FakeCluster.of(1)
  const client = await fake.connect()
  t.teardown(() => client.close())
  const slow = () => new Promise<string>((resolve) => fake.clock.setTimer(500, () => resolve('v')))
  const failure = await fake.clock.settle(failureOf(client.update('k', slow, { timeoutMs: 300 })))
  t.match(failure, { code: 'TIMEOUT', message: /reconcile/ })
  await fake.clock.advance(1000)
  t.equal(fake.nodes[0].asked.length, 1)
})
