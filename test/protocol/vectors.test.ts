/**
 * The golden byte vectors of protocol/vectors.json, both ways, against three readers: the codec that nodes
 * run, the generated messages, and protobuf read from the .proto itself. They were not made by any of these.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import protobuf from 'protobufjs'
import t from 'tap'
import { gramme } from '#messages'
import { clientRequestLimits, type Frame, FrameType, nodeLimits, replyBit } from '../../src/wire/frame.js'
import { encodeFrames } from '../../src/wire/frame-writer.js'
import { decodeAll, rawHeader } from '../wire/frames.js'

interface Vector {
  readonly name: string
  readonly meaning: string
  readonly direction: string
  readonly hex: string
  /** Absent from vectors of bytes that must be refused. */
  readonly frame?: {
    readonly version: number
    readonly type: number
    readonly flags: number
    readonly requestId: number
    readonly deadlineMs: number
    /** The header's message in gramme.proto; null where the frame has no header. */
    readonly message: string | null
    /** Its fields: bytes in hex, enums by name, what has its default left out. */
    readonly header: Record<string, unknown> | null
    readonly valueHex: string
  }
  /** There is more than one way to write it: only reading is compared. */
  readonly decodeOnly?: boolean
  readonly refused?: 'length' | 'header'
}

interface Codec {
  encode(message: object): { finish(): Uint8Array }
  decode(bytes: Uint8Array): object
}

const protocol = fileURLToPath(new URL('../../../protocol/', import.meta.url))
const vectors: Vector[] = JSON.parse(readFileSync(`${protocol}vectors.json`, 'utf8'))
const fromProto = new protobuf.Root().loadSync(`${protocol}gramme.proto`)

/** Fields that a vector has, as 'Message.field'. */
const fieldsUsed = new Set<string>()

/** A header's JSON form, with the defaults left out: what does not travel. */
function jsonOf(type: protobuf.Type, message: object): Record<string, unknown> {
  const plain = type.toObject(message as protobuf.Message, { enums: String, defaults: false })
  return bytesAsHex(plain) as Record<string, unknown>
}

function bytesAsHex(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(bytesAsHex)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, bytesAsHex(field)]))
}

/** A message from its JSON form. */
function messageOf(type: protobuf.Type, json: Record<string, unknown>): Record<string, unknown> {
  const fields = Object.entries(json).map(([name, value]) => {
    const field = type.fields[name]
    if (field === undefined) throw new Error(`${type.name} has no field ${name}`)
    fieldsUsed.add(`${type.name}.${name}`)
    return [name, fieldOf(field.resolve(), value)]
  })
  return Object.fromEntries(fields)
}

function fieldOf(field: protobuf.Field, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => fieldOf(field, one))
  if (field.resolvedType instanceof protobuf.Type)
    return messageOf(field.resolvedType, value as Record<string, unknown>)
  if (field.resolvedType instanceof protobuf.Enum) return field.resolvedType.values[value as string]
  return field.type === 'bytes' ? Buffer.from(value as string, 'hex') : value
}

function codecOf(name: string): Codec {
  return (gramme as unknown as Record<string, Codec>)[name]
}

function expectedFrame(frame: NonNullable<Vector['frame']>, header: Uint8Array): Frame {
  const { version, type, flags, requestId, deadlineMs, valueHex } = frame
  const value = Buffer.from(valueHex, 'hex')
  return { version, type, flags, requestId, deadlineMs, header: Buffer.from(header), value }
}

for (const { name, meaning, direction, hex, frame, decodeOnly, refused } of vectors) {
  t.test(`${name}: ${meaning}`, async (t) => {
    const bytes = Buffer.from(hex, 'hex')
    const limits = direction === 'client to node' ? clientRequestLimits : nodeLimits
    const byteByByte = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
    if (frame === undefined) {
      for (const pieces of [[bytes], byteByByte]) {
        const { frames, decoded } = decodeAll(pieces, limits)
        t.strictSame(frames, [])
        t.match(decoded, {
          kind: 'violation',
          reason: refused === 'length' ? /^frame length/ : /^header length/,
        })
      }
      return
    }

    const read = decodeAll([bytes], limits)
    t.equal(read.decoded.kind, 'ok')
    t.equal(read.frames.length, 1)
    const header = read.frames[0].header
    t.strictSame(read.frames, [expectedFrame(frame, header)], 'the bytes say what they should')
    t.strictSame(decodeAll(byteByByte, limits), read, 'byte by byte, too')

    let written: Uint8Array = Buffer.alloc(0)
    if (frame.message !== null) {
      const type = fromProto.lookupType(frame.message)
      const codec = codecOf(frame.message)
      const message = messageOf(type, frame.header ?? {})
      // A default may be spelled out, for people to read; it does not travel.
      const fields = jsonOf(type, type.decode(type.encode(message).finish()))
      t.strictSame(jsonOf(type, type.decode(header)), fields, 'read by the .proto')
      t.strictSame(jsonOf(type, codec.decode(header)), fields, 'read by the generated code')
      written = codec.encode(message).finish()
      t.ok(Buffer.from(type.encode(message).finish()).equals(written), 'both write the same')
    } else {
      t.equal(header.length, 0)
    }
    if (decodeOnly) return
    const { version: _, header: __, message: ___, valueHex, ...fixed } = frame
    const chunks = encodeFrames([
      { ...fixed, header: rawHeader(written), value: [Buffer.from(valueHex, 'hex')] },
    ])
    t.equal(Buffer.concat(chunks).toString('hex'), hex, 'written as it was read')
  })
}

t.test('every type of frame is there, asked and answered, and every message', async (t) => {
  const seen = new Set(vectors.map(({ frame }) => frame?.type))
  for (const [name, type] of Object.entries(FrameType)) {
    t.ok(seen.has(type), name)
    if (type !== FrameType.CLOSING && type !== FrameType.FAILURE)
      t.ok(seen.has(type | replyBit), `${name}'s reply`)
  }
  const types = fromProto.lookup('gramme')
  if (!(types instanceof protobuf.Namespace)) throw new Error('the .proto has no package gramme')
  for (const type of types.nestedArray) {
    if (!(type instanceof protobuf.Type)) continue
    for (const { name } of type.fieldsArray) {
      if (`${type.name}.${name}` === 'Hello.credentials') continue
      t.ok(fieldsUsed.has(`${type.name}.${name}`), `${type.name}.${name}`)
    }
  }
})

t.test('names are unique', async (t) => {
  t.equal(new Set(vectors.map(({ name }) => name)).size, vectors.length)
})
