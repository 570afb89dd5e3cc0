/**
 * Options in a target's URL. One that is misspelled would leave the measurement with another setting than it is said to have,
 * and nobody would see it in the figures.
 *
 * Invariant: a target that opens uses every option that it was given. What it does not know is BAD_ARGUMENT.
 */
import { GrammeError } from '../../src/errors.js'

/** Throws GrammeError BAD_ARGUMENT that names an option which `scheme://` has not, and those that it has. */
export function onlyKnown(scheme: string, options: URLSearchParams, known: readonly string[]): void {
  const unknown = [...options.keys()].find((name) => !known.includes(name))
  if (unknown === undefined) return
  const limit = known.length === 0 ? `${scheme}:// has no options` : `it must be one of ${known.join(', ')}`
  throw new GrammeError('BAD_ARGUMENT', `an option of the ${scheme}:// target is '${unknown}'; ${limit}`)
}

/** Undefined: it is not given. Throws GrammeError BAD_ARGUMENT for what is no whole number from `min` to `max`. */
export function wholeOption(
  options: URLSearchParams,
  name: string,
  [min, max]: readonly [number, number],
): number | undefined {
  const text = options.get(name)
  if (text === null) return undefined
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= min && number <= max) return number
  throw new GrammeError(
    'BAD_ARGUMENT',
    `${name} of the target is '${text}'; it must be a whole number from ${min} to ${max}`,
  )
}

/** Undefined: it is not given. Throws GrammeError BAD_ARGUMENT for what is none of the words. */
export function wordOption<Word extends string>(
  options: URLSearchParams,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = options.get(name)
  if (text === null) return undefined
  const word = words.find((one) => one === text)
  if (word !== undefined) return word
  throw new GrammeError(
    'BAD_ARGUMENT',
    `${name} of the target is '${text}'; it must be one of ${words.join(', ')}`,
  )
}
