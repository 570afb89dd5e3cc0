/**
 * The calibration that is used where none is given: of the machine named in it. Whoever has another machine measures
 * that (`gramme calibrate`), or says how much quicker its cores are (`speed`).
 */
import type { Calibration } from './calibration.js'

export const defaultCalibration: Calibration = {
  format: 'gramme-calibration',
  version: 1,
  machine: {
    processor: 'two shared cores of the project, from its throughput bench',
    cores: 2,
    node: '20.20',
    measuredOn: '2026-11-23',
    loadBefore: 0,
  },
  stages: {
    getCoordinator: { us: 13, perKibUs: 1 },
    putCoordinator: { us: 24, perKibUs: 6 },
    getPeer: { us: 5, perKibUs: 0 },
    putPeer: { us: 6, perKibUs: 8 },
    getReplica: { us: 8, perKibUs: 0 },
    putReplica: { us: 9, perKibUs: 16 },
    forward: { us: 12, perKibUs: 2 },
    client: { us: 15, perKibUs: 6 },
  },
  turnUs: 15,
  besideLoop: 0.1,
  pauses: { perBusySecond: 10, quantilesMs: [0.5, 1, 1.5, 2, 4, 12] },
  writeMs: [0.05, 0.06, 0.08, 0.1, 0.5],
  syncMs: [0.3, 0.4, 0.5, 1, 4],
  memory: { directoryBytesPerKey: 39, processBytes: 90 * 2 ** 20 },
  disk: { recordBytes: 90 },
  wire: { messageBytes: 120 },
}
