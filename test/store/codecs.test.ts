/** The bytes on disk: golden examples, and what becomes of each when a bit flips or the end is missing. */
import fc from 'fast-check'
import t from 'tap'
import { hash32 } from '../../src/hash.js'
import {
  decodeIndex,
  encodeIndex,
  entryBadSpot,
  type IndexEntry,
  SegmentEntries,
} from '../../src/store/index-file.js'
import { decodeMeta, encodeMeta } from '../../src/store/meta.js'
import {
  bodyChecksum,
  bodyIsWhole,
  flagCollided,
  hashKeyInPartition,
  headerBytes,
  nextPossibleHeader,
  type RecordHeader,
  readHeader,
  segmentSeed,
  writeHeader,
} from '../../src/store/record.js'
import { type ScanInput, scanPiece } from '../../src/store/scan.js'
import { encodeSegmentHeader, hex, readSegmentHeader } from '../../src/store/segment-header.js'
import { bytes } from './conformance.js'

const storeId = Uint8Array.from({ length: 16 }, (_, n) => n)
const otherId = new Uint8Array(16)
const seed = segmentSeed(storeId, 7)

function encode(offset: number, key: string, value: string, fields: Partial<RecordHeader> = {}): Uint8Array {
  const body = bytes(key + value)
  const record = new Uint8Array(headerBytes + body.length)
  record.set(body, headerBytes)
  writeHeader(record, 0, seed, offset, {
    flags: 0,
    partition: 3,
    keyBytes: key.length,
    valueBytes: value.length,
    keyHash: hashKeyInPartition(bytes(key)),
    digestHigh: 0x01020304,
    digestLow: 0xfffefdfc,
    syncedOffset: 48,
    bodyChecksum: bodyChecksum(record, headerBytes, body.length),
    ...fields,
  })
  return record
}

t.test('a record, byte by byte', async (t) => {
  const record = encode(48, 'key', 'value', { flags: flagCollided, partition: 0x1234 })
  t.equal(
    hex(record),
    '474c02003412030005000000bbc7f0bc04030201fcfdfeff300000004a74e127546a9f516b657976616c7565',
    'the example of docs/storage.md',
  )
  t.equal(
    hex(record),
    [
      '474c', // magic
      '02', // flags: collided
      '00',
      '3412', // partition
      '0300', // key bytes
      '05000000', // value bytes
      hex(Uint8Array.of(...le32(hash32(bytes('key'), 1)))), // key hash
      '04030201', // digest, high half
      'fcfdfeff', // digest, low half
      '30000000', // synced up to
      hex(Uint8Array.of(...le32(hash32(bytes('keyvalue'))))), // checksum of the body
      hex(record.subarray(32, 36)),
      hex(bytes('keyvalue')),
    ].join(''),
  )
  const idAndSegment = Uint8Array.of(...storeId, 7, 0, 0, 0)
  t.equal(seed, hash32(idAndSegment), 'the seed is the hash of store id and segment')
  t.equal(
    hex(record.subarray(32, 36)),
    hex(Uint8Array.of(...le32(hash32(record.subarray(0, 32), (seed ^ 48) >>> 0)))),
  )
  const header = readHeader(record, 0, seed, 48)
  t.match(header, {
    flags: flagCollided,
    partition: 0x1234,
    keyBytes: 3,
    valueBytes: 5,
    digestHigh: 0x01020304,
  })
  t.ok(header !== undefined && bodyIsWhole(record, 0, header))
})

function le32(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]
}

t.test('a flipped bit anywhere in a record is found, and only the header hides the frame', async (t) => {
  const record = encode(48, 'key', 'value')
  for (let bit = 0; bit < record.length * 8; bit += 1) {
    const flipped = Uint8Array.from(record)
    flipped[bit >> 3] ^= 1 << (bit & 7)
    const header = readHeader(flipped, 0, seed, 48)
    if (bit < headerBytes * 8) {
      if (header !== undefined) t.fail(`bit ${bit} of the header went unseen`)
    } else if (header === undefined || bodyIsWhole(flipped, 0, header)) t.fail(`bit ${bit} of the body`)
  }
  for (let length = 0; length < record.length; length += 1) {
    const cut = record.subarray(0, length)
    const header = readHeader(cut, 0, seed, 48)
    if (header !== undefined && (length < headerBytes || bodyIsWhole(cut, 0, header)))
      t.fail(`cut at ${length}`)
  }
  t.equal(readHeader(record, 0, seed, 49), undefined, 'at another offset it is no record')
  t.equal(readHeader(record, 0, segmentSeed(storeId, 8), 48), undefined, 'nor in another segment')
  t.equal(readHeader(record, 0, segmentSeed(otherId, 7), 48), undefined, 'nor in another store')
})

t.test('a segment header', async (t) => {
  const expected = { segment: 7, storeId, partitionCount: 1024 }
  const header = encodeSegmentHeader({ ...expected, previousSegment: 6, previousSynced: 99 })
  t.equal(
    hex(header.subarray(0, 44)),
    `${hex(bytes('GRAMMELG'))}0100000007000000${hex(storeId)}000400000600000063000000`,
  )
  t.match(readSegmentHeader(header, expected), {
    kind: 'whole',
    header: { previousSegment: 6, previousSynced: 99 },
  })
  for (let bit = 0; bit < header.length * 8; bit += 1) {
    const flipped = Uint8Array.from(header)
    flipped[bit >> 3] ^= 1 << (bit & 7)
    if (readSegmentHeader(flipped, expected).kind !== 'damaged') t.fail(`bit ${bit}`)
  }
  t.equal(readSegmentHeader(header.subarray(0, 47), expected).kind, 'damaged')
  const foreign = (changed: object) => readSegmentHeader(header, { ...expected, ...changed })
  t.match(foreign({ segment: 8 }), { kind: 'foreign', message: 'segment is 7, expected 8' })
  t.match(foreign({ partitionCount: 512 }), {
    kind: 'foreign',
    message: /partition count is 1024, expected 512/,
  })
  t.match(foreign({ storeId: otherId }), { kind: 'foreign', message: /store id is 000102/ })
})

function entryOf(n: number): IndexEntry {
  const offset = 48 + n * 100
  return {
    flags: n % 3,
    partition: n % 1024,
    keyHash: n * 7,
    offset,
    length: 100,
    digestHigh: n,
    digestLow: ~n >>> 0,
  }
}

t.test('an index file, small and large', async (t) => {
  for (const count of [0, 1, 4095, 4096, 4097, 9000]) {
    const entries = new SegmentEntries()
    for (let n = 0; n < count; n += 1) entries.append(entryOf(n))
    const file = Uint8Array.from(Buffer.concat(encodeIndex(storeId, 7, 12345, entries)))
    t.equal(file.length, 48 + 24 * count)
    const read = decodeIndex(file, storeId, 7, 12345)
    if (read.kind !== 'whole') throw new Error(read.message)
    t.equal(read.entries.count, count)
    for (let n = 0; n < count; n += 1) {
      const entry = read.entries.at(n)
      if (entry.digestLow !== ~n >>> 0 || entry.offset !== 48 + n * 100) t.fail(`entry ${n}`)
    }
    if (count !== 4097) continue
    for (const at of [8, 20, 33, 47, 48, 60, 48 + 4096 * 24, file.length - 1]) {
      const flipped = Uint8Array.from(file)
      flipped[at] ^= 4
      t.equal(decodeIndex(flipped, storeId, 7, 12345).kind, 'mismatch', `a bit of byte ${at}`)
    }
    for (const length of [0, 47, 48, file.length - 1, file.length - 24]) {
      t.equal(decodeIndex(file.subarray(0, length), storeId, 7, 12345).kind, 'mismatch', `${length} bytes`)
    }
    t.match(decodeIndex(file, storeId, 8, 12345), { kind: 'mismatch', message: 'it belongs to segment 7' })
    t.match(decodeIndex(file, otherId, 7, 12345), {
      kind: 'mismatch',
      message: 'it belongs to another store',
    })
    t.match(decodeIndex(file, storeId, 7, 12346), { kind: 'mismatch', message: /length of 12345 bytes/ })
    entries.truncate(4000)
    entries.append(entryOf(1))
    t.equal(entries.count, 4001)
    t.match(entries.at(4000), entryOf(1))
  }
})

t.test('an index entry, byte by byte', async (t) => {
  const entries = new SegmentEntries()
  entries.append({ ...entryOf(1), flags: 0x0102, partition: 0x0304, keyHash: 0x05060708 })
  const file = Buffer.concat(encodeIndex(storeId, 1, 148, entries))
  t.equal(hex(file.subarray(48)), '0807060504030201940000006400000001000000feffffff')
})

t.test('STORE', async (t) => {
  const file = encodeMeta({ storeId, partitionCount: 1024 })
  const text = new TextDecoder().decode(file)
  t.match(
    text,
    /^\{"format":"gramme-store","version":1,"storeId":"000102[0-9a-f]{26}","partitionCount":1024,"checksum":"[0-9a-f]{8}"\}\n$/,
  )
  t.strictSame(decodeMeta(file, 'here'), { storeId, partitionCount: 1024 })
  const refused = (changed: string, message: RegExp) =>
    t.throws(() => decodeMeta(bytes(changed), 'here'), { name: 'StoreError', kind: 'foreign', message })
  refused(text.replace('gramme-store', 'riak'), /here\/STORE: format is riak, expected gramme-store/)
  refused(text.replace('"version":1', '"version":2'), /version is 2, expected 1/)
  refused(text.replace('1024', '1025'), /damaged: its checksum does not match/)
  refused(text.slice(0, 40), /not a line of JSON/)
  refused('null', /not a JSON object/)
})

/** Scans `file` in pieces of `pieceBytes`, as scanFile does. */
function scan(file: Uint8Array, pieceBytes: number): IndexEntry[] {
  const entries = new SegmentEntries()
  let state: Omit<ScanInput, 'bytes'> = { base: 48, fileBytes: file.length, seed, badSince: -1 }
  let needed = 0
  while (state.base < file.length) {
    const input = { ...state, bytes: file.slice(state.base, state.base + Math.max(pieceBytes, needed)) }
    const output = scanPiece(input)
    if (output.resumeAt === state.base && output.bytesNeeded <= input.bytes.length)
      throw new Error('no progress')
    entries.appendEncoded(output.entries)
    needed = output.bytesNeeded
    state = { ...state, base: output.resumeAt, badSince: output.badSince }
  }
  return Array.from({ length: entries.count }, (_, n) => entries.at(n))
}

t.test('a scan says the same whatever the pieces, and accounts for every byte', async () => {
  const recordArbitrary = fc.record({
    key: fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('G', 'L', 'a') }),
    value: fc.string({ maxLength: 120, unit: fc.constantFrom('G', 'L', 'b') }),
    spoil: fc.constantFrom('no', 'no', 'no', 'header', 'value'),
  })
  fc.assert(
    fc.property(
      fc.array(recordArbitrary, { maxLength: 12 }),
      fc.integer({ min: 37, max: 400 }),
      fc.nat(50),
      (records, pieceBytes, cut) => {
        const parts: Uint8Array[] = [new Uint8Array(48)]
        let length = 48
        let sound = 0
        for (const { key, value, spoil } of records) {
          const part = encode(length, key, value)
          if (spoil === 'header') part[5] ^= 1
          else if (spoil === 'value') part[part.length - 1] ^= 1
          else sound += 1
          parts.push(part)
          length += part.length
        }
        const whole = Uint8Array.from(Buffer.concat(parts))
        const file = whole.subarray(0, Math.max(48, whole.length - cut))
        const atOnce = scan(file, 1 << 20)
        const inPieces = scan(file, pieceBytes)
        let end = 48
        for (const [n, entry] of atOnce.entries()) {
          if (JSON.stringify(entry) !== JSON.stringify(inPieces[n])) throw new Error(`entry ${n} differs`)
          if (entry.offset !== end) throw new Error(`a gap at ${end}`)
          end = entry.offset + entry.length
        }
        if (inPieces.length !== atOnce.length || end < file.length) throw new Error('the end is missing')
        if (cut === 0 && atOnce.filter(({ flags }) => flags === 0).length !== sound)
          throw new Error('lost some')
      },
    ),
    { numRuns: 300 },
  )
})

t.test('a record inside a value is not taken for a record', async (t) => {
  const inner = encode(48, 'inner', 'value')
  const outer = new Uint8Array(headerBytes + 5 + inner.length)
  outer.set(bytes('outer'), headerBytes)
  outer.set(inner, headerBytes + 5)
  const file = new Uint8Array(48 + outer.length + inner.length)
  file.set(outer, 48)
  file.set(encode(48 + outer.length, 'after', 'value'), 48 + outer.length)
  const found = scan(file, 1 << 20)
  t.equal(found.length, 2)
  t.match(found[0], { flags: entryBadSpot, offset: 48, length: outer.length })
  t.match(found[1], { flags: 0, offset: 48 + outer.length })
  t.equal(nextPossibleHeader(bytes('xxGxGLxx'), 0), 4)
  t.equal(nextPossibleHeader(bytes('xxxG'), 0), 3, 'the last byte may be half a magic')
  t.equal(nextPossibleHeader(bytes('xxx'), 0), 3)
})
