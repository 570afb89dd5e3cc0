/**
 * The bench of repair, in small: two real logs in one process. How many objects go between them does not depend on the
 * machine, so that is looked at, too.
 */
import t from 'tap'
import { smallLines } from './single-part.js'

interface Outcome {
  readonly keys: number
  readonly lines: readonly {
    readonly what: string
    readonly bytes: number
    readonly objectsSent: number
    readonly objectsFetched: number
  }[]
}

t.test('the small form copies, compares and mends what differs, and no more', async (t) => {
  const [{ keys, lines }] = await smallLines<Outcome>('repair')
  t.strictSame(
    lines.map(({ what }) => what),
    ['a full copy', 'equal', '10 keys differ', 'equal again'],
  )
  const [copied, equal, some, again] = lines.map(
    ({ objectsSent, objectsFetched }) => objectsSent + objectsFetched,
  )
  t.equal(copied, keys)
  t.strictSame([equal, again], [0, 0])
  t.ok(some >= 10 && some <= 20, `what differs, and both ways at most: ${some}`)
  for (const { bytes } of lines) t.ok(bytes > 0)
})
