/**
 * A planted bug: a classic mistake as a small patch of the compiled code, by which the simulator shows that it
 * would have found it. Nothing in the product knows of these.
 *
 * Invariant: each `find` is in its file exactly once. One that no longer is fails the test, which names the bug:
 * the code has moved on, and the patch must follow.
 */

import type { ViolationKind } from '../../../src/simulation/index.js'
import type { PlanWishes } from '../../../src/simulation/plan/draw.js'

export interface Patch {
  /** Below src, without its suffix. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

export interface PlantedBug {
  readonly name: string
  /** The mistake, and who made it first where that is known. */
  readonly story: string
  readonly patches: readonly Patch[]
  /** What it may be found as. */
  readonly expects: readonly ViolationKind[]
  /** Instead of the ordinary swarm, where that would be slow. */
  readonly wishes?: PlanWishes
  /** The first seed that finds it, when last measured: where the test begins to look. */
  readonly seed: number
}

/** The text with the patches in it. Throws, and names the bug, when one does not apply. */
export function patched(text: string, file: string, bug: PlantedBug): string {
  let done = text
  for (const patch of bug.patches) {
    if (patch.file !== file) continue
    const matches = done.split(patch.find).length - 1
    if (matches !== 1) {
      throw new Error(
        `the patch of the planted bug '${bug.name}' no longer applies: ${file} holds ${matches} of\n${patch.find}`,
      )
    }
    done = done.replace(patch.find, () => patch.replace)
  }
  return done
}
