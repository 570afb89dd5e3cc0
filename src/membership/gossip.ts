/**
 * Spreads member records (Dynamo §4.8): now and then a node picks another at random, sends what it knows and
 * takes in what the other knows. Seeds are asked as well until they have answered once, which lets a new
 * node find the others.
 *
 * Invariant: a failure to reach somebody changes nothing: an outage never moves data.
 */
import type { Clock, Timer } from '../ports/clock.js'
import type { Random } from '../ports/random.js'
import type { Member, MemberTable } from './member.js'

export interface GossipOptions {
  readonly selfId: string
  readonly table: MemberTable
  readonly seeds: readonly string[]
  readonly clock: Clock
  readonly random: Random
  readonly intervalMs: number
  /** Swaps tables with the node at `address`; its records, or undefined when it cannot be reached. */
  readonly exchange: (address: string, mine: Member[]) => Promise<Member[] | undefined>
  /** Takes in what was heard. */
  readonly heard: (members: Member[]) => void
}

/**
 * While seeds have not answered, the pause between rounds is this at first and doubles up to the usual one: a
 * cluster that starts together forms quickly, and a seed that stays away is not pestered.
 */
const seedPauseMinMs = 100

export class Gossip {
  #timer: Timer | undefined
  #stopped = false
  #seedPauseMs = seedPauseMinMs
  readonly #silentSeeds: Set<string>

  constructor(private readonly options: GossipOptions) {
    this.#silentSeeds = new Set(options.seeds)
  }

  start(): void {
    void this.#round()
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  async #round(): Promise<void> {
    const { table, selfId, clock, random } = this.options
    const own = table.get(selfId)?.address
    this.#silentSeeds.delete(own ?? '')
    const others = table.up().filter((member) => member.id !== selfId)
    const chosen = others[Math.floor(random.next() * others.length)]
    const addresses = new Set(this.#silentSeeds)
    if (chosen !== undefined) addresses.add(chosen.address)
    await Promise.all([...addresses].map((address) => this.#swap(address)))
    if (this.#stopped) return
    this.#timer = clock.setTimer(this.#pauseMs() * (0.5 + random.next()), () => void this.#round())
  }

  #pauseMs(): number {
    const { intervalMs } = this.options
    if (this.#silentSeeds.size === 0) return intervalMs
    const pauseMs = Math.min(this.#seedPauseMs, intervalMs)
    this.#seedPauseMs = 2 * pauseMs
    return pauseMs
  }

  async #swap(address: string): Promise<void> {
    const members = await this.options.exchange(address, this.options.table.all())
    if (members === undefined || this.#stopped) return
    this.#silentSeeds.delete(address)
    this.options.heard(members)
  }
}
