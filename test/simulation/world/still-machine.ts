/**
 * A simulated machine to the millisecond, for tests of what waits: everything takes exactly what the options
 * say, and time stands still until the test lets it pass. Both ends of its streams are its own, under whatever
 * host names they like.
 */
import type { Clock, Timer } from '../../../src/ports/clock.js'
import type { Network } from '../../../src/ports/network.js'
import type { Machine, MachinePorts } from '../../../src/simulation/world/machine.js'
import type { StreamLimits } from '../../../src/simulation/world/stream.js'
import { TestWorld } from './rig.js'

export interface StillOptions extends Partial<StreamLimits> {
  readonly latencyMs?: number
}

export class StillMachine {
  readonly clock: StillClock
  readonly network: Network
  readonly #world: TestWorld
  readonly #machine: Machine

  constructor(options: StillOptions = {}) {
    const { latencyMs = 0.25, ...limits } = options
    this.#world = new TestWorld(1, { latencyMs, jitterMs: 0 }, { windowBytes: 64 * 1024, ...limits })
    this.#machine = this.#world.machine('here', { pace: { timerLateMsMax: 0, turnMs: 0 } })
    const ports = this.#machine.boot()
    this.network = ports.network
    this.clock = new StillClock(this.#world, ports)
  }

  /** The cables are whole again. */
  heal(...hosts: readonly string[]): void {
    for (const host of hosts) {
      this.#world.network.way(this.#machine.name, host).unblock()
      this.#world.network.way(host, this.#machine.name).unblock()
    }
  }

  /** From now on nothing passes between this machine and those hosts, and nobody is told: cables are cut. */
  silence(...hosts: readonly string[]): void {
    for (const host of hosts) {
      this.#world.network.way(this.#machine.name, host).block()
      this.#world.network.way(host, this.#machine.name).block()
    }
  }
}

export class StillClock implements Clock {
  constructor(
    private readonly world: TestWorld,
    private readonly ports: MachinePorts,
  ) {}

  nowMs(): number {
    return this.ports.clock.nowMs()
  }

  wallMs(): number {
    return this.ports.clock.wallMs()
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    return this.ports.clock.setTimer(delayMs, callback)
  }

  afterTurn(callback: () => void): void {
    this.ports.clock.afterTurn(callback)
  }

  /** Timers that are set. */
  get timerCount(): number {
    return this.ports.process.timers
  }

  /** The process is stopped for so long; what would have happened in it happens at once when it goes on. */
  async standStill(durationMs: number): Promise<void> {
    this.ports.process.pause()
    await this.world.advance(durationMs)
    this.ports.process.resume()
  }

  advance(durationMs: number): Promise<void> {
    return this.world.advance(durationMs)
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.world.settle(promise)
  }
}
