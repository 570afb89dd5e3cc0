/**
 * The network between simulated machines: who listens where, who may reach whom, and every open stream, so that
 * faults can take hold of them.
 *
 * A machine is named by its host part of an address; '127.0.0.1' is whoever says it.
 */
import { type Listener, type Network, NetworkError, parseAddress, type Stream } from '../../ports/network.js'
import { type LinkConditions, LinkWay } from './link.js'
import type { SimulatedProcess } from './process.js'
import { EventKind, type Scheduler } from './scheduler.js'
import { SeededRandom } from './seeded-random.js'
import { StreamEnd, type StreamLimits, type StreamPlace, type StreamWitness, streamLimits } from './stream.js'

const firstFreePort = 40_000

interface Listening {
  readonly process: SimulatedProcess
  readonly accept: (stream: Stream) => void
}

export interface NetworkOptions {
  readonly scheduler: Scheduler
  readonly seed: number
  /** What the way from one machine to another is like at first. */
  readonly conditionsOf: (from: string, to: string) => LinkConditions
  readonly limits?: Partial<StreamLimits>
}

export class SimulatedNetwork {
  readonly #ways = new Map<string, LinkWay>()
  readonly #listening = new Map<string, Listening>()
  readonly #streams = new Set<StreamEnd>()
  readonly #poweredOff = new Set<string>()
  readonly #limits: StreamLimits
  #nextPort = firstFreePort
  witness: StreamWitness | undefined

  constructor(private readonly options: NetworkOptions) {
    this.#limits = { ...streamLimits, ...options.limits }
  }

  /** Both ends of every open stream. */
  get streams(): ReadonlySet<StreamEnd> {
    return this.#streams
  }

  /** The way from one machine to another. */
  way(from: string, to: string): LinkWay {
    const name = `${from} ${to}`
    let way = this.#ways.get(name)
    if (way === undefined) {
      const { scheduler, seed, conditionsOf } = this.options
      way = new LinkWay({ ...conditionsOf(from, to) }, scheduler, new SeededRandom(seed, `link ${name}`))
      this.#ways.set(name, way)
    }
    return way
  }

  ways(): LinkWay[] {
    return [...this.#ways.values()]
  }

  /** The port as a process on a machine has it. */
  portOf(host: string, process: SimulatedProcess): Network {
    return {
      listen: (address, accept) => this.#listen(host, process, address, accept),
      connect: (address, timeoutMs, signal) => this.#connect(host, process, address, timeoutMs, signal),
    }
  }

  /** The process has died and its kernel tells its peers. */
  processDied(process: SimulatedProcess): void {
    this.#closeListeners(process)
    for (const end of this.#streams) if (end.place.process === process) end.orphan()
  }

  /** The machine has lost power: nobody is told. */
  powerLost(host: string, process: SimulatedProcess | undefined): void {
    this.#poweredOff.add(host)
    if (process === undefined) return
    this.#closeListeners(process)
    for (const end of this.#streams) if (end.place.process === process) end.forget()
  }

  powerBack(host: string): void {
    this.#poweredOff.delete(host)
  }

  #closeListeners(process: SimulatedProcess): void {
    for (const [address, listening] of this.#listening) {
      if (listening.process === process) this.#listening.delete(address)
    }
  }

  async #listen(
    host: string,
    process: SimulatedProcess,
    address: string,
    accept: (stream: Stream) => void,
  ): Promise<Listener> {
    const { port } = parse(address)
    if (!process.use()) return new Promise(() => {})
    const shown = parse(address).host
    const bound = `${isLoopback(shown) ? host : shown}:${port === 0 ? this.#nextPort++ : port}`
    if (this.#listening.has(bound)) throw new NetworkError('in-use', `${address} is in use already`)
    const listening = { process, accept }
    this.#listening.set(bound, listening)
    return {
      address: `${shown}:${bound.slice(bound.lastIndexOf(':') + 1)}`,
      close: async () => {
        await process.alive()
        if (this.#listening.get(bound) === listening) this.#listening.delete(bound)
      },
    }
  }

  async #connect(
    host: string,
    process: SimulatedProcess,
    address: string,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Stream> {
    const target = parse(address)
    const there = isLoopback(target.host) ? host : target.host
    const local = `${host}:${this.#nextPort++}`
    if (!process.use()) return new Promise(() => {})
    const { scheduler } = this.options
    return new Promise((resolve, reject) => {
      let isOver = false
      const settle = () => {
        isOver = true
        timer.cancel()
        signal?.removeEventListener('abort', abort)
      }
      const give = (reason: string) => {
        if (isOver) return
        settle()
        reject(new NetworkError('unreachable', reason))
      }
      const abort = () => give('it was given up')
      const timer = scheduler.after(timeoutMs, EventKind.timer, process, () =>
        give(`no connection within ${timeoutMs} ms`),
      )
      signal?.addEventListener('abort', abort)
      if (signal?.aborted === true) abort()
      const back = this.way(there, host)
      this.way(host, there).carry(() => {
        if (this.#poweredOff.has(there)) return
        const listening = this.#listening.get(`${there}:${target.port}`)
        if (listening === undefined) {
          back.carry(() => process.do(() => give(`nobody listens on ${address}`)))
          return
        }
        const opener = new StreamEnd(address, this.#place(process, host, there))
        const acceptor = new StreamEnd(local, this.#place(listening.process, there, host))
        opener.pairWith(acceptor)
        acceptor.pairWith(opener)
        this.#streams.add(opener)
        this.#streams.add(acceptor)
        listening.process.do(() => listening.accept(acceptor))
        back.carry(() => {
          if (this.#poweredOff.has(host)) opener.forget()
          else if (!process.isAlive) opener.orphan()
          process.do(() => {
            if (isOver) {
              opener.destroy()
              return
            }
            settle()
            resolve(opener)
          })
        })
      })
    })
  }

  #place(process: SimulatedProcess, host: string, there: string): StreamPlace {
    return {
      scheduler: this.options.scheduler,
      process,
      host,
      isHostUp: () => !this.#poweredOff.has(host),
      way: this.way(host, there),
      limits: this.#limits,
      witness: this.witness,
      over: (end) => this.#streams.delete(end),
    }
  }
}

function isLoopback(host: string): boolean {
  return host === '127.0.0.1' || host === 'localhost' || host === '::1'
}

function parse(address: string): { host: string; port: number } {
  const target = parseAddress(address)
  if (target === undefined) throw new NetworkError('failed', `'${address}' is not HOST:PORT`)
  return target
}
