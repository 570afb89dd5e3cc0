/**
 * The bench of overload, in small. Invariant: what was asked for was done or refused with BUSY, and nothing fails in any
 * other way, even where more is asked for than nodes can do.
 */
import t from 'tap'
import type { OpenMeasured } from '../../bench/open-load.js'
import { smallLines } from './single-part.js'

interface Outcome extends Readonly<Record<'before' | 'overload' | 'after', OpenMeasured>> {
  readonly saturation: number
  readonly goodputRatio: number
  readonly refusedShare: number
  readonly left: number
}

t.test('the small form goes through every phase, and each request is answered or refused', async (t) => {
  const outcomes = await smallLines<Outcome>('overload')
  t.equal(outcomes.length, 1)
  const [{ saturation, goodputRatio, refusedShare, left, ...phases }] = outcomes
  t.ok(saturation > 0)
  t.ok([goodputRatio, refusedShare, left].every(Number.isFinite))
  for (const name of ['before', 'overload', 'after'] as const) {
    const { asked, done, refused, failed, windows } = phases[name]
    t.ok(done > 0, name)
    t.equal(done + refused, asked, 'nothing is lost')
    t.strictSame(failed, {}, name)
    t.ok(windows.length > 0)
  }
})
