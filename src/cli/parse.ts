/** Words of the command line as values. Each throws InvalidArgumentError, which names the option itself. */
import { InvalidArgumentError } from 'commander'
import { parseAddress } from '../ports/network.js'

export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`)
  }
}

export function number(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+(\.\d+)?$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`)
  }
}

/** Repeated options gather: for commander's argParser. */
export function address(text: string, before: readonly string[] | undefined): string[] {
  if (parseAddress(text) === undefined) throw new InvalidArgumentError('It must be HOST:PORT.')
  return [...(before ?? []), text]
}

export function list(text: string): string[] {
  return text.split(',').map((word) => word.trim())
}

export function numbers(text: string): number[] {
  const values = list(text).map((word) => (word === '' ? Number.NaN : Number(word)))
  if (values.every(Number.isFinite)) return values
  throw new InvalidArgumentError('It must be numbers with commas between them, like 1,1,2.')
}

export function hex(text: string): Buffer {
  if (/^([0-9a-fA-F]{2})*$/.test(text)) return Buffer.from(text, 'hex')
  throw new InvalidArgumentError('It must be hexadecimal, as `gramme get KEY --context` prints it.')
}

export function choice<T extends string>(...words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((one) => one === text)
    if (word !== undefined) return word
    throw new InvalidArgumentError(`It must be one of ${words.join(', ')}.`)
  }
}
