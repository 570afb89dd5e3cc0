/** What pruning drops, what it never drops, and how often what it dropped is missed. */
import t from 'tap'
import { ActorMint } from '../../src/version/actor.js'
import { Clock, type ClockEntry, type Dot } from '../../src/version/clock.js'
import { merge, type VersionedObject, withoutIssuer } from '../../src/version/object.js'
import { pruned } from '../../src/version/prune.js'
import { defaultWriteLimits, type WriteLimits, write } from '../../src/version/write.js'
import { seededRandom, writeIdOf } from './cluster-model.js'

/** The actor of a node (one letter) in its `run`th run. */
function actor(node: string, run: number): string {
  return `${node.repeat(6)}${String(run).padStart(10, '0')}`
}

function clockOf(...entries: [node: string, run: number, counter?: number, dots?: number[]][]): Clock {
  const all: ClockEntry[] = entries.map(([node, run, counter = 1, dots = []]) => {
    return { actor: actor(node, run), counter, dots }
  })
  return new Clock(all.sort((a, b) => (a.actor < b.actor ? -1 : 1)))
}

function names(clock: Clock): string {
  return clock.entries.map((entry) => `${entry.actor[0]}${Number(entry.actor.slice(6))}`).join(' ')
}

t.test('within the limits nothing is touched', async (t) => {
  const clock = clockOf(['a', 1], ['a', 2], ['b', 1, 1, [3]])
  t.equal(pruned(clock, 3, 1), clock)
})

t.test('retired actors go first, by when they retired; then the oldest of the others', async (t) => {
  // a1 retired at 5, a5 at 6, b3 at 9; c2 is the oldest of the rest.
  const clock = clockOf(['a', 1], ['a', 5], ['a', 6], ['b', 3], ['b', 9], ['c', 2])
  t.equal(names(pruned(clock, 5, 0)), 'a5 a6 b3 b9 c2')
  t.equal(names(pruned(clock, 4, 0)), 'a6 b3 b9 c2')
  t.equal(names(pruned(clock, 3, 0)), 'a6 b9 c2')
  t.equal(names(pruned(clock, 2, 0)), 'a6 b9')
  t.equal(names(pruned(clock, 1, 0)), 'b9')
  t.equal(names(pruned(clock, 0, 0)), '')
})

t.test('what is needed stays, even over the limit', async (t) => {
  const clock = clockOf(['a', 1], ['a', 2], ['b', 1], ['c', 1])
  const needed: Dot[] = [
    { actor: actor('a', 1), counter: 1 },
    { actor: actor('c', 1), counter: 1 },
  ]
  t.equal(names(pruned(clock, 3, 0, needed)), 'a1 a2 c1')
  t.equal(names(pruned(clock, 2, 0, needed)), 'a1 c1')
  t.equal(names(pruned(clock, 1, 0, needed)), 'a1 c1')
})

t.test('single dots go by the same order, the lowest first, but for those needed', async (t) => {
  const clock = clockOf(['a', 1, 1, [3, 5]], ['a', 2, 0, [2, 4]], ['b', 9, 7, [9]])
  const dots = (clock: Clock) => clock.entries.map((entry) => `${entry.actor[0]}:${entry.dots}`).join(' ')
  t.equal(dots(pruned(clock, 3, 4)), 'a:5 a:2,4 b:9')
  t.equal(dots(pruned(clock, 3, 2)), 'a: a:4 b:9')
  t.equal(dots(pruned(clock, 3, 1)), 'a: b:9', 'an entry that nothing is left of goes too')
  const needed = [{ actor: actor('a', 1), counter: 3 }]
  t.equal(dots(pruned(clock, 3, 4, needed)), 'a:3 a:2,4 b:9')
  t.equal(dots(pruned(clock, 3, 0, needed)), 'a:3 b:')
  t.equal(dots(pruned(clock, 2, 2)), 'a:4 b:9', 'entries first')
})

t.test('a write keeps to the cap of ten, and one over ten siblings does not', async (t) => {
  const put = (context: Clock, index: number) => {
    return {
      context,
      writeId: writeIdOf(index),
      tombstone: false,
      ttlMs: 0,
      value: Buffer.from('x'),
      writtenAtMs: 0,
    }
  }
  const fresh = (index: number) => {
    return new ActorMint(index.toString(16).padStart(12, '0'), seededRandom(index), () => index * 1000)
  }
  let object: VersionedObject | undefined
  let beside: VersionedObject | undefined
  for (let index = 0; index < 30; index++) {
    const next = write(object, put(object?.clock ?? Clock.empty, index), fresh(index))
    const other = write(beside, put(Clock.empty, index), fresh(index))
    if (next.kind !== 'written' || other.kind !== 'written') throw new Error('not written')
    object = withoutIssuer(next.object)
    beside = withoutIssuer(other.object)
    t.equal(object.clock.entries.length, Math.min(index + 1, 10))
    t.ok(object.clock.covers(next.dot))
    t.equal(beside.clock.entries.length, index + 1)
  }
  const context = Array.from({ length: 30 }, (_, index) => ({ actor: actor('a', 1), counter: 2 * index + 2 }))
  const far = context.reduce((clock, dot) => clock.with(dot), Clock.empty)
  const dotted = write(undefined, put(far, 1), fresh(99))
  t.equal(dotted.kind === 'written' && dotted.object.clock.dotCount, 16)
})

interface Scenario {
  readonly name: string
  /** How often each node starts anew, in writes of the key. */
  readonly writesPerRestart: number
  /** The share of copies to a replica that get lost until repair. */
  readonly missed: number
  /** How many writes a replica misses when it is away; every 200 writes one goes. */
  readonly awayWrites: number
}

/**
 * One key, three owners and two stand-ins, one read-modify-write after the other at R=W=2, each step done twice:
 * with clocks cut short and with whole ones. What shows up in a read of the one and not of the other came back.
 */
function simulate(
  scenario: Scenario,
  writes: number,
): Record<'reads' | 'cameBack' | 'lost' | 'entries', number> {
  const random = seededRandom(42)
  const nodes = Array.from({ length: 5 }, (_, index) => ({
    id: String(index).padStart(12, '0'),
    starts: 0,
    awayUntil: 0,
    mints: [] as ActorMint[],
    cut: undefined as VersionedObject | undefined,
    whole: undefined as VersionedObject | undefined,
  }))
  const boundless: WriteLimits = { ...defaultWriteLimits, clockEntriesMax: 1e6, clockDotsMax: 1e6 }
  const start = (node: (typeof nodes)[number], now: number) => {
    const mint = () => new ActorMint(node.id, random, () => Date.UTC(2026, 0, 1) + now * 60_000)
    node.mints = [mint(), mint()]
  }
  for (const node of nodes) start(node, 0)
  const counts = { reads: 0, cameBack: 0, lost: 0, entries: 0 }
  const ids = (object: VersionedObject | undefined) => object?.siblings.map((one) => one.writeId) ?? []
  const join = (a: VersionedObject | undefined, b: VersionedObject | undefined) => {
    return b === undefined ? a : merge(a, b).object
  }

  for (let now = 1; now <= writes; now++) {
    for (const node of nodes) if (random.next() < 1 / scenario.writesPerRestart) start(node, now)
    if (now % 200 === 0) nodes[Math.floor(random.next() * 3)].awayUntil = now + scenario.awayWrites
    // A stand-in hands back what it took when its owner returns, and keeps no copy.
    for (const node of nodes.filter((node) => node.awayUntil === now)) {
      for (const standIn of nodes.slice(3)) {
        node.cut = join(node.cut, standIn.cut)
        node.whole = join(node.whole, standIn.whole)
        standIn.cut = undefined
        standIn.whole = undefined
      }
    }
    const up = nodes.filter((node) => node.awayUntil <= now).slice(0, 3)
    const [coordinator, second] = up.sort(() => random.next() - 0.5)

    const cut = join(join(undefined, coordinator.cut), second.cut)
    const whole = join(join(undefined, coordinator.whole), second.whole)
    counts.reads++
    if (ids(cut).some((id) => !ids(whole).includes(id))) counts.cameBack++
    if (ids(whole).some((id) => !ids(cut).includes(id))) counts.lost++
    counts.entries += cut?.clock.entries.length ?? 0

    const put = {
      writeId: writeIdOf(now),
      tombstone: false,
      ttlMs: 0,
      value: Buffer.from('x'),
      writtenAtMs: now,
    }
    const cutWrite = write(
      coordinator.cut,
      { ...put, context: cut?.clock ?? Clock.empty },
      coordinator.mints[0],
    )
    const context = whole?.clock ?? Clock.empty
    const wholeWrite = write(coordinator.whole, { ...put, context }, coordinator.mints[1], boundless)
    if (cutWrite.kind !== 'written' || wholeWrite.kind !== 'written') throw new Error('not written')
    coordinator.cut = cutWrite.object
    coordinator.whole = wholeWrite.object
    for (const node of up) {
      if (node === coordinator || (node !== second && random.next() < scenario.missed)) continue
      node.cut = join(node.cut, cutWrite.object)
      node.whole = join(node.whole, wholeWrite.object)
    }
  }
  return counts
}

t.test('how often a cut clock lets a superseded write come back', async (t) => {
  const scenarios: (Scenario & { cameBackMax: number })[] = [
    { name: 'hot key', writesPerRestart: 1000, missed: 0.1, awayWrites: 100, cameBackMax: 0 },
    { name: 'warm key', writesPerRestart: 20, missed: 0.1, awayWrites: 20, cameBackMax: 0 },
    { name: 'warm key, long absence', writesPerRestart: 20, missed: 0.1, awayWrites: 100, cameBackMax: 0.01 },
    { name: 'each write in a new run', writesPerRestart: 1, missed: 0.1, awayWrites: 20, cameBackMax: 0.02 },
  ]
  for (const { cameBackMax, ...scenario } of scenarios) {
    const { reads, cameBack, lost, entries } = simulate(scenario, 2000)
    t.comment(
      `${scenario.name}: ${cameBack} of ${reads} reads saw a write come back, ${(entries / reads).toFixed(1)} entries`,
    )
    t.equal(lost, 0, `${scenario.name}: none lost`)
    t.ok(cameBack / reads <= cameBackMax, `${scenario.name}: not more come back`)
  }
})
