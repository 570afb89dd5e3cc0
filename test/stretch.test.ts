/** A stretch counts from its beginning to its end, and each one for itself. */
import t from 'tap'
import { noStretch, Stretch } from '../src/stretch.js'

t.test('it tells what was moved since it began, and of nothing when it is over', async (t) => {
  const stretch = new Stretch()
  stretch.add(1, 100)
  t.strictSame(stretch.state(5), noStretch)
  stretch.begin(10)
  stretch.add(1, 100)
  stretch.begin(20)
  stretch.add(2, 50)
  t.strictSame(
    stretch.state(30),
    { runningMs: 20, runningKeys: 3, runningBytes: 150 },
    'beginning twice is one',
  )
  stretch.end()
  t.strictSame(stretch.state(40), noStretch)
  stretch.begin(50)
  t.strictSame(stretch.state(50), noStretch, 'and begins at nothing')
  stretch.add(0, 1)
  t.strictSame(stretch.state(51), { runningMs: 1, runningKeys: 0, runningBytes: 1 })
})
