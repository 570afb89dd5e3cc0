import fc from 'fast-check'
import t from 'tap'
import { FrameType } from '../../src/wire/frame.js'
import { Fetch } from '../../src/wire/messages.js'
import {
  allPartitions,
  exchangeBetween,
  partitionOfKey,
  ringDigest,
  Side,
  withFlippedBit,
  withoutChecksums,
} from './pair.js'

function pair(): [Side, Side] {
  return [new Side('0000000000a1'), new Side('0000000000b2')]
}

t.test('two replicas with any differences are equal after one exchange, and nothing is lost', async (t) => {
  const key = fc.nat(25).map((n) => `key ${n}`)
  const step = fc.record({
    key,
    who: fc.constantFrom('one', 'other', 'both'),
    seen: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const [one, other] = pair()
      const contexts = new Map<Side, Map<string, Awaited<ReturnType<Side['write']>>>>([
        [one, new Map()],
        [other, new Map()],
      ])
      const live = new Map<string, Set<string>>()
      for (const [n, { key, who, seen }] of steps.entries()) {
        const sides = who === 'one' ? [one] : who === 'other' ? [other] : [one, other]
        for (const side of sides) {
          const value = `${n} at ${side === one ? 'one' : 'other'}`
          const context = seen ? contexts.get(side)?.get(key) : undefined
          // What it supersedes: all that this side holds when it has seen its last context, which covers just that.
          const before = context === undefined ? [] : await side.values(key)
          contexts.get(side)?.set(key, await side.write(key, value, context))
          const after = new Set(await side.values(key))
          const all = live.get(key) ?? new Set()
          for (const gone of before) if (!after.has(gone)) all.delete(gone)
          live.set(key, all.add(value))
        }
      }
      await exchangeBetween(one, other).run(allPartitions, ringDigest)
      if (JSON.stringify(one.versions()) !== JSON.stringify(other.versions())) return false
      for (const [key, values] of live) {
        const [mine, theirs] = [await one.values(key), await other.values(key)]
        if (mine.join() !== theirs.join() || mine.join() !== [...values].sort().join()) return false
      }
      return true
    }),
    { numRuns: 100 },
  )
  t.pass()
})

t.test('an exchange between equals asks once, and moves nothing', async (t) => {
  const [one, other] = pair()
  for (let n = 0; n < 200; n += 1) await one.write(`key ${n}`, 'value')
  await exchangeBetween(one, other).run(allPartitions, ringDigest)
  other.asked.length = 0
  const exchange = exchangeBetween(one, other)
  await exchange.run(allPartitions, ringDigest)
  t.strictSame(other.asked, [FrameType.COMPARE])
  t.match(exchange.moved, { partitions: 4, different: 0, objectsFetched: 0, objectsSent: 0 })
  t.ok(exchange.moved.bytes < 100 * 4, `${exchange.moved.bytes} bytes`)
})

t.test('bytes are in proportion to what differs', async (t) => {
  const [one, other] = pair()
  const value = 'x'.repeat(200)
  for (let n = 0; n < 2000; n += 1) await one.write(`key ${n}`, value)
  const whole = exchangeBetween(one, other)
  await whole.run(allPartitions, ringDigest)
  t.match(whole.moved, { objectsSent: 2000, objectsFetched: 0 })
  t.strictSame(one.versions(), other.versions())

  for (let n = 0; n < 10; n += 1) await one.write(`key ${n}`, 'newer')
  for (let n = 10; n < 20; n += 1) await other.write(`key ${n}`, 'newer')
  const small = exchangeBetween(one, other)
  await small.run(allPartitions, ringDigest)
  t.match(small.moved, { objectsSent: 10, objectsFetched: 20 })
  t.strictSame(one.versions(), other.versions())
  t.ok(small.moved.bytes < whole.moved.bytes / 20, `${small.moved.bytes} of ${whole.moved.bytes} bytes`)
})

t.test('writes that come while the exchange runs are not undone, and the next one finishes', async (t) => {
  const [one, other] = pair()
  for (let n = 0; n < 100; n += 1) await (n % 2 === 0 ? one : other).write(`key ${n}`, 'first')
  let written = 0
  other.before = async () => {
    written += 1
    const n = written
    await one.write(`key ${n % 100}`, `late ${n}`)
    await other.write(`key ${(7 * n) % 100}`, `late too ${n}`)
  }
  await exchangeBetween(one, other).run(allPartitions, ringDigest)
  other.before = () => {}
  await exchangeBetween(one, other).run(allPartitions, ringDigest)
  t.strictSame(one.versions(), other.versions())
  for (let n = 1; n <= written; n += 1) {
    t.ok((await one.values(`key ${n % 100}`)).includes(`late ${n}`))
    t.ok((await one.values(`key ${(7 * n) % 100}`)).includes(`late too ${n}`))
  }
})

t.test('an exchange that breaks off may be made again', async (t) => {
  for (let failAt = 1; failAt < 12; failAt += 1) {
    const [one, other] = pair()
    for (let n = 0; n < 60; n += 1) await (n % 2 === 0 ? one : other).write(`key ${n}`, 'value')
    let asked = 0
    other.before = () => {
      asked += 1
      if (asked === failAt) throw new Error('cable cut')
    }
    await t.rejects(exchangeBetween(one, other).run(allPartitions, ringDigest), /cable cut/)
    other.before = () => {}
    await exchangeBetween(one, other).run(allPartitions, ringDigest)
    t.strictSame(one.versions(), other.versions(), `cut at ${failAt}`)
  }
})

t.test('nodes with different rings do not compare', async (t) => {
  const [one, other] = pair()
  await t.rejects(exchangeBetween(one, other).run(allPartitions, ringDigest + 1), { code: 'STALE_RING' })
})

t.test('a peer that sends what was not asked for is not believed', async (t) => {
  const [one, other] = pair()
  const key = 'key 1'
  await other.write(key, 'value')
  const elsewhere = (partitionOfKey(key) + 1) % allPartitions.length
  await one.write([...Array(50).keys()].map(String).find((k) => partitionOfKey(k) === elsewhere) ?? '', 'v')
  // It answers for another partition than the one it was asked about.
  const answer = other.answer.bind(other)
  other.answer = async (frame) => {
    if (frame.type !== FrameType.FETCH) return answer(frame)
    const { partition, keyHashes } = Fetch.decode(frame.header)
    const header = Fetch.encode({ partition, keyHashes }).finish()
    const reply = withoutChecksums(await answer({ ...frame, header }))
    const wrong = Buffer.from(reply.header?.finish() ?? [])
    wrong[wrong.lastIndexOf('1'.charCodeAt(0))] = 'Z'.charCodeAt(0)
    return { ...reply, header: { len: wrong.length, finish: () => wrong } }
  }
  const outcome = exchangeBetween(one, other).run(allPartitions, ringDigest)
  if (partitionOfKey('key Z') === partitionOfKey(key)) await outcome
  else await t.rejects(outcome, { code: 'PROTOCOL', message: /not of partition/ })
})

/** The next so many of the other's answers to FETCH are spoiled on their way; how many have been. */
function spoilFetches(other: Side, times: number): () => number {
  let spoiled = 0
  const answer = other.answer.bind(other)
  other.answer = async (frame) => {
    const reply = await answer(frame)
    if (frame.type !== FrameType.FETCH || spoiled === times) return reply
    spoiled += 1
    return withFlippedBit(reply)
  }
  return () => spoiled
}

t.test('what arrives spoiled is not merged, and is fetched anew', async (t) => {
  const [one, other] = pair()
  await other.write('key 1', 'milk')
  const spoiled = spoilFetches(other, 2)
  const exchange = exchangeBetween(one, other)
  await exchange.run(allPartitions, ringDigest)
  t.equal(spoiled(), 2)
  t.strictSame(await one.values('key 1'), ['milk'])
  t.equal(exchange.moved.objectsFetched, 1)
})

t.test('what always arrives spoiled is left for another round', async (t) => {
  const [one, other] = pair()
  await other.write('key 1', 'milk')
  const spoiled = spoilFetches(other, Number.POSITIVE_INFINITY)
  await t.rejects(exchangeBetween(one, other).run(allPartitions, ringDigest), { code: 'SPOILED' })
  t.equal(spoiled(), 3)
  t.strictSame(await one.values('key 1'), [])
})

t.test('what an older peer sends has no checksum, and is taken', async (t) => {
  const [one, other] = pair()
  await other.write('key 1', 'milk')
  const answer = other.answer.bind(other)
  other.answer = async (frame) =>
    frame.type === FrameType.FETCH ? withoutChecksums(await answer(frame)) : answer(frame)
  await exchangeBetween(one, other).run(allPartitions, ringDigest)
  t.strictSame(await one.values('key 1'), ['milk'])
})

for (const mode of ['both', 'give'] as const) {
  t.test(`what is sent spoiled is refused, and sent again (${mode})`, async (t) => {
    const [one, other] = pair()
    await one.write('key 1', 'milk')
    let puts = 0
    const answer = other.answer.bind(other)
    other.answer = async (frame) => {
      if (frame.type !== FrameType.REPLICA_PUT) return answer(frame)
      puts += 1
      if (puts > 1) return answer(frame)
      const value = Buffer.from(frame.value)
      value[value.length - 1] ^= 1
      return answer({ ...frame, value })
    }
    const exchange = exchangeBetween(one, other, mode)
    await exchange.run(allPartitions, ringDigest)
    t.equal(puts, 2)
    t.equal(exchange.moved.objectsSent, 1)
    t.strictSame(await other.values('key 1'), ['milk'])
  })
}
