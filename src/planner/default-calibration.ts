/**
 * The calibration that is used where none is given: `gramme calibrate` on the machine that it names, which was busy: its
 * load was 2.57 on two cores right before (`loadBefore`). Whoever has another machine measures that, or says how much
 * quicker its cores are (`speed`).
 */
import type { Calibration } from './calibration.js'

export const defaultCalibration: Calibration = {
  format: 'gramme-calibration',
  version: 1,
  machine: {
    processor: 'Intel(R) Xeon(R) Processor @ 2.50GHz (2 cores)',
    cores: 2,
    node: '20.20.2',
    measuredOn: '2026-11-26',
    loadBefore: 2.57,
  },
  stages: {
    getCoordinator: {
      us: 18.9,
      perKibUs: 1.41,
    },
    putCoordinator: {
      us: 32.3,
      perKibUs: 2.73,
    },
    getPeer: {
      us: 4.9,
      perKibUs: 0.06,
    },
    putPeer: {
      us: 6.2,
      perKibUs: 1.05,
    },
    getReplica: {
      us: 5.32,
      perKibUs: 0.1,
    },
    putReplica: {
      us: 15.2,
      perKibUs: 1.15,
    },
    forward: {
      us: 10.2,
      perKibUs: 1.41,
    },
    client: {
      us: 15.2,
      perKibUs: 0.807,
    },
  },
  turnUs: 41,
  groupUs: 54.3,
  besideLoop: 0.108,
  pauses: {
    perBusySecond: 27.3,
    quantilesMs: [
      0.323, 0.367, 0.386, 0.396, 0.396, 0.406, 0.416, 0.419, 0.436, 0.436, 0.446, 0.456, 0.466, 0.476, 0.476,
      0.486, 0.486, 0.495, 0.515, 0.527, 0.535, 0.537, 0.561, 0.587, 0.617, 0.666, 0.677, 0.696, 0.722, 0.735,
      0.769, 0.786, 0.809, 0.821, 0.838, 0.846, 0.86, 0.881, 0.889, 0.898, 0.912, 0.922, 0.932, 0.934, 0.949,
      0.957, 0.968, 0.992, 1, 1.01, 1.02, 1.03, 1.03, 1.04, 1.06, 1.06, 1.07, 1.1, 1.13, 1.15, 1.16, 1.18,
      1.19, 1.23, 1.25, 1.26, 1.28, 1.32, 1.33, 1.34, 1.36, 1.38, 1.43, 1.46, 1.48, 1.48, 1.51, 1.53, 1.56,
      1.58, 1.61, 1.64, 1.68, 1.7, 1.74, 1.77, 1.81, 1.85, 1.87, 1.89, 1.96, 2, 2.12, 2.33, 2.41, 2.71, 2.78,
      2.98, 3.29, 3.6, 5.91,
    ],
  },
  marking: {
    perBusySecond: 0.683,
    quantilesMs: [
      12.2, 12.2, 12.2, 12.8, 12.8, 12.8, 12.8, 12.8, 13.9, 13.9, 13.9, 13.9, 13.9, 14.1, 14.1, 14.1, 14.1,
      14.1, 14.8, 14.8, 14.8, 14.8, 14.8, 15, 15, 15, 15, 15, 15.4, 15.4, 15.4, 15.4, 15.4, 17.2, 17.2, 17.2,
      17.2, 17.2, 17.3, 17.3, 17.3,
    ],
  },
  writeMs: [
    0.0256, 0.0257, 0.0259, 0.026, 0.026, 0.0261, 0.0261, 0.0262, 0.0263, 0.0263, 0.0264, 0.0265, 0.0266,
    0.0267, 0.0267, 0.0268, 0.0268, 0.0269, 0.027, 0.0271, 0.0271, 0.0272, 0.0273, 0.0274, 0.0275, 0.0276,
    0.0277, 0.0279, 0.0281, 0.0285, 0.0288, 0.0291, 0.0299, 0.0323, 0.0332, 0.034, 0.0358, 0.0365, 0.0407,
    0.046, 0.32,
  ],
  syncMs: [
    0.105, 0.106, 0.107, 0.107, 0.107, 0.107, 0.108, 0.108, 0.108, 0.108, 0.108, 0.109, 0.109, 0.109, 0.109,
    0.109, 0.109, 0.109, 0.11, 0.11, 0.111, 0.111, 0.111, 0.111, 0.112, 0.113, 0.114, 0.114, 0.116, 0.117,
    0.118, 0.119, 0.122, 0.125, 0.126, 0.129, 0.132, 0.136, 0.143, 0.18, 0.626,
  ],
  memory: {
    directoryBytesPerKey: 35,
    processBytes: 165924112,
  },
  disk: {
    recordBytes: 80,
  },
  wire: {
    messageBytes: 120,
  },
}
