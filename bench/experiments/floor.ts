/**
 * A cluster beside the floor of what Node's sockets can do: gets and puts of one node and of three (N=3, R=W=2), against
 * an echo of frames of the same size with the same connections. Each case stands between two measurements of the echo and
 * is compared with their mean, since a shared machine is faster in one minute than in the next.
 *
 * Nodes run with the flags that `gramme dev` gives them; the generator, being fifty clients in one process, with a larger
 * young generation still. Both share the machine, and what each takes of it is told.
 */
import { Child } from '../child.js'
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { Echo, measured } from '../floor-echo.js'

const settings = {
  nodes: [1, 3],
  bytes: [64, 1024],
  inFlight: [1, 16],
  connections: 50,
  keys: 20_000,
  seconds: 4,
}
type FloorSettings = typeof settings

export default experiment({
  name: 'floor',
  question: 'What does a request cost, against a framed echo over the same sockets?',
  settings,
  meanings: {
    nodes: 'sizes of the cluster, which has as many replicas',
    bytes: 'of a value, and of the body of an echo',
    inFlight: 'requests under way on each connection',
    connections: 'each a client, all in one process',
    keys: 'keys, all written before; puts overwrite them with their context',
    seconds: 'that each case is measured for, after half as much of warm-up, and the echo for a third of it',
  },
  small: { nodes: [3], bytes: [1024], inFlight: [16], connections: 10, keys: 2000, seconds: 0.5 },
  charts: [
    {
      title: 'Requests a second, of the echo, values of 1 KiB',
      x: 'inFlight',
      lines: ['operation', 'nodes'],
      values: ['ofEchoPart'],
      only: { bytes: 1024 },
    },
    {
      title: 'Processor time of a request in the servers, values of 1 KiB',
      x: 'inFlight',
      lines: ['operation', 'nodes'],
      values: ['serversUs'],
      only: { bytes: 1024 },
    },
  ],
  run,
})

const operations = ['get', 'put'] as const
/** Keys that are read back after each case. */
const verifiedSample = 500
const generatorFlags = ['--max-semi-space-size=64']

async function run(given: FloorSettings, { folder, progress }: Tools): Promise<Row[]> {
  const { nodes, bytes, inFlight, connections, seconds } = given
  const echo = await Echo.start(connections, { warmUpMs: seconds * 100, measureMs: seconds * 300 })
  const cases = nodes.length * bytes.length * inFlight.length * operations.length
  const rows: Row[] = []
  try {
    for (const count of nodes) {
      for (const valueBytes of bytes) {
        const place = `${folder}/${count}-${valueBytes}`
        const cluster = await MeasuredCluster.start(place, count, () => ({ replicaCount: count }))
        const generator = new Child('floor-load', generatorFlags)
        try {
          const seeds = cluster.nodes.map(({ address }) => address)
          await generator.ask({ kind: 'open', seeds, clients: connections })
          await generator.ask({ kind: 'preload', keys: given.keys, valueBytes })
          for (const lanes of inFlight) {
            for (const operation of operations) {
              progress(rows.length, cases, `cases; now ${operation} of ${count}, ${valueBytes} bytes`)
              const values = await measure({
                cluster,
                generator,
                echo,
                operation,
                lanes,
                valueBytes,
                seconds,
              })
              rows.push({ labels: { operation, nodes: count, bytes: valueBytes, inFlight: lanes }, values })
            }
          }
        } finally {
          await generator.stop()
          await cluster.stop()
        }
      }
    }
  } finally {
    await echo.stop()
  }
  return rows
}

interface Case {
  readonly cluster: MeasuredCluster
  readonly generator: Child
  readonly echo: Echo
  readonly operation: (typeof operations)[number]
  readonly lanes: number
  readonly valueBytes: number
  readonly seconds: number
}

async function measure(one: Case): Promise<Record<string, number>> {
  const { cluster, generator, echo, operation, lanes, valueBytes, seconds } = one
  const order = { kind: operation, inFlight: lanes, warmUpMs: seconds * 500, measureMs: seconds * 1000 }
  const before = await echo.measure(lanes, valueBytes)
  const result = await measured(generator, order, () => cluster.cpuUs())
  const echoPerSecond = (before + (await echo.measure(lanes, valueBytes))) / 2
  const perSecond = result.requests / result.seconds
  return {
    perSecond,
    echoPerSecond,
    ofEchoPart: perSecond / echoPerSecond,
    p50Ms: result.p50Us / 1000,
    p99Ms: result.p99Us / 1000,
    p999Ms: result.p999Us / 1000,
    serversUs: result.serversUs / result.requests,
    generatorUs: result.cpuUs / result.requests,
    requests: result.requests,
    failed: Object.values(result.errors).reduce((sum, count) => sum + count, 0),
    wrong: await generator.ask<number>({ kind: 'verify', sample: verifiedSample }),
  }
}
