/** Rows in parallel, with what makes a load one that can be gone on with. */
import t from 'tap'
import { RowWork } from '../../src/cli/row-work.js'
import type { Row } from '../../src/cli/rows.js'
import { GrammeError } from '../../src/errors.js'

function row(number: number, key: string, value: Row['value'] = `value ${number}`): Row {
  return { number, key, value, position: number }
}

t.test('rows of one key take turns, and the rest run at once, up to the limit', async (t) => {
  const ends: (() => void)[] = []
  const order: string[] = []
  const work = new RowWork(0, {
    concurrency: 3,
    failuresMax: 10,
    work: (key, value) => {
      order.push(`${key} ${value}`)
      return new Promise((resolve) => ends.push(() => resolve('done')))
    },
  })
  await work.take(row(1, 'a'))
  await work.take(row(2, 'a'))
  let room = false
  const third = work.take(row(3, 'b')).then(() => {
    room = true
  })
  await Promise.resolve()
  t.same(order, ['a value 1', 'b value 3'])
  t.equal(room, false, 'three are under way')
  ends[1]()
  await third
  t.equal(work.rowsDone, 0, 'row 3 is done, and row 1 is not')
  ends[0]()
  while (ends.length < 3) await new Promise(setImmediate)
  t.equal(work.rowsDone, 1)
  ends[2]()
  await work.settle()
  t.equal(work.rowsDone, 3)
  t.same(order.at(-1), 'a value 2')
  t.equal(work.counts.get('done'), 3)
})

t.test('failures are kept by row, until a later row of the key makes them moot', async (t) => {
  const work = new RowWork(10, {
    concurrency: 8,
    failuresMax: 3,
    work: async (_, value) => {
      if (value === 'bad') throw new GrammeError('TIMEOUT', 'too slow')
      return 'done'
    },
  })
  await work.take(row(11, 'a', 'bad'))
  await work.take(row(12, 'b', 'bad'))
  await work.take(row(13, 'a', 'good'))
  await work.take(row(14, '', { fault: 'has no key' }))
  await work.settle()
  t.same(
    work.failures.map((failure) => [failure.row, failure.code]),
    [
      [12, 'TIMEOUT'],
      [14, 'BAD_ROW'],
    ],
  )
  t.equal(work.rowsDone, 14)
  t.equal(work.tooManyFailures, false)
  await work.take(row(15, '', { fault: 'has no key either' }))
  await work.settle()
  t.equal(work.tooManyFailures, true)
})
