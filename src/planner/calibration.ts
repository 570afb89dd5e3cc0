/**
 * What requests cost on a known machine. A stage is one node's part of one request; its costs are processor time of
 * the node's event loop, which does one thing at a time. What a whole turn of the loop costs, however much it finds
 * to do, is apart: under load a turn does many stages, and each becomes cheaper.
 */
import { z } from 'zod'
import { checkOptions } from '../options.js'

const cost = z.number().min(0).max(1e6)

/** Milliseconds. */
const quantiles = z.array(z.number().min(0).max(60_000)).min(1).max(101)

const stageSchema = z.strictObject({
  /** In a turn with others. */
  us: cost,
  /** More for each KiB of the value. */
  perKibUs: cost,
})

export const calibrationSchema = z.strictObject({
  format: z.literal('gramme-calibration'),
  version: z.literal(1),
  machine: z.strictObject({
    processor: z.string().max(200),
    cores: z.number().int().min(1),
    node: z.string().max(50),
    measuredOn: z.string().max(50),
    /** How busy the machine was with other things: the load average of its last minute, before. */
    loadBefore: z.number().min(0),
  }),
  stages: z.strictObject({
    /** The coordinator, without its peers. */
    getCoordinator: stageSchema,
    putCoordinator: stageSchema,
    /** Of the coordinator, for each peer: asking it, and taking its answer. */
    getPeer: stageSchema,
    putPeer: stageSchema,
    /** Of the peer. */
    getReplica: stageSchema,
    putReplica: stageSchema,
    /** Of a node that hands a request on. */
    forward: stageSchema,
    /** Of the client, both ways. */
    client: stageSchema,
  }),
  /** What a turn of the event loop costs, whatever it does. */
  turnUs: cost,
  /**
   * What it costs the loop to have something written to the log, however many records: those that come meanwhile are the next
   * group. 0: not measured, as in calibrations from before it was.
   */
  groupUs: cost.default(0),
  /** Processor time of a node's other threads, as a part of its loop's. */
  besideLoop: z.number().min(0).max(10),
  /** The loop stands still, as for garbage: how often in each second of its work, and how long at evenly spaced ranks. */
  pauses: z.strictObject({
    perBusySecond: z.number().min(0),
    quantilesMs: quantiles,
  }),
  /**
   * Other threads mark the whole heap, for which the loop does not stand: how often in each second of the loop's work, and
   * for how long they have a core. 0: not measured, as in calibrations from before it was.
   */
  marking: z
    .strictObject({ perBusySecond: z.number().min(0), quantilesMs: quantiles })
    .default({ perBusySecond: 0, quantilesMs: [0] }),
  /** Until a write is with the operating system, at evenly spaced ranks. */
  writeMs: quantiles,
  /** Until it is on the disk. */
  syncMs: quantiles,
  memory: z.strictObject({
    /** Of the key directory; it grows in steps, and has at most 45. */
    directoryBytesPerKey: z.number().min(1).max(1000),
    /** Of a node that holds next to nothing. */
    processBytes: z.number().min(0),
  }),
  disk: z.strictObject({
    /** Of each record, beside key and value. */
    recordBytes: z.number().min(0),
  }),
  wire: z.strictObject({
    /** Of each message, beside key and value: frame, header, and its part of TCP and IP. */
    messageBytes: z.number().min(0),
  }),
})

export type Calibration = z.output<typeof calibrationSchema>
export type Stage = keyof Calibration['stages']

/** Throws GrammeError BAD_ARGUMENT that names each field that is wrong. */
export function checkCalibration(calibration: unknown): Calibration {
  return checkOptions(calibrationSchema, calibration)
}

/** Microseconds on a core of the calibration's machine. */
export function stageUs(calibration: Calibration, stage: Stage, valueBytes: number): number {
  const { us, perKibUs } = calibration.stages[stage]
  return us + (perKibUs * valueBytes) / 1024
}
