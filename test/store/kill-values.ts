/** What the killed process writes and its parent expects. */

/** Each key belongs to one lane of eight, so that one key's writes have an order. */
export const killKeys = 64

export function killValue(value: number): string {
  return `${value}:`.padEnd(20 + ((value * 7919) % 3000), `${value}`)
}

export function isRemoval(value: number): boolean {
  return value % 17 === 0
}
