/** Names of figures for people: 'readP999Ms' is 'read p99.9' in ms. */

const units: readonly (readonly [string, string])[] = [
  ['PerSecond', '/s'],
  ['TimesLeast', '× the least'],
  ['TimesMean', '× the mean'],
  ['TimesBefore', '× before'],
  ['Ms', 'ms'],
  ['Us', 'µs'],
  ['Bytes', 'bytes'],
  ['Part', '%'],
]

/** Empty: a plain number. */
export function unitOf(value: string): string {
  return units.find(([ending]) => value.endsWith(ending))?.[1] ?? ''
}

const percentiles: readonly (readonly [string, string])[] = [
  ['p9999', 'p99.99'],
  ['p999', 'p99.9'],
]

export function nameOf(value: string): string {
  const ending = units.find(([end]) => value.endsWith(end))?.[0] ?? ''
  const bare = value.slice(0, value.length - ending.length)
  const spaced = bare.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return percentiles.reduce((text, [from, to]) => text.replace(from, to), spaced)
}

/** Stands at what is in doubt: figures that may be those of the load generator, and not of the server. */
export const doubtMark = '†'

/** A percentile that so few requests lie beyond is a guess; undefined: it is no percentile. */
export function requestsNeeded(value: string): number | undefined {
  if (/p9999Ms$/i.test(value)) return 100_000
  if (/p999Ms$/i.test(value)) return 10_000
  return /p99Ms$/i.test(value) ? 1000 : undefined
}
