/**
 * `gramme serve`: one node, in this process, until a signal. The first SIGINT or SIGTERM lets it answer what
 * is under way and make everything safe; a second one ends it at once, which loses nothing that was
 * acknowledged, as no crash does.
 */
import { type Command, Option } from 'commander'
import { GrammeError } from '../errors.js'
import type { Gateway } from '../http/gateway.js'
import { type Node, startNode } from '../node/index.js'
import { letHeapGrow } from '../runtime/heap.js'
import { exitCodes, UsageError } from './exit.js'
import { openNodeLog } from './node-log.js'
import { tellParent } from './serve-parent.js'
import { addSettingFlags, readHttpSettings, readSettings } from './serve-settings.js'

const examples = `
Settings are taken from flags, then the environment (GRAMME_LISTEN, GRAMME_N, ...: the flag's name), then the
config file (YAML or JSON, with the fields listed below), then the defaults.

Config file:
  folder: /var/lib/gramme
  listen: 0.0.0.0:7401
  advertise: db1.example.org:7401
  seeds: [db2.example.org:7401, db3.example.org:7401]
  replicaCount: 3
  readQuorum: 2
  writeQuorum: 2
  durability: always
  http: 127.0.0.1:8401
and partitionCount, weight, zone, cluster, requestTimeoutMs, gossipIntervalMs, segmentBytesMax,
connectionsMax, requestsMax, httpAnywhere, httpConnectionsMax.

A node under load does with less of a processor where its young generation is larger, by a tenth or more with many
requests under way at a time: NODE_OPTIONS=--max-semi-space-size=64. It takes some 100 MB more.

Examples:
  gramme serve --data /var/lib/gramme --listen 127.0.0.1:7401
  gramme serve --config /etc/gramme.yaml --weight 2
  gramme serve --data /var/lib/gramme --http 127.0.0.1:8401
  GRAMME_DATA=/var/lib/gramme gramme serve --seed 10.0.0.1:7401,10.0.0.2:7401`

export function register(program: Command): void {
  const command = program
    .command('serve')
    .description('Run one node. It logs to stderr: plain lines on a terminal, JSON lines otherwise.')
    .option('--config <FILE>', 'a YAML or JSON file of settings')
    .addOption(new Option('--with-parent').hideHelp())
  addSettingFlags(command)
  command.addHelpText('after', examples).action(serve)
}

interface ServeOptions extends Readonly<Record<string, unknown>> {
  readonly config?: string
  /** `gramme dev` sets it: the node ends with the process that started it, and leaves SIGINT to it. */
  readonly withParent?: boolean
}

async function serve(options: ServeOptions): Promise<void> {
  const withParent = options.withParent === true
  try {
    await serveUntilSignal(options, withParent)
  } catch (error) {
    if (!withParent) throw error
    const code =
      error instanceof GrammeError ? error.code : error instanceof UsageError ? 'BAD_ARGUMENT' : 'INTERNAL'
    await tellParent({
      kind: 'failed',
      code,
      message: error instanceof Error ? error.message : String(error),
    })
    process.exit(exitCodes.failed)
  }
}

async function serveUntilSignal(options: ServeOptions, withParent: boolean): Promise<void> {
  letHeapGrow()
  const { report } = openNodeLog()
  const places = { flags: options, environment: process.env, configFile: options.config }
  const settings = readSettings(places)
  const httpSettings = readHttpSettings(places)
  let node: Node | undefined
  let gateway: Gateway | undefined
  let stopping = false

  const stop = (reason: string) => {
    if (stopping) process.exit(exitCodes.failed)
    stopping = true
    report('info', 'stopping', { reason })
    // Still starting: nothing was acknowledged, and the lock of a process that is gone binds nobody.
    if (node === undefined) process.exit(exitCodes.done)
    closeInOrder(gateway, node).then(
      () => process.exit(exitCodes.done),
      (error: unknown) => {
        report('error', 'the node did not stop in good order', { reason: String(error) })
        process.exit(exitCodes.failed)
      },
    )
  }
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => {
    if (!withParent) stop('SIGINT')
  })
  if (withParent) {
    process.once('disconnect', () => {
      if (!stopping) stop('the parent process has ended')
    })
  }

  if (httpSettings !== undefined) {
    // Loaded here, so that a node without it does not pay for it.
    const http = await import('../http/gateway.js')
    gateway = await http.Gateway.open(httpSettings, report)
  }
  try {
    node = await startNode(settings, report)
  } catch (error) {
    await gateway?.close()
    throw error
  }
  gateway?.serve(node)
  if (withParent) await tellParent({ kind: 'serving', id: node.id, address: node.address })
}

/** What the gateway has taken is answered while there is a node to answer it. */
async function closeInOrder(gateway: Gateway | undefined, node: Node): Promise<void> {
  await gateway?.close()
  await node.close()
}
