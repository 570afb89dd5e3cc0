/**
 * Does something with many rows at once, and knows how far it has come.
 *
 * Invariants: rows of one key are worked on one after the other, in the file's order, so the last one
 * counts; `rowsDone` covers only rows that are finished. A failure is kept until a later row of its key
 * succeeds, which makes it moot.
 */
import { GrammeError } from '../errors.js'
import type { Row } from './rows.js'

export interface RowFailure {
  readonly row: number
  readonly key: string
  readonly code: string
  readonly message: string
}

export interface RowWorkOptions {
  /** Rows under way at one time. */
  readonly concurrency: number
  /** So many failures end the work. */
  readonly failuresMax: number
  /** What to count the row as. A row that cannot be done rejects. */
  readonly work: (key: string, value: string) => Promise<string>
}

export class RowWork {
  readonly counts = new Map<string, number>()
  readonly #options: RowWorkOptions
  readonly #failures = new Map<string, RowFailure>()
  readonly #finished = new Set<number>()
  /** The last row under way of each key. */
  readonly #latest = new Map<string, Promise<void>>()
  #underWay = 0
  #rowsDone: number
  #freed: (() => void) | undefined

  /** `rowsDone`: rows that are done already. */
  constructor(rowsDone: number, options: RowWorkOptions) {
    this.#rowsDone = rowsDone
    this.#options = options
  }

  /** All rows up to this one are finished, well or not. */
  get rowsDone(): number {
    return this.#rowsDone
  }

  /** By row. */
  get failures(): RowFailure[] {
    return [...this.#failures.values()].sort((a, b) => a.row - b.row)
  }

  get tooManyFailures(): boolean {
    return this.#failures.size >= this.#options.failuresMax
  }

  /** Takes the row; resolves when there is room for another. */
  async take(row: Row): Promise<void> {
    this.#underWay += 1
    const before = this.#latest.get(row.key)
    const work = before === undefined ? this.#do(row) : before.then(() => this.#do(row))
    this.#latest.set(row.key, work)
    void work.then(() => this.#finish(row, work))
    while (this.#underWay >= this.#options.concurrency) await this.#aRowFinishes()
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    while (this.#underWay > 0) await this.#aRowFinishes()
  }

  #aRowFinishes(): Promise<void> {
    return new Promise((resolve) => {
      this.#freed = resolve
    })
  }

  async #do({ number, key, value }: Row): Promise<void> {
    const name = key === '' ? `\0${number}` : key
    if (typeof value !== 'string') {
      this.#failures.set(name, { row: number, key, code: 'BAD_ROW', message: `the row ${value.fault}` })
      return
    }
    try {
      const kind = await this.#options.work(key, value)
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
      this.#failures.delete(name)
    } catch (error) {
      const code = error instanceof RowProblem || error instanceof GrammeError ? error.code : 'INTERNAL'
      const message = error instanceof Error ? error.message : String(error)
      this.#failures.set(name, { row: number, key, code, message })
    }
  }

  #finish(row: Row, work: Promise<void>): void {
    if (this.#latest.get(row.key) === work) this.#latest.delete(row.key)
    this.#underWay -= 1
    if (row.number > this.#rowsDone) this.#finished.add(row.number)
    while (this.#finished.delete(this.#rowsDone + 1)) this.#rowsDone += 1
    this.#freed?.()
    this.#freed = undefined
  }
}

/** What is wrong with a row that the cluster did answer for. */
export class RowProblem extends Error {
  override readonly name = 'RowProblem'
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}
