/**
 * `gramme dev`, which `npm start` runs: a cluster on this machine, one process a node, to try things on.
 * A node that is killed stays away until it is started again by hand; the others go on.
 */
import { join } from 'node:path'
import type { Command } from 'commander'
import { type Client, connect } from '../client/index.js'
import { GrammeError } from '../errors.js'
import { replicaCountMax } from '../ring/members.js'
import { partitionCountMax } from '../ring/partition.js'
import { systemNetwork } from '../runtime/network.js'
import { DevNode } from './dev-node.js'
import { keepShape, prepareFolder, type Shape, type ShapeFlags, shapeOf } from './dev-shape.js'
import { CommandError, exitCodes, UsageError } from './exit.js'
import { statusOfMembers } from './node-status.js'
import { choice, list, numbers, wholeNumber } from './parse.js'
import { quoted } from './shell-word.js'
import { percent, table } from './table.js'

const nodesMax = 64
const host = '127.0.0.1'
/** On one machine there is no reason to hear of each other slowly. */
const gossipIntervalMs = 200
const agreeTimeoutMs = 30_000
/** A node answers what is under way and syncs; one that takes longer than this is ended. */
const stopTimeoutMs = 15_000

interface DevOptions extends ShapeFlags {
  readonly r?: number
  readonly w?: number
  readonly data: string
  readonly port: number
  readonly http: boolean
  readonly httpPort?: number
}

const examples = `
The data folder remembers what its cluster is made of, so that later starts need no flags.
Ctrl-C stops all nodes; a second one ends them at once.

Examples:
  npm start
  npm start -- --nodes 5 --weights 1,1,2,2,4 --data /tmp/five --port 7501
  npm start -- --nodes 6 --zones a,a,b,b,c,c --data /tmp/zones --port 7601`

export function register(program: Command): void {
  program
    .command('dev')
    .description('Run a cluster on this machine, one process a node: what `npm start` does.')
    .option('--nodes <COUNT>', 'how many nodes (default: 3)', wholeNumber(1, nodesMax))
    .option('--weights <LIST>', "the nodes' weights, like 1,1,2 (default: all 1)", numbers)
    .option('--zones <LIST>', "the nodes' zones, like a,a,b (default: none)", list)
    .option(
      '--n <N>',
      'nodes that hold each key (default: 3, or as many as there are)',
      wholeNumber(1, replicaCountMax),
    )
    .option('--r <R>', 'answers a get waits for (default: a majority of N)', wholeNumber(1, replicaCountMax))
    .option('--w <W>', 'replicas a put waits for (default: a majority of N)', wholeNumber(1, replicaCountMax))
    .option(
      '--partitions <Q>',
      'partitions of the ring, a power of two (default: 1024)',
      wholeNumber(1, partitionCountMax),
    )
    .option('--data <DIR>', 'the folder that holds all data', '.gramme')
    .option(
      '--port <PORT>',
      'the first node listens here, the next at the next, ...',
      wholeNumber(1, 65_535),
      7401,
    )
    .option(
      '--http-port <PORT>',
      'the first node serves HTTP here, the next at the next, ... (default: 1000 above --port)',
      wholeNumber(1, 65_535),
    )
    .option('--no-http', 'serve no HTTP')
    .option(
      '--durability <WHEN>',
      'when a write counts as held (default: interval)',
      choice('always', 'interval', 'os'),
    )
    .option('--cluster <NAME>', "the cluster's name (default: one made from the folder's path)")
    .addHelpText('after', examples)
    .action(dev)
}

async function dev(options: DevOptions): Promise<void> {
  const { data, port } = options
  const shape = shapeOf(data, options)
  const httpPort = httpPortOf(options)
  if (Math.max(port, httpPort ?? 0) + shape.nodes - 1 > 65_535) {
    throw new UsageError(
      `--port ${port}${httpPort === undefined ? '' : ` and --http-port ${httpPort}`} leave no room for ${shape.nodes} nodes below 65536`,
    )
  }
  await prepareFolder(data)
  for (let i = 0; i < shape.nodes; i += 1) {
    await checkFree(`${host}:${port + i}`)
    if (httpPort !== undefined) await checkFree(`${host}:${httpPort + i}`)
  }
  const cluster = new DevCluster(shape, options)
  process.exitCode = await cluster.run()
}

/** Undefined: no HTTP is served. */
function httpPortOf({ http, httpPort, port }: DevOptions): number | undefined {
  return http ? (httpPort ?? port + 1000) : undefined
}

/** Before any node runs: one that finds its address taken must not have met its cluster's others by then. */
async function checkFree(address: string): Promise<void> {
  try {
    const listener = await systemNetwork.listen(address, (stream) => stream.destroy())
    await listener.close()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new GrammeError('ADDRESS', `cannot serve on ${address}: ${reason}`, { cause })
  }
}

class DevCluster {
  readonly #nodes: DevNode[] = []
  readonly #addresses: string[]
  #stopping = false
  #signalled: () => void = () => {}

  constructor(
    private readonly shape: Shape,
    private readonly options: DevOptions,
  ) {
    this.#addresses = Array.from({ length: shape.nodes }, (_, i) => `${host}:${options.port + i}`)
  }

  /** Resolves to the exit code when all nodes have stopped. Throws when they cannot start. */
  async run(): Promise<number> {
    const signal = new Promise<void>((resolve) => {
      this.#signalled = resolve
    })
    const onSignal = () => {
      if (this.#stopping) for (const node of this.#nodes) node.signal('SIGKILL')
      this.#signalled()
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
    process.on('SIGHUP', onSignal)
    try {
      const started = await Promise.race([this.#start(), signal])
      if (started !== undefined) {
        print(this.#announcement(started))
        const outcome = await Promise.race([signal, this.#watch()])
        if (outcome === 'all ended') return exitCodes.failed
        print(`\nstopping ${countOf(this.#nodes.filter((node) => node.running).length)}\n`)
      }
      await this.#stop()
      print('stopped\n')
      return exitCodes.done
    } catch (error) {
      await this.#stop()
      throw error
    } finally {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
      process.off('SIGHUP', onSignal)
    }
  }

  async #start(): Promise<Started> {
    const { data } = this.options
    for (let i = 0; i < this.shape.nodes; i += 1) {
      this.#nodes.push(
        new DevNode({
          name: `node ${i + 1}`,
          words: this.#words(i),
          logFile: join(data, `node-${i + 1}.log`),
          show: (line) => {
            if (!this.#stopping) print(`${line}\n`)
          },
        }),
      )
    }
    const serving = await Promise.all(this.#nodes.map((node) => node.serving))
    await keepShape(data, this.shape)
    const client = await connect({ seeds: this.#addresses, cluster: this.shape.cluster })
    try {
      await this.#agreed(client, new Set(serving.map(({ id }) => id)))
      const { ring, shape } = client.cluster
      const shares = new Map(ring.shares().map((share) => [share.id, share]))
      const rows = serving.map(({ id, address }, i) => {
        const share = shares.get(id)
        if (share === undefined) throw new CommandError(`node ${id} is not in the ring`)
        return { ...share, name: this.#nodes[i].name, address, pid: this.#nodes[i].pid }
      })
      const warnings = ring.warnings.map((warning) =>
        rows.reduce((text, { id, name }) => text.replaceAll(`node ${id}`, name), warning),
      )
      return { rows, warnings, quorum: { r: shape.readQuorum, w: shape.writeQuorum } }
    } finally {
      await client.close()
    }
  }

  /** Waits until every node counts on just these nodes, on one ring, and is connected to all others. */
  async #agreed(client: Client, ids: ReadonlySet<string>): Promise<void> {
    const untilMs = performance.now() + agreeTimeoutMs
    for (;;) {
      const { cluster } = client
      const strangers = cluster.members.filter((member) => !ids.has(member.id))
      if (strangers.length > 0) {
        const [{ id, address }] = strangers
        throw new CommandError(
          `the data in ${this.options.data} counts on a node ${id} at ${address} too, which is not among the ${ids.size} started; if its data is gone for good, remove ${this.options.data}/node-*/members.json and start again`,
        )
      }
      const answers = await statusOfMembers(cluster, 1000)
      const agreed = answers.every(
        ({ status }) =>
          status !== undefined &&
          status.ringDigest === cluster.ring.digest &&
          status.peers.filter((peer) => peer.connected).length === ids.size - 1,
      )
      if (agreed && answers.length === ids.size) return
      if (performance.now() > untilMs) {
        throw new CommandError(`the nodes have not found each other within ${agreeTimeoutMs / 1000} s`)
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
      await cluster.refresh()
    }
  }

  /** Tells of nodes that end unasked; resolves when none is left. */
  async #watch(): Promise<'all ended'> {
    await Promise.all(
      this.#nodes.map(async (node, i) => {
        const { code, signal } = await node.ended
        if (this.#stopping) return
        const left = this.#nodes.filter((one) => one.running).length
        print(
          `\n${node.name} (${this.#addresses[i]}) has ended: ${signal ?? `exit code ${code}`}; ${left === 0 ? 'no node is' : `${countOf(left)} ${left === 1 ? 'is' : 'are'}`} left. To bring it back, in another terminal:\n  npx gramme ${this.#words(i).map(quoted).join(' ')}\n`,
        )
      }),
    )
    return 'all ended'
  }

  async #stop(): Promise<void> {
    this.#stopping = true
    for (const node of this.#nodes) node.signal('SIGTERM')
    const timer = setTimeout(() => {
      for (const node of this.#nodes) node.signal('SIGKILL')
    }, stopTimeoutMs)
    await Promise.all(this.#nodes.map((node) => node.ended))
    clearTimeout(timer)
  }

  #words(i: number): string[] {
    const { cluster, n, partitions, weights, zones, durability } = this.shape
    const { data, r, w } = this.options
    const httpPort = httpPortOf(this.options)
    return [
      'serve',
      ...['--data', join(data, `node-${i + 1}`), '--listen', this.#addresses[i]],
      ...['--seed', this.#addresses.join(',')],
      ...['--n', String(n), '--weight', String(weights[i]), '--durability', durability],
      ...(cluster === 'gramme' ? [] : ['--cluster', cluster]),
      ...(partitions === 1024 ? [] : ['--partitions', String(partitions)]),
      ...(zones[i] === '' ? [] : ['--zone', zones[i]]),
      ...(r === undefined ? [] : ['--r', String(r)]),
      ...(w === undefined ? [] : ['--w', String(w)]),
      ...['--gossip-interval', String(gossipIntervalMs)],
      ...(httpPort === undefined ? [] : ['--http', `${host}:${httpPort + i}`]),
    ]
  }

  #announcement({ rows, warnings, quorum }: Started): string {
    const { shape, options } = this
    const zoned = shape.zones.some((zone) => zone !== '')
    const nodes = table<NodeRow>(
      [
        { title: 'node', of: ({ name }) => name.slice('node '.length), align: 'right' },
        { title: 'address', of: ({ address }) => address },
        { title: 'pid', of: ({ pid }) => String(pid), align: 'right' },
        { title: 'weight', of: ({ weight }) => String(weight), align: 'right' },
        ...(zoned ? [{ title: 'zone', of: ({ zone }: NodeRow) => zone }] : []),
        { title: 'share', of: ({ share }) => percent(share), align: 'right' as const },
        { title: 'virtual nodes', of: ({ virtualNodes }) => String(virtualNodes), align: 'right' as const },
      ],
      rows,
    )
    const { r, w } = quorum
    const httpPort = httpPortOf(options)
    const node = options.port === 7401 ? '' : ` --node ${this.#addresses[0]}`
    return [
      `\n${nodes}`,
      ...warnings.map((warning) => `warning: ${warning}\n`),
      `\ncluster '${shape.cluster}' is ready: ${countOf(rows.length)}, N=${shape.n}, R=${r}, W=${w}, data in ${options.data}\n\n`,
      'Try, in another terminal:\n',
      `  npx gramme put cart:42 '["apple"]'${node}\n`,
      `  npx gramme get cart:42${node}\n`,
      `  npx gramme status${node}\n`,
      `  npx gramme ring${node}\n`,
      ...(httpPort === undefined ? [] : [`  curl http://${host}:${httpPort}/kv/cart:42\n`]),
      '\nCtrl-C stops all nodes; starting again finds the data.\n',
    ].join('')
  }
}

interface NodeRow {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly pid: number
  readonly weight: number
  readonly zone: string
  readonly share: number
  readonly virtualNodes: number
}

interface Started {
  readonly rows: readonly NodeRow[]
  readonly warnings: readonly string[]
  readonly quorum: { readonly r: number; readonly w: number }
}

function countOf(nodes: number): string {
  return `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`
}

function print(text: string): void {
  process.stdout.write(text)
}
