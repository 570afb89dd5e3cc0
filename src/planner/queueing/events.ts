/**
 * Simulated time for queues: what is to happen, earliest first, and of equal times in the order in which it was said.
 * Unlike the simulator's (`simulation/world/scheduler.ts`), which runs the product itself, nothing here waits for
 * promises: a million events take about a second.
 */
export class Events {
  readonly #times: number[] = []
  readonly #orders: number[] = []
  readonly #calls: (() => void)[] = []
  #order = 0
  #nowMs = 0

  get nowMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, call: () => void): void {
    this.#times.push(this.#nowMs + delayMs)
    this.#orders.push(this.#order)
    this.#calls.push(call)
    this.#order += 1
    let at = this.#times.length - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isBefore(at, parent)) break
      this.#swap(at, parent)
      at = parent
    }
  }

  /** Lets things happen until nothing is left, or `isDone` says so. */
  run(isDone: () => boolean): void {
    while (this.#times.length > 0 && !isDone()) {
      this.#nowMs = this.#times[0]
      const call = this.#calls[0]
      this.#removeFirst()
      call()
    }
  }

  #removeFirst(): void {
    this.#swap(0, this.#times.length - 1)
    this.#times.pop()
    this.#orders.pop()
    this.#calls.pop()
    const size = this.#times.length
    for (let at = 0; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < size && this.#isBefore(child, least)) least = child
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }

  #isBefore(a: number, b: number): boolean {
    return (
      this.#times[a] < this.#times[b] ||
      (this.#times[a] === this.#times[b] && this.#orders[a] < this.#orders[b])
    )
  }

  #swap(a: number, b: number): void {
    const [time, order, call] = [this.#times[a], this.#orders[a], this.#calls[a]]
    this.#times[a] = this.#times[b]
    this.#orders[a] = this.#orders[b]
    this.#calls[a] = this.#calls[b]
    this.#times[b] = time
    this.#orders[b] = order
    this.#calls[b] = call
  }
}
