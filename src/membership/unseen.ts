/**
 * Which rings may have gone by between two tables (Dynamo §4.9). A ring is a function of its members, so one that
 * went and came back looks as if nothing had been; but who owned a key all the while, and who only before and
 * after, is not the same: writes have passed the second one by. The versions of the records tell: each counts the
 * acts of its member, over all its starts.
 *
 * Invariant: where this says that no ring went by, each ring that others can have had between the two tables has
 * every owner that both the ring before and the ring after have; as far as placement moves no more than it must where
 * members only come, or only go.
 */
import { hashText32 } from '../hash.js'
import type { Member } from './member.js'

type Table = readonly Member[]

/** The tables that others may have had between the two; `unknown`: others than can be told. */
export type Unseen = readonly Table[] | 'unknown'

/** `after` has all members that `before` has, each the same or newer. */
export function unseenBetween(before: Table, after: Table): Unseen {
  const known = new Map(before.map((member) => [member.id, member]))
  const changes: { readonly member: Member; readonly gives: boolean; readonly takes: boolean }[] = []
  for (const member of after) {
    const old = known.get(member.id)
    if (member.version > lastSeen(member, old) + 1) return 'unknown'
    const { gives, takes } = effect(old, member)
    if (gives || takes) changes.push({ member, gives, takes })
  }
  if (changes.length < 2) return []
  if (changes.every(({ gives }) => !gives) || changes.every(({ takes }) => !takes)) return []
  if (changes.length > 2) return 'unknown'
  return changes.map(({ member }) => [...before.filter(({ id }) => id !== member.id), member])
}

/** A number for what acts a table has seen: with another one, a ring may have gone by. 32 bits. */
export function historyOf(table: Table): number {
  return hashText32(JSON.stringify(table.map(({ id, version }) => [id, version])))
}

/**
 * The version of its record that is known, or of the first one that it can have had and that is no news: a node that waits
 * to be told is up by its first act. One that is leaving by it was up unseen.
 */
function lastSeen({ status }: Member, old: Member | undefined): number {
  return old?.version ?? (status === 'up' ? 0 : -1)
}

/** Whether somebody may own more by a change, or less. A word may be one of two that nodes say of each other: it is both. */
function effect(old: Member | undefined, member: Member): { gives: boolean; takes: boolean } {
  const [shareBefore, share] = [shareOf(old), shareOf(member)]
  const isMoved = old !== undefined && share > 0 && old.zone !== member.zone
  const both = isMoved || (old?.removes ?? []).join() !== member.removes.join()
  return { gives: both || share > shareBefore, takes: both || share < shareBefore }
}

function shareOf(member: Member | undefined): number {
  return member?.status === 'up' ? member.weight : 0
}
