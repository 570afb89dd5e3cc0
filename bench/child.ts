/**
 * The processes of a measurement, and how they talk: servers and load generators each run in a process of
 * their own, as in life, and take orders over the channel that Node gives to a forked child. An order has a
 * number, by which its one answer finds back, and the notes before it.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

interface Told {
  readonly order: number
  readonly kind: 'note' | 'done' | 'failed'
  readonly value: unknown
}

/** The parent's side. */
export class Child {
  readonly #process: ChildProcess
  readonly #exited: Promise<unknown>
  readonly #underWay = new Map<number, (told: Told) => void>()
  #orders = 0

  /** `module`: a file beside this one, without its ending. `flags`: for node itself. */
  constructor(module: string, flags: readonly string[] = []) {
    this.#process = fork(fileURLToPath(new URL(`./${module}.js`, import.meta.url)), [], {
      execArgv: [...flags],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    this.#exited = once(this.#process, 'exit')
    this.#process.on('message', (message) => {
      const told = message as Told
      this.#underWay.get(told.order)?.(told)
    })
  }

  /** Has the child carry out an order; `noted` is called with what it says before it is done. */
  async ask<Answer>(order: object, noted: (note: unknown) => void = () => {}): Promise<Answer> {
    this.#orders += 1
    const number = this.#orders
    const answered = new Promise<Answer>((resolve, reject) => {
      this.#underWay.set(number, ({ kind, value }) => {
        if (kind === 'note') return noted(value)
        this.#underWay.delete(number)
        if (kind === 'done') resolve(value as Answer)
        else reject(new Error(String(value)))
      })
    })
    this.#process.send({ number, order })
    const ended = this.#exited.then((): never => {
      throw new Error(`a process of the bench ended with code ${this.#process.exitCode}`)
    })
    return Promise.race([answered, ended])
  }

  /** SIGSTOP: it stands still with its connections open, as a machine that swaps; SIGCONT ends that. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#process.kill(name)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** SIGKILL: it is gone at once, as when the power fails. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#exited
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
  process.on('message', async (message) => {
    const { number, order } = message as { number: number; order: Order }
    const tell = (kind: Told['kind'], value: unknown) => {
      if (process.connected) process.send?.({ order: number, kind, value } satisfies Told)
    }
    try {
      tell('done', await carryOut(order, (note) => tell('note', note)))
    } catch (error) {
      tell('failed', error instanceof Error ? error.stack : error)
    }
  })
  process.on('disconnect', () => void stop())
}

/** Processor time of this process, all its threads, in microseconds. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
