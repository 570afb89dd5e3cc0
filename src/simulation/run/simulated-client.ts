/**
 * A client on its machine: the production client, connected anew whenever its process was killed.
 */
import type { Client } from '../../client/client.js'
import type { Codec } from '../../client/codec.js'
import { connectOver } from '../../client/connect.js'
import type { ClientObserver } from '../../client/observer.js'
import type { ConnectOptions } from '../../client/options.js'
import type { Trace } from '../report/trace.js'
import type { Machine, MachinePorts } from '../world/machine.js'
import { EventKind, type Scheduler } from '../world/scheduler.js'

/** Between attempts to connect. */
const pauseMs = 200

export interface SimulatedClientParts<Out, In> {
  readonly machine: Machine
  readonly scheduler: Scheduler
  readonly options: ConnectOptions<Out, In>
  readonly codec: Codec<Out, In>
  readonly observer: ClientObserver
  readonly trace: Trace | undefined
  /** Called whenever it has connected, from within its process. */
  readonly connected?: ((client: Client<Out, In>, ports: MachinePorts) => void) | undefined
  readonly died: () => void
}

/** A client as faults see it, whatever it stores. */
export type AnyClient = Omit<SimulatedClient<never, never>, 'client'>

export class SimulatedClient<Out, In> {
  #client: Client<Out, In> | undefined
  #downs = 0
  #pauses = 0
  #problem = ''

  constructor(private readonly parts: SimulatedClientParts<Out, In>) {}

  get name(): string {
    return this.parts.machine.name
  }

  /** The client, while it is connected. */
  get client(): Client<Out, In> | undefined {
    return this.#client
  }

  get isConnected(): boolean {
    return this.#client !== undefined
  }

  get machine(): Machine {
    return this.parts.machine
  }

  get waitsFor(): string | undefined {
    return this.#client === undefined ? `${this.name} is not connected: ${this.#problem}` : undefined
  }

  start(): void {
    if (this.#downs > 0 || this.#client !== undefined) return
    const { machine, options, codec, observer, trace, scheduler, connected } = this.parts
    const ports = machine.boot()
    if (this.#pauses > 0) ports.process.pause()
    const attempt = () => {
      connectOver({ ...ports, observer }, options, codec).then(
        (client) => {
          if (!ports.process.isAlive) return
          this.#client = client
          trace?.process(this.name, 'connected')
          connected?.(client, ports)
        },
        (error: unknown) => {
          this.#problem = error instanceof Error ? error.message : String(error)
          scheduler.after(pauseMs, EventKind.run, ports.process, attempt)
        },
      )
    }
    trace?.process(this.name, 'started')
    attempt()
  }

  kill(): void {
    this.parts.trace?.process(this.name, 'killed')
    this.parts.machine.kill()
    this.#client = undefined
    this.parts.died()
  }

  hold(): void {
    this.#downs += 1
  }

  release(): void {
    this.#downs -= 1
    this.start()
  }

  pause(): void {
    this.#pauses += 1
    if (this.#pauses > 1) return
    this.parts.trace?.process(this.name, 'paused')
    this.parts.machine.ports?.process.pause()
  }

  resume(): void {
    this.#pauses -= 1
    if (this.#pauses > 0) return
    this.parts.trace?.process(this.name, 'resumed')
    this.parts.machine.ports?.process.resume()
  }

  close(): void {
    void this.#client?.close()
  }
}
