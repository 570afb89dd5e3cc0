/**
 * Entity tags and the conditions that requests make of them (RFC 9110 §8.8.3, §13). A key's tag names what a get of it
 * shows: the context, which names the versions, how many of them are left (one may have expired since), and the form
 * they are shown in. Equal tags mean equal bytes: tags are strong.
 */
import { GrammeError } from '../errors.js'
import { hash64 } from '../hash.js'

/** How siblings are shown: `one` is the value itself. */
export type Form = 'one' | 'multipart' | 'json'

interface Tag {
  readonly isWeak: boolean
  readonly text: string
}

type Condition = { readonly kind: 'any' } | { readonly kind: 'tags'; readonly tags: readonly Tag[] }

/** What must hold of the key as it is now. */
export interface Conditions {
  readonly match: Condition | undefined
  readonly noneMatch: Condition | undefined
}

/** Without its quotes. */
export function tagOf(context: Uint8Array, siblings: number, form: Form): string {
  const { high, low } = hash64(context)
  const name = high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
  return form === 'one' ? name : `${name}.${siblings}.${form}`
}

/** Undefined: there are none. Throws GrammeError BAD_ARGUMENT. */
export function conditionsOf(
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
): Conditions | undefined {
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined
  return { match: conditionOf('If-Match', ifMatch), noneMatch: conditionOf('If-None-Match', ifNoneMatch) }
}

/**
 * Which condition fails of a key that has these tags, one for each form it may be shown in; none when nothing is
 * there. If-Match compares strongly, If-None-Match weakly (RFC 9110 §13.1).
 */
export function failing(
  { match, noneMatch }: Conditions,
  current: readonly string[],
): 'If-Match' | 'If-None-Match' | undefined {
  if (match !== undefined && !holds(match, current, ({ isWeak }) => !isWeak)) return 'If-Match'
  if (noneMatch !== undefined && holds(noneMatch, current, () => true)) return 'If-None-Match'
  return undefined
}

function holds(condition: Condition, current: readonly string[], may: (tag: Tag) => boolean): boolean {
  if (condition.kind === 'any') return current.length > 0
  return condition.tags.some((tag) => may(tag) && current.includes(tag.text))
}

const oneTag = /^(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"$/

function conditionOf(header: string, text: string | undefined): Condition | undefined {
  if (text === undefined) return undefined
  if (text.trim() === '*') return { kind: 'any' }
  const tags = text.split(',').flatMap((part) => {
    if (part.trim() === '') return []
    const found = oneTag.exec(part.trim())
    if (found === null)
      throw new GrammeError(
        'BAD_ARGUMENT',
        `${header} must be * or entity tags in quotes, and has ${part.trim()}`,
      )
    return [{ isWeak: found[1] !== undefined, text: found[2] ?? '' }]
  })
  if (tags.length === 0) throw new GrammeError('BAD_ARGUMENT', `${header} is empty`)
  return { kind: 'tags', tags }
}
