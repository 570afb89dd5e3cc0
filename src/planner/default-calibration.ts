/**
 * The calibration that is used where none is given: `gramme calibrate` on the machine that it names, which had nothing
 * else to do. Whoever has another machine measures that, or says how much quicker its cores are (`speed`).
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
    loadBefore: 1.73,
  },
  stages: {
    getCoordinator: { us: 11.4, perKibUs: 0.823 },
    putCoordinator: { us: 20.5, perKibUs: 2.28 },
    getPeer: { us: 3.4, perKibUs: 0 },
    putPeer: { us: 1.15, perKibUs: 1.59 },
    getReplica: { us: 3.42, perKibUs: 0 },
    putReplica: { us: 7.21, perKibUs: 3.2 },
    forward: { us: 6.82, perKibUs: 0.823 },
    client: { us: 8.45, perKibUs: 0.908 },
  },
  turnUs: 55.9,
  besideLoop: 0.171,
  pauses: {
    perBusySecond: 38.5,
    quantilesMs: [
      0.279, 0.322, 0.44, 0.489, 0.509, 0.521, 0.528, 0.539, 0.549, 0.559, 0.569, 0.579, 0.588, 0.598, 0.608,
      0.612, 0.619, 0.627, 0.636, 0.639, 0.647, 0.648, 0.65, 0.655, 0.658, 0.662, 0.669, 0.679, 0.681, 0.69,
      0.697, 0.706, 0.707, 0.714, 0.717, 0.723, 0.728, 0.732, 0.741, 0.749, 0.75, 0.759, 0.767, 0.772, 0.775,
      0.784, 0.786, 0.797, 0.802, 0.819, 0.822, 0.828, 0.836, 0.854, 0.865, 0.888, 0.905, 0.924, 0.941, 0.965,
      0.976, 0.992, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 1.08, 1.1, 1.12, 1.13, 1.14, 1.16, 1.17, 1.18,
      1.19, 1.2, 1.21, 1.24, 1.27, 1.28, 1.31, 1.34, 1.37, 1.4, 1.43, 1.46, 1.5, 1.54, 1.6, 1.68, 1.79, 2.01,
      2.18, 2.38, 2.83, 3.22, 4.09, 8.64,
    ],
  },
  writeMs: [
    0.0337, 0.034, 0.0341, 0.0341, 0.0342, 0.0344, 0.0346, 0.0348, 0.0349, 0.0353, 0.0354, 0.0355, 0.0357,
    0.0362, 0.0369, 0.0372, 0.0381, 0.0386, 0.0391, 0.0408, 0.0413, 0.0414, 0.0416, 0.0417, 0.0418, 0.0419,
    0.042, 0.0421, 0.0422, 0.0423, 0.0425, 0.0426, 0.0428, 0.043, 0.0432, 0.0438, 0.045, 0.0468, 0.0526,
    0.0741, 0.246,
  ],
  syncMs: [
    0.232, 0.237, 0.238, 0.239, 0.239, 0.24, 0.241, 0.241, 0.242, 0.243, 0.243, 0.243, 0.244, 0.244, 0.245,
    0.245, 0.245, 0.246, 0.247, 0.247, 0.248, 0.248, 0.249, 0.249, 0.25, 0.251, 0.252, 0.253, 0.254, 0.254,
    0.255, 0.258, 0.259, 0.262, 0.269, 0.279, 0.285, 0.29, 0.305, 0.317, 1.01,
  ],
  memory: { directoryBytesPerKey: 35, processBytes: 154361104 },
  disk: { recordBytes: 78 },
  wire: { messageBytes: 120 },
}
