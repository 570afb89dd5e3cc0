/**
 * The bench of the admission controller, in small: slow nodes without background work, and with it under control. That
 * everything asked is accounted for is what is looked at, and not how long it took.
 */
import t from 'tap'
import type { OpenMeasured } from '../../bench/open-load.js'
import { smallLines } from './single-part.js'

interface Line extends OpenMeasured {
  readonly way: string
  readonly shares: readonly number[]
}

t.test('the small form measures without background work and with it, and no request fails', async (t) => {
  const lines = await smallLines<Line>('admission')
  t.strictSame(
    lines.map(({ way }) => way),
    ['no background work', 'controlled'],
  )
  for (const { asked, done, refused, failed, shares } of lines) {
    t.ok(done > 0)
    t.equal(done + refused, asked)
    t.strictSame(failed, {})
    t.equal(shares.length, 3)
  }
})
