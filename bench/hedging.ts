/**
 * What hedged gets and the choice of the coordinator are worth: three and five nodes, all well, and then one of them
 * stopped (SIGSTOP) for some tens of milliseconds again and again, as by garbage collection, a slow disk or a neighbour
 * on the machine: too short to be suspected. Four clients, each with another choice, ask the same cluster at the same
 * time and at the same pace, so that each meets the same pauses; a request is a get and a put with its context.
 *
 *     npm run bench -- hedging [--json] [--small] [--seconds N] [--rate N] [--pause MS] [--every MS] [--keys N]
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { build, type Histogram } from 'hdr-histogram-js'
import { type Client, connect } from '../src/client/index.js'
import { Child } from './child.js'
import { countFlag, numberFlag } from './flags.js'
import { inFolder } from './folder.js'

const valueBytes = 1024
const choices = [
  { hedging: false, coordinator: 'first' },
  { hedging: false, coordinator: 'fastest' },
  { hedging: true, coordinator: 'first' },
  { hedging: true, coordinator: 'fastest' },
] as const
type Choice = (typeof choices)[number]

interface Settings {
  /** Sizes of the cluster. */
  readonly clusters: readonly number[]
  readonly keys: number
  readonly seconds: number
  /** Gets a second of each client, and as many puts. */
  readonly rate: number
  readonly pauseMs: number
  readonly everyMs: number
}

interface Line {
  readonly bench: 'hedging'
  readonly nodes: number
  readonly pauses: boolean
  readonly hedging: boolean
  readonly coordinator: string
  readonly requests: number
  readonly failed: number
  /** Hedges and retries, as a part of the requests. */
  readonly extra: number
  readonly hedgesWon: number
  readonly get: Times
  readonly put: Times
  /** The get and the put after it. */
  readonly both: Times
}

type Times = Record<'p50Ms' | 'p99Ms' | 'p999Ms', number>

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      small: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      rate: { type: 'string' },
      pause: { type: 'string' },
      every: { type: 'string' },
      keys: { type: 'string' },
    },
  })
  const settings = settingsOf(values)
  for (const nodes of settings.clusters) {
    await inFolder(process.env.TMPDIR ?? '/tmp', async (folder) => {
      const lines = await measure(folder, nodes, settings)
      for (const line of lines) console.log(values.json ? JSON.stringify(line) : shown(line, lines))
    })
  }
}

type Flags = Readonly<Partial<Record<'seconds' | 'rate' | 'pause' | 'every' | 'keys', string>>> & {
  readonly small: boolean
}

function settingsOf({ small, seconds, rate, pause, every, keys }: Flags): Settings {
  const pauseMs = numberFlag({ flag: 'pause', text: pause, otherwise: 50, min: 1, max: 60_000 })
  return {
    clusters: small ? [3] : [3, 5],
    keys: countFlag({ flag: 'keys', text: keys, otherwise: small ? 10 : 200, min: 1, max: 1_000_000 }),
    seconds: numberFlag({ flag: 'seconds', text: seconds, otherwise: small ? 0.6 : 20, min: 0.1, max: 3600 }),
    rate: numberFlag({ flag: 'rate', text: rate, otherwise: small ? 20 : 60, min: 1, max: 100_000 }),
    pauseMs,
    everyMs: numberFlag({
      flag: 'every',
      text: every,
      otherwise: Math.max(500, pauseMs),
      min: pauseMs,
      max: 600_000,
    }),
  }
}

async function measure(folder: string, count: number, settings: Settings): Promise<Line[]> {
  const children = Array.from({ length: count }, () => new Child('floor-node'))
  try {
    const addresses: string[] = []
    for (const [n, child] of children.entries()) {
      const options = {
        folder: `${folder}/${n}`,
        listen: '127.0.0.1:0',
        seeds: addresses.slice(0, 1),
        partitionCount: 64,
        gossipIntervalMs: 200,
      }
      addresses.push(await child.ask<string>({ kind: 'start', options }))
    }
    const members = () => Promise.all(children.map((child) => child.ask<number>({ kind: 'members' })))
    while ((await members()).some((n) => n < count)) await sleep(50)
    const lines: Line[] = []
    for (const pauses of [false, true]) {
      const clients = await Promise.all(
        choices.map(async (choice) => new PacedClient(choice, await connectAs(choice, addresses), settings)),
      )
      for (const client of clients) await client.warmUp()
      const untilMs = performance.now() + settings.seconds * 1000
      const loads = clients.map((client) => client.run(untilMs))
      if (pauses) await pauseAgain(children[1], settings, untilMs)
      await Promise.all(loads)
      for (const client of clients) lines.push(await client.line(count, pauses))
    }
    return lines
  } finally {
    for (const child of children) child.signal('SIGCONT')
    await Promise.all(children.map((child) => child.stop()))
  }
}

function connectAs({ hedging }: Choice, seeds: readonly string[]): Promise<Client> {
  return hedging ? connect({ seeds }) : connect({ seeds, hedging: false })
}

async function pauseAgain(child: Child, { pauseMs, everyMs }: Settings, untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    child.signal('SIGSTOP')
    await sleep(pauseMs)
    child.signal('SIGCONT')
    await sleep(everyMs - pauseMs)
  }
}

/** Gets and puts at a steady pace, whether or not earlier ones have ended, and how long each took. */
class PacedClient {
  readonly #get = build()
  readonly #put = build()
  readonly #both = build()
  #failed = 0
  #sentBefore = 0
  #extraBefore = 0

  constructor(
    private readonly choice: Choice,
    private readonly client: Client,
    private readonly settings: Settings,
  ) {}

  async warmUp(): Promise<void> {
    for (let n = 0; n < 2 * this.settings.keys; n += 1) await this.#getAndPut(n)
    const { requests, hedges, retries } = this.client.stats()
    this.#sentBefore = requests
    this.#extraBefore = hedges + retries
    for (const histogram of [this.#get, this.#put, this.#both]) histogram.reset()
  }

  async run(untilMs: number): Promise<void> {
    const underWay = new Set<Promise<void>>()
    const fromMs = performance.now()
    for (let sent = 0; performance.now() < untilMs; ) {
      for (; sent < ((performance.now() - fromMs) / 1000) * this.settings.rate; sent += 1) {
        const done = this.#getAndPut(sent)
        underWay.add(done)
        void done.finally(() => underWay.delete(done))
      }
      await sleep(3)
    }
    await Promise.all(underWay)
  }

  async line(nodes: number, pauses: boolean): Promise<Line> {
    const { requests, hedges, hedgesWon, retries } = this.client.stats()
    await this.client.close()
    const sent = requests - this.#sentBefore
    return {
      bench: 'hedging',
      nodes,
      pauses,
      ...this.choice,
      requests: sent,
      failed: this.#failed,
      extra: (hedges + retries - this.#extraBefore) / sent,
      hedgesWon,
      get: timesOf(this.#get),
      put: timesOf(this.#put),
      both: timesOf(this.#both),
    }
  }

  async #getAndPut(n: number): Promise<void> {
    // Keys of its own: writers that meet would leave siblings.
    const key = `${choices.indexOf(this.choice)} ${(n * 7919) % this.settings.keys}`
    const { coordinator } = this.choice
    const getAndPut = async () => {
      const { context } = await timed(this.#get, this.client.get(key))
      await timed(this.#put, this.client.put(key, Buffer.alloc(valueBytes), { context, coordinator }))
    }
    try {
      await timed(this.#both, getAndPut())
    } catch {
      this.#failed += 1
    }
  }
}

async function timed<T>(histogram: Histogram, work: Promise<T>): Promise<T> {
  const beganMs = performance.now()
  const result = await work
  histogram.recordValue(Math.max(1, Math.round((performance.now() - beganMs) * 1000)))
  return result
}

function timesOf(histogram: Histogram): Times {
  const ms = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000
  return { p50Ms: ms(50), p99Ms: ms(99), p999Ms: ms(99.9) }
}

/** Times as multiples of those without hedging and with the first of the list, under the same conditions. */
function shown(line: Line, lines: readonly Line[]): string {
  const base = lines.find(({ pauses, hedging, coordinator }) => {
    return pauses === line.pauses && !hedging && coordinator === 'first'
  })
  const times = (kind: 'get' | 'put' | 'both') =>
    (['p50Ms', 'p99Ms', 'p999Ms'] as const)
      .map((name) => `${line[kind][name].toFixed(1)} (${ratio(line[kind][name], base?.[kind][name])})`)
      .map((text) => text.padStart(13))
      .join(' ')
  const { nodes, pauses, hedging, coordinator, extra, failed } = line
  const what = `${nodes} nodes, ${pauses ? 'one pauses' : 'all well'}`.padEnd(19)
  const choice = `${hedging ? 'hedged' : '-'}`.padEnd(6)
  const load = `+${(100 * extra).toFixed(1)}%`.padStart(6)
  const [get, put, both] = [times('get'), times('put'), times('both')]
  return `${what} ${choice} ${coordinator.padEnd(7)} ${load}  get ${get}  put ${put}  both ${both} ms  ${failed} failed`
}

function ratio(value: number, base: number | undefined): string {
  return base === undefined ? '' : (value / base).toFixed(2)
}
