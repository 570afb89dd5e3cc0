/**
 * A result as a run of an experiment leaves it, for tests of what is made of it. Its circumstances and settings hold what
 * would be markup, were it not escaped.
 */
import type { Row } from '../../bench/experiment.js'
import type { Result } from '../../bench/results.js'

export function resultOf(rows: readonly Row[]): Result {
  return {
    resultVersion: 1,
    experiment: 'trial',
    isSmall: false,
    startedAt: '2026-11-26T04:00:00.000Z',
    tookMs: 1000,
    circumstances: {
      processors: '2 x <script>',
      memoryBytes: 2 ** 30,
      system: 'linux',
      node: 'v20',
      gramme: '1',
      commit: 'abc',
      hasUncommitted: false,
      loadBefore: 1,
    },
    settings: { keys: 3, what: '<i>' },
    rows,
  }
}
