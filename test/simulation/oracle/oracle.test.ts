/** The judge sees each kind of wrong, and lets pass what is right. */
import t from 'tap'
import { actor, none, owners, Rig } from './rig.js'

const a1 = { actor: actor('a'), counter: 1 }
const a2 = { actor: actor('a'), counter: 2 }
const b1 = { actor: actor('b'), counter: 1 }

t.test('what is right', async (t) => {
  const rig = new Rig()
  rig.get(none, [])
  const milk = rig.put('milk', none, a1)
  rig.get(milk.context, [milk.value])
  const bread = rig.put('bread', milk.context, a2)
  const eggs = rig.put('eggs', milk.context, b1)
  rig.get(bread.context.merge(eggs.context), [bread.value, eggs.value])
  rig.get(bread.context.merge(eggs.context), [eggs.value, bread.value])
  const gone = rig.put('', bread.context.merge(eggs.context), { actor: actor('b'), counter: 2 })
  rig.get(gone.context, [])
  t.strictSame(rig.violations, [])
  t.match(rig.oracle.counts, { gets: 5, writes: 4, acked: 4, failed: 0, events: 4 })
})

t.test('writes of the same bytes, one after another and beside each other', async (t) => {
  const rig = new Rig()
  const first = rig.put('milk', none, a1)
  const second = rig.put('milk', first.context, a2)
  rig.get(second.context, [second.value])
  const beside = rig.put('milk', first.context, b1)
  rig.get(second.context.merge(beside.context), [second.value, beside.value])
  t.strictSame(rig.violations, [])
  rig.get(second.context.merge(beside.context), [second.value])
  t.strictSame(rig.kinds, ['context-covers-unseen'])
})

t.test('an event that is issued twice', async (t) => {
  const rig = new Rig()
  rig.put('milk', none, a1)
  rig.put('bread', none, a1)
  t.strictSame(rig.kinds.slice(0, 1), ['event-issued-twice'])
  t.match(rig.violations[0].message, /a second time; it was the put #1/)
})

t.test('an event for what nobody wrote', async (t) => {
  const rig = new Rig()
  rig.began('put', Buffer.from('milk'), none)
  rig.issue(Buffer.from('mulk'), none, a1)
  t.strictSame(rig.kinds, ['event-of-no-write'])
})

t.test('bytes that nobody wrote, and one write shown twice', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  rig.get(milk.context, [Buffer.from('mulk')])
  rig.get(milk.context, [milk.value, milk.value])
  t.strictSame(rig.kinds, ['value-nobody-wrote', 'value-shown-twice'])
})

t.test('a context that covers what its reader was not shown', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  const bread = rig.put('bread', none, b1)
  const both = milk.context.merge(bread.context)
  rig.get(both, [milk.value])
  rig.get(both, [])
  rig.get(milk.context, [milk.value, bread.value], 1)
  t.strictSame(rig.kinds, Array(3).fill('context-covers-unseen'))
  t.match(rig.violations[0].message, /covers the put #2 by client-1 of 'bread'/)
})

t.test('a write’s own context that covers another’s, or not its own', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  rig.put('bread', none, b1, milk.context.with(b1))
  rig.put('eggs', milk.context, a2, milk.context)
  t.strictSame(rig.kinds, Array(2).fill('context-covers-unseen'))
  t.match(rig.violations[1].message, /does not cover it/)
})

t.test('a context of events that never were, and one that is none', async (t) => {
  const rig = new Rig()
  rig.get(none.with(b1), [])
  const observer = rig.oracle.observerOf('client-1', () => false)
  observer.began({ kind: 'get', key: Buffer.from('cart'), r: 2, timeoutMs: 1 })({
    kind: 'got',
    siblings: [],
    context: Buffer.from('rubbish'),
    isSloppy: false,
  })
  t.strictSame(rig.kinds, ['context-covers-unknown', 'context-unreadable'])
})

t.test('a sibling that is shown beside what superseded it', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  const bread = rig.put('bread', milk.context, a2)
  rig.get(bread.context, [milk.value, bread.value])
  t.strictSame(rig.kinds, ['sibling-superseded'])
})

t.test('an acknowledged write that a get of R > N - W misses', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1)
  rig.nowMs += 1
  rig.get(none, [], 1)
  t.strictSame(rig.kinds, [], 'R=1 and W=2 of N=3 need not meet')
  rig.get(none, [])
  t.strictSame(rig.kinds, ['acknowledged-write-missed'])

  const bread = rig.put('bread', milk.context, a2, undefined, false)
  rig.nowMs += 1
  rig.get(milk.context, [milk.value])
  rig.get(bread.context, [bread.value])
  t.equal(rig.violations.length, 1, 'one that was not acknowledged may be seen or not')
})

t.test('a get that began before the write was acknowledged need not see it', async (t) => {
  const rig = new Rig()
  const observer = rig.oracle.observerOf('client-2', () => false)
  const ended = observer.began({ kind: 'get', key: Buffer.from('cart'), r: 2, timeoutMs: 100 })
  rig.put('milk', none, a1)
  ended({ kind: 'got', siblings: [], context: Buffer.alloc(0), isSloppy: false })
  t.strictSame(rig.kinds, [])
})

t.test('what faults destroyed is not held against the cluster, and nothing more', async (t) => {
  const loss = { atMs: 10, sinceMs: 0, includesSynced: true, isRot: false, what: 'wiped' }
  const excused = (machine: string, changes: Partial<typeof loss>) => {
    const rig = new Rig()
    rig.put('milk', none, a1)
    rig.nowMs = 20
    rig.oracle.losses.add({ ...loss, machine, ...changes })
    rig.get(none, [])
    return rig.violations.length === 0
  }
  t.ok(excused(owners[0], {}), 'one owner of the one that R and W share has lost it')
  t.notOk(excused('node-9', {}), 'a stranger has lost something')
  t.notOk(excused(owners[0], { includesSynced: false }), 'it was synced')
  t.notOk(excused(owners[0], { sinceMs: 5 }), 'only what came later is lost')
  t.notOk(excused(owners[0], { atMs: -1 }), 'it was lost before the write began')
})

t.test('a request that is not over in time', async (t) => {
  const rig = new Rig()
  const paused = rig.oracle.observerOf('client-3', () => true)
  paused.began({ kind: 'get', key: Buffer.from('cart'), r: 2, timeoutMs: 100 })
  rig.began('put', Buffer.from('milk'), none)
  rig.nowMs = 340
  rig.oracle.checkDeadlines()
  t.strictSame(rig.kinds, [])
  rig.nowMs = 360
  rig.oracle.checkDeadlines()
  rig.oracle.checkDeadlines()
  t.strictSame(rig.kinds, ['deadline-missed'], 'once, and not for a client that stood still')
  rig.oracle.clientDied('client-3')
  t.equal(rig.oracle.underWay.length, 1)
})

t.test('what expires: shown before its time, either while calendars differ, not shown after', async (t) => {
  const rig = new Rig()
  const milk = rig.put('milk', none, a1, none.with(a1), true, 100)
  rig.get(milk.context, [milk.value])
  t.strictSame(rig.violations, [])
  rig.nowMs = 97
  rig.get(milk.context, [milk.value])
  rig.get(milk.context, [])
  rig.nowMs = 104
  rig.get(milk.context, [milk.value])
  t.strictSame(rig.violations, [])
  rig.nowMs = 105
  rig.get(milk.context, [])
  t.strictSame(rig.violations, [])
  rig.get(milk.context, [milk.value])
  t.strictSame(rig.kinds, ['expired-shown'])

  const early = new Rig()
  const bread = early.put('bread', none, a1, none.with(a1), true, 100)
  early.get(bread.context, [])
  t.strictSame(early.kinds, ['context-covers-unseen'], 'hidden too soon')
})
