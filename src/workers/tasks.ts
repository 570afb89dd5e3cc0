/**
 * Every task that the pool's threads can run, by name. A task belongs where its subject lies; it is listed
 * here so that a thread, which is sent nothing but a name and an input, finds it.
 */
import { hash32 } from '../hash.js'
import type { Task } from '../ports/workers.js'
import { scanTask } from '../store/scan.js'

/** XXH32 of some bytes: of whole files, which would hold up the event loop. */
export const checksumTask: Task<{ readonly bytes: Uint8Array; readonly seed: number }, number> = {
  name: 'checksum',
  run: ({ bytes, seed }) => hash32(bytes, seed),
}

export const tasks: readonly Task<never, unknown>[] = [checksumTask, scanTask]
