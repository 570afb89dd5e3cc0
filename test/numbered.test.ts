import fc from 'fast-check'
import t from 'tap'
import { Numbered } from '../src/numbered.js'

t.test('does as a Map does, whatever comes and goes', async (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 300 }), { maxLength: 2000 }),
      fc.constantFrom(0, 7, 0xfffffff0),
      (steps, last) => {
        const table = new Numbered<string>(last)
        const model = new Map<number, string>()
        const given = new Set<number>()
        for (const step of steps) {
          const there = [...model.keys()]
          // More come than go, at times many more: the table has to grow.
          if (step < 200 || there.length === 0) {
            const number = table.next()
            if (number < 1 || number > 0xffffffff || model.has(number)) return false
            table.add(number, `item ${number}`)
            model.set(number, `item ${number}`)
            given.add(number)
          } else {
            const gone = there[step % there.length]
            table.delete(gone)
            table.delete(gone)
            model.delete(gone)
          }
          if (table.size !== model.size) return false
        }
        for (const number of given) if (table.get(number) !== model.get(number)) return false
        return table.all().sort().join() === [...model.values()].sort().join()
      },
    ),
  )
  t.pass('no difference')
})

t.test('a number that is still under way is passed by when numbers begin again', async (t) => {
  const table = new Numbered<string>(0xfffffffe)
  const oldest = table.next()
  table.add(oldest, 'oldest')
  t.equal(oldest, 0xffffffff)
  const seen = new Set<number>()
  for (let n = 0; n < 1000; n += 1) {
    const number = table.next()
    table.add(number, 'short')
    table.delete(number)
    seen.add(number)
  }
  t.equal(seen.size, 1000)
  t.notOk(seen.has(0), '0 is nobody')
  t.equal(table.get(oldest), 'oldest')
  t.equal(table.get(1), undefined)
})

t.test('cleared, it holds nothing', async (t) => {
  const table = new Numbered<string>()
  const number = table.next()
  table.add(number, 'item')
  table.clear()
  t.strictSame([table.size, table.get(number), table.all()], [0, undefined, []])
})
