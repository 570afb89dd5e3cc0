/** What must stay bounded while a cluster runs, looked at every simulated second: what the ports can see of it. */
import { EventKind } from '../world/scheduler.js'
import type { SimulatedCluster } from './cluster.js'
import { Vigilance } from './vigilance.js'

const lookEveryMs = 1000

/** Of one process each. Timers: a few a connection and a request. Queued bytes: FRAMES.md's 64 MiB and one answer. */
const bounds = { timers: 20_000, diskOperations: 2000, streams: 5000, queuedBytes: 100 * 1024 * 1024 }

export class Bounds {
  readonly #exceeded = new Set<string>()
  #isOver = false
  readonly #vigilance: Vigilance

  constructor(private readonly cluster: SimulatedCluster) {
    this.#vigilance = new Vigilance(cluster)
  }

  watch(): void {
    this.cluster.scheduler.after(lookEveryMs, EventKind.run, undefined, () => {
      if (this.#isOver) return
      this.#look()
      this.#vigilance.look()
      this.cluster.oracle.checkDeadlines()
      this.watch()
    })
  }

  stop(): void {
    this.#isOver = true
  }

  #look(): void {
    const { nodes, clients, network } = this.cluster
    const streams = new Map<string, number>()
    for (const stream of network.streams) {
      const { host } = stream.place
      streams.set(host, (streams.get(host) ?? 0) + 1)
      this.#check(host, 'queuedBytes', stream.queuedBytes)
    }
    for (const { name, machine } of [...nodes, ...clients]) {
      this.#check(name, 'timers', machine.ports?.process.timers ?? 0)
      this.#check(name, 'diskOperations', machine.ports?.disk.underWay ?? 0)
      this.#check(name, 'streams', streams.get(name) ?? 0)
    }
  }

  #check(machine: string, what: keyof typeof bounds, amount: number): void {
    if (amount <= bounds[what] || this.#exceeded.has(`${machine} ${what}`)) return
    this.#exceeded.add(`${machine} ${what}`)
    this.cluster.oracle.violate(
      'bound-exceeded',
      `${machine} has ${amount} ${what}, over the bound ${bounds[what]}`,
    )
  }
}
