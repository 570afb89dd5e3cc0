/**
 * What expiry allows a get to show. Each node judges by its own calendar, and calendars differ: before the
 * earliest of them reaches a write's time it must be there, after the latest has it must not; in between either
 * is right. How far they can be apart is known from the plan.
 */
import { nodeNames, type Plan } from '../plan/plan.js'
import { epochMs } from '../world/clock.js'
import type { WriteRecord } from './history.js'

/** What the calendars of all nodes lie between. */
export interface Calendars {
  readonly earliestMs: number
  readonly latestMs: number
}

/** The calendars of a plan's nodes at a simulated time, whatever faults befall them. */
export function calendarsOf({ shape, environment, faults }: Plan): (nowMs: number) => Calendars {
  const { clockRates, clockSkewsMs } = environment
  const names = nodeNames(shape)
  const isOff = names.map((name) =>
    faults
      .filter(({ kind, machines }) => kind.startsWith('clock-') && machines.includes(name))
      .reduce((sum, { amount }) => sum + amount, 0),
  )
  const skews = names.map((_, i) => clockSkewsMs[i] ?? 0)
  const rates = names.map((_, i) => clockRates[i] ?? 1)
  const lowest = Math.min(...skews.map((skew, i) => skew - isOff[i]))
  const highest = Math.max(...skews.map((skew, i) => skew + isOff[i]))
  return (nowMs) => ({
    earliestMs: Math.floor(epochMs + nowMs * Math.min(...rates) + lowest),
    latestMs: epochMs + nowMs * Math.max(...rates) + highest,
  })
}

/** Whether some node may already hide it, as far as it has been taken. */
export function mayBeExpired({ ttlMs, events }: WriteRecord, { latestMs }: Calendars): boolean {
  return ttlMs > 0 && events.some(({ writtenAtMs }) => writtenAtMs + ttlMs <= latestMs)
}

/** Whether every node must hide it: each of its events is past its time by every calendar. */
export function mustBeExpired({ ttlMs, events }: WriteRecord, { earliestMs }: Calendars): boolean {
  return ttlMs > 0 && events.every(({ writtenAtMs }) => writtenAtMs + ttlMs <= earliestMs)
}
