/**
 * Requests that come as users' do: at their own rate, whether or not earlier ones have ended (an open loop), half
 * gets and half puts, with R = W = 2 of N = 3. Each counts by the time at which it was to begin, so what waits in
 * the load generator itself is not overlooked. Where the generator cannot make as many as it is to, it makes fewer: how
 * many is told.
 */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { build, type Histogram } from 'hdr-histogram-js'
import { type Client, connect, GrammeError } from '../src/client/index.js'
import { serveOrders } from './child.js'

export type OpenLoadOrder =
  | { readonly kind: 'open'; readonly seeds: string[]; readonly clients: number }
  /** Every key once, and again so many of them, here and there: what they leave behind is dead. */
  | { readonly kind: 'fill'; readonly keys: number; readonly again: number; readonly valueBytes: number }
  /** A closed loop: the next request when one has ended. Answered with the requests of a second. */
  | { readonly kind: 'saturate'; readonly inFlight: number; readonly durationMs: number }
  /** Resolves when every request has ended. */
  | { readonly kind: 'steady'; readonly rate: number; readonly durationMs: number }

/** Of the requests that were to begin in one window of time. */
export interface OpenWindow {
  readonly fromMs: number
  readonly asked: number
  readonly done: number
  readonly refused: number
  readonly failed: number
  readonly p99Ms: number
}

export interface OpenMeasured {
  readonly asked: number
  readonly done: number
  /** With BUSY. */
  readonly refused: number
  readonly failed: Readonly<Record<string, number>>
  /** Done within the time in which requests were made, a second. */
  readonly goodput: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  /** From the last request's beginning until every one had ended. */
  readonly drainMs: number
  readonly windows: readonly OpenWindow[]
}

const windowMs = 500
/** So that answers are taken in between. */
const perTurnMax = 64
const timeoutMs = 5000

let clients: Client[] = []
let keys = 1
let value = Buffer.alloc(0)
let sent = 0
const contexts = new Map<string, Buffer>()

serveOrders<OpenLoadOrder>(
  async (order) => {
    switch (order.kind) {
      case 'open':
        clients = await Promise.all(
          Array.from({ length: order.clients }, () => connect({ seeds: order.seeds, timeoutMs })),
        )
        return
      case 'fill':
        keys = order.keys
        value = Buffer.alloc(order.valueBytes, 'v')
        return lanes(32, order.keys + order.again, (n) => put(n < keys ? n : (n * 7919) % keys))
      case 'saturate': {
        const endMs = performance.now() + order.durationMs
        let done = 0
        await lanes(order.inFlight, Number.POSITIVE_INFINITY, async () => {
          await request()
          done += 1
          return performance.now() < endMs
        })
        return (1000 * done) / order.durationMs
      }
      case 'steady':
        return new Steady(order.rate, order.durationMs).run()
    }
  },
  async () => {
    await Promise.all(clients.map((client) => client.close()))
  },
)

/** `work` is done for each number below `count`, so many at once, until it says that it is enough. */
async function lanes(
  atOnce: number,
  count: number,
  work: (n: number) => Promise<boolean | undefined>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        const n = next
        next += 1
        if ((await work(n)) === false) return
      }
    }),
  )
}

function request(): Promise<boolean | undefined> {
  sent += 1
  const key = (sent * 7919) % keys
  return sent % 2 === 0 ? get(key) : put(key)
}

async function get(key: number): Promise<undefined> {
  const { context } = await clients[key % clients.length].get(`key ${key}`)
  contexts.set(`key ${key}`, context)
}

/** With the context that is known, so that siblings do not pile up. */
async function put(key: number): Promise<undefined> {
  const name = `key ${key}`
  const context = contexts.get(name)
  const options = context === undefined ? {} : { context }
  const done = await clients[key % clients.length].put(name, value, options)
  contexts.set(name, done.context)
}

interface Tally {
  readonly histogram: Histogram
  asked: number
  refused: number
  failed: number
}

class Steady {
  readonly #tallies: Tally[]
  readonly #all = build()
  readonly #failed: Record<string, number> = {}
  #doneInTime = 0
  #underWay = 0

  constructor(
    private readonly rate: number,
    private readonly durationMs: number,
  ) {
    const count = Math.ceil(durationMs / windowMs)
    this.#tallies = Array.from({ length: count }, () => ({
      histogram: build(),
      asked: 0,
      refused: 0,
      failed: 0,
    }))
  }

  async run(): Promise<OpenMeasured> {
    const beganMs = performance.now()
    let asked = 0
    for (let n = 0; ; ) {
      const passedMs = performance.now() - beganMs
      if (passedMs >= this.durationMs) break
      const dueCount = (passedMs * this.rate) / 1000
      const most = n + perTurnMax
      for (; n < dueCount && n < most; n += 1) {
        void this.#send((1000 * n) / this.rate, beganMs)
        asked += 1
      }
      if (n < dueCount) {
        // It falls behind: what is a whole window late is left out.
        n = Math.max(n, Math.floor(dueCount - (windowMs * this.rate) / 1000))
        await turn()
      } else await sleep(1)
    }
    const lastMs = performance.now()
    while (this.#underWay > 0) await sleep(5)
    return this.#measured(asked, performance.now() - lastMs)
  }

  async #send(dueMs: number, beganMs: number): Promise<void> {
    const tally = this.#tallies[Math.floor(dueMs / windowMs)]
    tally.asked += 1
    this.#underWay += 1
    try {
      await request()
      const endedMs = performance.now() - beganMs
      const us = Math.max(1, Math.round((endedMs - dueMs) * 1000))
      tally.histogram.recordValue(us)
      this.#all.recordValue(us)
      if (endedMs <= this.durationMs) this.#doneInTime += 1
    } catch (error) {
      const code = error instanceof GrammeError ? error.code : String(error)
      if (code === 'BUSY') {
        tally.refused += 1
      } else {
        tally.failed += 1
        this.#failed[code] = (this.#failed[code] ?? 0) + 1
      }
    } finally {
      this.#underWay -= 1
    }
  }

  #measured(asked: number, drainMs: number): OpenMeasured {
    const ms = (percentile: number) => this.#all.getValueAtPercentile(percentile) / 1000
    return {
      asked,
      done: this.#all.totalCount,
      refused: this.#tallies.reduce((sum, { refused }) => sum + refused, 0),
      failed: this.#failed,
      goodput: (1000 * this.#doneInTime) / this.durationMs,
      p50Ms: ms(50),
      p99Ms: ms(99),
      p999Ms: ms(99.9),
      drainMs,
      windows: this.#tallies.map(({ histogram, asked, refused, failed }, i) => ({
        fromMs: i * windowMs,
        asked,
        done: histogram.totalCount,
        refused,
        failed,
        p99Ms: histogram.getValueAtPercentile(99) / 1000,
      })),
    }
  }
}
