import t from 'tap'
import {
  atOnceBytesMax,
  forgiveAfter,
  perTurnMax,
  pooledMax,
  pooledMin,
  ReadPacer,
  slowMs,
  stalledMs,
} from '../../src/runtime/read-pacer.js'

/** A pacer, and the turns of its loop, made by hand. */
function start() {
  let afterTurn: (() => void)[] = []
  const device = { reads: 0 }
  const pacer = new ReadPacer(
    (callback) => afterTurn.push(callback),
    () => device.reads,
  )
  const turn = () => {
    const callbacks = afterTurn
    afterTurn = []
    for (const callback of callbacks) callback()
    return callbacks.length
  }
  /** A read that was slow because the device was. */
  const slow = () => {
    device.reads += 8
    pacer.took(slowMs * 2)
  }
  /** Plans one read, in a turn that has room for it. */
  const plan = () => {
    turn()
    return pacer.plan(100)
  }
  /** How many reads go through the pool from now on before one is made at once. */
  const pooled = () => {
    let count = 0
    while (plan() === 'pool') count += 1
    return count
  }
  return { pacer, turn, slow, plan, pooled }
}

t.test('small reads are made at once, large ones through the pool', async (t) => {
  const { pacer } = start()
  t.equal(pacer.plan(atOnceBytesMax), 'now')
  t.equal(pacer.plan(atOnceBytesMax + 1), 'pool')
  t.equal(pacer.plan(0), 'now')
})

t.test('so many in a turn; the rest wait for the next turns, in order', async (t) => {
  const { pacer, turn } = start()
  for (let n = 0; n < perTurnMax; n += 1) t.equal(pacer.plan(1), 'now')
  const made: number[] = []
  const read = (n: number) => {
    const plan = pacer.plan(1)
    if (plan === 'now') made.push(n)
    else if (plan === 'later') pacer.later(() => read(n))
  }
  const count = perTurnMax * 2 + 5
  for (let n = 0; n < count; n += 1) read(n)
  t.equal(made.length, 0)
  const perTurn: number[] = []
  while (turn() > 0) perTurn.push(made.length)
  t.strictSame(perTurn.slice(0, 3), [perTurnMax, perTurnMax * 2, count])
  t.strictSame(
    made,
    Array.from({ length: count }, (_, n) => n),
  )
  t.equal(turn(), 0, 'asks for no turn when nothing waits')
})

t.test('a slow read sends the next ones through the pool, more of them each time', async (t) => {
  const { pacer, slow, plan, pooled } = start()
  t.equal(plan(), 'now')
  pacer.took(slowMs)
  t.equal(plan(), 'now', 'not slow yet')
  for (let expected = pooledMin; expected < pooledMax * 4; expected *= 2) {
    slow()
    t.equal(pooled(), Math.min(expected, pooledMax))
  }
})

t.test('many quick reads in a row make it forget', async (t) => {
  const { pacer, slow, pooled } = start()
  for (let n = 0; n < 3; n += 1) {
    slow()
    pooled()
  }
  for (let n = 0; n < forgiveAfter; n += 1) pacer.took(0)
  slow()
  t.equal(pooled(), pooledMin * 8, 'not quite enough')
  for (let n = 0; n <= forgiveAfter; n += 1) pacer.took(0)
  slow()
  t.equal(pooled(), pooledMin)
})

t.test('a read that waited for the processor alone does not count, unless it waited very long', async (t) => {
  const { pacer, slow, pooled } = start()
  pacer.took(stalledMs)
  t.equal(pooled(), 0)
  pacer.took(stalledMs * 1.1)
  t.equal(pooled(), pooledMin)
  slow()
  t.equal(pooled(), pooledMin * 2)
  pacer.took(stalledMs)
  t.equal(pooled(), 0, 'what the device gave before is not held against it')
})
