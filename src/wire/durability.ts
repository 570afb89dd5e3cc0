/** Durability on the wire and in the store's words. */
import { gramme } from '#messages'

const toWire = {
  always: gramme.Durability.DURABILITY_ALWAYS,
  interval: gramme.Durability.DURABILITY_INTERVAL,
  os: gramme.Durability.DURABILITY_OS,
} as const

export type Durability = keyof typeof toWire

const fromWire: readonly (Durability | undefined)[] = [undefined, 'always', 'interval', 'os']

/** Undefined stands for the node's own setting. */
export function durabilityToWire(durability: Durability | undefined): gramme.Durability {
  return durability === undefined ? gramme.Durability.DURABILITY_DEFAULT : toWire[durability]
}

/** A number that is none of ours, from a newer peer, reads as the safest. */
export function durabilityFromWire(number: number): Durability | undefined {
  return number < fromWire.length ? fromWire[number] : 'always'
}
