/**
 * How many nodes are out of balance, over 15% off the mean, against load, when keys are as popular as the packages of
 * a registry. Measured on a cluster, second by second; and reckoned for a larger one from the same ring and data.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Ring } from '../../src/ring/ring.js'
import { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import { MeasuredCluster } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { keyChooser } from '../load/keys.js'
import { keyName } from '../load/values.js'
import {
  figuresOf,
  loadMeanings,
  loadSettings,
  loadSmall,
  openPace,
  planOf,
  withGenerator,
} from '../loads.js'

const settings = {
  nodes: 8,
  rates: [100, 500, 2000],
  reckonedNodes: 30,
  reckonedRates: [100, 1000, 10_000, 100_000],
  windows: 20,
  ...loadSettings,
  keys: 10_000,
}
type ImbalanceSettings = typeof settings

/** Fig. 6's. */
const offMeanMax = 0.15

export default experiment({
  name: 'imbalance',
  question: 'How many nodes are out of balance, at which load?',
  paper: {
    source: 'Fig. 6',
    found: '20% of the nodes are over 15% off the mean at low load, 10% at high load.',
  },
  settings,
  meanings: {
    nodes: 'of the cluster that is measured',
    rates: 'reads a second on it',
    reckonedNodes: 'of the ring that is reckoned with',
    reckonedRates: 'requests in a window there',
    windows: 'that are reckoned, for a mean',
    ...loadMeanings,
  },
  small: { ...loadSmall, nodes: 3, rates: [200], reckonedRates: [100, 1000], windows: 2, seconds: 2 },
  charts: [
    {
      title: 'Nodes over 15% off the mean',
      x: 'rate',
      lines: ['how'],
      values: ['outOfBalancePart'],
      xScale: 'log',
    },
    {
      title: 'Largest load over the mean',
      x: 'rate',
      lines: ['how'],
      values: ['mostTimesMean'],
      xScale: 'log',
    },
  ],
  run,
})

const windowMs = 1000

async function run(given: ImbalanceSettings, tools: Tools): Promise<Row[]> {
  return [...reckoned(given), ...(await measured(given, tools))]
}

/** Requests go to the first owner, or to whichever of the owners the client finds the fastest: here, to each in turn. */
function reckoned({ reckonedNodes, reckonedRates, windows, keys, seed }: ImbalanceSettings): Row[] {
  const members = Array.from({ length: reckonedNodes }, (_, n) => ({ id: `node-${n}`, weight: 1, zone: '' }))
  const numbers = new Map(members.map(({ id }, n) => [id, n]))
  const ring = Ring.build(members, { partitionCount: 4096, replicaCount: Math.min(3, reckonedNodes) })
  const owners = Array.from({ length: keys }, (_, key) =>
    ring.owners(ring.partitionOf(Buffer.from(keyName(key)))).map((id) => numbers.get(id) ?? 0),
  )
  const chooser = keyChooser('replayed', keys, new SeededRandom(seed, 'reckoned'))
  return (['first owner', 'all owners'] as const).flatMap((served) =>
    reckonedRates.map((rate) => {
      const found = Array.from({ length: windows }, () => {
        const loads = new Array<number>(reckonedNodes).fill(0)
        for (let request = 0; request < rate; request += 1) {
          const those = owners[chooser.next(keys)]
          if (served === 'first owner') loads[those[0]] += 1
          else for (const node of those) loads[node] += 1
        }
        return balanceOf(loads)
      })
      return { labels: { how: `reckoned, ${reckonedNodes} nodes, ${served}`, rate }, values: meanOf(found) }
    }),
  )
}

async function measured(given: ImbalanceSettings, { folder, progress }: Tools): Promise<Row[]> {
  const { nodes, rates } = given
  const rows: Row[] = []
  const cluster = await MeasuredCluster.start(folder, nodes)
  try {
    await withGenerator(cluster.target(), given, async (generator) => {
      await generator.preload()
      for (const rate of rates) {
        progress(rows.length, rates.length, `cases; now ${rate} a second`)
        const plan = planOf(given, { pace: openPace(rate), mix: 'C', popularity: 'replayed' })
        const loading = generator.load(plan)
        loading.catch(() => {})
        await sleep(plan.warmUpMs)
        const found: Balance[] = []
        let before = await servedBy(cluster)
        for (let at = 0; at + windowMs <= plan.measureMs; at += windowMs) {
          await sleep(windowMs)
          const now = await servedBy(cluster)
          found.push(balanceOf(now.map((count, node) => count - before[node])))
          before = now
        }
        const outcome = await loading
        rows.push({
          labels: { how: `measured, ${nodes} nodes`, rate },
          values: { ...meanOf(found), ...figuresOf(outcome) },
          doubts: outcome.doubts,
        })
      }
    })
  } finally {
    await cluster.stop()
  }
  return rows
}

/** Gets and puts that each node has coordinated. */
async function servedBy(cluster: MeasuredCluster): Promise<number[]> {
  const statuses = await cluster.statuses()
  return statuses.map(({ counters }) =>
    counters
      .filter(({ name }) => name === 'gets' || name === 'puts')
      .reduce((sum, { value }) => sum + Number(value), 0),
  )
}

interface Balance {
  readonly outOfBalancePart: number
  readonly mostTimesMean: number
}

function balanceOf(loads: readonly number[]): Balance {
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length
  const off = loads.filter((load) => Math.abs(load - mean) > offMeanMax * mean).length
  return { outOfBalancePart: off / loads.length, mostTimesMean: mean === 0 ? 0 : Math.max(...loads) / mean }
}

function meanOf(found: readonly Balance[]): Record<string, number> {
  const mean = (of: (balance: Balance) => number) =>
    found.reduce((sum, one) => sum + of(one), 0) / found.length
  return {
    outOfBalancePart: mean(({ outOfBalancePart }) => outOfBalancePart),
    mostTimesMean: mean(({ mostTimesMean }) => mostTimesMean),
  }
}
