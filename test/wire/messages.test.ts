import assert from 'node:assert/strict'
import fc from 'fast-check'
import protobuf from 'protobufjs/minimal.js'
import t from 'tap'
import { gramme } from '#messages'
import { type ErrorCode, errorCodes, GrammeError } from '../../src/errors.js'
import { type Frame, FrameType } from '../../src/wire/frame.js'
import { decodeHeader, decodeReply, errorOfFailure, failureHeader } from '../../src/wire/messages.js'

interface Codec {
  encode(message: object): { finish(): Uint8Array }
  decode(bytes: Uint8Array): object
}

const codecs = Object.entries(gramme).filter(
  (entry): entry is [string, Codec & (typeof entry)[1]] => typeof entry[1] === 'function',
)

function framed(header: Uint8Array): Frame {
  const value = Buffer.alloc(0)
  return { version: 1, type: FrameType.FAILURE, flags: 0, requestId: 1, deadlineMs: 0, header, value }
}

t.test('every message: what does not decode is undefined, whatever the bytes', async (t) => {
  t.ok(codecs.length > 20, `${codecs.length} messages`)
  for (const [name, codec] of codecs) {
    let decoded = 0
    let refused = 0
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        if (decodeHeader(codec, framed(bytes)) === undefined) refused += 1
        else decoded += 1
      }),
      { numRuns: 300 },
    )
    t.ok(decoded > 0 && refused > 0, `${name}: ${decoded} decoded, ${refused} refused`)
  }
})

t.test('a message that is cut is refused, or is one with fewer fields', async (t) => {
  const { Put } = gramme
  const whole = Put.encode({
    key: Buffer.from('key'),
    context: Buffer.alloc(40, 1),
    writeId: Buffer.alloc(8, 2),
    w: 2,
  })
  const bytes = whole.finish()
  let refused = 0
  for (let end = 0; end < bytes.length; end += 1) {
    const put = decodeHeader(Put, framed(bytes.subarray(0, end)))
    if (put === undefined) refused += 1
    else t.ok(Buffer.from(Put.encode(put).finish()).equals(bytes.subarray(0, end)), `${end} bytes`)
  }
  t.ok(refused > 50)
})

t.test('deep nesting is refused without going deep', async (t) => {
  for (const depth of [1000, 32_000]) {
    // Field 15, a group within a group: protobuf's oldest way to nest, in a field that nobody knows.
    const open = Buffer.alloc(depth, (15 << 3) | 3)
    const close = Buffer.alloc(depth, (15 << 3) | 4)
    for (const [name, codec] of codecs) {
      assert.equal(decodeHeader(codec, framed(open)), undefined, name)
      assert.equal(decodeHeader(codec, framed(Buffer.concat([open, close]))), undefined, name)
    }
  }
  const shallow = Buffer.from([(15 << 3) | 3, (15 << 3) | 4])
  t.not(
    decodeHeader(gramme.Get, framed(shallow)),
    undefined,
    'an unknown field that is none too deep is skipped',
  )
})

t.test('fields that nobody knows are skipped; texts that are no UTF-8 are refused', async (t) => {
  const future = protobuf.Writer.create()
    .uint32((500 << 3) | 2)
    .bytes(Buffer.alloc(100))
    .finish()
  const get = gramme.Get.encode({ key: Buffer.from('k'), r: 2 }).finish()
  t.match(decodeHeader(gramme.Get, framed(Buffer.concat([future, get, future]))), {
    r: 2,
    key: Buffer.from('k'),
  })
  const badText = protobuf.Writer.create()
    .uint32((4 << 3) | 2)
    .bytes(Buffer.of(0xff, 0xfe))
    .finish()
  t.equal(decodeHeader(gramme.Hello, framed(badText)), undefined)
  t.strictSame(Object.getOwnPropertyNames(Object.prototype).includes('cluster'), false)
})

t.test('a length that lies does not make it allocate', async (t) => {
  const lies = Buffer.from([(1 << 3) | 2, 0xff, 0xff, 0xff, 0xff, 0x0f])
  const before = process.memoryUsage().arrayBuffers
  for (const [name, codec] of codecs) assert.equal(decodeHeader(codec, framed(lies)), undefined, name)
  t.ok(process.memoryUsage().arrayBuffers - before < 1024 * 1024)
})

t.test('errors travel whole', async (t) => {
  for (const code of Object.keys(errorCodes) as ErrorCode[]) {
    const plain = errorOfFailure(framed(failureHeader(new GrammeError(code, 'why: ✓')).finish()))
    t.match(plain, {
      name: 'GrammeError',
      code,
      message: 'why: ✓',
      needed: undefined,
      retryAfterMs: undefined,
    })
  }
  const error = new GrammeError('OUTCOME_UNKNOWN', 'm', {
    needed: 3,
    got: 0,
    retryAfterMs: 20,
    cause: 'unsent',
  })
  const there = errorOfFailure(framed(failureHeader(error).finish()))
  t.match(there, { code: 'OUTCOME_UNKNOWN', needed: 3, got: 0, retryAfterMs: 20 })
  t.equal(there.cause, undefined)
})

t.test('a code from a newer version reads as INTERNAL', async (t) => {
  const header = gramme.Failure.encode({ code: 4000, message: 'new' }).finish()
  t.match(errorOfFailure(framed(header)), { code: 'INTERNAL', message: 'new' })
})

t.test('a reply that does not decode is an error of protocol', async (t) => {
  t.throws(() => decodeReply(gramme.GetReply, framed(Buffer.of(0xff))), {
    code: 'PROTOCOL',
    message: /type 255/,
  })
})
