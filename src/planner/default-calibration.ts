/**
 * The calibration that is used where none is given: `gramme calibrate` on the machine that it names, which others used at
 * the same time. Whoever has another machine measures that, or says how much quicker its cores are (`speed`).
 */
import type { Calibration } from './calibration.js'

export const defaultCalibration: Calibration = {
  format: 'gramme-calibration',
  version: 1,
  machine: {
    processor: 'AMD EPYC (2 cores)',
    cores: 2,
    node: '20.20.2',
    measuredOn: '2026-11-26',
    loadBefore: 13.95,
  },
  stages: {
    getCoordinator: { us: 12.2, perKibUs: 1.69 },
    putCoordinator: { us: 18.1, perKibUs: 3.03 },
    getPeer: { us: 8.15, perKibUs: 0 },
    putPeer: { us: 15.8, perKibUs: 0.705 },
    getReplica: { us: 5.68, perKibUs: 0 },
    putReplica: { us: 14.6, perKibUs: 1.87 },
    forward: { us: 13.8, perKibUs: 1.69 },
    client: { us: 14.6, perKibUs: 0.807 },
  },
  turnUs: 39.4,
  besideLoop: 0.269,
  pauses: {
    perBusySecond: 56.3,
    quantilesMs: [
      0.0533, 0.056, 0.0795, 0.0799, 0.0826, 0.0853, 0.0863, 0.0879, 0.0933, 0.0933, 0.112, 0.12, 0.135,
      0.161, 0.179, 0.209, 0.224, 0.238, 0.252, 0.26, 0.291, 0.328, 0.334, 0.352, 0.353, 0.358, 0.362, 0.365,
      0.365, 0.375, 0.377, 0.389, 0.395, 0.398, 0.408, 0.413, 0.426, 0.433, 0.439, 0.445, 0.451, 0.459, 0.47,
      0.513, 0.516, 0.531, 0.544, 0.56, 0.599, 0.629, 0.657, 0.669, 0.712, 0.73, 0.743, 0.759, 0.775, 0.813,
      0.847, 0.901, 0.931, 0.952, 0.975, 1.06, 1.1, 1.19, 1.23, 1.25, 1.27, 1.3, 1.33, 1.37, 1.41, 1.42, 1.42,
      1.48, 1.51, 1.53, 1.59, 1.68, 1.73, 1.77, 1.81, 1.9, 2.02, 2.23, 2.29, 2.4, 2.46, 2.61, 2.9, 3.04, 3.39,
      4, 4.89, 5.08, 5.5, 7.27, 8.59, 11.1, 25.2,
    ],
  },
  writeMs: [
    0.0323, 0.0345, 0.0351, 0.0356, 0.0366, 0.0369, 0.0375, 0.0382, 0.0396, 0.0403, 0.0416, 0.0424, 0.0446,
    0.0474, 0.0489, 0.0509, 0.0523, 0.0557, 0.0583, 0.0619, 0.064, 0.0657, 0.0688, 0.0726, 0.075, 0.0775,
    0.0786, 0.0823, 0.0861, 0.0881, 0.09, 0.0931, 0.0953, 0.0978, 0.0996, 0.102, 0.111, 0.131, 0.265, 2.02,
    4.93,
  ],
  syncMs: [
    0.215, 0.235, 0.239, 0.245, 0.249, 0.254, 0.257, 0.263, 0.266, 0.27, 0.276, 0.283, 0.299, 0.31, 0.334,
    0.348, 0.389, 0.459, 0.548, 0.882, 1.17, 1.35, 1.62, 1.77, 2.21, 2.7, 3.09, 3.83, 4.01, 4.14, 4.79, 5.47,
    6.33, 6.79, 7.26, 8.03, 9.12, 10.4, 12.2, 14.3, 75.6,
  ],
  memory: { directoryBytesPerKey: 35, processBytes: 113917200 },
  disk: { recordBytes: 78 },
  wire: { messageBytes: 120 },
}
