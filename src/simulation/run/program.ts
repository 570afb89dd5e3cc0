/**
 * A workload that is a program: an application's own code, its own values and its own merge function, under the
 * faults of a run. Each client runs it; whatever it returns or throws, and what it `expect`s, is judged beside
 * everything that the oracle checks of every client.
 *
 * The code must wait for nothing but the client and `sleep`, and draw nothing but from `random`; then a run
 * repeats.
 */
import type { Client } from '../../client/client.js'
import type { Codec } from '../../client/codec.js'
import { GrammeError } from '../../errors.js'
import { sleep } from '../../ports/clock.js'
import type { MachinePorts } from '../world/machine.js'
import type { SeededRandom } from '../world/seeded-random.js'
import type { SimulatedCluster } from './cluster.js'
import type { AnyClient } from './simulated-client.js'
import type { RunWorkload } from './workload.js'

export interface WorkloadContext<Out = Buffer, In = string | Uint8Array> {
  /** The production client, on the simulated network. */
  readonly client: Client<Out, In>
  /** Which of the clients this is, from 0. */
  readonly index: number
  readonly random: SeededRandom
  /** Milliseconds since the run began. */
  nowMs(): number
  /** Resolves when so much simulated time has passed. */
  sleep(delayMs: number): Promise<void>
  /** True once the plan's time is up: to end what would go on for ever. */
  isOver(): boolean
  /** A violation, when the condition does not hold. */
  expect(condition: unknown, message: string): void
}

export interface Workload<Out = Buffer, In = string | Uint8Array> {
  /** Between the application's values and bytes. By default bytes stay bytes. */
  readonly codec?: Codec<Out, In>
  /** As given to `connect`. */
  readonly resolver?: (siblings: Out[]) => Out
  /**
   * What a client does. Called once for each client, and again when its process was killed and has come back; it
   * ends by itself, or soon after `isOver`. A GrammeError that it throws ends it and is no violation: that
   * requests fail is to be expected. Any other error is one.
   */
  run(context: WorkloadContext<Out, In>): Promise<void>
  /** Called once at the end, when all is healed and the replicas are equal. */
  check?(context: WorkloadContext<Out, In>): Promise<void>
}

/** The check may take its time, and is not to be cut short by the timeouts that suit a workload. */
const checkTimeoutMs = 5000

export class ProgramWorkload<Out, In> implements RunWorkload {
  #begun = false
  #running = 0
  #isOver = false
  #checked: 'not asked' | 'under way' | 'done' = 'not asked'

  constructor(
    private readonly cluster: SimulatedCluster,
    private readonly workload: Workload<Out, In>,
    private readonly codec: Codec<Out, In>,
  ) {
    if (workload.check !== undefined) this.#checked = 'under way'
  }

  makeClient(name: string): AnyClient {
    const index = this.cluster.clients.length
    return this.#makeClient(name, index, {}, (context) => {
      if (this.#begun && !this.#isOver) this.#start(context)
      else this.#waiting.push(context)
    })
  }

  readonly #waiting: WorkloadContext<Out, In>[] = []

  begin(): void {
    this.#begun = true
    const { scheduler, plan } = this.cluster
    for (const context of this.#waiting) this.#start(context)
    scheduler.after(plan.durationMs, 0, undefined, () => {
      this.#isOver = true
    })
  }

  isOver(): boolean {
    return this.#begun && this.#running === 0
  }

  hasEnded(): boolean {
    this.#isOver = true
    return this.#running === 0
  }

  isChecked(): boolean {
    return this.#checked !== 'under way'
  }

  check(): void {
    const check = this.workload.check?.bind(this.workload)
    if (check === undefined) return
    const client = this.#makeClient('verifier', -1, { timeoutMs: checkTimeoutMs }, (context) => {
      check(context).then(
        () => {
          this.#checked = 'done'
        },
        (error: unknown) => {
          this.#checked = 'done'
          this.#violate(`the check of the workload ended with ${told(error)}`)
        },
      )
    })
    client.start()
  }

  #makeClient(
    name: string,
    index: number,
    options: { timeoutMs?: number },
    connected: (context: WorkloadContext<Out, In>) => void,
  ): AnyClient {
    const { resolver } = this.workload
    const all = { ...options, ...(resolver && { resolver }) }
    return this.cluster.makeClientOf(name, this.codec, all, (client, ports) => {
      connected(this.#context(client, index, ports))
    })
  }

  #context(client: Client<Out, In>, index: number, ports: MachinePorts): WorkloadContext<Out, In> {
    const { scheduler } = this.cluster
    return {
      client,
      index,
      random: ports.random,
      nowMs: () => scheduler.nowMs,
      sleep: (delayMs) => sleep(ports.clock, delayMs),
      isOver: () => this.#isOver,
      expect: (condition, message) => {
        if (!condition) this.#violate(`client ${index + 1} expected that ${message}`)
      },
    }
  }

  #start(context: WorkloadContext<Out, In>): void {
    const process = this.cluster.clients[context.index].machine.ports?.process
    this.#running += 1
    let isRunning = true
    const ended = () => {
      if (isRunning) this.#running -= 1
      isRunning = false
    }
    // A killed process ends nothing, and is not waited for.
    process?.atDeath(ended)
    this.workload.run(context).then(ended, (error: unknown) => {
      ended()
      if (!(error instanceof GrammeError) || error.code === 'INTERNAL') {
        this.#violate(`the workload of client ${context.index + 1} ended with ${told(error)}`)
      }
    })
  }

  #violate(message: string): void {
    this.cluster.oracle.violate('workload-failed', message)
  }
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
