/**
 * Numbers among the flags of a bench of single parts. A bench that takes a wrong one for NaN measures nothing, and says so
 * minutes later or never.
 */
import { GrammeError } from '../src/errors.js'

export interface NumberFlag {
  readonly flag: string
  /** As it was given; undefined: not at all. */
  readonly text: string | undefined
  readonly otherwise: number
  readonly min: number
  readonly max: number
}

/** Throws GrammeError BAD_ARGUMENT for what is no number, or beyond the limits. */
export function numberFlag({ flag, text, otherwise, min, max }: NumberFlag): number {
  if (text === undefined) return otherwise
  const number = Number(text)
  if (text.trim() !== '' && number >= min && number <= max) return number
  throw new GrammeError('BAD_ARGUMENT', `--${flag} is '${text}'; it must be a number from ${min} to ${max}`)
}

/** The same, of things that there are no parts of. */
export function countFlag(given: NumberFlag): number {
  const number = numberFlag(given)
  if (Number.isInteger(number)) return number
  throw new GrammeError('BAD_ARGUMENT', `--${given.flag} is '${given.text}'; it must be a whole number`)
}
