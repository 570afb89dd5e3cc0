/** Folders, options and small things that the tests of the log store share. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { inlineWorkers } from '../../src/ports/workers.js'
import { systemClock } from '../../src/runtime/clock.js'
import { systemDisk } from '../../src/runtime/disk.js'
import { systemRandom } from '../../src/runtime/random.js'
import type { LogStoreOptions } from '../../src/store/open-log-store.js'
import { partitionCount } from './conformance.js'

/** A new folder that is gone when the test is over. */
export function newFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'gramme-store-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Options for a store on the machine's disk that compacts only when told to. */
export function optionsFor(folder: string, more: Partial<LogStoreOptions> = {}): LogStoreOptions {
  return {
    folder,
    partitionCount,
    disk: systemDisk(),
    clock: systemClock,
    random: systemRandom,
    workers: inlineWorkers,
    compactionBytesPerSecond: 0,
    reserveBytes: 0,
    ...more,
  }
}
