/** What a peer may ask, and how badly. */
import fc from 'fast-check'
import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import {
  answerCompare,
  keyHashesAtOnceMax,
  partitionsAtOnceMax,
  rangesAtOnceMax,
} from '../../src/repair/answers.js'
import { comparedOf, contentsOf, fetchedOf } from '../../src/repair/repair-codec.js'
import { FrameType } from '../../src/wire/frame.js'
import { Compare, CompareReply, Fetch, FetchReply, List, ListReply } from '../../src/wire/messages.js'
import { frameOf, ringDigest, Side } from './pair.js'

const side = new Side('0000000000a1')
for (let n = 0; n < 500; n += 1) await side.write(`key ${n}`, 'value')

t.test('whoever wants to know is told which partitions are compared', async (t) => {
  const { replica } = side
  const compared: number[] = []
  const parts = {
    replica,
    partitionCount: 4,
    ringDigest,
    compared: (one: number) => compared.push(one),
    serves: () => true,
  }
  const header = Compare.encode({ ringDigest, partitions: [1, 3], hashes: Buffer.alloc(16) })
  await answerCompare(parts, frameOf({ type: FrameType.COMPARE, header }))
  t.strictSame(compared, [1, 3])
})

t.test('questions out of their limits are refused by what is wrong with them', async (t) => {
  const range = { from: 0, bits: 6 }
  const many = (length: number) => Array.from({ length }, () => 0)
  const wrong = [
    [
      FrameType.COMPARE,
      Compare.encode({ ringDigest, partitions: [4], hashes: Buffer.alloc(8) }),
      /partition is 4/,
    ],
    [FrameType.COMPARE, Compare.encode({ ringDigest, partitions: [1], hashes: Buffer.alloc(7) }), /7 bytes/],
    [
      FrameType.COMPARE,
      Compare.encode({
        ringDigest,
        partitions: many(partitionsAtOnceMax + 1),
        hashes: Buffer.alloc(8 * (partitionsAtOnceMax + 1)),
      }),
      /1025 partitions/,
    ],
    [FrameType.LIST, List.encode({ partition: 9, ranges: [range] }), /partition is 9/],
    [
      FrameType.LIST,
      List.encode({ partition: 1, ranges: many(rangesAtOnceMax + 1).map(() => range) }),
      /257/,
    ],
    [FrameType.LIST, List.encode({ partition: 1, ranges: [{ from: 1, bits: 6 }] }), /range from 1 of 6 bits/],
    [FrameType.LIST, List.encode({ partition: 1, ranges: [{ from: 0, bits: 40 }] }), /of 40 bits/],
    [FrameType.FETCH, Fetch.encode({ partition: 4, keyHashes: [] }), /partition is 4/],
    [FrameType.FETCH, Fetch.encode({ partition: 1, keyHashes: many(keyHashesAtOnceMax + 1) }), /1025 key/],
  ] as const
  for (const [type, header, message] of wrong) {
    await t.rejects(side.answer(frameOf({ type, header })), { code: 'PROTOCOL', message })
  }
})

t.test('any bytes for a header are answered or refused', async (t) => {
  const types = [FrameType.COMPARE, FrameType.LIST, FrameType.FETCH]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...types), fc.uint8Array({ maxLength: 40 }), async (type, bytes) => {
      const header = { len: bytes.length, finish: () => bytes }
      try {
        await side.answer(frameOf({ type, header }))
        return true
      } catch (error) {
        return error instanceof GrammeError && ['PROTOCOL', 'STALE_RING'].includes(error.code)
      }
    }),
    { numRuns: 1000 },
  )
  t.pass()
})

t.test('answers that make no sense are refused', async (t) => {
  const compare = (fields: object) => () =>
    comparedOf(frameOf({ type: 1, header: CompareReply.encode(fields) }), [1, 2])
  const list = (contents: object[]) => () =>
    contentsOf(frameOf({ type: 1, header: ListReply.encode({ contents }) }), 1)
  const fetch = (fields: object, value: Uint8Array) => () =>
    fetchedOf(frameOf({ type: 1, header: FetchReply.encode(fields), value: [value] }), 2)
  for (const wrong of [
    compare({ lookedAt: 0 }),
    compare({ lookedAt: 3 }),
    compare({ lookedAt: 2, different: [1], leaves: Buffer.alloc(511) }),
    compare({ lookedAt: 2, different: [3], leaves: Buffer.alloc(512) }),
    list([]),
    list([{}, {}]),
    list([{ versions: Buffer.alloc(13) }]),
    list([{ parts: Buffer.alloc(8) }]),
    fetch({ lookedAt: 0 }, Buffer.alloc(0)),
    fetch({ lookedAt: 3 }, Buffer.alloc(0)),
    fetch({ lookedAt: 1, objects: [{ key: Buffer.from('k'), length: 3 }] }, Buffer.alloc(2)),
    fetch({ lookedAt: 1 }, Buffer.alloc(2)),
  ]) {
    t.throws(wrong, { code: 'PROTOCOL', message: /makes no sense|was not asked for/ })
  }
})
