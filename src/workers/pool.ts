/**
 * The worker pool: threads for bulk work, so that checksums of segments and trees of partitions do not hold
 * up requests. Threads start with the first task and end after some idle time; a task and its result cross
 * over by structured clone, except for the buffers that are given away.
 *
 * Limits: as many tasks run as there are threads, `queueMax` more wait, and beyond that `run` rejects at once
 * with BUSY and nothing given away: whoever has that much to do goes on when some of it is done.
 */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { assert } from '../assert.js'
import { GrammeError } from '../errors.js'
import type { Task, Workers } from '../ports/workers.js'

const threadsMax = 4
const queueMaxDefault = 1024
const idleTimeoutMs = 10_000

export interface WorkerPoolOptions {
  /** Threads at most; by default one per core, up to four. */
  readonly threads?: number
  /** Tasks that may wait for a thread. */
  readonly queueMax?: number
  /** The module whose `tasks` the threads know. */
  readonly tasksUrl?: URL
}

export class WorkerPool implements Workers {
  readonly #piscina: Piscina
  readonly #threads: number
  readonly #queueMax: number
  #unfinished = 0
  #closed: Promise<void> | undefined

  constructor({ threads, queueMax, tasksUrl }: WorkerPoolOptions = {}) {
    this.#threads = threads ?? Math.min(availableParallelism(), threadsMax)
    this.#queueMax = queueMax ?? queueMaxDefault
    assert(this.#threads >= 1 && this.#queueMax >= 0, 'a pool needs a thread')
    giveOneAway()
    this.#piscina = new Piscina({
      filename: fileURLToPath(new URL('./thread.js', import.meta.url)),
      workerData: (tasksUrl ?? new URL('./tasks.js', import.meta.url)).href,
      minThreads: 0,
      maxThreads: this.#threads,
      idleTimeout: idleTimeoutMs,
      recordTiming: false,
      // The process's own flags (loaders, inspectors) make a thread slow to start and serve it nothing.
      execArgv: [],
    })
    // A thread that fails while it has no task: the next task starts another, and fails for itself if need be.
    this.#piscina.on('error', () => {})
  }

  /** Rejects with what the task threw, with GrammeError BUSY at the limit, and CLOSED from `close` on. */
  async run<Input, Output>(
    task: Task<Input, Output>,
    input: Input,
    transfer: ArrayBuffer[] = [],
  ): Promise<Output> {
    if (this.#closed !== undefined) throw new GrammeError('CLOSED', 'the worker pool is closed')
    if (this.#unfinished >= this.#threads + this.#queueMax) {
      throw new GrammeError('BUSY', `${this.#queueMax} tasks wait for the worker pool already`)
    }
    this.#unfinished += 1
    try {
      return await this.#piscina.run({ name: task.name, input }, { transferList: transfer })
    } catch (error) {
      if (this.#closed !== undefined) {
        throw new GrammeError('CLOSED', 'the worker pool was closed before the task ended', { cause: error })
      }
      throw error
    } finally {
      this.#unfinished -= 1
    }
  }

  /** Ends the threads at once; tasks that have not ended reject with CLOSED. Harmless when closed already. */
  close(): Promise<void> {
    this.#closed ??= this.#piscina.destroy()
    return this.#closed
  }
}

/**
 * When a process gives the first buffer away, all compiled code that reads typed arrays is thrown away, since it took for
 * granted that no buffer ever goes: a node under load stood for half a second when its first segment was compacted. So
 * one is given away at the start, while nothing is compiled yet (docs/decisions/2026-11-26-latency.md).
 */
function giveOneAway(): void {
  const buffer = new ArrayBuffer(1)
  structuredClone(buffer, { transfer: [buffer] })
}
