import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import { Filler } from '../../src/repair/filler.js'
import { Serving } from '../../src/repair/serving.js'
import { Ring } from '../../src/ring/ring.js'
import { FrameType } from '../../src/wire/frame.js'
import { seededRandom } from '../version/cluster-model.js'
import { allPartitions, clock, partitionCount, peersThatAnswer, Side } from './pair.js'

const selfId = '0000000000a1'
const others = ['0000000000b1', '0000000000b2', '0000000000b3']
const settings = { partitionCount, replicaCount: 3 }
const membersOf = (ids: readonly string[]) => ids.map((id) => ({ id, weight: 1, zone: '' }))
const before = Ring.build(membersOf(others), settings)
const after = Ring.build(membersOf([selfId, ...others]), settings)
const mine = allPartitions.filter((partition) => after.isOwner(partition, selfId))

/** `upMs`: for how long the node has been up when it joins. */
function rig(upMs = 0) {
  let lateMs = 0
  const self = new Side(selfId)
  const sides = new Map(others.map((id) => [id, new Side(id)]))
  const away = new Set<string>()
  const pauses: number[] = []
  let ring = before
  const serving = new Serving(selfId, before, new Uint8Array(partitionCount))
  let saves = 0
  const filler = new Filler({
    selfId,
    serving,
    saved: async () => {
      saves += 1
    },
    replica: self.replica,
    clock: {
      ...clock,
      nowMs: () => clock.nowMs() + lateMs,
      setTimer: (delayMs, fire) => {
        pauses.push(delayMs)
        return clock.setTimer(delayMs, fire)
      },
    },
    random: seededRandom(1),
    ring: () => ring,
    members: () => others,
    hasMetAll: () => true,
    leastQuorum: 2,
    pace: async () => {},
    peers: {
      ...peersThatAnswer(async (id, frame) => {
        const side = sides.get(id)
        if (side === undefined || away.has(id)) throw new GrammeError('UNREACHABLE', `no connection to ${id}`)
        return side.answer(frame)
      }),
      reachable: (id) => !away.has(id),
      health: (id) => (away.has(id) ? 'down' : 'up'),
    },
  })
  const join = () => {
    lateMs = upMs
    ring = after
    for (const side of sides.values()) side.ringDigest = after.digest
    serving.follow(after)
    filler.wake()
  }
  return { self, sides: [...sides.values()], away, serving, filler, join, pauses, saves: () => saves }
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 20_000; turn += 1) {
    if (holds()) return
    await new Promise(setImmediate)
  }
  throw new Error('it never came about')
}

/** Keys of partitions that the new owner comes to own. */
function keysOfMine(count: number): string[] {
  const found: string[] = []
  for (let n = 0; found.length < count; n += 1) {
    if (mine.includes(after.partitionOf(Buffer.from(`key ${n}`)))) found.push(`key ${n}`)
  }
  return found
}

t.test('a new owner takes what the others hold, each thing once, and then serves it', async (t) => {
  const { self, sides, serving, filler, join, saves } = rig()
  const keys = keysOfMine(200)
  for (const key of keys) {
    await sides[0].write(key, 'value')
    await sides[1].write(`other ${key}`, 'theirs')
  }
  join()
  t.strictSame(serving.wanting(), mine)
  await until(() => serving.wanting().length === 0)
  for (const key of keys) t.strictSame(await self.values(key), ['value'])
  const { objects, wanted, wanting, sources, served } = filler.state()
  t.equal(wanting, 0)
  t.equal(wanted, mine.length)
  t.equal(served, mine.length)
  t.ok(objects >= keys.length)
  t.ok([...sources.values()].every(({ waitsFor }) => waitsFor === ''))
  t.ok(saves() > 0, 'it is known after a restart')
  for (const side of sides) t.notOk(side.asked.includes(FrameType.REPLICA_PUT), 'nothing is sent')
  await filler.stop()
})

t.test('one of three that cannot be reached is not waited for, two are, and it says for whom', async (t) => {
  const { sides, away, serving, filler, join, self } = rig()
  const [key] = keysOfMine(1)
  await sides[2].write(key, 'value')
  away.add(others[0])
  away.add(others[1])
  join()
  await until(() => sides[2].asked.length > 0 && filler.state().objects === 1)
  t.strictSame(serving.wanting(), mine, 'two of those may hold a write of W = 2 that nobody else has')
  const { sources } = filler.state()
  t.equal(sources.get(others[0])?.waitsFor, 'it cannot be reached')
  t.equal(sources.get(others[2])?.wanting, 0)
  // Members change in a pause of the fill, which goes on: its account does, too.
  for (let turn = 0; turn < 20; turn += 1) {
    filler.wake()
    t.equal(filler.state().objects, 1)
    await new Promise(setImmediate)
  }
  away.delete(others[1])
  await until(() => serving.wanting().length === 0)
  t.strictSame(await self.values(key), ['value'])
  await filler.stop()
})

t.test('where all who owned it before serve it there is no hurry; otherwise it begins at once', async (t) => {
  const calm = rig(60_000)
  calm.join()
  t.ok(calm.pauses[0] >= 500, `${calm.pauses[0]} ms`)
  const pressed = rig(60_000)
  pressed.away.add(others[0])
  pressed.join()
  t.ok(pressed.pauses[0] < 100, `${pressed.pauses[0]} ms`)
  // All of a new cluster are new, and none of them serves anything.
  const isNew = rig(1000)
  isNew.join()
  t.ok(isNew.pauses[0] < 100, `${isNew.pauses[0]} ms`)
  await Promise.all([calm, pressed, isNew].map(({ filler }) => filler.stop()))
})

t.test('what broke off goes on where it stopped', async (t) => {
  const { self, sides, serving, filler, join } = rig()
  const keys = keysOfMine(300)
  for (const key of keys) await sides[0].write(key, 'value')
  let fetches = 0
  sides[0].before = ({ type }) => {
    if (type !== FrameType.FETCH) return
    fetches += 1
    if (fetches === 2) throw new GrammeError('CONNECTION_LOST', 'it broke off')
  }
  join()
  await until(() => serving.wanting().length === 0)
  for (const key of keys) t.strictSame(await self.values(key), ['value'])
  t.ok(fetches > 2)
  t.equal(filler.state().objects, keys.length, 'nothing was moved twice')
  await filler.stop()
})

t.test('who knows another ring is asked again later', async (t) => {
  const { sides, serving, filler, join } = rig()
  join()
  sides[1].ringDigest = before.digest
  await until(() => filler.state().sources.get(others[1])?.waitsFor !== '')
  t.match(filler.state().sources.get(others[1])?.waitsFor, /ring/)
  t.strictSame(serving.wanting(), mine)
  sides[1].ringDigest = after.digest
  await until(() => serving.wanting().length === 0)
  await filler.stop()
})

t.test('nothing goes on when it is stopped', async (t) => {
  const { serving, filler, join, sides } = rig()
  join()
  await filler.stop()
  const asked = sides.map((side) => side.asked.length)
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
  t.strictSame(
    sides.map((side) => side.asked.length),
    asked,
  )
  t.strictSame(serving.wanting(), mine)
})
