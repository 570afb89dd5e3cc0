import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import type { Clock } from '../../src/ports/clock.js'
import { SurrenderLoop } from '../../src/repair/surrender-loop.js'
import { Ring } from '../../src/ring/ring.js'
import {
  allPartitions,
  partitionCount,
  partitionOfKey,
  peersThatAnswer,
  Side,
  clock as still,
} from './pair.js'

const selfId = '0000000000a1'
const ownerId = '0000000000b1'
const ring = Ring.build([{ id: ownerId, weight: 1, zone: '' }], { partitionCount, replicaCount: 1 })
/** One for each partition. */
const keys = allPartitions.map((partition) => {
  for (let n = 0; ; n += 1) if (partitionOfKey(`key ${n}`) === partition) return `key ${n}`
})

/** A loop whose pauses are over when the test says so. */
function rig() {
  const self = new Side(selfId)
  const owner = new Side(ownerId)
  owner.ringDigest = ring.digest
  const pauses: { readonly ms: number; readonly end: () => void }[] = []
  const clock: Clock = {
    ...still,
    setTimer: (ms, end) => {
      pauses.push({ ms, end })
      return { cancel: () => {} }
    },
  }
  const peers = peersThatAnswer((_id, frame) => owner.answer(frame))
  let ownsAll = 0
  const disk = { fails: false }
  const refused: string[] = []
  const loop = new SurrenderLoop({
    selfId,
    replica: self.replica,
    peers,
    clock,
    random: { next: () => 0.5, fill: (bytes) => bytes.fill(7) },
    ring: () => ring,
    serving: { serves: () => false, gaveUp: () => {} },
    saved: async () => !disk.fails,
    ownsAll: () => {
      ownsAll += 1
    },
    refused: (reason) => refused.push(reason),
    intervalMs: 10_000,
    pace: async () => {},
  })
  /** Ends the pause, and resolves with how long the next one is. */
  const round = async () => {
    const { length } = pauses
    pauses[length - 1].end()
    while (pauses.length === length) await new Promise(setImmediate)
    return pauses[length].ms
  }
  return { self, owner, loop, round, disk, refused, ownsAll: () => ownsAll }
}

t.test('looks often while there is something to give up, and seldom when there is not', async (t) => {
  const { self, owner, loop, round, ownsAll } = rig()
  for (const key of keys) await self.write(key, 'milk')
  t.match(loop.state(), { partitions: partitionCount, keys: partitionCount, given: 0, surrendered: 0 })
  t.strictSame(loop.state().owners, [ownerId])
  loop.wake()
  t.ok((await round()) < 1000)
  t.match(loop.state(), {
    partitions: 0,
    keys: 0,
    given: partitionCount,
    surrendered: partitionCount,
    problem: '',
  })
  const { bytes, runningKeys, runningBytes } = loop.state()
  t.ok(bytes > partitionCount * 'milk'.length)
  t.match({ runningKeys, runningBytes }, { runningKeys: partitionCount, runningBytes: bytes })
  t.equal(ownsAll(), 0, 'said by a round that finds nothing')
  for (const key of keys) t.strictSame(await owner.values(key), ['milk'])
  t.equal(await round(), 10_000)
  t.equal(ownsAll(), 1)
  t.match(loop.state(), { bytes, runningMs: 0, runningKeys: 0, runningBytes: 0 }, 'nothing moves any more')
  await loop.stop()
})

t.test('each partition goes when its owner serves it, whatever the others do', async (t) => {
  const { self, owner, loop, round } = rig()
  for (const key of keys) await self.write(key, 'milk')
  owner.serves = (partition) => partition === 2
  loop.wake()
  await round()
  await round()
  t.match(loop.state(), { partitions: partitionCount - 1, surrendered: 1, problem: /still being filled/ })
  t.strictSame(await owner.values(keys[2]), ['milk'])
  owner.serves = () => true
  await round()
  t.match(loop.state(), { partitions: 0, problem: '' })
  await loop.stop()
})

t.test(
  'of an owner that is still being filled two partitions are asked for in a round, and others in the next',
  async (t) => {
    const { self, owner, loop, round } = rig()
    for (const key of keys) await self.write(key, 'milk')
    const asked: number[] = []
    owner.serves = (partition) => {
      asked.push(partition)
      return false
    }
    loop.wake()
    for (let n = 0; n < 3; n += 1) await round()
    t.strictSame(asked, [0, 1, 2, 3, 0, 1])
    await loop.stop()
  },
)

t.test(
  'removes nothing while it cannot be written that it vouches for nothing, and tries again',
  async (t) => {
    const { self, owner, loop, round, disk } = rig()
    for (const key of keys) await self.write(key, 'milk')
    disk.fails = true
    loop.wake()
    await round()
    t.match(loop.state(), { keys: partitionCount, surrendered: 0, problem: /cannot be written/ })
    for (const key of keys) {
      t.strictSame(await self.values(key), ['milk'])
      t.strictSame(await owner.values(key), ['milk'])
    }
    disk.fails = false
    await round()
    t.match(loop.state(), { keys: 0, surrendered: partitionCount, problem: '' })
    await loop.stop()
  },
)

t.test(
  'what owners take no more, since this node was removed, stays, and is not offered again',
  async (t) => {
    const { self, owner, loop, round, refused, ownsAll } = rig()
    for (const key of keys) await self.write(key, 'milk')
    owner.before = () => {
      throw new GrammeError('REMOVED', 'it was removed')
    }
    loop.wake()
    await round()
    t.equal(owner.asked.length, partitionCount, 'each is offered')
    t.match(loop.state(), {
      partitions: partitionCount,
      keys: partitionCount,
      problem: /removed\. It is left/,
    })
    t.equal(await round(), 10_000)
    await round()
    t.equal(owner.asked.length, partitionCount, 'once')
    t.equal(refused.length, 1)
    t.equal(ownsAll(), 0)
    owner.before = () => {}
    loop.wake()
    await round()
    t.match(loop.state(), { partitions: 0, surrendered: partitionCount, problem: '' }, 'members have changed')
    await loop.stop()
  },
)
