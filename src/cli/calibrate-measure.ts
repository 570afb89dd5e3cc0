/**
 * Measures what requests cost on this machine: one node, then three, on loopback, under loads of which it is known who
 * coordinates; what processor time each used, how long their loops stood for garbage, and what a write to the disk takes.
 */
import { open } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { type Calibration, checkCalibration } from '../planner/calibration.js'
import { type CostRun, quantilesOf, stagesFrom } from '../planner/measured-costs.js'
import { CalibrationCluster } from './calibrate-cluster.js'
import { type Contexts, nameBytes, namesOwnedBy, runLoad, writeAll } from './calibrate-load.js'
import { processorTimeOf } from './processor-time.js'

const valueSizes = [64, 4096]
const keyCount = 2000
const lanesMany = 64
/** One node and three, two sizes, gets and puts, many at a time and one. */
export const loadCount = 16
/** Frame, header, and its part of TCP and IP: from the protocol, and not from a measurement. */
const messageBytes = 120
const quantileCount = 41
const pauseQuantileCount = 101
const writes = 200

/** What was measured, added up over all clusters. */
interface Measured {
  readonly runs: CostRun[]
  readonly pausesMs: number[]
  readonly markingMs: number[]
  busyUs: number
}

/**
 * Takes a minute or so with loads of two seconds; `onStep` hears how many loads are done. Throws CommandError where processor times cannot be read.
 */
export async function measureCosts(
  folder: string,
  seconds: number,
  onStep: (done: number) => void,
): Promise<Calibration> {
  const [loadBefore] = loadavg()
  const measured: Measured = { runs: [], pausesMs: [], markingMs: [], busyUs: 0 }
  let store = { directoryBytesPerKey: 1, processBytes: 0, recordBytes: 0 }
  for (const copies of [1, 3] as const) {
    const cluster = await CalibrationCluster.start(join(folder, String(copies)), copies)
    try {
      await measureCluster(cluster, copies, seconds, measured, () => onStep(measured.runs.length))
      store = await storeOf(cluster)
    } finally {
      await cluster.stop()
    }
  }
  const disk = await diskTimes(folder)
  const { processBytes, directoryBytesPerKey, recordBytes } = store
  return checkCalibration({
    format: 'gramme-calibration',
    version: 1,
    machine: {
      processor: `${cpus()[0]?.model.trim() || 'an unknown processor'} (${availableParallelism()} cores)`,
      cores: availableParallelism(),
      node: process.versions.node,
      measuredOn: new Date().toISOString().slice(0, 10),
      loadBefore,
    },
    ...stagesFrom(measured.runs),
    // Finer: the longest of them make the tail.
    pauses: recurring(measured.pausesMs, measured.busyUs, pauseQuantileCount),
    marking: recurring(measured.markingMs, measured.busyUs, quantileCount),
    ...disk,
    memory: { directoryBytesPerKey, processBytes },
    disk: { recordBytes },
    wire: { messageBytes },
  } satisfies Calibration)
}

async function measureCluster(
  cluster: CalibrationCluster,
  copies: 1 | 3,
  seconds: number,
  measured: Measured,
  onRun: () => void,
): Promise<void> {
  const { client } = cluster
  const [first] = client.cluster.ring.members
  const contexts: Contexts = new Map()
  for (const valueBytes of valueSizes) {
    const names = namesOwnedBy(client, first.id, prefixOf(valueBytes), keyCount)
    const value = Buffer.alloc(valueBytes, 0x61)
    await writeAll({ client, names, value, lanes: 1 }, contexts)
    if (valueBytes === valueSizes[0]) {
      // Until it is compiled, a node costs twice as much.
      for (const operation of ['put', 'get'] as const) {
        await runLoad(operation, { client, names, value, lanes: lanesMany }, contexts, 1000 * seconds)
      }
    }
    for (const operation of ['get', 'put'] as const) {
      for (const many of [true, false]) {
        const load = { client, names, value, lanes: many ? lanesMany : 1 }
        await runLoad(operation, load, contexts, (1000 * seconds) / 3)
        cluster.takeCollections()
        const before = { nodes: cluster.processorTimes(first.id), client: processorTimeOf(process.pid) }
        const requests = await runLoad(operation, load, contexts, 1000 * seconds)
        const after = { nodes: cluster.processorTimes(first.id), client: processorTimeOf(process.pid) }
        const run = costRun({ operation, copies, valueBytes, many, requests }, before, after)
        measured.runs.push(run)
        if (many) {
          const onProcessor = partOnProcessor(before.nodes, after.nodes)
          const { pausesMs, markingMs } = cluster.takeCollections()
          measured.pausesMs.push(...pausesMs.map((ms) => ms * onProcessor))
          measured.markingMs.push(...markingMs.map((ms) => ms * onProcessor))
          measured.busyUs += run.loopsUs
        }
        onRun()
      }
    }
  }
}

function recurring(timesMs: readonly number[], busyUs: number, count: number): Calibration['pauses'] {
  return {
    perBusySecond: Number((timesMs.length / (busyUs * 1e-6)).toPrecision(3)),
    quantilesMs: quantilesOf(timesMs, count),
  }
}

/** All of one length. */
function prefixOf(valueBytes: number): string {
  return `size-${String(valueBytes).padStart(5, '0')}`
}

interface Reading {
  readonly nodes: ReturnType<CalibrationCluster['processorTimes']>
  readonly client: ReturnType<typeof processorTimeOf>
}

function costRun(
  what: Pick<CostRun, 'operation' | 'copies' | 'valueBytes' | 'many' | 'requests'>,
  before: Reading,
  after: Reading,
): CostRun {
  const peers = after.nodes.others.map((time, n) => time.loopUs - before.nodes.others[n].loopUs)
  const coordinatorUs = after.nodes.first.loopUs - before.nodes.first.loopUs
  const peersUs = peers.reduce((sum, us) => sum + us, 0)
  const besideUs = [after.nodes.first, ...after.nodes.others].reduce((sum, time, n) => {
    return sum + time.besideUs - [before.nodes.first, ...before.nodes.others][n].besideUs
  }, 0)
  return {
    ...what,
    requests: Math.max(1, what.requests),
    coordinatorUs,
    peerUs: peers.length === 0 ? 0 : peersUs / peers.length,
    besideUs,
    loopsUs: coordinatorUs + peersUs,
    clientUs: after.client.loopUs - before.client.loopUs + after.client.besideUs - before.client.besideUs,
  }
}

/** Pauses are told in time that passed; on a machine with other work a part of that was spent in waiting. */
function partOnProcessor(before: Reading['nodes'], after: Reading['nodes']): number {
  const of = (part: 'loopUs' | 'loopWaitedUs') =>
    [after.first, ...after.others].reduce(
      (sum, time, n) => sum + time[part] - [before.first, ...before.others][n][part],
      0,
    )
  const [ranUs, waitedUs] = [of('loopUs'), of('loopWaitedUs')]
  return ranUs / Math.max(1, ranUs + waitedUs)
}

async function storeOf(cluster: CalibrationCluster) {
  const [status] = await cluster.statuses()
  const { keys = 0, liveBytes = 0, directoryBytes = 0 } = status?.store ?? {}
  const held = Math.max(1, keys ?? 0)
  const keyBytes = nameBytes(prefixOf(valueSizes[0]))
  const meanValue = valueSizes.reduce((sum, size) => sum + size, 0) / valueSizes.length
  return {
    directoryBytesPerKey: Number(((directoryBytes ?? 0) / held).toPrecision(3)),
    processBytes: Math.max(0, (status?.memoryBytes ?? 0) - (directoryBytes ?? 0)),
    recordBytes: Math.max(0, Math.round((liveBytes ?? 0) / held - keyBytes - meanValue)),
  }
}

/** As a node's log does: a few records at the end of a file, and sometimes a sync. */
async function diskTimes(folder: string): Promise<Pick<Calibration, 'writeMs' | 'syncMs'>> {
  const file = await open(join(folder, 'log'), 'a')
  const [writeMs, syncMs]: [number[], number[]] = [[], []]
  const bytes = Buffer.alloc(4096, 0x61)
  try {
    for (let n = 0; n < writes; n += 1) {
      const beganMs = performance.now()
      await file.write(bytes)
      const writtenMs = performance.now()
      await file.datasync()
      writeMs.push(writtenMs - beganMs)
      syncMs.push(performance.now() - beganMs)
    }
  } finally {
    await file.close()
  }
  return { writeMs: quantilesOf(writeMs, quantileCount), syncMs: quantilesOf(syncMs, quantileCount) }
}
