/** Named cases of writing and merging; the laws in general are in history.test.ts. */
import t from 'tap'
import { ttlMaxMs } from '../../src/time-to-live.js'
import { ActorMint } from '../../src/version/actor.js'
import { Clock, counterMax } from '../../src/version/clock.js'
import { liveSiblings, merge, type VersionedObject, writtenAtMaxMs } from '../../src/version/object.js'
import { defaultWriteLimits, type Write, type WriteLimits, write } from '../../src/version/write.js'
import { seededRandom, writeIdOf } from './cluster-model.js'

let made = 0

function mintOf(nodeId: string): ActorMint {
  return new ActorMint(nodeId.padEnd(12, '0'), seededRandom(made++), () => Date.UTC(2026, 0, 1))
}

function putOf(text: string, context: Clock): Write {
  return {
    context,
    writeId: writeIdOf(made++),
    tombstone: false,
    ttlMs: 0,
    value: Buffer.from(text),
    writtenAtMs: 1_750_000_000_000,
  }
}

function written(local: VersionedObject | undefined, put: Write, mint: ActorMint, limits?: WriteLimits) {
  const result = write(local, put, mint, limits)
  if (result.kind !== 'written') throw new Error(`not written: ${result.kind}`)
  return result
}

function peerCopy(object: VersionedObject): VersionedObject {
  return merge(undefined, object).object
}

function texts(object: VersionedObject): string[] {
  return liveSiblings(object, 0)
    .map((sibling) => Buffer.from(sibling.value).toString())
    .sort()
}

function counters(clock: Clock): number[] {
  return clock.entries.map((entry) => entry.counter)
}

t.test('Figure 3 of the paper: D1 and D2 at Sx, D3 at Sy, D4 at Sz, D5 reconciled at Sx', async (t) => {
  // Node ids in the order of their letters, so that the clocks read [Sx, Sy, Sz].
  const [sx, sy, sz] = [mintOf('aa'), mintOf('bb'), mintOf('cc')]
  const d1 = written(undefined, putOf('D1', Clock.empty), sx)
  t.strictSame(counters(d1.object.clock), [1], 'D1 ([Sx, 1])')
  const d2 = written(d1.object, putOf('D2', d1.object.clock), sx)
  t.strictSame(counters(d2.object.clock), [2], 'D2 ([Sx, 2])')
  t.strictSame(texts(d2.object), ['D2'], 'D2 has superseded D1')

  const d3 = written(peerCopy(d2.object), putOf('D3', d2.object.clock), sy)
  const d4 = written(peerCopy(d2.object), putOf('D4', d2.object.clock), sz)
  t.strictSame(counters(d3.object.clock), [2, 1], 'D3 ([Sx, 2], [Sy, 1])')
  t.strictSame(counters(d4.object.clock), [2, 1], 'D4 ([Sx, 2], [Sz, 1])')

  t.strictSame(texts(merge(d2.object, d3.object).object), ['D3'], 'a node with D2 discards it for D3')
  const both = merge(merge(d2.object, peerCopy(d3.object)).object, peerCopy(d4.object)).object
  t.strictSame(texts(both), ['D3', 'D4'], 'neither descends from the other')
  t.strictSame(counters(both.clock), [2, 1, 1], 'the context sums up both')

  const d5 = written(both, putOf('D5', both.clock), sx)
  t.strictSame(counters(d5.object.clock), [3, 1, 1], 'D5 ([Sx, 3], [Sy, 1], [Sz, 1])')
  t.strictSame(texts(d5.object), ['D5'])
  t.strictSame(texts(merge(d3.object, d5.object).object), ['D5'])
})

t.test(
  'two writes with one context stay side by side; a third that has seen both supersedes both',
  async (t) => {
    const mint = mintOf('aa')
    const cart = written(undefined, putOf('cart', Clock.empty), mint)
    const one = written(cart.object, putOf('milk', cart.context), mint)
    const two = written(one.object, putOf('eggs', cart.context), mint)
    t.strictSame(texts(two.object), ['eggs', 'milk'])
    t.notOk(two.context.covers(one.dot), 'whoever wrote eggs has not seen milk')
    const three = written(two.object, putOf('milk, eggs', two.object.clock), mint)
    t.strictSame(texts(three.object), ['milk, eggs'])
    t.equal(three.object.clock.entries.length, 1, 'under one actor throughout')
  },
)

t.test(
  'a chain of writes by one client, each with the context of the last, leaves the others alone',
  async (t) => {
    const mint = mintOf('aa')
    const base = written(undefined, putOf('base', Clock.empty), mint)
    let { object } = written(base.object, putOf('other', base.context), mint)
    let { context } = base
    for (let index = 0; index < 50; index++) {
      const step = written(object, putOf(`mine ${index}`, context), mint)
      t.strictSame(texts(step.object), [`mine ${index}`, 'other'])
      object = step.object
      context = step.context
    }
  },
)

t.test('a blind write supersedes nothing', async (t) => {
  const mint = mintOf('aa')
  const one = written(undefined, putOf('one', Clock.empty), mint)
  t.strictSame(texts(written(one.object, putOf('two', Clock.empty), mint).object), ['one', 'two'])
})

t.test(
  'a tombstone supersedes what it has seen, and the key reads as not found, with a context',
  async (t) => {
    const mint = mintOf('aa')
    const one = written(undefined, putOf('one', Clock.empty), mint)
    const gone = written(
      one.object,
      { ...putOf('', one.context), tombstone: true, ttlMs: 0, value: new Uint8Array(0) },
      mint,
    )
    t.strictSame(texts(gone.object), [])
    t.equal(gone.object.siblings.length, 1)
    t.notOk(gone.object.clock.isEmpty)
    t.strictSame(texts(merge(one.object, gone.object).object), [], 'a stale copy does not bring it back')
    const two = written(one.object, putOf('two', Clock.empty), mintOf('bb'))
    t.strictSame(texts(merge(two.object, gone.object).object), ['two'], 'a concurrent write lives on')
  },
)

t.test('write ids', async (t) => {
  const [sx, sy] = [mintOf('aa'), mintOf('bb')]
  const base = written(undefined, putOf('base', Clock.empty), sx)
  const put = putOf('once', base.context)
  const first = written(base.object, put, sx)

  t.test('a put retried at the same coordinator changes nothing', async (t) => {
    const again = write(first.object, { ...put, writtenAtMs: 1 }, sx)
    t.equal(again.kind, 'repeated')
    if (again.kind !== 'repeated') return
    t.equal(again.object, first.object)
    t.ok(again.context.covers(first.dot))
  })

  t.test('the context of a retry does not cover siblings that its client has not seen', async (t) => {
    const beside = written(first.object, putOf('beside', base.context), sx)
    const again = write(beside.object, put, sx)
    t.ok(again.kind === 'repeated' && again.context.covers(first.dot))
    t.notOk(again.kind === 'repeated' && again.context.covers(beside.dot))
  })

  t.test('a put retried through another coordinator shows as one sibling', async (t) => {
    const second = written(peerCopy(base.object), { ...put, writtenAtMs: put.writtenAtMs - 5 }, sy)
    const both = merge(first.object, second.object).object
    t.strictSame(texts(both), ['once'])
    t.equal(both.siblings[0].dots.length, 2)
    t.equal(both.siblings[0].writtenAtMs, put.writtenAtMs - 5, 'written when first taken')
    t.strictSame(texts(written(both, putOf('next', both.clock), sx).object), ['next'])
    t.equal(write(both, put, sy).kind, 'repeated')

    const third = written(peerCopy(base.object), { ...put, writtenAtMs: put.writtenAtMs + 5 }, mintOf('cc'))
    t.test('whoever saw it at one of them supersedes it, with all its events that are held', async (t) => {
      const next = written(merge(both, third.object).object, putOf('next', first.context), sx)
      t.strictSame(texts(next.object), ['next'])
      t.ok(next.seen.covers(second.dot) && next.context.covers(third.dot), 'and has seen them from then on')
      t.strictSame(texts(merge(next.object, both).object), ['next'])
      t.strictSame(
        texts(merge(second.object, next.object).object),
        ['next'],
        'where just the other one is, too',
      )
    })
    t.test('an event that comes only after that is a sibling', async (t) => {
      const next = written(first.object, putOf('next', first.context), sx)
      t.notOk(next.context.covers(second.dot))
      t.strictSame(texts(merge(next.object, second.object).object), ['next', 'once'])
    })
    t.test('whoever saw none of its events supersedes none', async (t) => {
      t.strictSame(texts(written(both, putOf('next', base.context), sx).object), ['next', 'once'])
    })
  })

  t.test(
    'a retry that comes after its write was superseded is a sibling of what superseded it',
    async (t) => {
      const next = written(first.object, putOf('next', first.context), sx)
      t.strictSame(texts(written(next.object, put, sx).object), ['next', 'once'])
    },
  )

  t.test('an id used again for something else loses nothing', async (t) => {
    const other = written(first.object, { ...put, value: Buffer.from('more') }, sx)
    t.strictSame(texts(other.object), ['more', 'once'])
    const tombstone = { ...put, tombstone: true, ttlMs: 0, value: new Uint8Array(0) }
    t.equal(written(other.object, tombstone, sx).object.siblings.length, 3)
    const apart = written(peerCopy(base.object), { ...put, value: Buffer.from('more') }, sy)
    t.strictSame(texts(merge(first.object, apart.object).object), ['more', 'once'])
    t.strictSame(texts(merge(apart.object, first.object).object), ['more', 'once'])
  })

  t.test(
    'a put that expires, retried through another coordinator later, is one and starts anew',
    async (t) => {
      const brief = { ...putOf('brief', base.context), ttlMs: 100, writtenAtMs: 1000 }
      const early = written(base.object, brief, sx)
      t.equal(early.object.siblings[0].expiresAtMs, 1100)
      const late = written(peerCopy(base.object), { ...brief, writtenAtMs: 1050 }, sy)
      const both = merge(early.object, late.object).object
      t.equal(both.siblings.length, 1)
      t.equal(both.siblings[0].expiresAtMs, 1150)
      t.strictSame(liveSiblings(both, 1149).length, 1)
      t.strictSame(liveSiblings(both, 1150).length, 0)
      t.equal(write(both, brief, sx).kind, 'repeated', 'also when it is past its time')
      const other = written(early.object, { ...brief, ttlMs: 200 }, sx)
      t.equal(other.object.siblings.length, 2, 'with another time to live it is another write')
    },
  )

  t.throws(() => write(undefined, { ...put, ttlMs: 0.5 }, sx), { name: 'InvariantError' })
  t.throws(() => write(undefined, { ...put, ttlMs: ttlMaxMs + 1 }, sx), { name: 'InvariantError' })
  t.throws(() => write(undefined, { ...put, tombstone: true, value: new Uint8Array(0), ttlMs: 1 }, sx), {
    name: 'InvariantError',
  })
  t.throws(() => write(undefined, { ...put, writeId: 'short' }, sx), { name: 'InvariantError' })
  t.throws(() => write(undefined, { ...put, tombstone: true }, sx), { name: 'InvariantError' })
})

t.test('who may go on counting', async (t) => {
  const mint = mintOf('aa')
  const one = written(undefined, putOf('one', Clock.empty), mint)
  const two = written(one.object, putOf('two', one.context), mint)
  t.strictSame(two.dot, { ...two.dot, actor: one.dot.actor, counter: 2 })

  t.test('nobody from a copy that came from a peer, even of our own making', async (t) => {
    const back = merge(undefined, two.object).object
    t.equal(back.issuer, undefined)
    const three = written(back, putOf('three', two.context), mint)
    t.not(three.dot.actor, one.dot.actor)
    t.equal(three.dot.counter, 1)
    t.strictSame(texts(three.object), ['three'])
  })

  t.test("merging keeps the local issuer and never takes the peer's", async (t) => {
    const peer = written(peerCopy(two.object), putOf('three', two.context), mintOf('bb'))
    t.equal(merge(two.object, peer.object).object.issuer, one.dot.actor)
    t.equal(merge(peerCopy(two.object), peer.object).object.issuer, undefined)
    t.equal(merge(two.object, one.object).object.issuer, one.dot.actor)
  })

  t.test('nobody in a new run of the process, or after a failed append', async (t) => {
    t.equal(written(one.object, putOf('x', one.context), mintOf('aa')).dot.counter, 1)
    mint.retire()
    const after = written(one.object, putOf('x', one.context), mint)
    t.not(after.dot.actor, one.dot.actor)
    const goesOn = written(after.object, putOf('y', after.context), mint)
    t.strictSame([goesOn.dot.actor, goesOn.dot.counter], [after.dot.actor, 2])
  })

  t.test('nobody from a copy that was set back, as soon as anyone shows it', async (t) => {
    const mint = mintOf('aa')
    const one = written(undefined, putOf('one', Clock.empty), mint)
    const two = written(one.object, putOf('two', one.context), mint)
    // The disk, though this process still runs, gives back `one`.
    const byContext = written(one.object, putOf('x', two.context), mint)
    t.not(byContext.dot.actor, one.dot.actor, 'a context has seen more than the copy')
    const merged = merge(one.object, peerCopy(two.object)).object
    t.equal(merged.issuer, undefined, 'a peer has seen more than the copy')
    t.not(written(merged, putOf('x', merged.clock), mint).dot.actor, one.dot.actor)
    const three = written(two.object, putOf('three', Clock.empty), mint)
    const gap: VersionedObject = { ...one.object, clock: one.object.clock.with(three.dot) }
    t.not(written(gap, putOf('x', Clock.empty), mint).dot.actor, one.dot.actor, 'the copy itself has a gap')
  })

  t.test('nobody past the last counter', async (t) => {
    const mint = mintOf('aa')
    const one = written(undefined, putOf('one', Clock.empty), mint)
    const { actor } = one.dot
    const clock = new Clock([{ actor, counter: counterMax, dots: [] }])
    const next = written({ ...one.object, clock }, putOf('two', clock), mint)
    t.not(next.dot.actor, actor)
    t.ok(next.object.clock.covers(next.dot))
  })

  t.test('no fresh actor that a context already claims', async (t) => {
    const [mint, twin] = [7, 7].map((seed) => new ActorMint('0123456789ab', seededRandom(seed), () => 0))
    const claimed = Clock.empty.with({ actor: twin.mint(), counter: 9 })
    const one = written(undefined, putOf('one', claimed), mint)
    t.notOk(claimed.covers(one.dot))
    t.equal(one.dot.actor, twin.mint())
  })

  t.test('a copy with an issuer that its clock does not know is a bug', async (t) => {
    const mint = mintOf('aa')
    t.throws(() => write({ ...one.object, issuer: mint.mint() }, putOf('two', Clock.empty), mint), {
      name: 'InvariantError',
    })
  })
})

t.test('limits on siblings', async (t) => {
  const mint = mintOf('aa')
  const limits = { ...defaultWriteLimits, siblingsMax: 3, objectBytesMax: 10 }
  const one = written(undefined, putOf('1', Clock.empty), mint, limits)
  const two = written(one.object, putOf('22', Clock.empty), mint, limits)
  const three = written(two.object, putOf('333', Clock.empty), mint, limits)

  t.strictSame(
    write(three.object, putOf('4', Clock.empty), mint, limits),
    { kind: 'too-many-siblings', siblings: 4, bytes: 7 },
    'one too many',
  )
  t.equal(written(three.object, putOf('4', one.context), mint, limits).object.siblings.length, 3)
  t.strictSame(
    write(two.object, putOf('88888888', Clock.empty), mint, limits),
    { kind: 'too-many-siblings', siblings: 3, bytes: 11 },
    'too many bytes',
  )
  t.equal(write(two.object, putOf('7777777', Clock.empty), mint, limits).kind, 'written', 'just enough')
  t.equal(write(two.object, putOf('22', Clock.empty), mint, limits).kind, 'written')

  t.test('merge goes over them, and writes that reduce the siblings are always let in', async (t) => {
    const other = written(undefined, putOf('other', Clock.empty), mintOf('bb'), limits)
    const more = written(other.object, putOf('more', Clock.empty), mintOf('bb'), limits)
    const merged = merge(three.object, more.object).object
    t.equal(merged.siblings.length, 5)
    t.equal(write(merged, putOf('x', Clock.empty), mint, limits).kind, 'too-many-siblings')
    const step = written(merged, putOf('x', one.context), mint, limits)
    t.equal(step.object.siblings.length, 5, 'not fewer, but not more')
    t.strictSame(texts(written(merged, putOf('all', merged.clock), mint, limits).object), ['all'])
    t.equal(write(merged, putOf('333333', three.context), mint, limits).kind, 'too-many-siblings')
    t.equal(
      write(merged, putOf('333', three.context), mint, limits).kind,
      'written',
      'no more bytes than before',
    )
  })

  t.test('the defaults', async (t) => {
    let { object } = written(undefined, putOf('0', Clock.empty), mint)
    for (let index = 1; index < 32; index++) object = written(object, putOf('n', Clock.empty), mint).object
    t.match(write(object, putOf('n', Clock.empty), mint), { kind: 'too-many-siblings', siblings: 33 })
    const mebibyte = (context: Clock) => ({ ...putOf('', context), value: Buffer.alloc(1024 * 1024) })
    object = written(undefined, mebibyte(Clock.empty), mint).object
    for (let index = 1; index < 8; index++) object = written(object, mebibyte(Clock.empty), mint).object
    t.match(write(object, putOf('n', Clock.empty), mint), { kind: 'too-many-siblings', bytes: 2 ** 23 + 1 })
  })
})

t.test('the time a write was taken is kept in whole milliseconds since 1970', async (t) => {
  const mint = mintOf('aa')
  const taken = (writtenAtMs: number) =>
    written(undefined, { ...putOf('x', Clock.empty), writtenAtMs }, mint).object.siblings[0].writtenAtMs
  t.equal(taken(12.9), 12)
  t.equal(taken(-5), 0)
  t.equal(taken(1e20), writtenAtMaxMs)
})
