/**
 * The bench of hedged gets, in small: every choice of a client, with a node that pauses again and again and without.
 * Pauses are short, and a quorum is always there: whoever fails here fails for another reason.
 */
import t from 'tap'
import { smallLines } from './single-part.js'

interface Line {
  readonly nodes: number
  readonly pauses: boolean
  readonly hedging: boolean
  readonly coordinator: string
  readonly requests: number
  readonly failed: number
}

t.test('the small form goes through every choice, with a node that pauses and without', async (t) => {
  const lines = await smallLines<Line>('hedging')
  t.strictSame(
    lines.map(({ nodes, pauses, hedging, coordinator }) => [nodes, pauses, hedging, coordinator]),
    [false, true].flatMap((pauses) =>
      [false, true].flatMap((hedging) =>
        ['first', 'fastest'].map((coordinator) => [3, pauses, hedging, coordinator]),
      ),
    ),
  )
  for (const { requests, failed } of lines) {
    t.ok(requests > 0)
    t.equal(failed, 0, 'pauses are too short for anything to fail')
  }
})
