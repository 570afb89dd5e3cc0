import t, { type Test } from 'tap'
import type { Peers } from '../../src/coordinator/peers.js'
import { GrammeError } from '../../src/errors.js'
import { Delivery, loneMs } from '../../src/handoff/delivery.js'
import { sleep } from '../../src/ports/clock.js'
import { Hints } from '../../src/replica/hints.js'
import { Replica } from '../../src/replica/replica.js'
import { Ring } from '../../src/ring/ring.js'
import { MemoryStore } from '../../src/store/memory-store.js'
import { ActorMint } from '../../src/version/actor.js'
import { Clock as Context } from '../../src/version/clock.js'
import { digestOfEncoded } from '../../src/version/digest.js'
import { defaultWriteLimits } from '../../src/version/write.js'
import { durabilityFromWire } from '../../src/wire/durability.js'
import { type Frame, FrameFlag, FrameType, protocolVersion } from '../../src/wire/frame.js'
import { Holding, ReplicaGet, ReplicaGetReply, ReplicaPut } from '../../src/wire/messages.js'
import { ManualClock } from '../ports/manual-clock.js'
import { FaultyStore } from '../replica/faulty-store.js'
import { seededRandom } from '../version/cluster-model.js'

const settings = { partitionCount: 8, replicaCount: 3 }
const ids = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(12))
const members = ids.map((id) => ({ id, weight: 1, zone: '' }))
const ring = Ring.build(members, settings)
const key = Buffer.from('cart')
const partition = ring.partitionOf(key)
const owners = ring.owners(partition)
const selfId = ids.find((id) => !owners.includes(id)) ?? ''
const ageMaxMs = 10 * loneMs

interface Owner {
  readonly replica: Replica
  readonly store: FaultyStore
  /** Why it does not answer. */
  failure: GrammeError | undefined
  /** Called before it answers. */
  before: () => Promise<void> | void
  puts: number
}

function rig(
  t: Test,
  options: {
    bytesMax?: number
    keysMax?: number
    selfIs?: string
    pace?: (bytes: number) => Promise<void>
  } = {},
) {
  const clock = new ManualClock()
  const mintOf = (id: string, seed: number) => new ActorMint(id, seededRandom(seed), () => clock.wallMs())
  const limits = defaultWriteLimits
  const peers = new Map<string, Owner>(
    owners.map((id, i) => {
      const store = new FaultyStore()
      const replica = new Replica({ store, mint: mintOf(id, i), limits })
      return [id, { replica, store, failure: undefined, before: () => {}, puts: 0 }]
    }),
  )
  const store = new MemoryStore()
  const { bytesMax = 1 << 20, keysMax = 10, selfIs = selfId } = options
  const hints = new Hints({ store, mint: mintOf(selfId, 9), limits, bytesMax, keysMax })
  const view: Peers = {
    reachable: (id) => peers.get(id)?.failure === undefined,
    health: (id) => (peers.get(id)?.failure === undefined ? 'up' : 'down'),
    isSlow: () => false,
    scoreMs: () => 0,
    patienceMs: () => 1000,
    call: async (id, call) => {
      const owner = peers.get(id)
      if (owner === undefined) throw new Error(`nobody asks ${id}`)
      await owner.before()
      if (owner.failure !== undefined) throw owner.failure
      t.equal(call.flags, FrameFlag.BACKGROUND)
      const frame: Frame = {
        version: protocolVersion,
        type: call.type,
        flags: 0,
        requestId: 1,
        deadlineMs: 0,
        header: Uint8Array.from(call.header?.finish() ?? []),
        value: Buffer.concat(call.value ?? []),
      }
      if (call.type === FrameType.REPLICA_GET) {
        const { digestHigh, digestLow, check } = ReplicaGet.decode(frame.header)
        t.ok(check)
        const same = owner.replica.holds(partition, key, { high: digestHigh, low: digestLow })
        if (same) await owner.replica.settle('always')
        const holding = same ? Holding.HOLDING_SAME : Holding.HOLDING_OTHER
        return { ...frame, header: ReplicaGetReply.encode({ holding }).finish() }
      }
      const put = ReplicaPut.decode(frame.header)
      t.equal(durabilityFromWire(put.durability), 'always', 'what is given away must be safe there')
      owner.puts += 1
      await owner.replica.merge(partition, put.key, frame.value, 'always')
      return frame
    },
  }
  const delivery = new Delivery({
    selfId: selfIs,
    hints,
    replica: peers.get(selfIs)?.replica ?? [...peers.values()][0].replica,
    peers: view,
    clock,
    random: { fill: () => {}, next: () => 0.5 },
    ring: () => ring,
    intervalMs: 100,
    ageMaxMs,
    pace: options.pace ?? (async () => {}),
  })
  t.teardown(() => delivery.stop())
  let writes = 0
  const write = async (value: string) => {
    writes += 1
    const taken = await hints.take(partition, key, {
      write: {
        writeId: String(writes).padStart(8, '0'),
        tombstone: false,
        ttlMs: 0,
        value: Buffer.from(value),
        context: Context.empty,
        writtenAtMs: 0,
      },
      durability: undefined,
      ifCurrent: false,
    })
    await taken.stored
    return taken
  }
  const valuesAt = async (id: string) => {
    const held = await peers.get(id)?.replica.read(partition, key)
    if (held?.kind !== 'found') return []
    return held.object.siblings.map(({ value }) => Buffer.from(value).toString()).sort()
  }
  const owner = (index: number): Owner => {
    const found = peers.get(owners[index])
    if (found === undefined) throw new Error('there is no such owner')
    return found
  }
  return { clock, hints, delivery, peers, write, valuesAt, owner }
}

const away = new GrammeError('UNREACHABLE', 'it is away')

t.test('a hint goes to every owner, and is removed when all have it', async (t) => {
  const { clock, hints, delivery, write, valuesAt, owner } = rig(t)
  await write('milk')
  owner(2).failure = away
  delivery.start()
  await clock.advance(loneMs - 1000)
  t.strictSame(
    await valuesAt(owners[0]),
    [],
    'while an owner is away, others are not asked about what is new',
  )
  const waits = { keys: 1, waitsFor: 'another owner cannot be reached' }
  const [first, second] = owners
  t.match(delivery.state().owed, [
    { owner: first, ...waits },
    { owner: second, ...waits },
    { owner: owners[2], keys: 1, waitsFor: 'it cannot be reached' },
  ])
  await clock.advance(2000)
  t.strictSame(await valuesAt(owners[0]), ['milk'])
  t.strictSame(await valuesAt(owners[1]), ['milk'])
  t.equal(hints.keys, 1)
  t.match(delivery.state(), {
    keys: 1,
    owed: [{ owner: owners[2], keys: 1, waitsFor: 'it cannot be reached' }],
    delivered: 0,
  })
  t.equal(owner(0).puts, 1, 'whoever has it is not sent it again')
  owner(2).failure = undefined
  await clock.advance(1000)
  t.strictSame(await valuesAt(owners[2]), ['milk'])
  t.equal(hints.keys, 0)
  t.match(delivery.state(), { keys: 0, owed: [], delivered: 1, givenUp: 0 })
})

t.test('what stands still for as long as an owner is away is not asked about again and again', async (t) => {
  const { clock, hints, delivery, write, owner } = rig(t)
  let asked = 0
  for (const index of [0, 1]) {
    owner(index).before = () => {
      asked += 1
    }
  }
  owner(2).failure = away
  delivery.start()
  for (let n = 0; n < 10; n += 1) {
    await write(`milk ${n}`)
    await clock.advance(loneMs / 2)
  }
  t.equal(asked, 0, 'each write begins its time anew')
  await clock.advance(20 * loneMs)
  t.equal(asked, 4, 'a question and a copy to each')
  owner(2).failure = undefined
  await clock.advance(1000)
  t.equal(asked, 4)
  t.equal(hints.keys, 0)
})

t.test('status tells what is owed as it goes down, and looks at no hint for it', async (t) => {
  const { clock, delivery, hints, write, owner } = rig(t)
  const { versions } = hints.replica
  const { within } = versions
  let looks = 0
  versions.within = (...range) => {
    looks += 1
    return within.apply(versions, range)
  }
  t.strictSame(delivery.state().owed, [])
  await write('milk')
  const seen: number[] = []
  let looksOfStatus = 0
  for (const index of [0, 1, 2]) {
    owner(index).before = () => {
      const before = looks
      const { owed } = delivery.state()
      looksOfStatus += looks - before
      seen.push(owed.reduce((sum, { keys }) => sum + keys, 0))
    }
  }
  delivery.start()
  await clock.advance(100)
  t.strictSame(seen, [3, 3, 2, 2, 1, 1], 'each is asked, and given it then')
  t.equal(looksOfStatus, 0)
  t.ok(looks > 0)
  t.strictSame(delivery.state().owed, [])
})

t.test('status tells since when an owner has been given hints, and how much of them', async (t) => {
  const { clock, delivery, write, owner } = rig(t, { keysMax: 10 })
  await write('milk')
  const gone = owner(1)
  gone.failure = new GrammeError('CONNECTION_LOST', 'gone')
  const told = () => delivery.state().owed.map(({ runningMs, runningKeys }) => [runningMs > 0, runningKeys])
  delivery.start()
  await clock.advance(100)
  t.strictSame(told(), [
    [false, 0],
    [false, 0],
    [false, 0],
  ])
  await clock.advance(loneMs)
  t.strictSame(told(), [[false, 0]], 'the others have it; who is away is being given nothing')
  gone.failure = undefined
  const during: unknown[] = []
  gone.before = async () => {
    await sleep(clock, 7)
    during.push(...delivery.state().owed)
  }
  await clock.advance(1000)
  const running = { owner: owners[1], keys: 1, waitsFor: '', runningKeys: 0, runningBytes: 0 }
  t.strictSame(during, [
    { ...running, runningMs: 7 },
    { ...running, runningMs: 14 },
  ])
  t.strictSame(delivery.state().owed, [])
})

t.test('an owner that has it already is not sent it', async (t) => {
  const { clock, hints, delivery, peers, write, owner } = rig(t)
  const { bytes } = await write('milk')
  for (const { replica } of peers.values()) await replica.merge(partition, key, bytes, undefined)
  delivery.start()
  await clock.advance(1000)
  t.equal(hints.keys, 0)
  t.equal(owner(0).puts + owner(1).puts + owner(2).puts, 0)
})

t.test('what is written while it is handed over is not removed with it', async (t) => {
  const { clock, hints, delivery, write, valuesAt, owner } = rig(t)
  await write('milk')
  let written = false
  owner(1).before = async () => {
    if (written) return
    written = true
    await write('bread')
  }
  delivery.start()
  await clock.advance(100)
  t.equal(hints.keys, 1)
  await clock.advance(1000)
  for (const id of owners) t.strictSame(await valuesAt(id), ['bread', 'milk'])
  t.equal(hints.keys, 0)
})

t.test('an owner whose disk does not take it keeps the hint waiting', async (t) => {
  const { clock, hints, delivery, write, valuesAt, owner } = rig(t)
  await write('milk')
  owner(0).store.failPuts = 'disk-full'
  delivery.start()
  await clock.advance(5000)
  t.equal(hints.keys, 1)
  t.match(delivery.state().owed, [{ owner: owners[0], keys: 1, waitsFor: /the disk does not write/ }])
  owner(0).store.failPuts = undefined
  await clock.advance(3000)
  t.strictSame(await valuesAt(owners[0]), ['milk'])
  t.equal(hints.keys, 0)
})

t.test('an owner that is busy is left alone for as long as it asked', async (t) => {
  const { clock, delivery, write, owner } = rig(t)
  await write('milk')
  let asked = 0
  owner(0).before = () => {
    asked += 1
    throw new GrammeError('BUSY', 'not now', { retryAfterMs: 3000 })
  }
  delivery.start()
  await clock.advance(2900)
  t.equal(asked, 1)
  await clock.advance(1000)
  t.equal(asked, 2)
})

t.test('a hint that has been handed over is paid for before the next', async (t) => {
  const paid: number[] = []
  let resume = () => {}
  const pace = (bytes: number) => {
    paid.push(bytes)
    return new Promise<void>((done) => {
      resume = done
    })
  }
  const { clock, delivery, write, owner } = rig(t, { pace })
  await write('milk'.repeat(100))
  delivery.start()
  await clock.advance(10_000)
  t.strictSame([owner(0).puts, owner(1).puts], [1, 0], 'the next owner waits')
  t.ok(paid.length === 1 && paid[0] > 400 && paid[0] < 600, `${paid}`)
  resume()
  await clock.advance(1)
  t.equal(owner(1).puts, 1)
  while (paid.length < 3) {
    resume()
    await clock.advance(1)
  }
  resume()
  await clock.advance(1)
  t.equal(delivery.state().delivered, 1)
})

t.test('an old hint is given up only when all owners but one have it', async (t) => {
  const { clock, hints, delivery, write, owner } = rig(t)
  await write('milk')
  owner(1).failure = away
  owner(2).failure = away
  delivery.start()
  await clock.advance(2 * ageMaxMs)
  t.equal(hints.keys, 1, 'one owner has it: that is not enough')
  t.ok(delivery.state().oldestMs > ageMaxMs)
  owner(1).failure = undefined
  await clock.advance(1000)
  t.equal(hints.keys, 0)
  t.match(delivery.state(), { delivered: 0, givenUp: 1 })
})

t.test('a node that has become an owner keeps it itself', async (t) => {
  const { clock, hints, delivery, write, valuesAt } = rig(t, { selfIs: owners[0] })
  await write('milk')
  delivery.start()
  await clock.advance(1000)
  for (const id of owners) t.strictSame(await valuesAt(id), ['milk'])
  t.equal(hints.keys, 0)
})

t.test('at the limits a write of another key is refused, and one of a key that is held is not', async (t) => {
  for (const options of [{ keysMax: 1 }, { bytesMax: 40 }]) {
    const { hints, write } = rig(t, options)
    const { bytes } = await write('milk')
    await write('more milk')
    const another = Buffer.from('another')
    const refused = { code: 'BUSY', message: /the limits are/, retryAfterMs: 1000 }
    await t.rejects(hints.merge(partition, another, bytes, undefined), refused)
    t.equal(hints.keys, 1)
    t.equal(hints.digest(partition, another), undefined)
    t.ok(digestOfEncoded(bytes))
  }
})
