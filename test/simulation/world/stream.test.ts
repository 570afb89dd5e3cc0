/** What the way does to bytes: cut, held up, lost and sent again; and to whole frames, when it maims them. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { LinkConditions } from '../../../src/simulation/world/link.js'
import { framesIn } from '../../../src/simulation/world/maim.js'
import { frameBytes } from '../../wire/frames.js'
import { pair } from './ears.js'
import { TestWorld } from './rig.js'

t.test('pieces are no larger than the limit, and when the way cuts, cut anywhere', async (t) => {
  const sent = Buffer.from(Array.from({ length: 20_000 }, (_, n) => n % 251))
  const lengths = async (cutting: number) => {
    const world = new TestWorld(3, { cutting }, { pieceBytes: 3000 })
    const { near, far } = await pair(world)
    near.stream.write([sent.subarray(0, 5), sent.subarray(5, 12_000)])
    near.stream.write([sent.subarray(12_000)])
    await world.advance(100)
    t.ok(far.bytes.equals(sent))
    return far.pieces.map(({ bytes }) => bytes.length)
  }
  t.strictSame(await lengths(0), [3000, 3000, 3000, 3000, 3000, 3000, 2000])
  const cut = await lengths(1)
  t.ok(cut.length > 7 && new Set(cut).size > 3, `${cut}`)
  t.ok(Math.max(...cut) <= 3000)
})

t.test(
  'a writer waits for the window, is told when all has gone, and no more than the window is held',
  async (t) => {
    const world = new TestWorld(1, {}, { windowBytes: 1000, markBytes: 100, pieceBytes: 300 })
    const { near, far } = await pair(world)
    far.stream.pause()
    t.equal(near.stream.write([Buffer.alloc(100)]), true)
    t.equal(near.stream.write([Buffer.alloc(1000)]), false, 'over the mark at first')
    t.equal(near.stream.queuedBytes, 100)
    t.equal(near.stream.write([Buffer.alloc(50)]), false)
    await world.advance(1000)
    t.strictSame([near.stream.queuedBytes, near.drained, far.pieces.length], [150, 0, 0])
    far.stream.resume()
    far.stream.pause()
    await world.advance(1000)
    t.strictSame([near.stream.queuedBytes, far.pieces.length], [150, 0])
    far.stream.resume()
    await world.advance(10)
    t.strictSame([near.stream.queuedBytes, near.drained, far.bytes.length], [0, 1, 1150])
  },
)

t.test('a lost packet delays itself and all behind it, and nothing overtakes', async (t) => {
  const world = new TestWorld(5, { packetLoss: 0.003 })
  const { near, far } = await pair(world)
  const startMs = world.scheduler.nowMs
  const count = 1000
  for (let n = 0; n < count; n += 1) {
    near.stream.write([Buffer.from([n >> 8, n & 255])])
    await world.advance(1)
  }
  await world.advance(5000)
  t.equal(far.bytes.length, 2 * count)
  const numbers = Array.from({ length: count }, (_, n) => far.bytes.readUInt16BE(2 * n))
  t.ok(numbers.every((number, n) => number === n))
  const lateMs = far.pieces.map(({ atMs }, n) => atMs - startMs - n)
  t.ok(lateMs.every((ms) => ms >= 0.2 - 1e-6))
  const prompt = lateMs.filter((ms) => ms < 20).length
  const held = lateMs.filter((ms) => ms > 100).length
  t.ok(prompt > 50, `${prompt} were on time`)
  t.ok(held > 100, `${held} waited behind one that was lost, though few were`)
})

/** Frames that are known by their request id. */
function frame(id: number, valueBytes = 0): Buffer {
  return frameBytes({ type: 2, requestId: id, value: Buffer.alloc(valueBytes, id) })
}

async function through(conditions: Partial<LinkConditions>, writes: readonly Buffer[][], seed = 1) {
  const world = new TestWorld(seed, conditions)
  const told = { sent: 0, lost: [] as number[] }
  const idOf = (bytes: Uint8Array) => Buffer.from(bytes).readUInt32BE(8)
  world.network.witness = {
    sent: (_, bytes, lost) => {
      told.sent += bytes.length
      told.lost.push(...lost.map(idOf))
    },
    arrived: () => {},
  }
  const { near, far } = await pair(world)
  for (const frames of writes) near.stream.write(frames)
  await world.advance(10_000)
  const frames = framesIn(far.bytes)
  return { ids: frames?.map(idOf), frames, bytes: far.bytes, ...told }
}

t.test('frames are lost, repeated and swapped whole', async () => {
  const part = fc.constantFrom(0, 0.3, 1)
  const sizes = fc.array(fc.array(fc.nat(200), { minLength: 1, maxLength: 5 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(
      part,
      part,
      part,
      sizes,
      fc.nat(),
      async (framesLost, framesRepeated, framesSwapped, sizes, seed) => {
        let id = 0
        const writes = sizes.map((write) => write.map((bytes) => frame(++id, bytes)))
        const all = writes.flat()
        const { frames, ids } = await through({ framesLost, framesRepeated, framesSwapped }, writes, seed)
        assert.ok(frames !== undefined && ids !== undefined, 'only whole frames arrive')
        for (const each of frames) assert.ok(all.some((sent) => sent.equals(each)))
        const found = new Set(ids)
        if (framesLost === 1) assert.equal(ids.length, 0)
        if (framesLost === 0) assert.equal(found.size, all.length)
        if (framesRepeated === 0) assert.equal(found.size, ids.length)
        if (framesRepeated === 1) assert.equal(2 * found.size, ids.length)
        if (framesSwapped === 0)
          assert.deepEqual(
            ids,
            ids.toSorted((a, b) => a - b),
          )
      },
    ),
    { numRuns: 200 },
  )
})

t.test(
  'the parts lost, repeated and swapped are those asked for; the witness hears of the lost',
  async (t) => {
    const writes = Array.from({ length: 500 }, (_, n) => [frame(2 * n), frame(2 * n + 1)])
    const lossy = await through({ framesLost: 0.2 }, writes)
    const found = new Set(lossy.ids)
    const missing = writes.flatMap((_, n) => [2 * n, 2 * n + 1]).filter((id) => !found.has(id))
    t.ok(missing.length > 150 && missing.length < 250, `${missing.length} of 1000 are lost`)
    const repeated = (await through({ framesRepeated: 0.2 }, writes)).ids ?? []
    t.ok(repeated.length > 1150 && repeated.length < 1250, `${repeated.length - 1000} come twice`)
    const swapped = (await through({ framesSwapped: 0.2 }, writes)).ids ?? []
    const turned = swapped.filter((id, n) => id > swapped[n + 1]).length
    t.ok(turned > 70 && turned < 130, `${turned} of 500 pairs are swapped`)
    t.strictSame(
      swapped.toSorted((a, b) => a - b),
      writes.flatMap((_, n) => [2 * n, 2 * n + 1]),
    )
  },
)

t.test('what is not whole frames passes as it is', async (t) => {
  const broken = [Buffer.from('GET / HTTP/1.1\r\n\r\n'), frame(1).subarray(0, 10), Buffer.from([0, 0])]
  const all = { framesLost: 1, framesRepeated: 1, framesSwapped: 1 }
  const { bytes } = await through(
    all,
    broken.map((each) => [each]),
  )
  t.ok(bytes.equals(Buffer.concat(broken)))
  t.equal(framesIn(frame(1).subarray(0, 19)), undefined)
  t.equal(framesIn(Buffer.concat([frame(1), frame(2)]))?.length, 2)
})
