/**
 * Load for a chaos run: workers with keys of their own, one request each at a time, mixed gets, puts, updates and
 * deletes, half of the writes with W = 1. Every write is in the ledger before it is sent.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, GrammeError } from '../../src/client/index.js'
import { KeyAccount, readQuorum, writeQuorum } from './ledger.js'
import type { Tally } from './tally.js'

/** A key with more than this many writes that may be there is read before it is written again. */
const openMax = 6

export class ChaosLoad {
  readonly accounts = new Map<string, KeyAccount>()
  writes = 0
  acknowledged = 0
  /** The least W of a write: 1, where no disk is about to be lost. */
  writeQuorumMin = 1
  #isOver = false
  #workers: Promise<void>[] = []

  constructor(
    private readonly client: Client,
    private readonly tally: Tally,
    private readonly random: () => number,
    private readonly options: { readonly pauseMs: number; readonly singleShare: number },
  ) {}

  start(workers: number, keysPerWorker: number): void {
    this.#workers = Array.from({ length: workers }, (_, worker) => this.#work(worker, keysPerWorker))
  }

  async stop(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#workers)
  }

  async #work(worker: number, keys: number): Promise<void> {
    while (!this.#isOver) {
      const key = `${worker}-${Math.floor(this.random() * keys)}`
      const account = this.accounts.get(key) ?? new KeyAccount()
      this.accounts.set(key, account)
      const dice = account.size > openMax ? 0.8 : this.random()
      try {
        if (dice < 0.4) await this.#read(key, account)
        else if (dice < 0.7) await this.#write(key, account, account.seen !== undefined, false)
        else {
          await this.#read(key, account)
          await this.#write(key, account, true, dice > 0.9)
        }
      } catch (error) {
        if (!(error instanceof GrammeError)) throw error
      }
      await sleep(this.options.pauseMs)
    }
  }

  async #read(key: string, account: KeyAccount): Promise<void> {
    const { siblings, context, isSloppy } = await this.#timed(
      'other',
      this.client.get(key, { r: readQuorum }),
    )
    const values = siblings.map(String)
    const miss = account.missed(values, isSloppy)
    if (miss !== undefined) this.tally.readMissed(miss)
    account.read(values, context)
  }

  async #write(key: string, account: KeyAccount, hasContext: boolean, isDelete: boolean): Promise<void> {
    const over = hasContext ? account.seen : undefined
    if (isDelete && (over === undefined || over.context.length === 0)) return
    this.writes += 1
    const value = isDelete ? undefined : `${key} write ${this.writes}`
    const w = Math.max(this.writeQuorumMin, this.random() < this.options.singleShare ? 1 : writeQuorum)
    account.entered(value, over)
    const options = over === undefined ? { w } : { w, context: over.context }
    const asked =
      value === undefined ? this.client.delete(key, options) : this.client.put(key, value, options)
    const { context, isSloppy } = await this.#timed(w === 1 ? 'w1' : 'other', asked)
    this.acknowledged += 1
    account.acknowledged(value, over, { context, w, isSloppy })
  }

  async #timed<T>(kind: 'w1' | 'other', request: Promise<T>): Promise<T> {
    const ended = this.tally.began(kind)
    try {
      const result = await request
      ended()
      return result
    } catch (error) {
      ended(error instanceof GrammeError ? error : { code: 'unexpected', message: String(error) })
      throw error
    }
  }
}
