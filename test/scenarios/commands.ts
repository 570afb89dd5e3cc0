/** The words that commands begin with, and who knows the rest. */
import { clusterShape } from './cluster-command.js'
import { faultCommands } from './faults.js'
import { lookCommands } from './looks.js'
import { isRequest, requestAction } from './requests.js'
import { durationMs, ScenarioError, Words } from './words.js'
import type { Shape, World } from './world.js'

/** Says something when it has ended, or nothing. */
export type Begin = (world: World) => Promise<readonly string[]>

export type Action =
  /** A fresh cluster; the one before, if any, must have kept all promises. */
  | { readonly kind: 'cluster'; readonly shape: Shape }
  /** Something happens; `who` asked for it, if anybody. */
  | { readonly kind: 'act'; readonly who?: string; readonly begin: Begin }
  /** Somebody looks, while the world stands still. */
  | { readonly kind: 'look'; readonly look: (world: World) => Promise<readonly string[]> }

const silent: readonly string[] = []

/** Throws ScenarioError. */
export function actionOf(text: string): Action {
  const words = new Words(text)
  const action = isRequest(text) ? requestAction(text) : plainAction(words)
  if (!isRequest(text)) words.end()
  return action
}

function plainAction(words: Words): Action {
  const verb = words.take('a command')
  if (verb === 'cluster') return { kind: 'cluster', shape: clusterShape(words) }
  if (verb === 'advance') {
    const ms = durationMs(words.take('a duration'))
    return { kind: 'act', begin: (world) => world.scheduler.sleep(ms).then(() => silent) }
  }
  if (verb === 'repeat') return repeated(words)
  const look = lookCommands[verb]
  if (look !== undefined) return { kind: 'look', look: look(words) }
  const fault = faultCommands[verb]
  if (fault === undefined) throw new ScenarioError(`there is no command '${verb}'`)
  return { kind: 'act', begin: fault(words) }
}

/**
 * `repeat 1..32 laptop: put guestbook entry-#`: again and again, each when the one before has ended; `#` is the
 * number. Several commands have ` ; ` between them.
 */
function repeated(words: Words): Action {
  const range = /^(\d+)\.\.(\d+)$/.exec(words.take('a range'))
  if (range === null) throw new ScenarioError('a range is like 1..32')
  const texts = words.restAsWritten('a command').split(' ; ')
  const begins: Begin[] = []
  for (let number = Number(range[1]); number <= Number(range[2]); number += 1) {
    for (const text of texts) {
      const action = actionOf(text.replaceAll('#', String(number)))
      if (action.kind !== 'act') throw new ScenarioError(`'${text}' cannot be repeated`)
      begins.push(action.begin)
    }
  }
  return {
    kind: 'act',
    async begin(world) {
      const said: string[] = []
      for (const begin of begins) said.push(...(await begin(world)))
      return counted(said)
    },
  }
}

/** Neighbours that are equal as one, with their number. */
function counted(lines: readonly string[]): string[] {
  const runs: { line: string; count: number }[] = []
  for (const line of lines) {
    const last = runs.at(-1)
    if (last?.line === line) last.count += 1
    else runs.push({ line, count: 1 })
  }
  return runs.map(({ line, count }) => (count === 1 ? line : `${line} (${count} times)`))
}
