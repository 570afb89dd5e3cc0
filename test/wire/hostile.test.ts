/** Sessions and callers that are sent anything at all. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import { FrameType, replyBit } from '../../src/wire/frame.js'
import type { Serve } from '../../src/wire/session.js'
import { cutAt, encoded, frameBytes, outgoingFrames } from './frames.js'
import { address, echo, get, helloBytes, outcome, RawPeer, Rig } from './rig.js'

const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 100 }), { minLength: 1, maxLength: 8 })

/** A stream of whole frames with some bits flipped, cut somewhere. */
const damaged = fc
  .tuple(
    fc.array(outgoingFrames, { minLength: 1, maxLength: 3 }),
    fc.array(fc.nat(), { maxLength: 3 }),
    fc.array(fc.nat(), { maxLength: 5 }),
    fc.nat(),
  )
  .map(([frames, flips, cuts, end]) => {
    const stream = encoded(...frames)
    for (const flip of flips) stream[(flip >> 3) % stream.length] ^= 1 << (flip & 7)
    return cutAt(stream.subarray(0, end % (stream.length + 1)), cuts)
  })

/** Knows one request only, as a node knows some. */
const knowing: Serve = async (frame, peer) => {
  if (frame.type !== FrameType.GET) throw new GrammeError('PROTOCOL', `no request has the type ${frame.type}`)
  return echo(frame, peer)
}

const anything = fc.oneof(pieces, damaged)

/** After the hostile bytes: it was answered by frames or not at all, and the neighbour is served as ever. */
async function checkNeighbour(rig: Rig, good: RawPeer, hostile: RawPeer, n: number): Promise<void> {
  good.send(get(n, Buffer.from('still here')))
  await rig.calm()
  assert.deepEqual(good.heard.at(-1), [FrameType.GET | replyBit, n])
  assert(!good.closed)
  for (const failure of hostile.failures) {
    assert(['PROTOCOL', 'CLUSTER_MISMATCH'].includes(failure.code), failure.code)
  }
  // Who is sent a last word is hung up on.
  if (hostile.failures.length > 0) assert(hostile.closed)
  hostile.stream.destroy()
  await rig.calm()
}

for (const [name, greets] of [
  ['who never greets', false],
  ['who greeted well', true],
] as const) {
  t.test(`any bytes from one ${name}: nothing throws, nobody else notices`, async (t) => {
    const rig = new Rig({ serve: knowing })
    await rig.listen()
    const good = await rig.greeted()
    let n = 0
    let violations = 0
    await fc.assert(
      fc.asyncProperty(anything, async (sent) => {
        const hostile = greets ? await rig.greeted() : await rig.raw()
        hostile.send(...sent)
        await rig.calm()
        n += 1
        await checkNeighbour(rig, good, hostile, n)
        violations += hostile.failures.length
      }),
      { numRuns: 150 },
    )
    t.ok(violations > 30 && violations < n, `${violations} of ${n} were violations`)
    t.equal(rig.ended.length, n, 'every hostile session has ended')
    t.notOk(rig.events.some(({ kind }) => kind === 'internal'))
  })
}

t.test('one byte at a time is served as well', async (t) => {
  const rig = new Rig({ serve: echo })
  await rig.listen()
  const peer = await rig.raw()
  const stream = Buffer.concat([helloBytes(), get(2, Buffer.from('abc')), get(3)])
  for (const byte of stream) {
    peer.send(Buffer.of(byte))
    await rig.clock.advance(1)
  }
  t.strictSame(peer.heard, [
    [FrameType.HELLO | replyBit, 1],
    [FrameType.GET | replyBit, 2],
    [FrameType.GET | replyBit, 3],
  ])
})

t.test('a frame that is cut waits, and holds nobody up', async (t) => {
  const rig = new Rig({ serve: echo, limits: { idleTimeoutMs: 1000 } })
  await rig.listen()
  const [cut, good] = [await rig.greeted(), await rig.greeted()]
  cut.send(frameBytes({ type: 17, requestId: 1, value: Buffer.alloc(1_000_000) }).subarray(0, 30))
  await rig.calm()
  good.send(get(1))
  await rig.calm()
  t.equal(good.frames.length, 1)
  await rig.clock.advance(2000)
  t.match(cut.failures, [{ code: 'TIMEOUT', requestId: 0 }], 'until it counts as idle')
  t.ok(cut.closed)
})

t.test('any bytes to a caller end its requests, and only its own', async (t) => {
  const rig = new Rig()
  const accepted: RawPeer[] = []
  await rig.network.listen(address, (stream) => {
    const peer = new RawPeer(stream)
    accepted.push(peer)
  })
  const welcomed = async () => {
    const opening = rig.caller()
    while (accepted.at(-1)?.frames.length !== 1) await rig.clock.advance(1)
    accepted
      .at(-1)
      ?.send(frameBytes({ type: FrameType.HELLO | replyBit, requestId: 1, header: Buffer.of(8, 1) }))
    const caller = await opening
    return { caller, peer: accepted.at(-1) as RawPeer }
  }
  const codes = new Set<string>()
  await fc.assert(
    fc.asyncProperty(anything, async (sent) => {
      const { caller, peer } = await welcomed()
      const calls = [1, 2, 3].map(() => outcome(caller.call({ type: FrameType.GET }, 100)))
      await rig.clock.advance(1)
      peer.send(...sent)
      for (const ended of await rig.clock.settle(Promise.all(calls))) {
        if ('code' in ended) codes.add(ended.code)
      }
      assert.equal(caller.inFlight, 0)
      caller.close()
      await rig.calm()
      assert(peer.closed)
      accepted.length = 0
    }),
    { numRuns: 150 },
  )
  t.ok(codes.has('PROTOCOL') && codes.has('TIMEOUT'), [...codes].join())
  t.equal(rig.clock.timerCount, 0)
})
