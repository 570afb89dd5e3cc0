/**
 * A scenario as a file: a story of comments and blocks. A block is one command or several that begin at the same
 * time, and what they are expected to say, which may be nothing:
 *
 *     # Two devices of one customer.
 *     laptop: put cart milk
 *     phone: get cart
 *     ----
 *     laptop: ok
 *     phone: nothing
 *
 * Invariant: written out with the outputs it was read with, a file is the same text.
 */
import { type Action, actionOf } from './commands.js'
import { ScenarioError } from './words.js'

export interface Command {
  readonly line: number
  readonly text: string
  readonly action: Action
}

export interface Block {
  readonly commands: readonly Command[]
  /** As it is written in the file. */
  readonly expected: readonly string[]
}

/** What a file consists of, in order: text that means nothing to the player, and blocks. */
export type Part = { readonly kind: 'text'; readonly line: string } | ({ readonly kind: 'block' } & Block)

const rule = '----'

/** Throws ScenarioError that names file and line. */
export function readScenario(file: string, text: string): Part[] {
  const lines = text.replace(/\n$/, '').split('\n')
  const parts: Part[] = []
  if (!lines[0].startsWith('# ')) {
    throw new ScenarioError(`${file}:1: a scenario begins with a comment that tells its story`)
  }
  for (let at = 0; at < lines.length; ) {
    if (isText(lines[at])) {
      parts.push({ kind: 'text', line: lines[at] })
      at += 1
      continue
    }
    const commands: Command[] = []
    for (; at < lines.length && !isText(lines[at]) && lines[at] !== rule; at += 1) {
      commands.push(commandOf(file, at + 1, lines[at]))
    }
    const expected: string[] = []
    if (lines[at] === rule) {
      if (commands.length === 0) throw new ScenarioError(`${file}:${at + 1}: there is no command for this`)
      for (at += 1; at < lines.length && lines[at] !== ''; at += 1) expected.push(lines[at])
    }
    checkAlone(file, commands)
    parts.push({ kind: 'block', commands, expected })
  }
  return parts
}

/** The file's text again, with what was said this time. */
export function writeScenario(parts: readonly Part[], said: ReadonlyMap<Block, readonly string[]>): string {
  const lines = parts.flatMap((part) => {
    if (part.kind === 'text') return [part.line]
    const output = said.get(part) ?? part.expected
    return [...part.commands.map(({ text }) => text), ...(output.length > 0 ? [rule, ...output] : [])]
  })
  return `${lines.join('\n')}\n`
}

function isText(line: string): boolean {
  return line === '' || line.startsWith('#')
}

function commandOf(file: string, line: number, text: string): Command {
  try {
    return { line, text, action: actionOf(text) }
  } catch (error) {
    if (error instanceof ScenarioError) throw new ScenarioError(`${file}:${line}: ${error.message}`)
    throw error
  }
}

function checkAlone(file: string, commands: readonly Command[]): void {
  const alone = commands.find(({ action }) => action.kind !== 'act')
  if (alone === undefined || commands.length === 1) return
  const [word] = alone.text.split(' ')
  throw new ScenarioError(`${file}:${alone.line}: ${word} stands in a block of its own`)
}
