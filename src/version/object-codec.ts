/**
 * Objects as bytes, on disk and between nodes. What describes them comes first and the values last, raw, so
 * that reading copies no value, and the descriptions of all objects can be compared by a hash (digest.ts).
 *
 *     format      1 byte: 1
 *     length      varint: bytes of the description
 *     description clock (clock-codec.ts)
 *                 siblings varint, for each:
 *                     write id 8 bytes
 *                     flags 1 byte: 1: a tombstone; 2: with a time to live; 0: neither
 *                     with 2, time to live varint, milliseconds from its latest "written at"
 *                     value's length varint
 *                     dots varint, for each: actor varint (its place in the clock), counter varint,
 *                         written at 6 bytes, big-endian, milliseconds since 1970
 *     values      one behind the other
 *
 * On disk, where the copy has an issuer, these go before:
 *
 *     format      1 byte: 2
 *     issuer      varint: its place in the clock
 *
 * So what peers may have of a stored object is the rest of its bytes (`peerBytes`).
 *
 * Invariant: only what the encoder would have written is read, all of it: equal objects are equal bytes, and
 * any other bytes are `invalid`, whatever they claim.
 */
import { assert } from '../assert.js'
import { ttlMaxMs } from '../time-to-live.js'
import type { Actor } from './actor.js'
import { ByteReader, ByteWriter } from './bytes.js'
import { type Clock, type ClockEntry, compareDots, entryCovers } from './clock.js'
import { readClock, writeClock } from './clock-codec.js'
import { compareWrites, type Sibling, siblingOf, type VersionedObject, type WriteDot } from './object.js'

const formatPeer = 1
const formatLocal = 2
const tombstoneFlag = 1
const ttlFlag = 2
const noValue = new Uint8Array(0)
/** Write id, flags, length, dots, and one dot of two varints and a time. */
const siblingBytesMin = 8 + 1 + 1 + 1 + 8
const dotBytesMin = 8

export type DecodedObject =
  | { readonly kind: 'object'; readonly object: VersionedObject }
  | { readonly kind: 'invalid'; readonly reason: string }

/** Where the bytes are for: `local` ones keep the issuer, `peer` ones never have one. */
export type ObjectForm = 'local' | 'peer'

const scratch = new ByteWriter()

export function encodeObject(object: VersionedObject, form: ObjectForm): Buffer {
  scratch.clear()
  writeDescription(scratch, object)
  const description = scratch.length
  // Behind the description, to be put before it: the scratch buffer serves for both.
  if (form === 'local' && object.issuer !== undefined) {
    scratch.byte(formatLocal)
    scratch.varint(placeOf(object.clock, object.issuer))
  }
  scratch.byte(formatPeer)
  scratch.varint(description)
  const head = scratch.length - description

  let size = scratch.length
  for (const sibling of object.siblings) size += sibling.value.length
  const bytes = Buffer.allocUnsafe(size)
  const written = scratch.written()
  written.copy(bytes, 0, description)
  written.copy(bytes, head, 0, description)
  let position = head + description
  for (const sibling of object.siblings) {
    bytes.set(sibling.value, position)
    position += sibling.value.length
  }
  return bytes
}

/** The description of an object alone: what its digest is taken of. A view that holds until the next encoding. */
export function descriptionOf(object: VersionedObject): Uint8Array {
  scratch.clear()
  writeDescription(scratch, object)
  return scratch.written()
}

function writeDescription(writer: ByteWriter, object: VersionedObject): void {
  const { clock, siblings } = object
  writeClock(writer, clock)
  writer.varint(siblings.length)
  for (const sibling of siblings) {
    writer.latin1(sibling.writeId)
    writer.byte(sibling.tombstone ? tombstoneFlag : sibling.ttlMs > 0 ? ttlFlag : 0)
    if (sibling.ttlMs > 0) writer.varint(sibling.ttlMs)
    writer.varint(sibling.value.length)
    writer.varint(sibling.dots.length)
    for (const dot of sibling.dots) {
      writer.varint(placeOf(clock, dot.actor))
      writer.varint(dot.counter)
      writer.uint48(dot.writtenAtMs)
    }
  }
}

function placeOf(clock: Clock, actor: Actor): number {
  const place = clock.placeOf(actor)
  assert(place >= 0, 'the clock of an object covers its dots and its issuer')
  return place
}

/** The values of the object are views of `bytes`. */
export function decodeObject(bytes: Uint8Array, form: ObjectForm): DecodedObject {
  let from = 0
  let issuerPlace = -1
  if (bytes[0] === formatLocal) {
    if (form === 'peer') return invalid('it has an issuer, which never travels')
    const reader = new ByteReader(bytes, 1)
    issuerPlace = reader.varint()
    if (!reader.intact) return invalid('it is cut')
    from = reader.position
  }
  if (bytes[from] !== formatPeer) return invalid(`format ${bytes[from] ?? 'missing'} is not known`)
  const head = new ByteReader(bytes, from + 1)
  const length = head.varint()
  if (!head.intact || length > head.remaining) return invalid('it is cut')

  const valuesAt = head.position + length
  const reader = new ByteReader(bytes, head.position, valuesAt)
  const clock = readClock(reader)
  if (clock === undefined) return invalid('its clock is malformed')
  if (issuerPlace >= clock.entries.length) return invalid('its issuer is not in its clock')
  const siblings = readSiblings(reader, clock.entries, bytes, valuesAt)
  if (typeof siblings === 'string') return invalid(siblings)
  const issuer = issuerPlace < 0 ? undefined : clock.entries[issuerPlace].actor
  return { kind: 'object', object: { clock, siblings, issuer } }
}

/** The siblings, or what is wrong with them. */
function readSiblings(
  reader: ByteReader,
  entries: readonly ClockEntry[],
  bytes: Uint8Array,
  valuesAt: number,
): readonly Sibling[] | string {
  const count = reader.varint()
  if (count * siblingBytesMin > reader.remaining) return 'its siblings are cut'
  const siblings: Sibling[] = []
  let position = valuesAt
  for (let index = 0; index < count; index++) {
    const writeId = reader.latin1Of8()
    const flags = reader.byte()
    if (flags > ttlFlag) return 'a sibling has unknown flags'
    const ttlMs = flags === ttlFlag ? reader.varint() : 0
    const length = reader.varint()
    const dots = readWriteDots(reader, entries)
    if (!reader.intact || dots === undefined) return 'a sibling is malformed'
    if (flags === ttlFlag && (ttlMs === 0 || ttlMs > ttlMaxMs)) return 'a sibling has no such time to live'
    const tombstone = flags === tombstoneFlag
    if (tombstone && length > 0) return 'a tombstone has a value'
    if (length > bytes.length - position) return 'its values are cut'
    const value = length === 0 ? noValue : bytes.subarray(position, position + length)
    position += length
    const sibling = siblingOf({ writeId, tombstone, ttlMs, value }, dots)
    if (index > 0 && compareWrites(siblings[index - 1], sibling) >= 0) return 'its siblings are out of order'
    siblings.push(sibling)
  }
  if (!reader.intact || reader.remaining > 0) return 'its description has another length'
  if (position !== bytes.length) return 'its values have another length'
  if (siblings.length > 1 && hasSharedDot(siblings)) return 'two siblings share an event'
  return siblings
}

function readWriteDots(reader: ByteReader, entries: readonly ClockEntry[]): WriteDot[] | undefined {
  const count = reader.varint()
  if (count === 0 || count * dotBytesMin > reader.remaining) return undefined
  const dots: WriteDot[] = []
  for (let index = 0; index < count; index++) {
    const place = reader.varint()
    const counter = reader.varint()
    const writtenAtMs = reader.uint48()
    if (!reader.intact || place >= entries.length) return undefined
    const entry = entries[place]
    if (counter === 0 || !entryCovers(entry, counter)) return undefined
    const dot = { actor: entry.actor, counter, writtenAtMs }
    if (index > 0 && compareDots(dots[index - 1], dot) >= 0) return undefined
    dots.push(dot)
  }
  return dots
}

function hasSharedDot(siblings: readonly Sibling[]): boolean {
  const dots = siblings.flatMap((sibling) => sibling.dots).sort(compareDots)
  return dots.some((dot, index) => index > 0 && compareDots(dots[index - 1], dot) === 0)
}

/** The part of an encoded object, of either form, that peers may have. A view. */
export function peerBytes(encoded: Uint8Array): Uint8Array {
  if (encoded[0] !== formatLocal) return encoded
  const reader = new ByteReader(encoded, 1)
  reader.varint()
  return encoded.subarray(reader.position)
}

/** The description within an encoded object of either form, which must be one that `decodeObject` takes. */
export function descriptionWithin(encoded: Uint8Array): Uint8Array {
  const bytes = peerBytes(encoded)
  const reader = new ByteReader(bytes, 1)
  const length = reader.varint()
  assert(bytes[0] === formatPeer && reader.intact && length <= reader.remaining, 'these bytes are no object')
  return bytes.subarray(reader.position, reader.position + length)
}

function invalid(reason: string): DecodedObject {
  return { kind: 'invalid', reason: `damaged object: ${reason}` }
}
