/**
 * The floor: an echo of frames over Node's sockets, which is what a server that does nothing could do. It is measured
 * before and after each case, since a shared machine is faster in one minute than in the next.
 */
import { Child } from './child.js'
import type { EchoLoadOrder } from './floor-echo-load.js'
import type { Measured, Timing } from './lanes.js'

/** What one load did, and the servers' processor time for it. */
export interface WithServers extends Measured {
  readonly serversUs: number
}

export class Echo {
  private constructor(
    private readonly server: Child,
    private readonly generator: Child,
    private readonly port: number,
    private readonly connections: number,
    private readonly timing: Timing,
  ) {}

  static async start(connections: number, timing: Timing): Promise<Echo> {
    const server = new Child('floor-echo-server')
    const generator = new Child('floor-echo-load')
    const port = await server.ask<number>({ kind: 'listen' })
    const echo = new Echo(server, generator, port, connections, timing)
    // Once for nothing, so that the first case is not compared with code that is not compiled yet.
    await echo.measure(16, 1024)
    return echo
  }

  /** Requests a second. */
  async measure(inFlight: number, bodyBytes: number): Promise<number> {
    const { port, connections, timing } = this
    const order: EchoLoadOrder = { port, connections, inFlight, bodyBytes, ...timing }
    const { requests, seconds } = await measured(this.generator, order, () =>
      this.server.ask<number>({ kind: 'cpu' }),
    )
    return requests / seconds
  }

  async stop(): Promise<void> {
    await this.generator.stop()
    await this.server.stop()
  }
}

/** Has a generator run a load, and asks for the servers' processor time as its window opens and closes. */
export async function measured(
  generator: Child,
  order: object,
  serversUs: () => Promise<number>,
): Promise<WithServers> {
  const readings: Promise<number>[] = []
  const result = await generator.ask<Measured>(order, () => {
    readings.push(serversUs())
  })
  const [opened, closed] = await Promise.all(readings)
  return { ...result, serversUs: closed - opened }
}
