/** What a node has done since it started, counted. Names are part of what operators may rely on. */
export type CounterName =
  | 'gets'
  | 'puts'
  | 'deletes'
  | 'forwarded'
  | 'replica_gets'
  | 'replica_puts'
  | 'read_repairs'
  /** Requests coordinated for keys of others, none of whom could. */
  | 'stood_in'
  | 'hints_taken'
  /** Requests over the limit of those under way. */
  | 'refused_busy'
  /** Requests of other nodes' background work for which there was no time. */
  | 'refused_background'
  /** Answers that a client did not read in time, and connections over their limit. */
  | 'refused_unread'
  | 'refused_connections'
  /** Objects of other nodes that did not arrive as they were sent. */
  | 'arrived_spoiled'
  | 'failed'

export class Counters {
  readonly #values = new Map<CounterName, number>()

  add(name: CounterName, amount = 1): void {
    this.#values.set(name, (this.#values.get(name) ?? 0) + amount)
  }

  all(): { name: string; value: number }[] {
    return [...this.#values]
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}
