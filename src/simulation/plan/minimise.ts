/**
 * Makes a plan that fails as short as it can: the shortest time, then the fewest faults, then the fewest
 * requests with which the same promise is still broken (delta debugging, Zeller and Hildebrandt 2002). Chance is
 * drawn in streams that do not hang on the rest of the plan, so most of what is taken out changes nothing else.
 */
import type { ViolationKind } from '../oracle/violation.js'
import type { Plan } from './plan.js'

export interface Attempt {
  /** The first promise that was broken; undefined when none was. */
  readonly violated: ViolationKind | undefined
  /** When, counted from when faults began; Infinity: after they had stopped. */
  readonly atMs: number
}

export interface MinimiseOptions {
  readonly play: (plan: Plan) => Promise<Attempt>
  /** Whether there is time for another attempt. */
  readonly mayGoOn: () => boolean
  readonly progress?: (attempts: number, plan: Plan) => void
}

export interface Minimised {
  readonly plan: Plan
  readonly attempts: number
  /** False when there was no time to try everything. */
  readonly isComplete: boolean
}

export async function minimise(plan: Plan, first: Attempt, options: MinimiseOptions): Promise<Minimised> {
  return new Minimiser(plan, first, options).run()
}

class Minimiser {
  #plan: Plan
  #attempts = 0
  #isCut = false
  readonly #violated: ViolationKind | undefined

  constructor(
    plan: Plan,
    private readonly first: Attempt,
    private readonly options: MinimiseOptions,
  ) {
    this.#plan = plan
    this.#violated = first.violated
  }

  async run(): Promise<Minimised> {
    await this.#shorten()
    await this.#without('faults')
    await this.#without('operations')
    await this.#without('faults')
    return { plan: this.#plan, attempts: this.#attempts, isComplete: !this.#isCut }
  }

  /** True when the plan fails as the first one did; then it is the best so far. */
  async #fails(plan: Plan): Promise<boolean> {
    if (!this.options.mayGoOn()) {
      this.#isCut = true
      return false
    }
    this.#attempts += 1
    const { violated } = await this.options.play(plan)
    if (violated !== this.#violated) return false
    this.#plan = plan
    this.options.progress?.(this.#attempts, plan)
    return true
  }

  async #shorten(): Promise<void> {
    const { atMs } = this.first
    if (atMs < this.#plan.durationMs) {
      // Nothing that comes after the violation had a part in it.
      await this.#fails(upTo(this.#plan, Math.ceil(atMs) + 1))
      return
    }
    let passesMs = 0
    while (this.#plan.durationMs - passesMs > 50 && !this.#isCut) {
      const middleMs = Math.round((passesMs + this.#plan.durationMs) / 2)
      if (!(await this.#fails(upTo(this.#plan, middleMs)))) passesMs = middleMs
    }
  }

  /** Takes out what can be taken out: halves first, then ever smaller parts. */
  async #without(list: 'faults' | 'operations'): Promise<void> {
    let size = Math.ceil(this.#plan[list].length / 2)
    while (size >= 1 && !this.#isCut) {
      let from = 0
      while (from < this.#plan[list].length && !this.#isCut) {
        const left = [...this.#plan[list].slice(0, from), ...this.#plan[list].slice(from + size)]
        if (!(await this.#fails({ ...this.#plan, [list]: left }))) from += size
      }
      if (size === 1) return
      size = Math.ceil(size / 2)
    }
  }
}

/** The plan as far as this time. */
function upTo(plan: Plan, durationMs: number): Plan {
  return {
    ...plan,
    durationMs,
    faults: plan.faults.filter(({ atMs }) => atMs < durationMs),
    operations: plan.operations.filter(({ atMs }) => atMs < durationMs),
  }
}
