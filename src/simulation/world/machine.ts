/**
 * A simulated machine: a disk that lasts, a calendar of its own, a place in the network, and one process at a
 * time that has the five ports. What befalls machines befalls them here: kill, pause, power loss, another disk.
 */
import { inlineWorkers, type Workers } from '../../ports/workers.js'
import { type ClockConditions, type ClockPace, SimulatedClock } from './clock.js'
import { type DiskConditions, SimulatedDisk, soundDisk } from './disk.js'
import type { SimulatedNetwork } from './network.js'
import { Platter } from './platter.js'
import { SimulatedProcess } from './process.js'
import type { Scheduler } from './scheduler.js'
import { SeededRandom } from './seeded-random.js'
import type { TearStyle } from './stored-file.js'

export interface WorldParts {
  readonly seed: number
  readonly scheduler: Scheduler
  readonly network: SimulatedNetwork
}

/** The five ports, as one process has them. */
export interface MachinePorts {
  readonly process: SimulatedProcess
  readonly clock: SimulatedClock
  readonly random: SeededRandom
  readonly disk: SimulatedDisk
  readonly network: ReturnType<SimulatedNetwork['portOf']>
  readonly workers: Workers
}

/** So many processes of one machine have indexes of their own in the hash. */
const processesMax = 4096

export class Machine {
  readonly platter = new Platter()
  readonly diskConditions: DiskConditions
  readonly clockConditions: ClockConditions
  #ports: MachinePorts | undefined
  #boots = 0

  constructor(
    /** Its name and its host part of addresses. */
    readonly name: string,
    readonly index: number,
    private readonly world: WorldParts,
    options: {
      readonly clock?: Partial<ClockConditions>
      readonly disk?: Partial<DiskConditions>
      readonly pace: ClockPace
    },
  ) {
    this.#pace = options.pace
    this.clockConditions = { rate: 1, startMs: 0, skewMs: 0, ...options.clock }
    this.diskConditions = { ...soundDisk, ...options.disk }
  }

  readonly #pace: ClockPace

  /** What its process has, while there is one. */
  get ports(): MachinePorts | undefined {
    return this.#ports
  }

  get boots(): number {
    return this.#boots
  }

  /** Starts a process; the ports are its own, and dead with it. */
  boot(): MachinePorts {
    this.kill()
    const { scheduler, network, seed } = this.world
    network.powerBack(this.name)
    this.#boots += 1
    const life = `${this.name} ${this.#boots}`
    const process = new SimulatedProcess(life, this.index * processesMax + this.#boots, scheduler)
    const random = (what: string) => new SeededRandom(seed, `${what} ${life}`)
    this.#ports = {
      process,
      clock: new SimulatedClock(scheduler, process, this.clockConditions, random('timers'), this.#pace),
      random: random('process'),
      disk: new SimulatedDisk(this.platter, this.diskConditions, scheduler, process, random('disk')),
      network: network.portOf(this.name, process),
      workers: inlineWorkers,
    }
    return this.#ports
  }

  /** SIGKILL: what was written stays, and peers are told. */
  kill(): void {
    const ports = this.#end()
    if (ports !== undefined) this.world.network.processDied(ports.process)
  }

  /** What was not synced is lost as `style` says, and nobody is told. */
  losePower(style: TearStyle): void {
    this.world.network.powerLost(this.name, this.#end()?.process)
    this.platter.losePower(style, new SeededRandom(this.world.seed, `power ${this.name} ${this.#boots}`))
  }

  #end(): MachinePorts | undefined {
    const ports = this.#ports
    if (ports === undefined) return undefined
    this.#ports = undefined
    ports.process.die()
    ports.disk.abandon()
    return ports
  }
}
