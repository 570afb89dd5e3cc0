/**
 * What a request for a key asks for: its parameters and headers as numbers and bytes, each checked, and nothing unknown
 * let pass: a `?ttl=5` that does nothing would be found out too late. What is checked here is the form; limits
 * that hold for every client are the node's to check.
 */
import { randomBytes } from 'node:crypto'
import { GrammeError } from '../errors.js'
import { durabilityToWire, writeDurabilities } from '../wire/durability.js'

export interface KvParameters {
  /** 0: the cluster's default. */
  readonly r: number
  readonly w: number
  readonly ttlMs: number
  readonly isStrict: boolean
  readonly durability: ReturnType<typeof durabilityToWire>
  /** Undefined: the node's own. */
  readonly timeoutMs: number | undefined
}

const timeoutMsMax = 60_000
const quorumMax = 255
const known = {
  get: new Set(['r', 'strict', 'timeoutMs']),
  put: new Set(['r', 'w', 'strict', 'durability', 'ttlMs', 'timeoutMs']),
  delete: new Set(['r', 'w', 'strict', 'durability', 'timeoutMs']),
}

/** `query`: what stands behind the `?`. Throws GrammeError BAD_ARGUMENT. */
export function parametersOf(kind: keyof typeof known, query: string): KvParameters {
  const given = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(query)) {
    if (!known[kind].has(name))
      throw bad(`a ${kind} has no parameter ${name}, but ${[...known[kind]].join(', ')}`)
    if (given.has(name)) throw bad(`the parameter ${name} is given twice`)
    given.set(name, value)
  }
  const timeout = given.get('timeoutMs')
  return {
    r: wholeNumber(given, 'r', quorumMax),
    w: wholeNumber(given, 'w', quorumMax),
    ttlMs: wholeNumber(given, 'ttlMs', Number.MAX_SAFE_INTEGER),
    isStrict: oneOf(given, 'strict', ['true', 'false']) === 'true',
    durability: durabilityToWire(oneOf(given, 'durability', writeDurabilities)),
    timeoutMs: timeout === undefined ? undefined : wholeNumber(given, 'timeoutMs', timeoutMsMax),
  }
}

/** 0 where it is not given. */
function wholeNumber(given: ReadonlyMap<string, string>, name: string, max: number): number {
  const text = given.get(name)
  if (text === undefined) return 0
  const number = Number(text)
  if (/^\d{1,16}$/.test(text) && number >= 1 && number <= max) return number
  throw bad(`${name} is ${JSON.stringify(text)}, and must be a whole number from 1 to ${max}`)
}

function oneOf<T extends string>(
  given: ReadonlyMap<string, string>,
  name: string,
  words: readonly T[],
): T | undefined {
  const text = given.get(name)
  const word = words.find((one) => one === text)
  if (text === undefined || word !== undefined) return word
  throw bad(`${name} is ${JSON.stringify(text)}, and must be ${words.join(' or ')}`)
}

/** Undefined: the request brings none. Throws GrammeError BAD_CONTEXT. */
export function contextOf(header: string | undefined): Uint8Array | undefined {
  if (header === undefined || header === '') return undefined
  if (!/^[A-Za-z0-9_-]+$/.test(header)) {
    throw new GrammeError('BAD_CONTEXT', 'x-gramme-context must be base64url, as it was given out')
  }
  return Buffer.from(header, 'base64url')
}

/** What a retry has in common with the first attempt. One that a client makes lets it try again safely. */
export function writeIdOf(header: string | undefined): Uint8Array {
  if (header === undefined) return randomBytes(8)
  if (/^[0-9a-fA-F]{16}$/.test(header)) return Buffer.from(header, 'hex')
  throw bad('x-gramme-write-id must be 16 hexadecimal digits, random, and the same in every retry of a write')
}

function bad(message: string): GrammeError {
  return new GrammeError('BAD_ARGUMENT', message)
}
