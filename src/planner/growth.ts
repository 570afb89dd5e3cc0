/**
 * When something runs out: load and keys grow by a part of themselves each month, so the month in which a need
 * reaches its limit is a logarithm.
 */
import type { Need } from './demand.js'

/** Beyond a hundred years nobody plans. */
const monthsMax = 1200

/** Months until `need`, growing by the part `perMonth`, is at `limit`: 0 if it is over, infinite if it never is. */
export function monthsUntil({ fixed, growing }: Need, limit: number, perMonth: number): number {
  if (fixed + growing > limit) return 0
  if (perMonth === 0 || growing === 0) return Number.POSITIVE_INFINITY
  const months = Math.log((limit - fixed) / growing) / Math.log(1 + perMonth)
  return months > monthsMax ? Number.POSITIVE_INFINITY : months
}

export function grown({ fixed, growing }: Need, perMonth: number, months: number): number {
  return fixed + growing * (1 + perMonth) ** months
}
