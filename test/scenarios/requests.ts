/**
 * What clients ask: `CLIENT: put KEY VALUE`, `get`, `delete`, `update`. Clients do as applications should: each
 * remembers the context of its last get or put of a key and writes with it, unless told otherwise. A cart is
 * its items, as words.
 */
import type { Client, GetResult } from '../../src/client/client.js'
import { GrammeError } from '../../src/errors.js'
import { writeDurabilities } from '../../src/wire/durability.js'
import type { Action } from './commands.js'
import { shownSiblings, shownValue } from './looks.js'
import { ScenarioError, Words } from './words.js'
import type { World } from './world.js'

const requestPattern = /^([a-z][a-z0-9-]*): (.*)$/

interface Asking {
  readonly client: Client
  readonly context: Uint8Array | undefined
  readonly learn: (context: Uint8Array) => void
}

/** Asks, and says how it went. */
type Ask = (asking: Asking) => Promise<string>

export function isRequest(text: string): boolean {
  return requestPattern.test(text)
}

export function requestAction(text: string): Action {
  const [, who, rest] = requestPattern.exec(text) ?? []
  const words = new Words(rest)
  const verb = words.take('a request')
  const makeAsk = requests[verb]
  if (makeAsk === undefined) throw new ScenarioError(`clients do not '${verb}'`)
  const key = words.take('a key')
  const usesContext = (words.choice('context', ['latest', 'none'] as const) ?? 'latest') === 'latest'
  const withinMs = words.duration('within') ?? Number.POSITIVE_INFINITY
  const ask = makeAsk(key, words)
  words.end()
  return {
    kind: 'act',
    who,
    async begin(world) {
      const beganMs = world.scheduler.nowMs
      const answer = await asked(world, who, key, usesContext, ask)
      const tookMs = world.scheduler.nowMs - beganMs
      return [tookMs <= withinMs ? answer : `${answer} (took ${Math.round(tookMs / 10) * 10} ms)`]
    },
  }
}

const requests: Readonly<Record<string, (key: string, words: Words) => Ask>> = {
  get: (key, words) => {
    const options = readOptions(words)
    return async ({ client, learn }) => {
      const got: GetResult<Buffer> = await client.get(key, options)
      learn(got.context)
      return shownSiblings(got.siblings.map(shownValue))
    }
  },

  put: (key, words) => {
    const options = writeOptions(words)
    const value = words.rest('a value').join(' ')
    return async ({ client, context, learn }) => {
      learn((await client.put(key, value, { ...options, ...(context && { context }) })).context)
      return 'ok'
    }
  },

  delete: (key, words) => {
    const options = { ...readOptions(words), ...writeOptions(words) }
    return async ({ client, context, learn }) => {
      learn((await client.delete(key, { ...options, ...(context && { context }) })).context)
      return 'ok'
    }
  },

  /** `update KEY add ITEMS` and `remove ITEMS`: the union of all siblings, and more or less; `to ITEMS`: just that. */
  update: (key, words) => {
    const options = { ...readOptions(words), ...writeOptions(words) }
    const change = words.take('add, remove or to')
    const items = words.rest('an item')
    const merge = merges[change]
    if (merge === undefined) throw new ScenarioError(`nobody knows how to update with '${change}'`)
    return async ({ client, learn }) => {
      const reconcile = (siblings: Buffer[]) => {
        const union = new Set(siblings.flatMap((cart) => shownValue(cart).split(' ')))
        return [...merge(union, items)].sort().join(' ')
      }
      learn((await client.update(key, reconcile, options)).context)
      return 'ok'
    }
  },
}

/** What becomes of a cart. */
const merges: Readonly<Record<string, (cart: Set<string>, items: readonly string[]) => Iterable<string>>> = {
  add: (cart, items) => new Set([...cart, ...items]),
  remove: (cart, items) => [...cart].filter((item) => !items.includes(item)),
  to: (_, items) => items,
}

function readOptions(words: Words) {
  const [r, timeoutMs] = [words.number('r'), words.duration('timeout')]
  const isStrict = words.takeIf('strict')
  return { isStrict, ...(r && { r }), ...(timeoutMs && { timeoutMs }) }
}

function writeOptions(words: Words) {
  const [w, timeoutMs] = [words.number('w'), words.duration('timeout')]
  const durability = words.choice('durability', writeDurabilities)
  const isStrict = words.takeIf('strict')
  return { isStrict, ...(w && { w }), ...(durability && { durability }), ...(timeoutMs && { timeoutMs }) }
}

async function asked(
  world: World,
  who: string,
  key: string,
  usesContext: boolean,
  ask: Ask,
): Promise<string> {
  const by = await world.connected(who)
  if (by?.client === undefined) return 'cannot connect'
  const { client } = by
  const process = by.machine.ports?.process
  if (process === undefined) throw new ScenarioError(`${who} is down`)
  const place = `${who} ${key}`
  const known = world.contexts.get(place)
  const asking: Asking = {
    client,
    context: usesContext && known !== undefined && known.length > 0 ? known : undefined,
    learn: (context) => world.contexts.set(place, context),
  }
  return new Promise((resolve, reject) => {
    process.do(() => {
      ask(asking).then(resolve, (error: unknown) => {
        if (error instanceof GrammeError && error.code !== 'INTERNAL') resolve(shownError(error))
        else reject(error)
      })
    })
  })
}

function shownError({ code, needed, got }: GrammeError): string {
  return needed === undefined || got === undefined ? code : `${code} needed=${needed} got=${got}`
}
