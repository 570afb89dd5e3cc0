/**
 * Clusters of any size that gossip, with something to tell: how many rounds it takes until all know, and how many
 * bytes a node sends in a round until then. A round is one interval of the clock. Each outcome follows from its seed.
 */
import type { Member } from '../../src/membership/member.js'
import { seededRandom } from '../version/cluster-model.js'
import { bytesOf, Crowd, type CrowdNode, intervalMs } from './crowd.js'

export const situations = ['no news', 'one change', 'ten at once', 'a newcomer'] as const
export type Situation = (typeof situations)[number]

interface Spread {
  readonly mean: number
  readonly max: number
}

export interface Curve {
  readonly situation: Situation
  readonly members: number
  /** Until all know, over the seeds. */
  readonly rounds: Spread
  /** That a node sends in a round, requests and replies, over nodes, rounds and seeds. */
  readonly bytes: Spread
  /** What a message with all records would have. */
  readonly tableBytes: number
}

/** Until all have met, their rounds have come apart, and what they had to tell at the start is told. */
const settlingRounds = 12
const roundsMax = 100
const seedNodes = 3

export async function curve(situation: Situation, members: number, seeds: readonly number[]): Promise<Curve> {
  const outcomes: Outcome[] = []
  for (const seed of seeds) outcomes.push(await outcomeOf(situation, members, seed))
  const rounds = outcomes.map((outcome) => outcome.rounds)
  const bytes = outcomes.flatMap((outcome) => outcome.bytes)
  return {
    ...{ situation, members, rounds: spreadOf(rounds), bytes: spreadOf(bytes) },
    tableBytes: outcomes[0]?.tableBytes ?? 0,
  }
}

interface Outcome {
  readonly rounds: number
  /** For each round and node. */
  readonly bytes: readonly number[]
  readonly tableBytes: number
}

async function outcomeOf(situation: Situation, count: number, seed: number): Promise<Outcome> {
  const crowd = formed(situation === 'a newcomer' ? count - 1 : count, seed)
  crowd.start()
  await crowd.clock.advance(settlingRounds * intervalMs)
  const tally = new Tally(crowd)
  tell(situation, crowd, tally)
  if (situation === 'no news') await crowd.clock.advance(10 * intervalMs)
  for (let round = 0; round < roundsMax && tally.isWaiting; round += 1) await crowd.clock.advance(intervalMs)
  crowd.stop()
  if (tally.isWaiting) throw new Error(`after ${roundsMax} rounds somebody has not heard`)
  const hash = undefined
  const rest = { hash, buckets: [], compared: [], ages: [], wanted: [], lookedAt: 0 }
  const tableBytes = bytesOf({ members: crowd.nodes[0].table.all(), ...rest })
  return { rounds: tally.rounds, bytes: tally.bytes(), tableBytes }
}

/** Members that all know each other. */
function formed(count: number, seed: number): Crowd {
  const crowd = new Crowd(seed)
  const random = seededRandom(seed)
  const hex = () =>
    Math.floor(random.next() * 2 ** 24)
      .toString(16)
      .padStart(6, '0')
  const names = Array.from({ length: count }, (_, number) => ({
    id: hex() + hex(),
    address: `10.0.${number >> 8}.${number & 255}:7401`,
  }))
  const seeds = names.slice(0, seedNodes).map(({ address }) => address)
  for (const name of names) crowd.add(seeds, [], name)
  const records = crowd.nodes.flatMap(({ table }) => table.all())
  for (const { table } of crowd.nodes) table.merge(records)
  return crowd
}

function tell(situation: Situation, crowd: Crowd, tally: Tally): void {
  const { nodes } = crowd
  const last = nodes.length
  if (situation === 'one change') tally.wait([crowd.change(nodes[last - 1])])
  if (situation === 'ten at once') {
    const count = Math.min(10, last)
    const chosen = Array.from({ length: count }, (_, number) => nodes[Math.floor((number * last) / count)])
    tally.wait(chosen.map((node) => crowd.change(node)))
  }
  if (situation === 'a newcomer') {
    const seeds = nodes.slice(0, seedNodes).map(({ address }) => address)
    const node = crowd.add(seeds)
    tally.wait(nodes.flatMap(({ id, table }) => table.get(id) ?? []))
    node.gossip.start()
  }
}

/** Who does not yet know what, and who has sent how much since. */
class Tally {
  readonly #beganMs: number
  readonly #sent = new Map<CrowdNode, number[]>()
  readonly #wanted = new Map<string, number>()
  /** Pairs of a node and a record that it lacks. */
  #lacking = 0
  #endedMs: number

  constructor(private readonly crowd: Crowd) {
    this.#beganMs = crowd.clock.nowMs()
    this.#endedMs = this.#beganMs
    crowd.sent = ({ by, bytes }) => this.#count(by, bytes)
    crowd.heard = (node, changed) => this.#hear(node, changed)
  }

  /** That every node has these records. */
  wait(records: readonly Member[]): void {
    for (const { id, version } of records) this.#wanted.set(id, version)
    for (const { table } of this.crowd.nodes)
      for (const { id, version } of records) if ((table.get(id)?.version ?? -1) < version) this.#lacking += 1
  }

  get isWaiting(): boolean {
    return this.#lacking > 0
  }

  get rounds(): number {
    return (this.#endedMs - this.#beganMs) / intervalMs
  }

  /** By node and round, of the rounds that had begun when all knew. */
  bytes(): number[] {
    const untilMs = this.#endedMs === this.#beganMs ? this.crowd.clock.nowMs() : this.#endedMs
    const rounds = Math.ceil((untilMs - this.#beganMs) / intervalMs)
    return this.crowd.nodes.flatMap((node) => {
      const sent = this.#sent.get(node) ?? []
      return Array.from({ length: rounds }, (_, round) => sent[round] ?? 0)
    })
  }

  #count(node: CrowdNode, bytes: number): void {
    const round = Math.floor((this.crowd.clock.nowMs() - this.#beganMs) / intervalMs)
    const sent = this.#sent.get(node) ?? []
    sent[round] = (sent[round] ?? 0) + bytes
    this.#sent.set(node, sent)
  }

  #hear(_: CrowdNode, changed: readonly Member[]): void {
    for (const { id, version } of changed) {
      if (version !== this.#wanted.get(id)) continue
      this.#lacking -= 1
      this.#endedMs = this.crowd.clock.nowMs()
    }
  }
}

function spreadOf(numbers: readonly number[]): Spread {
  let [sum, max] = [0, 0]
  for (const number of numbers) {
    sum += number
    max = Math.max(max, number)
  }
  return { mean: sum / numbers.length, max }
}
