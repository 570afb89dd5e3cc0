/**
 * A process on a simulated machine: whose events happen, wait, or never happen. A killed process is one none
 * of whose events happen any more; its promises are left pending and nobody holds them. A paused one (SIGSTOP)
 * finds what came meanwhile, in order, when it goes on.
 *
 * What code does between two uses of a port changes nothing but its own memory, which dies with it. So killing
 * it at any use of a port is killing it at any await.
 */
import { EventKind, type EventOwner, type Scheduler, type SimulatedEvent } from './scheduler.js'

export type ProcessState = 'running' | 'paused' | 'dead'

export class SimulatedProcess implements EventOwner {
  #state: ProcessState = 'running'
  #held: SimulatedEvent[] = []
  /** Uses of ports left until it dies at one of them. */
  #usesLeft = Number.POSITIVE_INFINITY
  #dieAtUse: () => void = () => {}
  readonly #atDeath: (() => void)[] = []
  #resumedMs = Number.NEGATIVE_INFINITY
  /** Timers set and not fired or cancelled, for the check on bounds. */
  timers = 0

  constructor(
    /** The machine's name, and which of its processes this is. */
    readonly name: string,
    readonly index: number,
    private readonly scheduler: Scheduler,
  ) {}

  get state(): ProcessState {
    return this.#state
  }

  get isAlive(): boolean {
    return this.#state !== 'dead'
  }

  /** Pending for ever when it is dead, for calls that otherwise answer at once: the dead get no answers. */
  async alive(): Promise<void> {
    if (this.#state === 'dead') await new Promise<never>(() => {})
  }

  admits(event: SimulatedEvent): boolean {
    if (this.#state === 'running') return true
    if (this.#state === 'paused') this.#held.push(event)
    return false
  }

  /** Does it now, or when the process goes on; never, when it is dead. */
  do(callback: () => void): void {
    if (this.#state === 'running') callback()
    else if (this.#state === 'paused') this.scheduler.after(0, EventKind.arrival, this, callback)
  }

  /** Whether it stands still, or did at any time since then. */
  wasPausedSince(ms: number): boolean {
    return this.#state === 'paused' || this.#resumedMs >= ms
  }

  pause(): void {
    if (this.#state === 'running') this.#state = 'paused'
  }

  resume(): void {
    if (this.#state !== 'paused') return
    this.#state = 'running'
    this.#resumedMs = this.scheduler.nowMs
    const held = this.#held
    this.#held = []
    for (const event of held) this.scheduler.again(event)
  }

  die(): void {
    if (this.#state === 'dead') return
    this.#state = 'dead'
    this.#held = []
    for (const callback of this.#atDeath) callback()
  }

  /** Called when it dies, from outside. */
  atDeath(callback: () => void): void {
    this.#atDeath.push(callback)
  }

  /** The process is to die at the `count`th use of a port from now; `die` is called in its midst. */
  dieAtUse(count: number, die: () => void): void {
    this.#usesLeft = count
    this.#dieAtUse = die
  }

  /** Counts a use of a port. False: the process has died of it, or before, and nothing comes of it. */
  use(): boolean {
    if (this.#state === 'dead') return false
    this.#usesLeft -= 1
    if (this.#usesLeft > 0) return true
    this.#usesLeft = Number.POSITIVE_INFINITY
    this.#dieAtUse()
    return this.isAlive
  }
}
