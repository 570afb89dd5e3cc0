import t from 'tap'
import { ManualClock } from '../ports/manual-clock.js'
import { networkConformance } from '../ports/network-conformance.js'
import { MemoryNetwork, type MemoryNetworkOptions } from './memory-network.js'

function harness(options: Partial<MemoryNetworkOptions> = {}) {
  const clock = new ManualClock()
  return {
    clock,
    network: new MemoryNetwork(clock, options),
    settle: <T>(promise: Promise<T>) => clock.settle(promise),
    calm: () => clock.advance(100),
  }
}

networkConformance(t, () => harness())

t.test('with pieces of other sizes', async (t) => {
  let turn = 0
  networkConformance(t, () =>
    harness({ latencyMs: 0, windowBytes: 100_000, pieceBytes: () => 1 + ((turn++ * 7919) % 50_000) }),
  )
})

t.test('in silence nothing arrives and nobody is told; what was under way arrives after', async (t) => {
  const { clock, network } = harness()
  const heard: string[] = []
  await network.listen('a:1', (stream) =>
    stream.handle({
      data: (piece) => heard.push(Buffer.from(piece).toString()),
      drained: () => {},
      closed: () => heard.push('closed'),
    }),
  )
  const stream = await clock.settle(network.connect('a:1', 100))
  stream.handle({ data: () => {}, drained: () => {}, closed: () => {} })
  network.silence()
  stream.write([Buffer.from('one')])
  stream.write([Buffer.from('two')])
  await t.rejects(clock.settle(network.connect('a:1', 100)), {
    kind: 'unreachable',
    message: /within 100 ms/,
  })
  await clock.advance(100_000)
  t.strictSame(heard, [])
  network.heal()
  stream.end()
  await clock.advance(1)
  t.strictSame(heard, ['one', 'two', 'closed'])
})

t.test('a run repeats itself', async (t) => {
  const run = async () => {
    const { clock, network } = harness({ pieceBytes: () => 777 })
    const events: string[] = []
    await network.listen('a:1', (stream) =>
      stream.handle({
        data: (piece) => {
          events.push(`${clock.nowMs()}: ${piece.length} at the acceptor`)
          stream.write([piece])
        },
        drained: () => events.push(`${clock.nowMs()}: drained`),
        closed: () => events.push(`${clock.nowMs()}: closed`),
      }),
    )
    const stream = await clock.settle(network.connect('a:1', 100))
    stream.handle({
      data: (piece) => events.push(`${clock.nowMs()}: ${piece.length} at the opener`),
      drained: () => {},
      closed: () => {},
    })
    stream.write([Buffer.alloc(100_000)])
    await clock.advance(1000)
    stream.destroy()
    await clock.advance(1000)
    return events
  }
  const first = await run()
  t.ok(first.length > 200)
  t.strictSame(await run(), first)
})
