/**
 * A cluster beside the floor of what Node's sockets can do: gets and puts of one node and of three (N=3,
 * R=W=2), against an echo of frames of the same size with the same connections, measured in the same minute:
 *
 *     npm run bench -- floor [--json] [--cases TEXT] [--duration SECONDS] [--small] [--folder DIR]
 *
 * Each case stands between two measurements of the echo, and is compared with their mean, since a shared
 * machine is faster in one minute than in the next. Servers and generators are processes of their own and
 * share the machine; `generatorCpuUs` says what the generator took of it. Nodes run with their defaults and the
 * flags that `gramme dev` gives them; the generator, being fifty clients in one process, with a larger young
 * generation still.
 */
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { serverFlags } from '../src/cli/dev-node.js'
import { Child } from './child.js'
import type { EchoLoadOrder } from './floor-echo-load.js'
import type { Load, Plan, Result, Setup } from './floor-plan.js'
import { heading, type Line, lineOf, row } from './floor-report.js'
import { inFolder } from './folder.js'
import type { Measured } from './lanes.js'

const verifiedSample = 500

export async function run(args: string[]): Promise<void> {
  const plan = planOf(args)
  if (!plan.json) console.log(heading(plan))
  mkdirSync(plan.folder, { recursive: true })
  const echo = await Echo.start(plan)
  try {
    for (const setup of plan.setups) {
      await inFolder(plan.folder, (folder) =>
        measureSetup(setup, plan, folder, echo, (line) => {
          console.log(plan.json ? JSON.stringify(line) : row(line))
        }),
      )
    }
  } finally {
    await echo.stop()
  }
}

function planOf(args: string[]): Plan {
  const program = new Command('floor')
    .description('One node, and three, against a framed TCP echo.')
    .option('--json', 'one JSON line a case', false)
    .option(
      '--cases <text>',
      'only cases whose name has this in it, like "get", "3 nodes", "1024 B", "16 in flight"',
      '',
    )
    .option('--duration <seconds>', 'measured time of each case, after half as much of warm-up', '4')
    .option('--folder <dir>', 'where the data goes', tmpdir())
    .option('--keys <count>', 'keys that are written first and used then', '20000')
    .option('--small', 'two short cases with 10 connections: to see that it works', false)
    .option(
      '--server-flags <flags>',
      'flags of node for the servers, separated by spaces',
      serverFlags.join(' '),
    )
    .option('--generator-flags <flags>', 'the same for the generator', '--max-semi-space-size=64')
    .parse(args, { from: 'user' })
  const options = program.opts()
  const duration = options.small ? 0.5 : Number(options.duration)
  if (!(duration >= 0.1 && duration <= 600)) program.error('--duration must be from 0.1 to 600 seconds')
  const keys = options.small ? 2000 : Number(options.keys)
  if (!(Number.isSafeInteger(keys) && keys >= 1000 && keys <= 10_000_000))
    program.error('--keys must be from 1000 to 10000000')
  const setups = allSetups()
    .filter((setup) => !options.small || (setup.nodes === 3 && setup.valueBytes === 1024))
    .map((setup) => ({
      ...setup,
      loads: setup.loads.filter(
        (load) => nameOf(setup, load).includes(options.cases) && (!options.small || load.inFlight === 16),
      ),
    }))
    .filter((setup) => setup.loads.length > 0)
  if (setups.length === 0) program.error(`no case has '${options.cases}' in its name`)
  return {
    json: options.json,
    folder: options.folder,
    setups,
    timing: { warmUpMs: duration * 500, measureMs: duration * 1000 },
    echoTiming: { warmUpMs: duration * 100, measureMs: duration * 300 },
    connections: options.small ? 10 : 50,
    keys,
    serverFlags: words(options.serverFlags),
    generatorFlags: words(options.generatorFlags),
  }
}

function allSetups(): Setup[] {
  const loads = [1, 16].flatMap((inFlight) => [
    { operation: 'get' as const, inFlight },
    { operation: 'put' as const, inFlight },
  ])
  return ([1, 3] as const).flatMap((nodes) => [64, 1024].map((valueBytes) => ({ nodes, valueBytes, loads })))
}

function nameOf({ nodes, valueBytes }: Setup, { operation, inFlight }: Load): string {
  return `${operation}, ${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${valueBytes} B, ${inFlight} in flight`
}

async function measureSetup(
  setup: Setup,
  plan: Plan,
  folder: string,
  echo: Echo,
  report: (line: Line) => void,
): Promise<void> {
  const servers: Child[] = []
  const generator = new Child('floor-load', plan.generatorFlags)
  try {
    const seeds = await startCluster(setup.nodes, folder, plan, servers)
    await generator.ask({ kind: 'open', seeds, clients: plan.connections })
    await generator.ask({ kind: 'preload', keys: plan.keys, valueBytes: setup.valueBytes })
    for (const load of setup.loads) {
      const { inFlight } = load
      const echoes = [await echo.measure(inFlight, setup.valueBytes)]
      const order = { kind: load.operation, inFlight, ...plan.timing }
      const result = await measure(generator, order, servers)
      echoes.push(await echo.measure(inFlight, setup.valueBytes))
      const wrong = await generator.ask<number>({ kind: 'verify', sample: verifiedSample })
      report(
        lineOf({
          name: nameOf(setup, load),
          ...setup,
          ...load,
          result,
          echoes,
          wrong,
          connections: plan.connections,
        }),
      )
    }
  } finally {
    await generator.stop()
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function startCluster(count: 1 | 3, folder: string, plan: Plan, servers: Child[]): Promise<string[]> {
  const seeds: string[] = []
  for (let index = 0; index < count; index += 1) {
    const server = new Child('floor-node', plan.serverFlags)
    servers.push(server)
    const options = {
      folder: join(folder, `node-${index + 1}`),
      listen: '127.0.0.1:0',
      seeds: seeds.slice(0, 1),
      replicaCount: count,
    }
    seeds.push(await server.ask<string>({ kind: 'start', options }))
  }
  for (const server of servers) {
    while ((await server.ask<number>({ kind: 'members' })) < count) await sleep(50)
  }
  return seeds
}

/** Has the generator run the load, and asks the servers for their processor time as the window opens and closes. */
async function measure(generator: Child, order: object, servers: readonly Child[]): Promise<Result> {
  const readings: Promise<number>[] = []
  const result = await generator.ask<Measured>(order, () => {
    readings.push(
      Promise.all(servers.map((server) => server.ask<number>({ kind: 'cpu' }))).then((times) =>
        times.reduce((sum, time) => sum + time, 0),
      ),
    )
  })
  const [opened, closed] = await Promise.all(readings)
  return { ...result, serverCpuUs: closed - opened }
}

class Echo {
  private constructor(
    private readonly server: Child,
    private readonly generator: Child,
    private readonly port: number,
    private readonly plan: Plan,
  ) {}

  static async start(plan: Plan): Promise<Echo> {
    const server = new Child('floor-echo-server')
    const generator = new Child('floor-echo-load')
    const port = await server.ask<number>({ kind: 'listen' })
    const echo = new Echo(server, generator, port, plan)
    // Once for nothing, so that the first case is not compared with code that is not compiled yet.
    await echo.measure(16, 1024)
    return echo
  }

  measure(inFlight: number, bodyBytes: number): Promise<Result> {
    const { port, plan } = this
    const order: EchoLoadOrder = {
      port,
      connections: plan.connections,
      inFlight,
      bodyBytes,
      ...plan.echoTiming,
    }
    return measure(this.generator, order, [this.server])
  }

  async stop(): Promise<void> {
    await this.generator.stop()
    await this.server.stop()
  }
}

function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '')
}
