/**
 * A node joins, and leaves again, while clients go on: what is moved against the least that could be, and what the
 * clients see of it. Aims: 1.1 times the least, and a p99.9 within twice that of before.
 *
 *     npm run bench -- rebalance --keys 1000000
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Movement, movement } from '../../src/ring/movement.js'
import { Ring } from '../../src/ring/ring.js'
import { MeasuredCluster, type NodeStatus } from '../cluster.js'
import { experiment, type Row, type Tools } from '../experiment.js'
import { keyName } from '../load/values.js'
import { loadMeanings, loadSettings, loadSmall, openPace, warmed, withGenerator } from '../loads.js'
import { MovedTally } from '../moved.js'
import { type Phase, PhasedLoad, phaseFigures } from '../phases.js'

const settings = {
  nodes: 5,
  partitions: 1024,
  rate: 500,
  steady: 20,
  repairInterval: 10,
  ...loadSettings,
  keys: 1_000_000,
  sizes: '100',
}
type RebalanceSettings = typeof settings

export default experiment({
  name: 'rebalance',
  question: 'What does it cost when a node joins, and when it leaves?',
  paper: {
    source: '§6.2, strategy 3',
    found: 'A node that joins takes whole partitions from the others, so that data moves as files.',
  },
  settings,
  meanings: {
    nodes: 'before the join',
    partitions: 'Q, a power of two',
    rate: 'requests a second: half reads, half updates',
    repairInterval: "seconds between two comparisons of a node's data with the others'",
    steady: 'seconds before, between and after',
    ...loadMeanings,
  },
  small: { ...loadSmall, nodes: 3, partitions: 64, rate: 20, steady: 1, repairInterval: 0.2 },
  amongAll: { keys: 200_000 },
  charts: [
    {
      title: 'Latency through a join and a leave',
      x: 'phase',
      lines: [],
      values: ['p99Ms', 'p999Ms'],
    },
    {
      title: 'Objects moved, against the least',
      x: 'phase',
      lines: [],
      values: ['movedTimesLeast', 'filledTimesLeast'],
    },
    { title: 'Bytes moved, against the least', x: 'phase', lines: [], values: ['bytesTimesLeast'] },
  ],
  run,
})

const lookMs = 250
const settledWithinMs = 1_200_000
/** Requests under way in the closed loop that warms all up. */
const warmLanes = 16

interface Change {
  readonly name: string
  readonly movement: Movement
  /** Of the partitions that came to nodes, each node's counted: what this ring cannot do without. */
  readonly changedObjects: number
  readonly tally: MovedTally
  readonly tookMs: number
  /** Of all replicas, before. */
  readonly liveBytes: number
}

async function run(given: RebalanceSettings, tools: Tools): Promise<Row[]> {
  const { nodes, partitions: partitionCount, rate, steady, keys, repairInterval } = given
  const cluster = await MeasuredCluster.start(tools.folder, nodes, () => ({
    partitionCount,
    repairIntervalMs: repairInterval * 1000,
  }))
  try {
    return await withGenerator(cluster.target(), given, async (generator) => {
      await generator.preload((done) => tools.progress(done, keys, 'keys written'))
      await cluster.whole(settledWithinMs)
      await warmed(generator, given, { mix: 'A', popularity: 'uniform' }, warmLanes)
      // It waits for its part: that a process starts is no part of a join, and a machine of its own would bear it.
      const newcomer = await cluster.add({ joins: 'when-told' })
      const load = await PhasedLoad.start(generator, given, {
        pace: openPace(rate),
        mix: 'A',
        popularity: 'uniform',
      })
      load.begin('before')
      await sleep(steady * 1000)
      load.begin('join')
      const join = await through(cluster, 'join', given, tools, () => newcomer.act({ kind: 'join' }))
      load.begin('between')
      await sleep(steady * 1000)
      load.begin('leave')
      const leave = await through(cluster, 'leave', given, tools, () =>
        newcomer.act({ kind: 'leave', force: false }),
      )
      load.begin('after')
      await sleep(steady * 1000)
      const { phases, outcome } = await load.end()
      const { doubts } = outcome
      const [before] = phases
      return phases.map((phase) => {
        const change = [join, leave].find(({ name }) => name === phase.name)
        return {
          labels: { phase: phase.name },
          values: {
            ...phaseFigures(phase),
            ...timesBefore(phase, before),
            ...(change !== undefined && movedFigures(change, given)),
          },
          doubts,
        }
      })
    })
  } finally {
    await cluster.stop()
  }
}

/** Does what changes the ring, and resolves when data has followed it. */
async function through(
  cluster: MeasuredCluster,
  name: string,
  { partitions: partitionCount, nodes, keys }: RebalanceSettings,
  { progress }: Tools,
  change: () => Promise<void>,
): Promise<Change> {
  const statuses = await cluster.statuses()
  const tally = new MovedTally()
  tally.look(statuses, true)
  const liveBytes = statuses.reduce((sum, { store }) => sum + (store?.liveBytes ?? 0), 0)
  const before = ringOf(statuses, partitionCount)
  const beganMs = performance.now()
  await change()
  const digests = new Set([before.digest])
  for (;;) {
    const now = await cluster.statuses()
    tally.look(now)
    const wanting = now.reduce((sum, { filling }) => sum + (filling?.wanting ?? 0), 0)
    const foreign = now.reduce((sum, { surrender }) => sum + (surrender?.keys ?? 0), 0)
    progress(0, 1, `${name}: ${wanting} partitions to fill, ${foreign} keys to give up`)
    const isNew = now.every(({ ringDigest }) => ringDigest === now[0].ringDigest && !digests.has(ringDigest))
    if (isNew && wanting === 0 && foreign === 0) {
      const after = ringOf(now, partitionCount)
      const changedObjects = objectsToMove(before, after, keys)
      const tookMs = performance.now() - beganMs
      return { name, movement: movement(before, after), changedObjects, tally, tookMs, liveBytes }
    }
    if (performance.now() - beganMs > settledWithinMs)
      throw new Error(`${name} with ${nodes} nodes did not end`)
    await sleep(lookMs)
  }
}

/** Members with virtual nodes: one that leaves has none any more. */
function ringOf(statuses: readonly NodeStatus[], partitionCount: number): Ring {
  const members = statuses.flatMap(({ self, virtualNodes }) =>
    self && virtualNodes > 0 ? [{ id: self.id ?? '', weight: self.weight ?? 0, zone: self.zone ?? '' }] : [],
  )
  return Ring.build(members, { partitionCount, replicaCount: 3 })
}

function objectsToMove(before: Ring, after: Ring, keys: number): number {
  const newcomers = Array.from({ length: before.settings.partitionCount }, (_, partition) => {
    const owners = before.owners(partition)
    return after.owners(partition).filter((id) => !owners.includes(id)).length
  })
  let objects = 0
  for (let key = 0; key < keys; key += 1) objects += newcomers[after.partitionOf(Buffer.from(keyName(key)))]
  return objects
}

function timesBefore(phase: Phase, before: Phase): Record<string, number> {
  return { p999TimesBefore: phase.latency.p999Ms / before.latency.p999Ms }
}

function movedFigures(
  { movement, changedObjects, tally, tookMs, liveBytes }: Change,
  given: RebalanceSettings,
) {
  const { filledObjects, filledBytes, mendedObjects, mendedBytes, surrenderedObjects, surrenderedBytes } =
    tally.moved
  const { slotsLeast, slotsChanged, ratio } = movement
  const leastObjects = changedObjects * (slotsLeast / slotsChanged)
  const leastBytes = (leastObjects * liveBytes) / (given.keys * 3)
  const movedObjects = filledObjects + surrenderedObjects
  const movedBytes = filledBytes + surrenderedBytes
  return {
    tookMs,
    leastObjects,
    movedObjects,
    movedTimesLeast: movedObjects / leastObjects,
    filledObjects,
    filledTimesLeast: filledObjects / leastObjects,
    surrenderedObjects,
    surrenderedBytes,
    leastBytes,
    movedBytes,
    bytesTimesLeast: movedBytes / leastBytes,
    filledBytes,
    mendedObjects,
    mendedBytes,
    partitionsChanged: slotsChanged,
    partitionsTimesLeast: ratio,
  }
}
