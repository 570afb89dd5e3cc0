/**
 * Whether something is enough, in three words: a p99.9 that is simulated is a lower bound, so where the goal lies between
 * what plans were usually off by and what nine of ten were, nobody knows. That is said, and not called enough.
 *
 * Invariant: a slower plan, or a stricter goal, never has a better verdict.
 */
import type { FoundErrors } from './found-errors.js'

export type Verdict = 'enough' | 'unsure' | 'not enough'

const fromWorst = ['not enough', 'unsure', 'enough'] as const

/** Of none it is `enough`. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return fromWorst.find((verdict) => verdicts.includes(verdict)) ?? 'enough'
}

export function verdictOf(isEnough: boolean): Verdict {
  return isEnough ? 'enough' : 'not enough'
}

/** `goalMs`: undefined where none was set. */
export function verdictOnP999(
  plannedMs: number,
  goalMs: number | undefined,
  { p999, p999High }: Pick<FoundErrors, 'p999' | 'p999High'>,
): Verdict {
  if (goalMs === undefined) return 'enough'
  const [, usual] = p999
  if (plannedMs * usual > goalMs) return 'not enough'
  return plannedMs * p999High > goalMs ? 'unsure' : 'enough'
}
