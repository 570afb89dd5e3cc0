/**
 * Durability on the wire and in the store's words. A client's write may ask for one word more than a store knows:
 * `one`, a durable copy among N (Dynamo §6.1), which is for its coordinator to keep. Each replica is told one of the
 * store's own words.
 *
 * A number that is none of ours, from a newer peer, reads as the safest: so a node that does not know `one` yet takes
 * it for `always`, which is more.
 */
import { gramme } from '#messages'

export const writeDurabilities = ['always', 'one', 'interval', 'os'] as const

/**
 * When a write counts as held: as a store says it, or `one`: the coordinator's own copy `always`, the others `interval`,
 * and nothing is acknowledged before the coordinator's own is synced.
 */
export type WriteDurability = (typeof writeDurabilities)[number]
/** As a replica is told it, and its store knows it. */
export type Durability = Exclude<WriteDurability, 'one'>

const toWire: Readonly<Record<WriteDurability, gramme.Durability>> = {
  always: gramme.Durability.DURABILITY_ALWAYS,
  interval: gramme.Durability.DURABILITY_INTERVAL,
  os: gramme.Durability.DURABILITY_OS,
  one: gramme.Durability.DURABILITY_ONE,
}

const fromWire: ReadonlyMap<number, WriteDurability | undefined> = new Map([
  [gramme.Durability.DURABILITY_DEFAULT, undefined],
  ...writeDurabilities.map((word) => [toWire[word], word] as const),
])

/** Undefined stands for the node's own setting. */
export function durabilityToWire(durability: WriteDurability | undefined): gramme.Durability {
  return durability === undefined ? gramme.Durability.DURABILITY_DEFAULT : toWire[durability]
}

/** Of a client's write. */
export function writeDurabilityFromWire(number: number): WriteDurability | undefined {
  return fromWire.has(number) ? fromWire.get(number) : 'always'
}

/** Of what a replica is sent, where `one` says nothing and so is none of ours. */
export function durabilityFromWire(number: number): Durability | undefined {
  const durability = writeDurabilityFromWire(number)
  return durability === 'one' ? 'always' : durability
}
