/** What is left at the end, against the true history. */
import t from 'tap'
import { checkEnd, type EndCheckOptions } from '../../../src/simulation/oracle/end-check.js'
import type { Clock } from '../../../src/version/clock.js'
import { siblingOf } from '../../../src/version/object.js'
import { encodeObject } from '../../../src/version/object-codec.js'
import { actor, key, none, owners, type Put, Rig } from './rig.js'

const a1 = { actor: actor('a'), counter: 1 }
const a2 = { actor: actor('a'), counter: 2 }
const b1 = { actor: actor('b'), counter: 1 }

/** An object that holds these puts, the first put of a rig having the write id 1. */
function held(clock: Clock, puts: readonly [number, Put][]): Uint8Array {
  const siblings = puts.map(([number, { value, dot }]) => {
    const writeId = Buffer.alloc(8)
    writeId.writeUInt32BE(number)
    const content = { writeId: writeId.toString('latin1'), tombstone: value.length === 0, ttlMs: 0, value }
    return siblingOf(content, [{ ...dot, writtenAtMs: 1 }])
  })
  return encodeObject({ clock, siblings, issuer: undefined }, 'peer')
}

function check(
  rig: Rig,
  copies: readonly (Uint8Array | undefined)[],
  mayLack: readonly boolean[] = [],
  more: Partial<EndCheckOptions> & { hasRotted?: readonly boolean[] } = {},
): string[] {
  const holdings = copies.map((bytes, n) => ({
    machine: owners[n],
    bytes,
    mayLack: mayLack[n] ?? false,
    hasRotted: more.hasRotted?.[n] ?? mayLack[n] ?? false,
  }))
  const options = {
    haveMoved: false,
    mustBeForgotten: false,
    mayFindUndone: false,
    ...more,
    oracle: rig.oracle,
  }
  checkEnd(rig.oracle.keyOf(key), holdings, options)
  return rig.kinds
}

t.test('all that was acknowledged is there, or what had seen it', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  const bread = rig.put('bread', milk.context, a2)
  const copy = held(bread.context, [[2, bread]])
  t.strictSame(check(rig, [copy, copy, copy]), [])
})

t.test('what an opening finds that nobody held any more', async (t) => {
  const copyOf = (rig: Rig, isAcked: boolean) => {
    const gone = rig.put('', none, a1)
    if (!isAcked) {
      rig.oracle.keyOf(key).acks = []
      for (const write of rig.oracle.keyOf(key).writes.values()) write.ackedMs = undefined
    }
    return held(gone.context, [[1, gone]])
  }
  for (const [isAcked, mayFindUndone, found] of [
    [false, true, []],
    [false, false, ['never-forgotten']],
    [true, true, ['never-forgotten']],
  ] as const) {
    const rig = new Rig()
    const copy = copyOf(rig, isAcked)
    t.strictSame(check(rig, [copy, copy, copy], [], { mustBeForgotten: true, mayFindUndone }), found)
  }
  for (const [hasRotted, found] of [
    [[true, false, false], []],
    [[false, true, true], ['replicas-differ']],
  ] as const) {
    const rig = new Rig()
    t.strictSame(check(rig, [copyOf(rig, false), undefined, undefined], [], { hasRotted }), found)
  }
})

t.test('a write that is nowhere, and nothing that had seen it', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  const bread = rig.put('bread', none, b1)
  t.strictSame(check(rig, Array(3).fill(held(milk.context, [[1, milk]]))), ['acknowledged-write-lost'])
  t.match(rig.violations[0].message, /put #2 .* is not known to any owner/)
  const dropped = new Rig()
  dropped.put('milk', none, a1)
  dropped.put('bread', none, b1)
  const clock = milk.context.merge(bread.context)
  t.strictSame(check(dropped, Array(3).fill(held(clock, [[1, milk]]))), ['acknowledged-write-lost'])
  t.match(dropped.violations[0].message, /superseded by nothing that is left/)
})

t.test('W owners that lost it excuse it, fewer do not', async (t) => {
  const loss = { atMs: 10, sinceMs: 0, includesSynced: true, isRot: false, what: 'wiped' }
  for (const lost of [1, 2]) {
    const rig = new Rig()
    rig.put('milk', none, a1)
    for (const machine of owners.slice(0, lost)) rig.oracle.losses.add({ ...loss, machine })
    t.equal(check(rig, [undefined, undefined, undefined]).length, lost < 2 ? 1 : 0, `${lost} of W=2`)
  }
})

t.test('a disk set back to before a stand-in handed the write over has lost it', async (t) => {
  const lostSince = (sinceMs: number, isSloppy: boolean, includesSynced = true) => {
    const rig = new Rig()
    rig.isSloppy = isSloppy
    rig.put('milk', none, a1)
    for (const machine of owners.slice(0, 2))
      rig.oracle.losses.add({ machine, atMs: 30, sinceMs, includesSynced, isRot: false, what: 'set back' })
    return check(rig, [undefined, undefined, undefined]).length === 0
  }
  t.ok(lostSince(0, false), 'it was set back to before the write')
  t.notOk(lostSince(20, false), 'owners had it when the backup was made')
  t.ok(lostSince(20, true), 'they may have been given it after the backup')
  t.notOk(lostSince(20, true, false), 'what is handed over is synced')
})

t.test('what had been superseded is back', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  const bread = rig.put('bread', milk.context, a2)
  const copy = held(bread.context, [
    [1, milk],
    [2, bread],
  ])
  t.strictSame(check(rig, [copy, copy, copy]), ['superseded-write-back'])
})

t.test('owners that differ; a disk that rotted may lack a copy, or have one from before alone', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  const bread = rig.put('bread', milk.context, a2)
  const old = held(milk.context, [[1, milk]])
  const copy = held(bread.context, [[2, bread]])
  t.strictSame(check(rig, [copy, copy, undefined], [false, false, true]), [])
  t.strictSame(check(rig, [copy, old, copy], [false, true, false]), [], 'the newest had a header that rotted')
  t.strictSame(check(rig, [old, copy, copy], [true, false, false]), [], 'in whatever order')
  t.strictSame(check(rig, [old, copy, undefined], [true, true, true]), [], 'all have rotted')
  t.strictSame(check(rig, [copy, copy, undefined]), ['replicas-differ'])
  t.match(rig.violations[0].message, /node-1 holds 1 siblings .* node-3 holds nothing/)
  t.equal(check(rig, [copy, old, copy]).length, 2)
})

t.test('a disk that rotted holds nothing that the others have not seen', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  const bread = rig.put('bread', none, b1)
  const copy = held(milk.context, [[1, milk]])
  const both = held(milk.context.merge(bread.context), [
    [1, milk],
    [2, bread],
  ])
  t.strictSame(check(rig, [copy, both, copy], [false, true, false]), ['replicas-differ'])
})

t.test('bytes that are no object, events that never were, other bytes under an event', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  t.strictSame(check(rig, [Buffer.from('rubbish')]), ['value-nobody-wrote'])
  const forged = { ...milk, value: Buffer.from('mulk') }
  t.strictSame(check(rig, [held(milk.context, [[1, forged]])]).at(-1), 'value-nobody-wrote')
  const strange = { ...milk, dot: b1 }
  t.ok(check(rig, [held(none.with(b1), [[1, strange]])]).includes('context-covers-unknown'))
})
