/**
 * Nodes that were replaced and come back all the same, each with its old disk, on a machine of its own: a server that was
 * mended, and nobody thought of its disk. They come back when another has their place, some while faults go on, the rest
 * when all that is dead has been forgotten; each stays until it has handed over what it holds, or been refused.
 *
 * Nothing is lost with what such a node is left with: as its machine was emptied, all of it has counted as lost.
 */
import type { Platter } from '../world/platter.js'
import { EventKind, type Scheduler } from '../world/scheduler.js'
import type { Membership } from './membership.js'
import type { SimulatedNode } from './simulated-node.js'

export interface ReturnsParts {
  readonly scheduler: Scheduler
  readonly members: Membership
  /** A node on another machine than this one, with the same settings but for its address. */
  readonly make: (node: SimulatedNode) => SimulatedNode
}

interface Return {
  /** Where it was. */
  readonly node: SimulatedNode
  readonly id: string
  readonly disk: ReturnType<Platter['snapshot']>
  at: SimulatedNode | undefined
  startedMs: number
  isOver: boolean
}

/** How often the operator sees to it. */
const lookEveryMs = 250
/** Hints that are refused stay; the longest that any are waited for. */
const hintsMsMax = 3000

export class Returns {
  readonly #all: Return[] = []
  #isHeld = false

  constructor(private readonly parts: ReturnsParts) {}

  plan(node: SimulatedNode, id: string, disk: Return['disk'], afterMs: number): void {
    // A second one of the same machine would need a third machine.
    if (this.#all.some((one) => one.node === node)) return
    const one: Return = { node, id, disk, at: undefined, startedMs: 0, isOver: false }
    this.#all.push(one)
    this.#startIn(afterMs, one)
  }

  #startIn(ms: number, one: Return): void {
    this.parts.scheduler.after(ms, EventKind.fault, undefined, () => {
      if (this.#isHeld || one.at !== undefined) return
      if (this.parts.members.isRemoved(one.id)) this.#start(one)
      else this.#startIn(lookEveryMs, one)
    })
  }

  /** From now on none comes back before `startAll`. */
  hold(): void {
    this.#isHeld = true
  }

  /** Those that have not been back come back, if anybody knew them when they were replaced; whether there are any. */
  startAll(): boolean {
    const left = this.#all.filter(({ at, id }) => at === undefined && this.parts.members.isRemoved(id))
    for (const one of left) this.#start(one)
    return left.length > 0
  }

  /** Whether all that have come back are through; those are stopped. */
  areOver(): boolean {
    for (const one of this.#all) this.#look(one)
    return this.#all.every(({ at, isOver }) => at === undefined || isOver)
  }

  #start(one: Return): void {
    const at = this.parts.make(one.node)
    one.at = at
    one.startedMs = this.parts.scheduler.nowMs
    at.machine.platter.restore(one.disk)
    at.start()
  }

  #look(one: Return): void {
    const { at, startedMs } = one
    const { node, state } = at ?? {}
    if (at === undefined || node === undefined || state !== 'serving') return
    const { partitions, refused } = node.surrendering
    const isRemoved = !node.ring.members.some(({ id }) => id === node.id)
    const isWaited = node.hintKeys > 0 && this.parts.scheduler.nowMs < startedMs + hintsMsMax
    if (!isRemoved || partitions > refused || isWaited) return
    at.hold()
    void at.stop().then(() => {
      one.isOver = true
    })
  }
}
