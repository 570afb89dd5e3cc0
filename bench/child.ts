/**
 * The processes of a measurement, and how they talk: servers and load generators each run in a process of
 * their own, as in life, and take orders over the channel that Node gives to a forked child. One order at a
 * time; each is answered once, after any number of notes.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

interface Told {
  readonly kind: 'note' | 'done' | 'failed'
  readonly value: unknown
}

/** The parent's side. */
export class Child {
  readonly #process: ChildProcess
  readonly #exited: Promise<unknown>
  #onTold: ((told: Told) => void) | undefined

  /** `module`: a file beside this one, without its ending. `flags`: for node itself. */
  constructor(module: string, flags: readonly string[] = []) {
    this.#process = fork(fileURLToPath(new URL(`./${module}.js`, import.meta.url)), [], {
      execArgv: [...flags],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    this.#exited = once(this.#process, 'exit')
    this.#process.on('message', (told) => this.#onTold?.(told as Told))
  }

  /** Has the child carry out an order; `noted` is called with what it says before it is done. */
  async ask<Answer>(order: object, noted: (note: unknown) => void = () => {}): Promise<Answer> {
    const answered = new Promise<Answer>((resolve, reject) => {
      this.#onTold = ({ kind, value }) => {
        if (kind === 'note') noted(value)
        else if (kind === 'done') resolve(value as Answer)
        else reject(new Error(String(value)))
      }
    })
    this.#process.send(order)
    const ended = this.#exited.then((): never => {
      throw new Error(`a process of the bench ended with code ${this.#process.exitCode}`)
    })
    return Promise.race([answered, ended])
  }

  /** Ends the child in good order. */
  async stop(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect()
    await this.#exited
  }
}

/**
 * The child's side: carries out orders until the parent hangs up, then calls `stop` and lets the process end.
 * `carryOut` may call `note` to tell the parent something before it is done.
 */
export function serveOrders<Order>(
  carryOut: (order: Order, note: (value: unknown) => void) => unknown,
  stop: () => Promise<void> | void,
): void {
  const tell = (told: Told) => {
    if (process.connected) process.send?.(told)
  }
  process.on('message', async (order) => {
    try {
      const value = await carryOut(order as Order, (note) => tell({ kind: 'note', value: note }))
      tell({ kind: 'done', value })
    } catch (error) {
      tell({ kind: 'failed', value: error instanceof Error ? error.stack : error })
    }
  })
  process.on('disconnect', () => void stop())
}

/** Processor time of this process, all its threads, in microseconds. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
