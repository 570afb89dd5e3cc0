/** What is left of a failing plan is what makes it fail, and no more. */
import fc from 'fast-check'
import t from 'tap'
import { drawPlan } from '../../../src/simulation/plan/draw.js'
import { type Attempt, minimise } from '../../../src/simulation/plan/minimise.js'
import type { Plan } from '../../../src/simulation/plan/plan.js'

const passed: Attempt = { violated: undefined, atMs: Number.POSITIVE_INFINITY }
const plan = drawPlan(12, { durationMs: 20_000, requestsPerSecond: 20, faults: ['crash', 'pause', 'cut'] })

/** Fails when all of these are in the plan. */
function failing(faults: readonly number[], operations: readonly number[], atMs: number) {
  return async (tried: Plan): Promise<Attempt> => {
    const has = (list: readonly { id: number }[], ids: readonly number[]) =>
      ids.every((id) => list.some((one) => one.id === id))
    const isFailing = has(tried.faults, faults) && has(tried.operations, operations)
    return isFailing ? { violated: 'replicas-differ', atMs } : passed
  }
}

t.test('just the faults and requests that it takes', async (t) => {
  t.ok(plan.faults.length >= 5 && plan.operations.length > 100)
  const faultIds = plan.faults.map(({ id }) => id)
  const operationIds = plan.operations.map(({ id }) => id)
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(faultIds, { maxLength: 3 }),
      fc.subarray(operationIds, { maxLength: 3 }),
      async (faults, operations) => {
        const play = failing(faults, operations, Number.POSITIVE_INFINITY)
        const { plan: left, isComplete } = await minimise(plan, await play(plan), {
          play,
          mayGoOn: () => true,
        })
        const ids = (list: readonly { id: number }[]) => list.map(({ id }) => id).join()
        return isComplete && ids(left.faults) === faults.join() && ids(left.operations) === operations.join()
      },
    ),
    { numRuns: 30 },
  )
})

t.test('nothing that comes after the violation, and the shortest time that fails', async (t) => {
  const play = failing([], [], 5000)
  const early = await minimise(plan, await play(plan), { play, mayGoOn: () => true })
  t.equal(early.plan.durationMs, 5001)
  const last = plan.operations[100]
  const late = failing([], [last.id], Number.POSITIVE_INFINITY)
  const cut = await minimise(plan, await late(plan), { play: late, mayGoOn: () => true })
  t.ok(cut.plan.durationMs > last.atMs && cut.plan.durationMs < last.atMs + 60, `${cut.plan.durationMs}`)
})

t.test('a failure of another kind is not this failure', async (t) => {
  let attempts = 0
  const play = async (): Promise<Attempt> => {
    attempts += 1
    return { violated: attempts === 1 ? 'replicas-differ' : 'deadline-missed', atMs: 100 }
  }
  const left = await minimise(plan, await play(), { play, mayGoOn: () => true })
  t.strictSame(left.plan, plan)
})

t.test('it stops when there is no more time, with the best so far', async (t) => {
  const play = failing([], [], Number.POSITIVE_INFINITY)
  let left = 3
  const best = await minimise(plan, await play(plan), {
    play,
    mayGoOn: () => {
      left -= 1
      return left >= 0
    },
  })
  t.equal(best.attempts, 3)
  t.notOk(best.isComplete)
  t.ok(best.plan.durationMs < plan.durationMs)
})
