import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { clientRequestLimits, FrameType, greetingLimits, nodeLimits } from '../../src/wire/frame.js'
import { FrameDecoder } from '../../src/wire/frame-decoder.js'
import { cutAt, decodeAll, encoded, expected, frameBytes, outgoingFrames } from './frames.js'

const everyLimits = { greetingLimits, clientRequestLimits, nodeLimits }

t.test('frames come out as they went in, however the stream is cut', async () => {
  fc.assert(
    fc.property(
      fc.array(outgoingFrames, { maxLength: 5 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (sent, cuts) => {
        const { frames, decoded } = decodeAll(cutAt(encoded(...sent), cuts))
        assert.equal(decoded.kind, 'ok')
        assert.deepEqual(frames, sent.map(expected))
      },
    ),
    { numRuns: 200 },
  )
})

t.test('byte by byte', async () => {
  fc.assert(
    fc.property(fc.array(outgoingFrames, { maxLength: 3 }), (sent) => {
      const stream = encoded(...sent)
      const bytes = Array.from(stream, (_, at) => stream.subarray(at, at + 1))
      assert.deepEqual(decodeAll(bytes).frames, sent.map(expected))
    }),
    { numRuns: 20 },
  )
})

t.test('a frame comes out with its last byte, not before and not later', async (t) => {
  const stream = frameBytes({ type: 16, header: Buffer.from('header'), value: Buffer.from('value') })
  const decoder = new FrameDecoder(nodeLimits)
  for (const [at, byte] of stream.entries()) {
    let frames = 0
    decoder.push(Buffer.of(byte), () => {
      frames += 1
    })
    t.equal(frames, at === stream.length - 1 ? 1 : 0, `after byte ${at}`)
  }
})

t.test('frames that lie whole in a chunk are views of it; others keep nothing of their chunks', async (t) => {
  const frame = frameBytes({ type: 16, header: Buffer.from('head'), value: Buffer.from('value') })
  const chunk = Buffer.concat([frame, frame.subarray(0, 10)])
  const decoder = new FrameDecoder(nodeLimits)
  decoder.push(chunk, ({ value }) => t.equal(value.buffer, chunk.buffer))
  const rest = Buffer.from(frame.subarray(10))
  let taken: Uint8Array | undefined
  decoder.push(rest, ({ value }) => {
    taken = value
  })
  chunk.fill(0)
  rest.fill(0)
  t.equal(Buffer.from(taken ?? []).toString(), 'value')
})

t.test(
  'a length over the limit is refused when its four bytes are there, before anything is kept',
  async (t) => {
    for (const [name, limits] of Object.entries(everyLimits)) {
      for (const length of [limits.frameBytesMax + 1, 0x7fffffff, 0xffffffff]) {
        const field = Buffer.alloc(4)
        field.writeUInt32BE(length)
        for (const pieces of [[field], cutAt(field, [1, 2, 3])]) {
          const before = process.memoryUsage().arrayBuffers
          t.match(
            decodeAll(pieces, limits),
            {
              frames: [],
              decoded: { kind: 'violation', reason: `frame length ${length} is over the limit` },
            },
            name,
          )
          t.ok(process.memoryUsage().arrayBuffers - before < 1024 * 1024)
        }
      }
    }
  },
)

t.test('a length at the limit is taken', async (t) => {
  for (const limits of [greetingLimits, clientRequestLimits]) {
    const value = Buffer.alloc(limits.frameBytesMax - 16, 1)
    const { frames, decoded } = decodeAll(cutAt(frameBytes({ type: 17, value }), [3, 5000]), limits)
    t.equal(decoded.kind, 'ok')
    t.equal(frames.length, 1)
    t.ok(value.equals(frames[0].value))
  }
})

t.test('a length under the fixed part is refused', async (t) => {
  for (let length = 0; length < 16; length += 1) {
    const { decoded } = decodeAll([frameBytes({ type: 16, length })])
    t.match(decoded, { kind: 'violation', reason: `frame length ${length} is under the 16 bytes` })
  }
})

t.test('a header over its limit, or over its frame, is refused', async (t) => {
  const over = clientRequestLimits.headerBytesMax + 1
  const cases = [
    frameBytes({ type: 16, headerLength: 1 }),
    frameBytes({ type: 16, header: Buffer.from('abc'), headerLength: 4 }),
    frameBytes({ type: 16, header: Buffer.from('abc'), headerLength: 0xffffffff }),
    frameBytes({ type: 16, header: Buffer.alloc(over) }),
  ]
  for (const bytes of cases) {
    for (const cuts of [[], [1, 7, 19, 21]]) {
      const { frames, decoded } = decodeAll(cutAt(bytes, cuts), clientRequestLimits)
      t.match(decoded, { kind: 'violation', reason: /header length \d+ is over the limit \d+/ })
      t.strictSame(frames, [])
    }
  }
  const most = frameBytes({ type: 16, header: Buffer.alloc(over - 1) })
  t.equal(decodeAll([most], clientRequestLimits).frames.length, 1)
})

t.test('what came before a violation was accepted', async (t) => {
  const good = frameBytes({ type: 16, requestId: 5 })
  const { frames, decoded } = decodeAll([Buffer.concat([good, good, Buffer.alloc(20)])])
  t.equal(frames.length, 2)
  t.equal(decoded.kind, 'violation')
})

t.test('limits change from the next frame on, also within a chunk', async (t) => {
  const long = frameBytes({ type: 17, requestId: 2, value: Buffer.alloc(100_000) })
  const hello = frameBytes({ type: FrameType.HELLO, requestId: 1 })
  const stream = Buffer.concat([hello, long, hello])
  for (const cuts of [[], [hello.length], [hello.length + 2], [10, hello.length + 30]]) {
    const decoder = new FrameDecoder(greetingLimits)
    const ids: number[] = []
    for (const piece of cutAt(stream, cuts)) {
      decoder.push(piece, (frame) => {
        ids.push(frame.requestId)
        decoder.limits = clientRequestLimits
      })
    }
    t.strictSame(ids, [1, 2, 1])
    t.equal(decodeAll([stream], greetingLimits).frames.length, 1, 'without the change the second is too long')
  }
})

t.test('bytes that are no frames never throw, and give no more than went in', async (t) => {
  const lengths = fc.integer({ min: 0, max: 60 })
  const almost = fc
    .record({
      type: fc.nat(255),
      length: lengths,
      headerLength: lengths,
      value: fc.uint8Array({ maxLength: 60 }),
    })
    .map(frameBytes)
  const pieces = fc.array(fc.oneof(fc.uint8Array({ maxLength: 200 }), almost), { maxLength: 10 })
  let violations = 0
  fc.assert(
    fc.property(pieces, (pieces) => {
      const { frames, decoded } = decodeAll(pieces, greetingLimits)
      if (decoded.kind === 'violation') violations += 1
      const bytes = frames.reduce((sum, frame) => sum + 20 + frame.header.length + frame.value.length, 0)
      assert(bytes <= pieces.reduce((sum, piece) => sum + piece.length, 0))
    }),
    { numRuns: 2000 },
  )
  t.ok(violations > 200 && violations < 2000, `${violations} violations`)
})

t.test('flipped bits: every frame before the flip is right, and nothing throws', async () => {
  const flips = fc.array(fc.nat(), { minLength: 1, maxLength: 4 })
  const frames = fc.array(outgoingFrames, { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(frames, flips, fc.array(fc.nat(), { maxLength: 6 }), (sent, flips, cuts) => {
      const stream = encoded(...sent)
      const places = flips.map((flip) => flip % (stream.length * 8))
      for (const place of places) stream[place >> 3] ^= 1 << (place & 7)
      const first = Math.min(...places) >> 3
      const whole = sent.filter((_, n) => encoded(...sent.slice(0, n + 1)).length <= first)
      const { frames } = decodeAll(cutAt(stream, cuts), nodeLimits)
      assert.deepEqual(frames.slice(0, whole.length), whole.map(expected))
    }),
    { numRuns: 300 },
  )
})

t.test('a cut stream: whole frames come out, the rest waits', async () => {
  fc.assert(
    fc.property(fc.array(outgoingFrames, { minLength: 1, maxLength: 3 }), fc.nat(), (sent, cut) => {
      const stream = encoded(...sent)
      const kept = stream.subarray(0, cut % stream.length)
      const whole = sent.filter((_, n) => encoded(...sent.slice(0, n + 1)).length <= kept.length)
      const { frames, decoded } = decodeAll([kept])
      assert.equal(decoded.kind, 'ok')
      assert.deepEqual(frames, whole.map(expected))
    }),
    { numRuns: 200 },
  )
})
