/**
 * What is broken in a scenario just now, and how it is mended: by the command for it, or at the scenario's end.
 */
import type { FaultKind } from '../../src/simulation/fault-model.js'
import type { PlannedFault } from '../../src/simulation/plan/plan.js'
import { beginDiskFault } from '../../src/simulation/run/disk-faults.js'
import type { End } from '../../src/simulation/run/fault-player.js'
import { beginProcessFault } from '../../src/simulation/run/process-faults.js'
import type { LinkConditions, LinkWay } from '../../src/simulation/world/link.js'
import { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import { ScenarioError } from './words.js'
import type { World } from './world.js'

type Conditions = { -readonly [K in keyof LinkConditions]: LinkConditions[K] }

/** Longer than any scenario. */
const foreverMs = 1e9

export class Faults {
  readonly #ends = new Map<string, End[]>()
  readonly #blocked: LinkWay[] = []
  readonly #spoiled: End[] = []
  readonly #isolated = new Set<string>()
  #number = 0

  constructor(private readonly world: World) {}

  /** Lets one of the simulator's own faults befall a machine; it ends with `end` of the same name. */
  begin(kind: FaultKind, machine: string, amount: number, name: string = kind, forMs = foreverMs): void {
    this.#number += 1
    const fault: PlannedFault = {
      id: this.#number,
      kind,
      atMs: this.world.scheduler.nowMs,
      forMs,
      machines: [machine],
      others: [],
      amount,
    }
    const { cluster } = this.world
    const random = new SeededRandom(cluster.plan.seed, `scenario ${kind} ${fault.id}`)
    this.keep(
      name,
      machine,
      beginDiskFault(cluster, fault, random) ?? beginProcessFault(cluster, fault, random),
    )
  }

  keep(name: string, machine: string, end: End | undefined): void {
    const place = `${name} ${machine}`
    if (end !== undefined) this.#ends.set(place, [...(this.#ends.get(place) ?? []), end])
  }

  /** Ends what was begun under the name; an error when nothing was. */
  end(name: string, machine: string): void {
    const place = `${name} ${machine}`
    const ends = this.#ends.get(place)
    if (ends === undefined) throw new ScenarioError(`there is nothing of that kind to end`)
    this.#ends.delete(place)
    for (const end of ends) end()
  }

  has(name: string, machine: string): boolean {
    return this.#ends.has(`${name} ${machine}`)
  }

  /** What one machine sends does not reach the other, until `healNetwork`. */
  block(from: string, to: string): void {
    const way = this.world.cluster.network.way(from, to)
    way.block()
    this.#blocked.push(way)
  }

  part(a: string, b: string): void {
    this.block(a, b)
    this.block(b, a)
  }

  /** Also from clients that come later. */
  isolate(machine: string): void {
    for (const other of this.world.machines()) if (other !== machine) this.part(machine, other)
    this.#isolated.add(machine)
  }

  /** A new machine meets the network as it is. */
  join(machine: string): void {
    for (const other of this.#isolated) if (other !== machine) this.part(machine, other)
  }

  slow(machine: string, factor: number): void {
    this.#spoil(machine, (conditions) => {
      conditions.slowness *= factor
      return () => {
        conditions.slowness /= factor
      }
    })
  }

  lossy(machine: string, rate: number): void {
    this.#spoil(machine, (conditions) => {
      conditions.packetLoss += rate
      return () => {
        conditions.packetLoss -= rate
      }
    })
  }

  /** Changes all ways to the machine and from it, until `healNetwork`. */
  #spoil(machine: string, change: (conditions: Conditions) => End): void {
    const { network } = this.world.cluster
    for (const other of this.world.machines()) {
      if (other === machine) continue
      for (const way of [network.way(machine, other), network.way(other, machine)])
        this.#spoiled.push(change(way.conditions))
    }
  }

  healNetwork(): void {
    for (const way of this.#blocked.splice(0)) way.unblock()
    for (const mend of this.#spoiled.splice(0)) mend()
    this.#isolated.clear()
  }

  healAll(): void {
    this.healNetwork()
    // What never ended does so without a word; a backup that nobody went back to is thrown away.
    for (const [place, ends] of this.#ends) if (!place.startsWith('backup ')) for (const end of ends) end()
    this.#ends.clear()
  }
}
