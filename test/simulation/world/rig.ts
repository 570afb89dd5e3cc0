/** One or two simulated machines, and time that passes as tests say. */
import { systemClock } from '../../../src/runtime/clock.js'
import { type LinkConditions, soundLink } from '../../../src/simulation/world/link.js'
import { Machine } from '../../../src/simulation/world/machine.js'
import { SimulatedNetwork } from '../../../src/simulation/world/network.js'
import { Scheduler } from '../../../src/simulation/world/scheduler.js'
import type { StreamLimits } from '../../../src/simulation/world/stream.js'

export class TestWorld {
  readonly scheduler = new Scheduler(systemClock)
  readonly network: SimulatedNetwork
  #machines = 0

  constructor(
    readonly seed = 1,
    link: Partial<LinkConditions> = {},
    limits: Partial<StreamLimits> = {},
  ) {
    const { scheduler } = this
    this.network = new SimulatedNetwork({
      scheduler,
      seed,
      conditionsOf: () => ({ ...soundLink, ...link }),
      limits,
    })
  }

  machine(name: string, options: Partial<ConstructorParameters<typeof Machine>[3]> = {}): Machine {
    this.#machines += 1
    return new Machine(name, this.#machines, this, {
      pace: { timerLateMsMax: 0.5, turnMs: 0.02 },
      ...options,
    })
  }

  /** Lets time pass until `promise` has settled; throws when it never will. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false
    const mark = () => {
      isSettled = true
    }
    promise.then(mark, mark)
    await this.scheduler.run(Number.MAX_VALUE, () => isSettled)
    if (!isSettled) throw new Error('nothing is left that could happen')
    return promise
  }

  advance(durationMs: number): Promise<void> {
    return this.scheduler.run(this.scheduler.nowMs + durationMs)
  }
}
