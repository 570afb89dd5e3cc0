/**
 * What the oracle allows to be forgotten, and what must not follow from it. A delete, or a write that has expired,
 * is reaped in the end, and then no replica knows of it: so it may be missing. What it superseded must not be seen
 * again for that.
 */
import type { Clock } from '../../version/clock.js'
import { type Calendars, mayBeExpired } from './expiry.js'
import type { EventRecord, KeyHistory, WriteRecord } from './history.js'

/**
 * Whether the events, or whatever has superseded one of them, hold no value, or may hold none any more, and are
 * old enough to have been reaped: issued before then.
 */
export function mayBeForgotten(
  events: readonly EventRecord[],
  calendars: Calendars,
  issuedBeforeMs: number,
): boolean {
  const seen = new Set<EventRecord>(events)
  for (const event of seen) {
    const { write, atMs } = event
    if (atMs <= issuedBeforeMs && (write.tombstone || mayBeExpired(write, calendars))) return true
    for (const by of event.supersededBy) seen.add(by)
  }
  return false
}

/** All that the events have superseded, and what that had. */
export function supersededBy(events: readonly EventRecord[]): Set<EventRecord> {
  const superseded = new Set<EventRecord>()
  for (const event of events) for (const older of event.supersedes) superseded.add(older)
  for (const event of superseded) for (const older of event.supersedes) superseded.add(older)
  return superseded
}

/** Of the siblings that a get has shown, one that these events had superseded; undefined: none. */
export function shownAgain(
  history: KeyHistory,
  context: Clock,
  siblings: readonly Uint8Array[],
  events: readonly EventRecord[],
): WriteRecord | undefined {
  if (siblings.length === 0) return undefined
  const superseded = supersededBy(events)
  for (const value of siblings) {
    // What was retried after it had been superseded is there by right.
    const isAgain = ({ events: own }: WriteRecord) => {
      const covered = own.filter(({ dot }) => context.covers(dot))
      return covered.length > 0 && covered.every((event) => superseded.has(event))
    }
    const writes = history.writesOf(value)
    if (writes.length > 0 && writes.every(isAgain)) return writes[0]
  }
  return undefined
}
