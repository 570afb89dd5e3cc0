/** Runs one simulation within a test, and says what the test needs to know when it fails. */
import type { Test } from 'tap'
import { type SimulateOptions, type SimulationOutcome, simulate, story } from '../../src/simulation/index.js'

const storyLinesMax = 60

/** Fails the test when a promise was broken. */
export async function run<Out = Buffer, In = string | Uint8Array>(
  t: Test,
  options: SimulateOptions<Out, In>,
): Promise<SimulationOutcome> {
  const outcome = await simulate({ minimiseMs: 10_000, ...options })
  const { seed, version, violations, minimal, trace, plan } = outcome
  if (outcome.passed) {
    t.pass(`seed ${seed}`)
    return outcome
  }
  const { nodes, n, r, w, durability } = plan.shape
  t.fail(`seed ${seed} of ${version}: ${violations[0].kind}: ${violations[0].message}`, {
    shape: `${nodes} nodes, N=${n} R=${r} W=${w}, ${durability}`,
    left: minimal && `${minimal.plan.faults.length} faults, ${minimal.plan.operations.length} requests`,
    plan: minimal && JSON.stringify(minimal.plan),
    story: trace && `\n${story(trace, { linesMax: storyLinesMax })}`,
  })
  return outcome
}
