/** An oracle that is told by hand what a cluster would have done, with true clocks and contexts. */
import type { ObservedOutcome } from '../../../src/client/observer.js'
import { Oracle } from '../../../src/simulation/oracle/oracle.js'
import type { Violation } from '../../../src/simulation/oracle/violation.js'
import { Clock, type Dot } from '../../../src/version/clock.js'
import { contextScope, encodeContext } from '../../../src/version/context-codec.js'

export const cluster = 'simulated'
export const key = Buffer.from('cart')
export const owners = ['node-1', 'node-2', 'node-3']

export interface Put {
  readonly dot: Dot
  /** What an honest node would answer with: covers the write and what it superseded. */
  readonly context: Clock
  readonly value: Buffer
}

export class Rig {
  nowMs = 0
  /** Whether stand-ins are among those that acknowledge. */
  isSloppy = false
  readonly violations: Violation[] = []
  readonly oracle: Oracle
  #writes = 0

  constructor() {
    this.oracle = new Oracle({
      nowMs: () => this.nowMs,
      // Nodes whose calendars are up to 10 ms apart.
      calendars: (nowMs) => ({ earliestMs: nowMs - 5, latestMs: nowMs + 5 }),
      cluster,
      n: 3,
      r: 2,
      w: 2,
      durability: 'always',
      reapAfterMs: 1000,
      ownersOf: () => owners,
      machines: owners,
      onViolation: (violation) => this.violations.push(violation),
    })
  }

  get kinds(): string[] {
    return this.violations.map(({ kind }) => kind)
  }

  bytes(clock: Clock): Buffer {
    return encodeContext(clock, contextScope(cluster, key))
  }

  /** A put, or without a text a delete, that a node takes as this event and acknowledges with this context. */
  put(text: string, seen: Clock, dot: Dot, context = seen.with(dot), isAcknowledged = true, ttlMs = 0): Put {
    const value = Buffer.from(text)
    const tombstone = text === ''
    const ended = this.began(tombstone ? 'delete' : 'put', value, seen, ttlMs)
    this.issue(value, seen, dot, { tombstone, ttlMs })
    this.nowMs += 1
    if (isAcknowledged) ended({ kind: 'written', context: this.bytes(context), isSloppy: this.isSloppy })
    else ended({ kind: 'failed', error: new Error('no quorum') })
    return { dot, context, value }
  }

  began(kind: 'put' | 'delete', value: Buffer, seen: Clock, ttlMs = 0): (outcome: ObservedOutcome) => void {
    this.#writes += 1
    const writeId = Buffer.alloc(8)
    writeId.writeUInt32BE(this.#writes)
    return this.oracle
      .observerOf('client-1', () => false)
      .began({
        kind,
        key,
        value,
        context: this.bytes(seen),
        writeId,
        w: 0,
        durability: undefined,
        ttlMs,
        timeoutMs: 100,
      })
  }

  /** A node issues an event for the write that was begun last. */
  issue(value: Buffer, seen: Clock, dot: Dot, { tombstone = false, ttlMs = 0 } = {}): void {
    const writeId = Buffer.alloc(8)
    writeId.writeUInt32BE(this.#writes)
    const write = { writeId: writeId.toString('latin1'), tombstone, ttlMs, value }
    const taken = { ...dot, writtenAtMs: this.nowMs }
    this.oracle
      .witnessOf('node-1')
      .issued({ key, dot: taken, write, context: seen, seen, clock: seen.with(dot) })
  }

  get(context: Clock, siblings: readonly Buffer[], r = 2): void {
    const observer = this.oracle.observerOf('client-2', () => false)
    const ended = observer.began({ kind: 'get', key, r, timeoutMs: 100 })
    this.nowMs += 1
    ended({ kind: 'got', siblings, context: this.bytes(context), isSloppy: false })
  }
}

export function actor(name: string): string {
  return name.padEnd(16, '.')
}

export const none = Clock.empty
