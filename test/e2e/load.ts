/**
 * Load that keeps a ledger: what was acknowledged, and what may have happened. Each worker has keys of its
 * own, reads and overwrites them with the context of its last write, and checks every answer against the ledger.
 */
import type { Client } from '../../src/client/index.js'
import { GrammeError } from '../../src/errors.js'

interface Entry {
  acknowledged: string | undefined
  context: Uint8Array | undefined
  /** A write that failed, and may have happened all the same. */
  open: string | undefined
}

export class Load {
  readonly #entries = new Map<string, Entry>()
  readonly failures: GrammeError[] = []
  /** Answers that the ledger says are wrong. */
  readonly lies: string[] = []
  done = 0
  #stopping = false
  #workers: Promise<void>[] = []

  constructor(
    private readonly client: Client,
    private readonly keysPerWorker = 25,
  ) {}

  start(workers = 16): void {
    this.#stopping = false
    this.#workers = Array.from({ length: workers }, (_, worker) => this.#work(worker))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#workers)
  }

  /** Resolves when this many more requests have been answered. */
  async more(requests: number): Promise<void> {
    const target = this.done + this.failures.length + requests
    while (this.done + this.failures.length < target) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  /** Reads everything back. */
  async audit(client: Client = this.client): Promise<{ keys: number; wrong: string[] }> {
    const wrong: string[] = []
    for (const [key, entry] of this.#entries) {
      const { siblings } = await client.get(key)
      const fault = faultOf(
        entry,
        siblings.map((sibling) => sibling.toString()),
      )
      if (fault !== undefined) wrong.push(`${key}: ${fault}`)
    }
    return { keys: this.#entries.size, wrong }
  }

  async #work(worker: number): Promise<void> {
    for (let round = 0; !this.#stopping; round += 1) {
      const key = `w${worker}-${round % this.keysPerWorker}`
      const entry = this.#entries.get(key) ?? { acknowledged: undefined, context: undefined, open: undefined }
      this.#entries.set(key, entry)
      try {
        if (round % 3 === 2) {
          const { siblings } = await this.client.get(key)
          const fault = faultOf(
            entry,
            siblings.map((sibling) => sibling.toString()),
          )
          if (fault !== undefined) this.lies.push(`${key}: ${fault}`)
        } else if (entry.open === undefined) {
          await this.#put(key, entry, `${key} round ${round}`)
        }
        this.done += 1
      } catch (error) {
        if (!(error instanceof GrammeError)) throw error
        this.failures.push(error)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }

  async #put(key: string, entry: Entry, value: string): Promise<void> {
    entry.open = value
    const options = entry.context === undefined ? {} : { context: entry.context }
    const { context } = await this.client.put(key, value, options)
    entry.acknowledged = value
    entry.context = context
    entry.open = undefined
  }
}

/** What is wrong with an answer; undefined when it may be so. */
function faultOf({ acknowledged, open }: Entry, siblings: readonly string[]): string | undefined {
  const allowed = [acknowledged, open].filter((value) => value !== undefined)
  const strange = siblings.filter((value) => !allowed.includes(value))
  if (strange.length > 0) return `has ${strange} where ${allowed} may be`
  if (siblings.length > 0 || acknowledged === undefined) return undefined
  return `lost ${acknowledged}`
}
