/**
 * What clients see when one of three nodes hangs (SIGSTOP: its connections stay open and nothing answers). Gets
 * and puts, R = W = 2 of N = 3, are sent at a steady pace whether or not earlier ones have ended, since a client
 * that waits would ask least when it matters. Each counts by the time it began: before the node hangs, in the
 * first second of that, in the rest, and after it went on.
 *
 *     npm run bench -- hang [--json] [--seconds N] [--rate N]
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { build, type Histogram } from 'hdr-histogram-js'
import { type Client, connect } from '../src/client/index.js'
import { Child } from './child.js'
import { inFolder } from './folder.js'

const keys = 300
const valueBytes = 1024
const firstMs = 1000
const phases = ['before', 'first second', 'hung', 'after'] as const
type Phase = (typeof phases)[number]

interface Line {
  readonly bench: 'hang'
  readonly coordination: 'client' | 'server'
  readonly phase: Phase
  readonly requests: number
  readonly failed: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly maxMs: number
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      /** Of each of the three long phases. */
      seconds: { type: 'string', default: '15' },
      rate: { type: 'string', default: '300' },
    },
  })
  const lines: Line[] = []
  for (const coordination of ['client', 'server'] as const) {
    await inFolder(process.env.TMPDIR ?? '/tmp', async (folder) => {
      lines.push(...(await measure(folder, coordination, Number(values.seconds) * 1000, Number(values.rate))))
    })
  }
  for (const line of lines) console.log(values.json ? JSON.stringify(line) : shown(line))
}

async function measure(
  folder: string,
  coordination: 'client' | 'server',
  phaseMs: number,
  rate: number,
): Promise<Line[]> {
  const children = [1, 2, 3].map(() => new Child('floor-node'))
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
    while (
      (await Promise.all(children.map((child) => child.ask<number>({ kind: 'members' })))).some((n) => n < 3)
    )
      await sleep(50)
    const client = await connect({ seeds: addresses, coordination })
    await warmUp(client)
    const load = new PacedLoad(client, rate)
    load.start()
    await sleep(phaseMs)
    children[1].signal('SIGSTOP')
    load.phase = 'first second'
    await sleep(firstMs)
    load.phase = 'hung'
    await sleep(phaseMs)
    children[1].signal('SIGCONT')
    load.phase = 'after'
    await sleep(phaseMs)
    await load.stop()
    await client.close()
    return phases.map((phase) => ({ bench: 'hang', coordination, phase, ...load.measured(phase) }))
  } finally {
    for (const child of children) child.signal('SIGCONT')
    await Promise.all(children.map((child) => child.stop()))
  }
}

async function warmUp(client: Client): Promise<void> {
  for (let n = 0; n < 3 * keys; n += 1) {
    const { context } = await client.get(`key ${n % keys}`)
    await client.put(`key ${n % keys}`, Buffer.alloc(valueBytes), { context })
  }
}

/** Requests at a steady pace, and how long each took, by the phase in which it began. */
class PacedLoad {
  phase: Phase = 'before'
  readonly #taken = new Map<Phase, { histogram: Histogram; failed: number }>()
  readonly #underWay = new Set<Promise<void>>()
  #isOver = false
  #sent = 0

  constructor(
    private readonly client: Client,
    private readonly rate: number,
  ) {
    for (const phase of phases) this.#taken.set(phase, { histogram: build(), failed: 0 })
  }

  start(): void {
    const fromMs = performance.now()
    const timer = setInterval(() => {
      if (this.#isOver) clearInterval(timer)
      for (; this.#sent < ((performance.now() - fromMs) / 1000) * this.rate; this.#sent += 1) this.#send()
    }, 5)
  }

  async stop(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#underWay)
  }

  measured(phase: Phase): Omit<Line, 'bench' | 'coordination' | 'phase'> {
    const { histogram, failed } = this.#of(phase)
    const ms = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000
    return {
      requests: histogram.totalCount,
      failed,
      p50Ms: ms(50),
      p99Ms: ms(99),
      p999Ms: ms(99.9),
      maxMs: histogram.maxValue / 1000,
    }
  }

  #of(phase: Phase): { histogram: Histogram; failed: number } {
    const taken = this.#taken.get(phase)
    if (taken === undefined) throw new Error(`there is no phase '${phase}'`)
    return taken
  }

  #send(): void {
    const taken = this.#of(this.phase)
    const key = `key ${(this.#sent * 7919) % keys}`
    const beganMs = performance.now()
    // A put without a context would leave siblings: every put is one that has read.
    const asked =
      this.#sent % 2 === 0
        ? this.client.get(key)
        : this.client.put(key, Buffer.alloc(valueBytes), {
            context: this.#contexts.get(key) ?? Buffer.alloc(0),
          })
    const done = asked.then(
      ({ context }) => {
        this.#contexts.set(key, context)
        taken.histogram.recordValue(Math.max(1, Math.round((performance.now() - beganMs) * 1000)))
      },
      () => {
        taken.failed += 1
      },
    )
    this.#underWay.add(done)
    void done.finally(() => this.#underWay.delete(done))
  }

  readonly #contexts = new Map<string, Buffer>()
}

function shown(line: Line): string {
  const { coordination, phase, requests, failed, p50Ms, p99Ms, p999Ms, maxMs } = line
  const ms = (value: number) => value.toFixed(1).padStart(8)
  const [p50, p99, p999, max] = [p50Ms, p99Ms, p999Ms, maxMs].map(ms)
  return `${coordination.padEnd(7)} ${phase.padEnd(13)} ${String(requests).padStart(6)} done ${String(failed).padStart(4)} failed  p50 ${p50}  p99 ${p99}  p99.9 ${p999}  max ${max} ms`
}
