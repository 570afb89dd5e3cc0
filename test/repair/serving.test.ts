import fc from 'fast-check'
import t from 'tap'
import { type FillContext, Serving } from '../../src/repair/serving.js'
import { Ring } from '../../src/ring/ring.js'

const partitionCount = 32
const ids = Array.from({ length: 6 }, (_, i) => `00000000000${i + 1}`)
const [self] = ids

function ringOf(...members: readonly string[]): Ring {
  return Ring.build(
    members.map((id) => ({ id, weight: 1, zone: '' })),
    { partitionCount, replicaCount: 3 },
  )
}

const all = new Uint8Array(partitionCount).fill(1)
const none = new Uint8Array(partitionCount)

function context(members: readonly string[], more: Partial<FillContext> = {}): FillContext {
  const others = members.filter((id) => id !== self)
  return { members: others, isWell: () => true, leastQuorum: 2, hasMetAll: true, ...more }
}

function owned(ring: Ring): number[] {
  return Array.from({ length: partitionCount }, (_, p) => p).filter((p) => ring.isOwner(p, self))
}

function compareAll(serving: Serving, members: readonly string[], servesThere = true): void {
  for (const partition of serving.wanting()) {
    for (const id of members) if (id !== self) serving.compared(partition, id, servesThere)
  }
}

t.test('a node alone serves everything at once, and one that has not met its seeds nothing', async (t) => {
  const alone = new Serving(self, ringOf(self), none)
  t.equal(alone.wanting().length, partitionCount)
  t.equal(alone.complete(context([])), partitionCount)
  t.strictSame(alone.wanting(), [])
  const lost = new Serving(self, ringOf(self), none)
  t.equal(lost.complete(context([], { hasMetAll: false })), 0)
  t.equal(lost.waitsFor(0, context([], { hasMetAll: false })), 'nobody')
})

t.test('what is kept through a restart is served, and all else that is owned is filled', async (t) => {
  const ring = ringOf(...ids)
  const mine = owned(ring)
  const kept = Uint8Array.from(none)
  kept[mine[0]] = 1
  const serving = new Serving(self, ring, kept)
  t.strictSame(serving.wanting(), mine.slice(1))
  t.strictSame(serving.standing(mine[0]), { claim: 'serving', others: [] })
  t.strictSame(
    serving.standing(mine[1]),
    { claim: 'filling', others: [] },
    'nobody knows who owned it before',
  )
  t.strictSame(serving.served, kept)
})

t.test('a new owner is filled by those before it, and says who they are', async (t) => {
  const [before, after] = [ringOf(...ids.slice(1)), ringOf(...ids)]
  const serving = new Serving(self, before, none)
  t.strictSame(serving.wanting(), [])
  serving.follow(after)
  t.strictSame(serving.wanting(), owned(after))
  const [partition] = owned(after)
  t.strictSame(serving.former(partition), before.owners(partition))
  t.equal(serving.standing(partition).claim, 'filling')
  t.strictSame(serving.standing(partition).others, before.owners(partition))
  const elsewhere =
    Array.from({ length: partitionCount }, (_, p) => p).find((p) => !after.isOwner(p, self)) ?? -1
  t.strictSame(serving.standing(elsewhere), { claim: 'gone', others: after.owners(elsewhere) })
})

t.test(
  'it is complete when all that answer, and all but fewer than R or W of those before it, were compared',
  async (t) => {
    const [before, after] = [ringOf(...ids.slice(1)), ringOf(...ids)]
    const serving = new Serving(self, before, none)
    serving.follow(after)
    const [partition] = owned(after)
    const former = before.owners(partition)
    const mayHold = new Set([...former, ...after.owners(partition)].filter((id) => id !== self))
    const [away, alsoAway] = mayHold
    const lacking = (...gone: string[]) => context(ids, { isWell: (id) => !gone.includes(id) })
    for (const id of ids)
      if (id !== self && id !== away && id !== alsoAway) serving.compared(partition, id, true)
    t.ok(
      [away, alsoAway].includes(String(serving.waitsFor(partition, context(ids)))),
      'who answers is waited for',
    )
    t.ok(
      [away, alsoAway].includes(String(serving.waitsFor(partition, lacking(away, alsoAway)))),
      'two of W = 2 may hold what nobody else does',
    )
    serving.compared(partition, alsoAway, true)
    t.equal(
      serving.waitsFor(partition, { ...lacking(away), leastQuorum: 1 }),
      away,
      'with R = 1 one that has not heard of the ring answers a read alone',
    )
    t.equal(serving.waitsFor(partition, lacking(away)), undefined, 'with R = W = 2 one alone does nothing')
    t.equal(serving.complete(lacking(away)), 1)
    t.ok(serving.serves(partition))
    t.equal(serving.standing(partition).claim, 'serving')
  },
)

t.test('newcomers among themselves do not take what they lack for what there is', async (t) => {
  const ring = ringOf(...ids.slice(0, 2))
  const serving = new Serving(self, ring, none)
  compareAll(serving, ids.slice(0, 2), false)
  t.equal(serving.complete(context(ids.slice(0, 2), { hasMetAll: false })), 0)
  t.equal(serving.waitsFor(0, context(ids.slice(0, 2), { hasMetAll: false })), 'nobody')
  compareAll(serving, ids.slice(0, 2), true)
  t.equal(serving.complete(context(ids.slice(0, 2), { hasMetAll: false })), partitionCount)
})

t.test('a former owner serves until it has given up, and is filled anew when it is back', async (t) => {
  const [with6, without] = [ringOf(...ids), ringOf(...ids.slice(1))]
  const serving = new Serving(self, with6, all)
  const [partition] = owned(with6)
  serving.gaveUp(partition)
  t.ok(serving.serves(partition), 'an owner gives nothing up')
  serving.follow(without)
  t.strictSame(serving.standing(partition), { claim: 'former', others: without.owners(partition) })
  serving.follow(with6)
  t.equal(serving.standing(partition).claim, 'filling', 'writes have passed it by')
  serving.follow(without)
  serving.gaveUp(partition)
  t.equal(serving.standing(partition).claim, 'gone')
})

t.test('rings that went by unseen: what is owned by all of them is served, and nothing else', async (t) => {
  const [ring, joined] = [ringOf(...ids.slice(0, 4)), ringOf(...ids.slice(0, 5))]
  const serving = new Serving(self, ring, all)
  const lost = owned(ring).filter((partition) => !joined.isOwner(partition, self))
  t.ok(lost.length > 0)
  serving.follow(ringOf(...ids.slice(0, 4)), [joined])
  t.strictSame(serving.wanting(), lost)
  const others = new Set([...ring.owners(lost[0]), ...joined.owners(lost[0])].filter((id) => id !== self))
  t.strictSame(new Set(serving.standing(lost[0]).others), others, 'all who may have owned it are asked')
  for (const id of ids.slice(1, 4)) serving.compared(lost[0], id, true)
  serving.follow(ringOf(...ids.slice(0, 4)), [joined])
  t.notOk(serving.hasOf(lost[0], ids[1]), 'what was compared before does not count')

  const known = new Serving(self, ring, all)
  known.follow(ring)
  t.strictSame(known.wanting(), [], 'nothing went by')
  known.follow(ringOf(...ids.slice(0, 4)), 'unknown')
  t.strictSame(known.wanting(), owned(ring), 'as at a start when nothing is known')
  t.strictSame(known.served, none, 'not even as a former owner')
})

t.test('a former owner that owned a partition again, unseen, vouches for it no more', async (t) => {
  const [with6, without] = [ringOf(...ids), ringOf(...ids.slice(1))]
  const [partition] = owned(with6)
  const serving = new Serving(self, with6, all)
  serving.follow(without)
  serving.follow(ringOf(...ids.slice(1)), [with6])
  t.equal(serving.standing(partition).claim, 'gone')
})

t.test('through any changes: what is served was complete since it was last come to be owned', async () => {
  const rings = fc.array(fc.subarray(ids, { minLength: 1 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(rings, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (memberships, completes) => {
      let ring = ringOf(...ids.slice(1))
      const serving = new Serving(self, ring, none)
      // A model of one bit for each partition: has it been filled without a break in owning it?
      const filled = new Set<number>()
      for (const [i, members] of memberships.entries()) {
        const next = ringOf(...members)
        serving.follow(next)
        for (let p = 0; p < partitionCount; p += 1) {
          if (next.isOwner(p, self) && !ring.isOwner(p, self)) filled.delete(p)
        }
        ring = next
        if (completes[i]) {
          compareAll(serving, members)
          serving.complete(context(members))
          for (const p of owned(ring)) filled.add(p)
        }
        for (let p = 0; p < partitionCount; p += 1) {
          const { claim } = serving.standing(p)
          const expected = ring.isOwner(p, self)
            ? filled.has(p)
              ? 'serving'
              : 'filling'
            : filled.has(p)
              ? 'former'
              : 'gone'
          if (claim !== expected) return false
        }
        if (serving.wanting().some((p) => !ring.isOwner(p, self) || serving.serves(p))) return false
      }
      return true
    }),
  )
})
