import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Stream } from '../../src/ports/network.js'
import { encodeFrames, FrameWriter, type OutgoingFrame } from '../../src/wire/frame-writer.js'
import { ManualClock } from '../ports/manual-clock.js'
import { encoded, expected, frameBytes, outgoingFrames, rawHeader } from './frames.js'

/** A stream that takes nothing until told. */
class Sink implements Stream {
  readonly remoteAddress = 'sink'
  readonly writes: Buffer[][] = []
  queuedBytes = 0
  write(chunks: readonly Uint8Array[]): boolean {
    this.writes.push(chunks.map((chunk) => Buffer.from(chunk)))
    for (const chunk of chunks) this.queuedBytes += chunk.length
    return false
  }
  handle(): void {}
  pause(): void {}
  resume(): void {}
  end(): void {}
  destroy(): void {}
}

function ping(requestId: number): OutgoingFrame {
  return { type: 2, flags: 0, requestId, deadlineMs: 0, header: undefined, value: [] }
}

t.test('bytes are those of the format, in the order of the frames', async () => {
  fc.assert(
    fc.property(fc.array(outgoingFrames, { maxLength: 6 }), (frames) => {
      const bytes = frames.map((frame) => frameBytes(expected(frame)))
      assert(encoded(...frames).equals(Buffer.concat(bytes)))
    }),
    { numRuns: 200 },
  )
})

t.test('small parts are gathered in one chunk, long values go uncopied', async (t) => {
  const small = Buffer.alloc(16_383, 1)
  const long = Buffer.alloc(16_384, 2)
  const frame = (value: Buffer[]) => ({ ...ping(1), header: rawHeader(Buffer.from('h')), value })
  t.equal(encodeFrames([frame([small]), frame([small, small]), frame([])]).length, 1)
  const chunks = encodeFrames([frame([small]), frame([long, small]), frame([long]), frame([])])
  t.strictSame(
    chunks.map((chunk) => chunk === long),
    [false, true, false, true, false],
  )
  t.strictSame(encodeFrames([]), [])
})

t.test('what is sent in one turn leaves in one write', async (t) => {
  const clock = new ManualClock()
  const sink = new Sink()
  const written: number[] = []
  let turns = 0
  const { afterTurn } = clock
  clock.afterTurn = (callback) => {
    turns += 1
    afterTurn.call(clock, callback)
  }
  const writer = new FrameWriter(sink, clock, (queuedBytes) => written.push(queuedBytes))
  for (const id of [1, 2, 3]) writer.send(ping(id))
  t.strictSame(sink.writes, [], 'not at once')
  t.equal(turns, 1, 'and asks for the end of the turn once')
  t.equal(writer.queuedBytes, 60, 'it counts as waiting all the same')
  await clock.advance(0)
  t.equal(sink.writes.length, 1)
  t.ok(Buffer.concat(sink.writes[0]).equals(encoded(ping(1), ping(2), ping(3))))
  t.strictSame(written, [60])

  writer.send({
    ...ping(4),
    header: rawHeader(Buffer.from('head')),
    value: [Buffer.alloc(7), Buffer.alloc(5)],
  })
  t.equal(writer.queuedBytes, 60 + 36)
  t.equal(writer.takenBytes, 0)
  await clock.advance(0)
  t.equal(sink.writes.length, 2)
  t.equal(writer.queuedBytes, 96)
  sink.queuedBytes = 36
  t.equal(writer.takenBytes, 60)
})

t.test('flush writes now, and the turn’s end writes nothing again', async (t) => {
  const clock = new ManualClock()
  const sink = new Sink()
  const writer = new FrameWriter(sink, clock, () => {})
  writer.send(ping(1))
  writer.flush()
  writer.flush()
  t.equal(sink.writes.length, 1)
  await clock.advance(0)
  t.equal(sink.writes.length, 1)
  writer.send(ping(2))
  await clock.advance(0)
  t.equal(sink.writes.length, 2)
})
