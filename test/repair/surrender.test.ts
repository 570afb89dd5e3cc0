import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import { Superseded } from '../../src/repair/superseded.js'
import { surrender } from '../../src/repair/surrender.js'
import { Ring } from '../../src/ring/ring.js'
import { wholeRange } from '../../src/store/versions.js'
import { FrameType } from '../../src/wire/frame.js'
import { exchangeBetween, partitionCount, partitionOfKey, ringDigest, Side } from './pair.js'

const ids = ['0000000000b1', '0000000000b2', '0000000000b3']
const ring = Ring.build(
  ids.map((id) => ({ id, weight: 1, zone: '' })),
  { partitionCount, replicaCount: 3 },
)
const selfId = '0000000000a1'
const partition = partitionOfKey('cart')

function rig() {
  const self = new Side(selfId)
  const owners = new Map(ids.map((id) => [id, new Side(id)]))
  const superseded = new Superseded(self.replica)
  const give = async (id: string) => {
    const owner = owners.get(id)
    if (owner === undefined) throw new Error(`nobody owns as ${id}`)
    await exchangeBetween(self, owner, 'give', superseded).run([partition], ringDigest)
  }
  /** Called when all owners have it, before it is removed. */
  const hooks = { gaveUp: async () => {}, removed: async () => {}, isPast: () => false }
  const gaveUp = () => hooks.gaveUp()
  /** Called when some of it has been removed. */
  const pace = () => hooks.removed()
  const isPast = () => hooks.isPast()
  const giveUp = () => surrender({ replica: self.replica, ring, give, gaveUp, isPast, pace }, partition)
  return { self, owners: [...owners.values()], giveUp, hooks }
}

t.test('what others own goes to all of them, and is removed then', async (t) => {
  const { self, owners, giveUp } = rig()
  await self.write('cart', 'milk')
  await owners[1].write('cart', 'bread')
  t.strictSame(await giveUp(), { isOver: true, keys: 1 })
  t.strictSame(self.replica.versions.within(partition, wholeRange), [])
  t.strictSame(await self.values('cart'), [])
  t.strictSame(await owners[0].values('cart'), ['milk'])
  t.strictSame(await owners[1].values('cart'), ['bread', 'milk'], 'merged into what is there')
  t.strictSame(await owners[2].values('cart'), ['milk'])
})

t.test('when members change, nothing more of it is removed: this node may own it again', async (t) => {
  const { self, giveUp, hooks } = rig()
  const keys = Array.from({ length: 2000 }, (_, n) => `key ${n}`).filter(
    (key) => partitionOfKey(key) === partition,
  )
  t.ok(keys.length > 40)
  for (const key of keys) await self.write(key, 'v')
  let isPast = false
  hooks.removed = async () => {
    isPast = true
  }
  hooks.isPast = () => isPast
  t.strictSame(await giveUp(), { isOver: true, keys: 16 })
  t.equal(self.replica.versions.within(partition, wholeRange).length, keys.length - 16)
  t.strictSame(self.store.spoiledForgotten, [])
})

t.test('what is spoiled is let go when all owners have the rest, and not before', async (t) => {
  const { self, owners, giveUp, hooks } = rig()
  await self.write('cart', 'milk')
  owners[2].before = () => {
    throw new Error('it is away')
  }
  await t.rejects(giveUp(), /it is away/)
  hooks.gaveUp = async () => void t.strictSame(self.store.spoiledForgotten, [])
  owners[2].before = () => {}
  await giveUp()
  t.strictSame(self.store.spoiledForgotten, [partition])
})

t.test('nothing is removed while one owner has not taken it', async (t) => {
  const { self, owners, giveUp } = rig()
  await self.write('cart', 'milk')
  owners[2].before = () => {
    throw new Error('it is away')
  }
  await t.rejects(giveUp(), /it is away/)
  t.strictSame(await self.values('cart'), ['milk'])
  owners[2].before = () => {}
  t.strictSame(await giveUp(), { isOver: true, keys: 1 })
  t.strictSame(await owners[2].values('cart'), ['milk'])
})

t.test(
  'what one owner takes no more, since this node was removed, the others get, and it stays',
  async (t) => {
    const { self, owners, giveUp } = rig()
    await self.write('cart', 'milk')
    owners[0].before = () => {
      throw new GrammeError('REMOVED', 'it was removed')
    }
    await t.rejects(giveUp(), { code: 'REMOVED' })
    t.strictSame(await owners[1].values('cart'), ['milk'])
    t.strictSame(await owners[2].values('cart'), ['milk'])
    t.strictSame(await self.values('cart'), ['milk'])
  },
)

t.test('what is written meanwhile is not removed with it', async (t) => {
  const { self, owners, giveUp } = rig()
  await self.write('cart', 'milk')
  let isWritten = false
  owners[1].before = async () => {
    if (isWritten) return
    isWritten = true
    await self.write('cart', 'bread')
  }
  t.strictSame(await giveUp(), { isOver: false, keys: 0 })
  t.strictSame(await self.values('cart'), ['bread', 'milk'])
  t.strictSame(await giveUp(), { isOver: true, keys: 1 })
  for (const owner of owners) t.strictSame(await owner.values('cart'), ['bread', 'milk'])
})

t.test('what is written when all have been asked is not removed either', async (t) => {
  const { self, giveUp, hooks } = rig()
  await self.write('cart', 'milk')
  hooks.gaveUp = async () => {
    await self.write('cart', 'bread')
  }
  t.strictSame(await giveUp(), { isOver: true, keys: 0 })
  t.strictSame(await self.values('cart'), ['bread', 'milk'])
})

t.test('what is given must be safe where it is given to', async (t) => {
  const { self, owners, giveUp } = rig()
  const context = await self.write('cart', 'milk')
  await giveUp()
  t.notOk(context.isEmpty)
  for (const owner of owners) t.ok(owner.settled > 0, 'asked for what is held, it makes that safe first')
  for (const owner of owners) t.strictSame(owner.durabilities, ['always'])
})

t.test('what the owners have written over is not sent to them', async (t) => {
  const { self, owners, giveUp } = rig()
  const seen = await self.write('cart', 'milk')
  const [writer, ...others] = owners
  await copy(self, writer)
  await writer.write('cart', 'bread', seen)
  for (const other of others) await copy(writer, other)
  t.strictSame(await giveUp(), { isOver: true, keys: 1 })
  t.strictSame(await self.values('cart'), [])
  for (const owner of owners) {
    t.strictSame(owner.durabilities, [], 'nothing was sent')
    t.strictSame(await owner.values('cart'), ['bread'])
  }
  const fetches = owners.map(({ asked }) => asked.filter((type) => type === FrameType.FETCH).length)
  t.strictSame(fetches.sort(), [0, 0, 1], 'who has the same copy as another is not asked for it')
})

t.test('what one owner has written over is still sent to the one that has not got that', async (t) => {
  const { self, owners, giveUp } = rig()
  const seen = await self.write('cart', 'milk')
  await copy(self, owners[0])
  await owners[0].write('cart', 'bread', seen)
  await giveUp()
  const sent = owners.map(({ durabilities }) => durabilities.length)
  t.strictSame(sent, [0, 1, 1])
})

/** As a write that reached both, or repair, would have it. */
async function copy(from: Side, to: Side): Promise<void> {
  const key = Buffer.from('cart')
  const held = await from.replica.readForPeer(partition, key)
  if (held.kind !== 'found') throw new Error('there is something to copy')
  await to.replica.merge(partition, key, held.bytes, undefined)
}
