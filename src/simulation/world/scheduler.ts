/**
 * Simulated time: a heap of events, and a loop that takes the next one, sets the time to its own, calls it,
 * and lets every promise that can go on do so before it takes another. Nothing else moves: a run is the same
 * to the last event whenever its plan is the same.
 *
 * Between two events all microtasks have run. That is done without leaving Node's tick queue: the loop asks,
 * from a microtask, to be called on the next tick, and a tick comes only when there are no microtasks left.
 * (A turn of the real event loop takes several times as long.) Code under simulation must therefore wait for
 * nothing but its ports: a real timer or file would come back in the midst of some other event, and the run
 * would not repeat.
 *
 * Every event goes into `hash`, by its time, what it is and whose; equal runs have equal hashes.
 */
import type { Timer } from '../../ports/clock.js'

/** Who an event happens to; decides whether it happens at all. */
export interface EventOwner {
  readonly index: number
  /** False when the event was kept for later or dropped. */
  admits(event: SimulatedEvent): boolean
}

/** What kind of event it is, for the hash. */
export const EventKind = {
  timer: 1,
  turn: 2,
  disk: 3,
  arrival: 4,
  kernel: 5,
  fault: 6,
  request: 7,
  run: 8,
} as const

export class SimulatedEvent implements Timer {
  constructor(
    readonly dueMs: number,
    readonly order: number,
    readonly kind: number,
    readonly owner: EventOwner | undefined,
    /** Undefined once it has happened, or was cancelled. */
    public callback: (() => void) | undefined,
  ) {}

  cancel(): void {
    this.callback = undefined
  }
}

/** After so many events the machine's own event loop gets a turn, so that signals and other work come through. */
const eventsPerTurn = 20_000

export interface SchedulerHost {
  /** Calls back after a turn of the machine's own event loop. */
  afterTurn(callback: () => void): void
}

export class Scheduler {
  #heap: SimulatedEvent[] = []
  #nowMs = 0
  #order = 0
  #events = 0
  #hash = 0x811c9dc5
  readonly #time = new Float64Array(1)
  readonly #timeWords = new Uint32Array(this.#time.buffer)

  constructor(private readonly host: SchedulerHost) {}

  /** Milliseconds since the run began. */
  get nowMs(): number {
    return this.#nowMs
  }

  /** Events that have happened. */
  get events(): number {
    return this.#events
  }

  /** Events that are waiting. */
  get waiting(): number {
    return this.#heap.length
  }

  /** Of everything that has happened, as 8 hex digits. */
  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0')
  }

  /** Takes a fact into the hash. */
  note(word: number): void {
    this.#hash = Math.imul(this.#hash ^ word, 0x01000193) ^ (this.#hash >>> 15)
  }

  after(delayMs: number, kind: number, owner: EventOwner | undefined, callback: () => void): SimulatedEvent {
    return this.at(this.#nowMs + Math.max(0, delayMs), kind, owner, callback)
  }

  at(dueMs: number, kind: number, owner: EventOwner | undefined, callback: () => void): SimulatedEvent {
    const event = new SimulatedEvent(Math.max(dueMs, this.#nowMs), this.#order, kind, owner, callback)
    this.#order += 1
    this.#push(event)
    return event
  }

  /** Puts an event that its owner kept back into the line: at its old place, so before what is due now. */
  again(event: SimulatedEvent): void {
    this.#push(event)
  }

  /** Resolves when `delayMs` of simulated time have passed. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, EventKind.run, undefined, resolve)
    })
  }

  /**
   * Lets things happen until `isDone` says so or nothing is left before `untilMs`, which is then the time.
   * Rejects with what an event throws.
   */
  run(untilMs: number, isDone: () => boolean = () => false): Promise<void> {
    return new Promise((resolve, reject) => {
      let left = eventsPerTurn
      const settled = Promise.resolve()
      const step = () => {
        try {
          for (;;) {
            if (isDone()) {
              resolve()
              return
            }
            const next = this.#heap[0]
            if (next === undefined || next.dueMs > untilMs) {
              if (untilMs < Number.MAX_VALUE) this.#nowMs = Math.max(this.#nowMs, untilMs)
              resolve()
              return
            }
            this.#pop()
            if (this.#happen(next)) break
          }
        } catch (error) {
          reject(error)
          return
        }
        left -= 1
        if (left > 0) settled.then(again)
        else {
          left = eventsPerTurn
          this.host.afterTurn(step)
        }
      }
      const again = () => process.nextTick(step)
      settled.then(again)
    })
  }

  /** False when it came to nothing, so that there are no microtasks to wait for. */
  #happen(event: SimulatedEvent): boolean {
    const { callback, owner } = event
    if (callback === undefined) return false
    this.#nowMs = Math.max(this.#nowMs, event.dueMs)
    if (owner !== undefined && !owner.admits(event)) return false
    event.callback = undefined
    this.#events += 1
    this.#time[0] = this.#nowMs
    this.note(this.#timeWords[0])
    this.note(this.#timeWords[1] ^ (event.kind << 8) ^ (owner?.index ?? 0))
    callback()
    return true
  }

  #push(event: SimulatedEvent): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(event)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (above.dueMs < event.dueMs || (above.dueMs === event.dueMs && above.order < event.order)) break
      heap[at] = above
      at = parent
    }
    heap[at] = event
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    const size = heap.length
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      const right = child + 1
      if (right < size && isBefore(heap[right], heap[child])) child = right
      if (!isBefore(heap[child], last)) break
      heap[at] = heap[child]
      at = child
    }
    heap[at] = last
  }
}

function isBefore(a: SimulatedEvent, b: SimulatedEvent): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order)
}
