/**
 * A node on its machine, and the supervisor that every operator has: what dies is started again, once nothing
 * keeps it down. The node is the production node; only its ports are simulated.
 */
import { GrammeError } from '../../errors.js'
import { type Act, Node } from '../../node/node.js'
import type { Platform, Report } from '../../node/platform.js'
import type { NodeOptions } from '../../node/settings.js'
import type { Witness } from '../../replica/witness.js'
import type { FaultKind } from '../fault-model.js'
import type { Trace } from '../report/trace.js'
import type { Machine, MachinePorts } from '../world/machine.js'
import { EventKind, type Scheduler } from '../world/scheduler.js'
import type { TearStyle } from '../world/stored-file.js'

export type NodeState = 'down' | 'starting' | 'serving' | 'stopping'

/** How long a supervisor waits before it starts again what failed to start. */
const restartPauseMs = 300

export interface SimulatedNodeParts {
  readonly machine: Machine
  readonly scheduler: Scheduler
  readonly options: NodeOptions
  readonly witness: Witness
  readonly trace: Trace | undefined
  /** The node found itself wrong. */
  readonly broken: (message: string) => void
  /** Called with every node that comes to serve. */
  readonly serving: (node: Node) => void
}

export class SimulatedNode {
  #state: NodeState = 'down'
  #node: Node | undefined
  /** How many faults keep it down. */
  #downs = 0
  #pauses = 0
  #awakeSinceMs = 0
  #problem = ''
  /** It is a new one on an empty disk, and owns nothing before its operator says so. */
  isToBeTold = false
  /** Called with every start; what it gives back says at which use of a port the process is to die. */
  doomed: (() => number) | undefined

  /** How bad the faults of each kind are that go on now. */
  readonly #amounts = new Map<FaultKind, number[]>()

  constructor(private readonly parts: SimulatedNodeParts) {}

  /** For the faults themselves to keep. */
  activeAmounts(kind: FaultKind): number[] {
    const amounts = this.#amounts.get(kind) ?? []
    this.#amounts.set(kind, amounts)
    return amounts
  }

  get name(): string {
    return this.parts.machine.name
  }

  get machine(): Machine {
    return this.parts.machine
  }

  get state(): NodeState {
    return this.#state
  }

  /** The node, while it serves. */
  get node(): Node | undefined {
    return this.#state === 'serving' ? this.#node : undefined
  }

  /** Since when it has not stood still, in simulated time; undefined while it does. */
  get awakeSinceMs(): number | undefined {
    return this.#pauses > 0 ? undefined : this.#awakeSinceMs
  }

  /** In words, what keeps it from serving; undefined when nothing does. */
  get waitsFor(): string | undefined {
    if (this.#state === 'serving' && this.#pauses === 0) return undefined
    if (this.#state === 'serving') return `${this.name} is paused`
    const why = this.#problem === '' ? '' : `: ${this.#problem}`
    return `${this.name} is ${this.#state}${this.#downs > 0 ? ', kept down by a fault' : ''}${why}`
  }

  start(): void {
    if (this.#downs > 0 || this.#state !== 'down') return
    const { machine, options, trace } = this.parts
    const ports = machine.boot()
    this.#state = 'starting'
    this.#node = undefined
    trace?.process(this.name, 'started')
    if (this.#pauses > 0) ports.process.pause()
    if (this.doomed !== undefined) ports.process.dieAtUse(this.doomed(), () => this.#die('killed'))
    const joins = this.isToBeTold ? 'when-told' : 'at-once'
    Node.start({ ...options, joins }, this.#platform(ports), this.#report()).then(
      (node) => this.#started(node, ports),
      (error: unknown) => this.#failed(error, ports),
    )
  }

  #started(node: Node, ports: MachinePorts): void {
    if (!ports.process.isAlive) return
    this.#node = node
    this.#state = 'serving'
    this.#problem = ''
    this.parts.trace?.process(this.name, 'serving', node.id)
    this.parts.serving(node)
  }

  #failed(error: unknown, ports: MachinePorts): void {
    if (!ports.process.isAlive) return
    const message = error instanceof Error ? error.message : String(error)
    this.#problem = message
    this.parts.trace?.process(this.name, 'failed to start', message)
    if (!(error instanceof GrammeError) || error.code === 'INTERNAL') {
      this.parts.broken(`${this.name} cannot start: ${error instanceof Error ? error.stack : message}`)
    }
    this.#stopped()
    this.#startSoon(restartPauseMs)
  }

  #startSoon(delayMs: number): void {
    this.parts.scheduler.after(delayMs, EventKind.fault, undefined, () => this.start())
  }

  #stopped(): void {
    this.parts.machine.kill()
    this.#state = 'down'
    this.#node = undefined
  }

  /** SIGKILL. It is started again when nothing keeps it down. */
  kill(): void {
    this.#die('killed')
  }

  losePower(style: TearStyle): void {
    this.parts.trace?.process(this.name, 'lost power', style)
    this.parts.machine.losePower(style)
    this.#state = 'down'
    this.#node = undefined
    this.#startSoon(restartPauseMs)
  }

  #die(how: 'killed'): void {
    if (this.#state === 'down') return
    this.parts.trace?.process(this.name, how)
    this.#stopped()
    this.#startSoon(restartPauseMs)
  }

  /** Keeps it from being started until `release`. */
  hold(): void {
    this.#downs += 1
  }

  release(): void {
    this.#downs -= 1
    this.start()
  }

  /** An operator's act, where the node can be asked and may do it; `done`: it is, or was already. */
  act(act: Act, done: () => void = () => {}): void {
    const { node } = this
    this.machine.ports?.process.do(() => {
      node?.act(act).then(done, (error: unknown) => {
        if (!(error instanceof GrammeError)) this.parts.broken(`${this.name} cannot act: ${String(error)}`)
      })
    })
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
    this.#awakeSinceMs = this.parts.scheduler.nowMs
    this.parts.trace?.process(this.name, 'resumed')
    this.parts.machine.ports?.process.resume()
  }

  /** Stops it in good order; resolves when it has, or has died on the way. */
  stop(): Promise<void> {
    const node = this.node
    const process = this.parts.machine.ports?.process
    if (node === undefined || process === undefined) return Promise.resolve()
    this.#state = 'stopping'
    this.parts.trace?.process(this.name, 'stopping')
    return new Promise((resolve) => {
      const done = () => {
        if (!process.isAlive) return
        this.parts.trace?.process(this.name, 'stopped')
        this.#stopped()
        resolve()
      }
      node.close().then(done, (error: unknown) => {
        this.#problem = error instanceof Error ? error.message : String(error)
        if (!(error instanceof GrammeError)) this.parts.broken(`${this.name} cannot stop: ${this.#problem}`)
        done()
      })
    })
  }

  #platform({ clock, random, disk, network, workers }: MachinePorts): Platform {
    const { witness } = this.parts
    return { clock, random, disk, network, workers, memoryBytes: () => 0, witness }
  }

  #report(): Report {
    const { trace, broken } = this.parts
    return (level, message, details = {}) => {
      if (this.parts.machine.ports === undefined) return
      trace?.report(this.name, level, message, details)
      if (message !== 'connection internal') return
      const { cause } = details
      const told = cause instanceof Error ? cause.stack : String(details.reason)
      broken(`${this.name} answered INTERNAL: ${told}`)
    }
  }
}
