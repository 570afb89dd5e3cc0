/**
 * A simulated machine for tests of the store. A story that opens stores on it is played in simulated time, and
 * what it leaves on the disk can be looked at, put back, and spoiled.
 */
import { inlineWorkers } from '../../src/ports/workers.js'
import type { Machine, MachinePorts } from '../../src/simulation/world/machine.js'
import type { Snapshot } from '../../src/simulation/world/platter.js'
import type { TearStyle } from '../../src/simulation/world/stored-file.js'
import type { LogStoreOptions } from '../../src/store/open-log-store.js'
import { TestWorld } from '../simulation/world/rig.js'
import { partitionCount } from './conformance.js'

export class StoreMachine {
  readonly world: TestWorld
  readonly machine: Machine

  constructor(seed = 1) {
    this.world = new TestWorld(seed)
    this.machine = this.world.machine('one')
    this.machine.boot()
  }

  /** The ports of the process that there is now. */
  get ports(): MachinePorts {
    const { ports } = this.machine
    if (ports === undefined) throw new Error('the process is dead')
    return ports
  }

  /** For a store that compacts only when told to. */
  options(more: Partial<LogStoreOptions> = {}): LogStoreOptions {
    const { disk, clock, random } = this.ports
    return {
      folder: 'store',
      partitionCount,
      disk,
      clock,
      random,
      workers: inlineWorkers,
      reserveBytes: 0,
      compactionBytesPerSecond: 0,
      ...more,
    }
  }

  /** Lets time pass until the story is over, or the process has died and nobody has started another. */
  async play<T>(story: Promise<T>): Promise<T | 'dead'> {
    let isOver = false
    const over = () => {
      isOver = true
    }
    story.then(over, over)
    const isDead = () => this.machine.ports === undefined
    await this.world.scheduler.run(Number.MAX_VALUE, () => isOver || isDead())
    if (isOver) return story
    if (isDead()) return 'dead'
    throw new Error('nothing is left that could happen')
  }

  /** Another process, after the power has failed. */
  losePower(style: TearStyle): void {
    this.machine.losePower(style)
    this.machine.boot()
  }

  /** Another process, on these files instead of those that there are, if any are given. */
  restart(files?: Snapshot): void {
    this.machine.kill()
    if (files !== undefined) this.machine.platter.restore(files)
    this.machine.boot()
  }

  get files(): Snapshot {
    return this.machine.platter.snapshot()
  }

  bytesOf(path: string): Uint8Array {
    const file = this.machine.platter.find(path)
    if (file === undefined) throw new Error(`there is no ${path}`)
    return Uint8Array.from(file.view())
  }

  /** Changes a file behind everybody's back; nobody has it open. */
  overwrite(path: string, bytes: Uint8Array): void {
    this.machine.platter.restore(new Map([...this.files, [path, bytes]]))
  }

  get usedBytes(): number {
    return this.machine.platter.usedBytes
  }
}

/** Plays a story on a machine of its own. */
export async function onMachine(story: (machine: StoreMachine) => Promise<void>, seed = 1): Promise<void> {
  const machine = new StoreMachine(seed)
  const end = await machine.play(story(machine))
  if (end === 'dead') throw new Error('the process died')
}
