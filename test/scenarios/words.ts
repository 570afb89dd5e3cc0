/**
 * One command of a scenario as words: those that stand for themselves, in order, and options, `name=value`, in
 * any place. What is left over at the end is an error, so that a slip of the pen does not pass for a command.
 */

/** What is wrong with a scenario; whoever knows the place puts file and line before it. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
}

export class Words {
  readonly #words: string[] = []
  readonly #options = new Map<string, string>()

  readonly #all: readonly string[]
  readonly #count: number

  constructor(text: string) {
    this.#all = text.split(/\s+/).filter((one) => one !== '')
    for (const word of this.#all) {
      const option = /^([a-z]+)=(.+)$/.exec(word)
      if (option === null) this.#words.push(word)
      else this.#options.set(option[1], option[2])
    }
    this.#count = this.#words.length
  }

  get next(): string | undefined {
    return this.#words[0]
  }

  /** `what`: for the error when there is none. */
  take(what: string): string {
    const word = this.#words.shift()
    if (word === undefined) throw new ScenarioError(`${what} is missing`)
    return word
  }

  takeIf(word: string): boolean {
    if (this.#words[0] !== word) return false
    this.#words.shift()
    return true
  }

  /** All words that are left: one at least. */
  rest(what: string): string[] {
    if (this.#words.length === 0) throw new ScenarioError(`${what} is missing`)
    return this.#words.splice(0)
  }

  /** Everything behind what has been taken, options and all: a command within a command. */
  restAsWritten(what: string): string {
    const taken = this.#count - this.#words.length
    const left = this.#all.slice(taken).join(' ')
    if (left === '') throw new ScenarioError(`${what} is missing`)
    this.#words.splice(0)
    this.#options.clear()
    return left
  }

  option(name: string): string | undefined {
    const value = this.#options.get(name)
    this.#options.delete(name)
    return value
  }

  number(name: string): number | undefined {
    const value = this.option(name)
    if (value === undefined) return undefined
    if (!/^\d+(\.\d+)?$/.test(value)) throw new ScenarioError(`${name} is a number, not '${value}'`)
    return Number(value)
  }

  duration(name: string): number | undefined {
    const value = this.option(name)
    return value === undefined ? undefined : durationMs(value)
  }

  choice<T extends string>(name: string, from: readonly T[]): T | undefined {
    const value = this.option(name)
    const found = from.find((one) => one === value)
    if (value !== undefined && found === undefined) {
      throw new ScenarioError(`${name} is one of ${from.join(', ')}, not '${value}'`)
    }
    return found
  }

  /** To be called when everything that means something has been taken. */
  end(): void {
    const left = [...this.#words, ...[...this.#options].map(([name, value]) => `${name}=${value}`)]
    if (left.length > 0) throw new ScenarioError(`nobody knows what '${left.join(' ')}' is doing there`)
  }
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** '500ms', '2s', '1m', '1h'. */
export function durationMs(text: string): number {
  const found = /^(\d+)(ms|s|m|h)$/.exec(text)
  if (found === null) throw new ScenarioError(`a duration is like 500ms, 2s or 1m, not '${text}'`)
  return Number(found[1]) * unitMs[found[2]]
}
