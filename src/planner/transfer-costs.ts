/**
 * What it costs in time to move what a change of members moves: for an estimate under load on a small machine, and no
 * promise. It goes in two steps, one after the other (see repair/filler.ts, repair/surrender.ts, admission/slices.ts):
 *
 * 1. Whoever comes to own partitions is filled: from one peer at a time, 16 objects at a time, in a quarter to a half of
 *    its time while clients ask for anything.
 * 2. When all owners of a partition serve it, whoever ceased to own it gives it up: it compares what it holds with each
 *    of them and removes it, 16 keys at a time, in a quarter of its time at most.
 *
 * So small objects cost by their number, on the node that takes most and on the one that gives up most; large ones by
 * their bytes.
 */

export interface TransferCosts {
  /** Until it begins: a new ring is to be known, and filling waits a moment (filler.ts). */
  readonly beginsMs: number
  /** Of the node that is filled, for each object. */
  readonly filledUs: number
  /** Of the node that gives up, for each object. */
  readonly givenUpUs: number
  /** Taken by a node that is filled, answered by those that it asks, and given up. */
  readonly fillBytesPerSecond: number
  readonly answerBytesPerSecond: number
  readonly giveUpBytesPerSecond: number
}

/** By default; see `fillBytesPerSecond` and `repairBytesPerSecond` of the node's settings. */
const mebibyte = 2 ** 20
export const fillRate = 64 * mebibyte
export const repairRate = 32 * mebibyte

/** Rates are of the background's clock, which runs at 5% to 100% as requests bear it: half is assumed, not measured. */
const shareUnderLoad = 0.5

/**
 * The two times of an object: measured 2026-11-26, docs/results/2026-11-26-rebalance-2-cores.html. A million keys of 100
 * bytes, N = 3, five nodes and a sixth on two cores, 500 requests/s. The join filled one node with 495 thousand objects
 * and had each of five give up 100 thousand: 87.7 s. The leave filled five with 100 thousand each and had one give up
 * 499 thousand: 139.2 s. Two runs, two unknowns.
 */
export const transferCosts: TransferCosts = {
  beginsMs: 2000,
  filledUs: 120,
  givenUpUs: 250,
  fillBytesPerSecond: shareUnderLoad * fillRate,
  answerBytesPerSecond: shareUnderLoad * repairRate,
  giveUpBytesPerSecond: shareUnderLoad * repairRate,
}
