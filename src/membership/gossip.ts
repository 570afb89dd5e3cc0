/**
 * Spreads member records (Dynamo §4.8): once a round a node picks another at random, and the two swap what one knows
 * and the other does not (`swap.ts`). What has changed lately is told first (`rumours.ts`). So all hear of a change
 * in a number of rounds that grows with the logarithm of the cluster, and a round without news costs some tens of bytes.
 *
 * Seeds let a new node find the others: they are asked in every round until they have answered once, or there is
 * somebody else to ask. And for ever after one is asked now and then, known or not: members that have come to form
 * two clusters meet there (§4.8.2). However large the cluster, it asks its seeds about once a round.
 *
 * Invariant: a failure to reach somebody changes nothing: an outage never moves data.
 */
import type { Clock, Timer } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import { compareAge, type Member, type MemberTable } from './member.js'
import { Rumours } from './rumours.js'
import { answerTo, Swap, type Telling } from './swap.js'
import { areSame } from './table-digest.js'

/** Sends a request; its reply. Rejects when there is none. */
export type Ask = (request: Telling) => Promise<Telling>

export interface GossipOptions {
  readonly selfId: string
  readonly table: MemberTable
  readonly seeds: readonly string[]
  readonly clock: Clock
  readonly random: Random
  readonly intervalMs: number
  /** Lets `talk` ask the node at `address`, and resolves when it has ended, be it for want of an answer. */
  readonly visit: (address: string, talk: (ask: Ask) => Promise<void>) => Promise<void>
  /** Takes in what was heard; the records that it changed. */
  readonly heard: (members: readonly Member[]) => readonly Member[]
}

/**
 * While there is nobody but silent seeds, the pause between rounds is this at first and doubles up to the usual one:
 * a cluster that starts together forms quickly, and a seed that stays away is not pestered.
 */
const pauseMinMs = 100
/** A node asks a seed as well in one round of so many, or of as many as there are members, if that is more. */
export const seedEveryRounds = 10
/** A seed that has not answered for so long is taken for nobody. */
const seedPatienceMs = 3000
/** Who has changed its own record tells so many others at once, and is not dependent on one of them. */
const toldAtOnce = 3

/** Somebody waits until another node has this record. */
interface Awaited {
  readonly record: Member
  readonly known: () => void
}

export class Gossip {
  readonly #rumours = new Rumours()
  readonly #silentSeeds: Set<string>
  #timer: Timer | undefined
  #stopped = false
  #seedPauseMs = pauseMinMs
  /** Whether a swap of this round was cut short, and brought something: the next is not waited for. */
  #isBehind = false
  #roundsUntilSeed: number
  #startedMs = Number.POSITIVE_INFINITY
  #awaited: Awaited | undefined
  #isInStep = false

  constructor(private readonly options: GossipOptions) {
    this.#silentSeeds = new Set(options.seeds)
    // Nodes that start together are not to come together.
    this.#roundsUntilSeed = Math.ceil(options.random.next() * this.#seedEveryRounds)
  }

  /** Whether every seed, but for this node itself, has answered, or been silent for so long that nobody is there. */
  get hasMetAll(): boolean {
    if (this.options.clock.nowMs() - this.#startedMs >= seedPatienceMs) return true
    const own = this.options.table.get(this.options.selfId)?.address
    return [...this.#silentSeeds].every((address) => address === own)
  }

  /** Whether one that was asked had just the table of this node since this node last changed its own record. */
  get isInStep(): boolean {
    return this.#isInStep
  }

  start(): void {
    this.#startedMs = this.options.clock.nowMs()
    void this.#round()
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  /** These records have changed, and not by what others have told: they are told of them first. */
  changed(members: readonly Member[]): void {
    this.#rumours.add(members.map(({ id }) => id))
  }

  /**
   * This node has changed its own record, by what an operator or it itself has decided: others are told now, since
   * it may be stopped before the next round. `known` is called once, when one of them has said that it has it, unless
   * the record has changed again by then.
   */
  changedOwn(record: Member, known?: () => void): void {
    this.#awaited = known === undefined ? undefined : { record, known }
    this.#isInStep = false
    this.changed([record])
    for (const address of this.#some(toldAtOnce)) void this.#swap(address)
  }

  /** Answers another node's request. */
  answer(request: Telling): Telling {
    const { table, random } = this.options
    this.#hear(request.members, request.compared.length === 0)
    return answerTo(request, table, this.#rumours, random)
  }

  async #round(): Promise<void> {
    const { clock, random } = this.options
    this.#isBehind = false
    await Promise.all([...this.#choose()].map((address) => this.#swap(address)))
    if (this.#stopped) return
    this.#timer = clock.setTimer(this.#pauseMs() * (0.5 + random.next()), () => void this.#round())
  }

  /** The addresses to ask in this round. */
  #choose(): Set<string> {
    const { table, selfId, random, seeds } = this.options
    const own = table.get(selfId)?.address
    this.#silentSeeds.delete(own ?? '')
    const member = oneOf(
      table.up().filter(({ id }) => id !== selfId),
      random,
    )
    const addresses = new Set<string>()
    if (member !== undefined) addresses.add(member.address)
    if (member === undefined || this.#isForming) for (const seed of this.#silentSeeds) addresses.add(seed)
    this.#roundsUntilSeed -= 1
    if (this.#roundsUntilSeed <= 0) {
      this.#roundsUntilSeed = this.#seedEveryRounds
      const others = seeds.filter((seed) => seed !== own && !addresses.has(seed))
      const seed = oneOf(others, random)
      if (seed !== undefined) addresses.add(seed)
    }
    return addresses
  }

  get #seedEveryRounds(): number {
    return Math.max(seedEveryRounds, this.options.table.up().length)
  }

  /** Whether this node has only just started, and there are seeds that may be starting, too. */
  get #isForming(): boolean {
    return this.#silentSeeds.size > 0 && this.#seedPauseMs < this.options.intervalMs
  }

  #pauseMs(): number {
    const { intervalMs } = this.options
    if (this.#isBehind) return Math.min(pauseMinMs, intervalMs)
    if (this.#silentSeeds.size === 0) return intervalMs
    const pauseMs = Math.min(this.#seedPauseMs, intervalMs)
    this.#seedPauseMs = 2 * pauseMs
    return pauseMs
  }

  async #swap(address: string): Promise<void> {
    const { table, random, visit } = this.options
    const swap = new Swap(table, this.#rumours, random)
    const before = table.digest.table
    await visit(address, async (ask) => {
      for (let request = swap.next(); request !== undefined; request = swap.next()) {
        const reply = await ask(request)
        if (this.#stopped) return
        this.#silentSeeds.delete(address)
        this.#hear(reply.members, request.compared.length === 0)
        const { hash } = reply
        if (hash !== undefined && areSame(hash, table.digest.table)) this.#isInStep = true
        swap.take(reply)
        this.#told(request.members)
      }
    })
    if (swap.isUnfinished && !areSame(before, table.digest.table)) this.#isBehind = true
  }

  /** Another node has these records now. */
  #told(members: readonly Member[]): void {
    const { record, known } = this.#awaited ?? {}
    if (record === undefined || known === undefined) return
    if (!members.some((member) => member.id === record.id && compareAge(member, record) >= 0)) return
    this.#awaited = undefined
    known()
  }

  /** Addresses of up to `max` other members, at random. */
  #some(max: number): string[] {
    const { table, selfId, random } = this.options
    const left = table.up().filter(({ id }) => id !== selfId)
    const some: string[] = []
    while (some.length < max && left.length > 0) {
      const [{ address }] = left.splice(Math.floor(random.next() * left.length), 1)
      some.push(address)
    }
    return some
  }

  /** What others told as news is passed on as such; what was found by comparing is old, and nearly all have it. */
  #hear(members: readonly Member[], isNews: boolean): void {
    const changed = this.options.heard(members)
    if (isNews) this.changed(changed)
  }
}

function oneOf<T>(list: readonly T[], random: Random): T | undefined {
  return list[Math.floor(random.next() * list.length)]
}
