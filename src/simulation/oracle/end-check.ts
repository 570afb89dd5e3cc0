/**
 * The check of what is left when a run is over: of each key, what every owner holds, against the true history.
 *
 * An acknowledged write is accounted for when one of its acknowledged events is live, or something that
 * superseded it is accounted for. What had been superseded, as far as the replicas themselves know, must not be
 * live again.
 */

import type { Clock } from '../../version/clock.js'
import { compareDots, type Dot } from '../../version/clock.js'
import { merge, type VersionedObject } from '../../version/object.js'
import { decodeObject } from '../../version/object-codec.js'
import { supersededBy } from './deaths.js'
import { describeDot, describeEvent, describeWrite, type EventRecord, type KeyHistory } from './history.js'
import type { Oracle } from './oracle.js'

export interface Holding {
  readonly machine: string
  /** An object as peers exchange it; undefined: nothing. */
  readonly bytes: Uint8Array | undefined
  /**
   * Its disk has rotted, and nobody looked for that, or nobody could mend it: so it may hold nothing, or, where not even
   * the header of the newest record can be read, what that one replaced, which an opening then takes for the newest.
   */
  readonly mayLack: boolean
  /** Its disk has rotted, be that mended or not: what a spoiled record had replaced may be found where all have nothing. */
  readonly hasRotted: boolean
}

export interface EndCheckOptions {
  readonly oracle: Oracle
  /** Whether the key may have had other owners. */
  readonly haveMoved: boolean
  /** Whether no tombstone must be left. */
  readonly mustBeForgotten: boolean
  /**
   * Disks have failed writes, or syncs: a write that was undone and never acknowledged lies in a log even so, and an
   * opening finds it.
   */
  readonly mayFindUndone: boolean
}

/** `holdings`: of the key's owners. */
export function checkEnd(history: KeyHistory, holdings: readonly Holding[], options: EndCheckOptions): void {
  const { oracle, haveMoved, mustBeForgotten } = options
  let merged: VersionedObject | undefined
  for (const { machine, bytes } of holdings) {
    if (bytes === undefined) continue
    const decoded = decodeObject(bytes, 'peer')
    if (decoded.kind === 'invalid') {
      oracle.violate('value-nobody-wrote', `${machine} holds what is no object: ${decoded.reason}`, history)
      return
    }
    merged = merge(merged, decoded.object).object
  }
  checkLive(history, merged, oracle)
  checkAcknowledged(history, merged, holdings, oracle, haveMoved)
  checkEqual(history, holdings, oracle)
  if (!mustBeForgotten || merged?.siblings.every(({ tombstone }) => tombstone) !== true) return
  const writes = merged.siblings.map(({ writeId }) => history.writes.get(writeId))
  if (options.mayFindUndone && writes.every((write) => write?.ackedMs === undefined)) return
  oracle.violate('never-forgotten', 'it is deleted, and its tombstone is still held', history)
}

function checkLive(history: KeyHistory, object: VersionedObject | undefined, oracle: Oracle): void {
  if (object === undefined) return
  for (const sibling of object.siblings) {
    for (const dot of sibling.dots) {
      const event = history.find(dot)
      if (event === undefined) {
        oracle.violate('context-covers-unknown', `${describeDot(dot)} is held, and was never issued`, history)
      } else if (
        event.write.writeId !== sibling.writeId ||
        Buffer.compare(event.write.value, sibling.value) !== 0
      ) {
        oracle.violate('value-nobody-wrote', `${describeEvent(event)}, is held with other bytes`, history)
      } else if (!history.mayBeCut) {
        const by = event.supersededBy.find((one) => object.clock.covers(one.dot))
        if (by === undefined) continue
        const message = `${describeEvent(event)}, is live again, though ${describeWrite(by.write)} had superseded it`
        oracle.violate('superseded-write-back', message, history)
      }
    }
  }
}

function checkAcknowledged(
  history: KeyHistory,
  object: VersionedObject | undefined,
  holdings: readonly Holding[],
  oracle: Oracle,
  haveMoved: boolean,
): void {
  const live = liveDots(object)
  const accounted = new Map<EventRecord, boolean>()
  const owners = holdings.map(({ machine }) => machine)
  for (const ack of history.acks) {
    const { write, events, ackedMs } = ack
    if (events.some((event) => isAccounted(event, live, accounted))) continue
    const lost = oracle.losses.machines(write, ackedMs, oracle.holdersOf(ack, haveMoved ? undefined : owners))
    if (lost.length >= write.w) continue
    if (oracle.mayBeForgotten(events)) {
      if (oracle.mayComeBack(haveMoved ? undefined : owners)) continue
      const superseded = supersededBy(events)
      const again = [...superseded].find(({ dot }) => live.has(nameOf(dot)))
      if (again === undefined) continue
      const message = `${describeEvent(again)}, is live again, though ${describeWrite(write)} had superseded it; that is forgotten`
      oracle.violate('superseded-write-back', message, history)
      continue
    }
    const known = object !== undefined && events.some(({ dot }) => object.clock.covers(dot))
    const how = known ? 'is superseded by nothing that is left' : 'is not known to any owner'
    const message = `${describeWrite(write)}, acknowledged with W=${write.w} and durability ${write.durability} at ${Math.round(ackedMs)} ms, ${how}; owners ${owners.join(', ')}${lost.length > 0 ? `, of which ${lost.join(', ')} lost data` : ''}`
    oracle.violate('acknowledged-write-lost', message, history)
  }
}

function liveDots(object: VersionedObject | undefined): Set<string> {
  const live = new Set<string>()
  for (const sibling of object?.siblings ?? []) for (const dot of sibling.dots) live.add(nameOf(dot))
  return live
}

function nameOf({ actor, counter }: Dot): string {
  return `${actor}:${counter}`
}

function isAccounted(
  event: EventRecord,
  live: ReadonlySet<string>,
  known: Map<EventRecord, boolean>,
): boolean {
  const before = known.get(event)
  if (before !== undefined) return before
  // Against a circle, which no history has.
  known.set(event, false)
  const answer = live.has(nameOf(event.dot)) || event.supersededBy.some((by) => isAccounted(by, live, known))
  known.set(event, answer)
  return answer
}

function checkEqual(history: KeyHistory, holdings: readonly Holding[], oracle: Oracle): void {
  const sound = holdings.filter(({ hasRotted }) => !hasRotted)
  const whole = sound.length > 0 ? sound : holdings.filter(({ mayLack }) => !mayLack)
  // Where all have rotted, whichever has the newest that is left.
  const newest = whole.length > 0 ? whole.slice(0, 1) : holdings.filter(({ bytes }) => bytes !== undefined)
  const othersThan = (one: Holding) => holdings.filter((other) => other !== one && !isAlike(other, one))
  if (newest.length === 0 || newest.some((one) => othersThan(one).length === 0)) return
  const [first] = newest
  const [other] = othersThan(first)
  const message = `owners differ: ${first.machine} holds ${describeHeld(first)}, ${other.machine} holds ${describeHeld(other)}`
  oracle.violate('replicas-differ', message, history)
}

function isAlike({ bytes, mayLack, hasRotted }: Holding, first: Holding): boolean {
  if (sameBytes(bytes, first.bytes)) return true
  if (first.bytes === undefined && hasRotted) return true
  if (!mayLack || bytes === undefined) return mayLack
  const [held, newest] = [objectOf(bytes), objectOf(first.bytes)]
  return held !== undefined && newest !== undefined && !merge(newest, held).localChanged
}

function objectOf(bytes: Uint8Array | undefined): VersionedObject | undefined {
  const decoded = bytes === undefined ? undefined : decodeObject(bytes, 'peer')
  return decoded?.kind === 'object' ? decoded.object : undefined
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return Buffer.compare(a, b) === 0
}

function describeHeld({ bytes }: Pick<Holding, 'bytes'>): string {
  if (bytes === undefined) return 'nothing'
  const decoded = decodeObject(bytes, 'peer')
  if (decoded.kind === 'invalid') return `what is no object (${decoded.reason})`
  const { siblings, clock } = decoded.object
  const dots = siblings.flatMap((sibling) => [...sibling.dots]).sort(compareDots)
  return `${siblings.length} siblings (${dots.map(describeDot).join(', ')}) under a clock of ${describeClock(clock)}`
}

function describeClock(clock: Clock): string {
  return clock.entries
    .map(
      ({ actor, counter, dots }) => describeDot({ actor, counter }) + dots.map((dot) => `+${dot}`).join(''),
    )
    .join(' ')
}
