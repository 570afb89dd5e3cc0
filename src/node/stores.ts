/**
 * The two logs of a node's folder: its own data, and the hints that it holds for others (Dynamo §4.6), which are
 * never taken for the former. Both keep by the same rules.
 */
import { GrammeError } from '../errors.js'
import { DiskError } from '../ports/disk.js'
import type { StoreEvent } from '../store/events.js'
import { openLogStore } from '../store/open-log-store.js'
import { type Store, StoreError } from '../store/store.js'
import type { Platform, Report } from './platform.js'
import type { NodeSettings } from './settings.js'

export interface Stores {
  readonly data: Store
  readonly hints: Store
}

/** What a store tells of itself when all is well; the rest is for an operator to look at. */
const usualEvents: ReadonlySet<StoreEvent['kind']> = new Set(['recovered', 'compacted', 'writable'])

/** Throws GrammeError: LOCKED, BAD_ARGUMENT, READ_ONLY. */
export async function openStores(
  settings: NodeSettings,
  platform: Platform,
  report: Report,
  compactionPace: (bytes: number) => Promise<void>,
): Promise<Stores> {
  const data = await openStore('log', settings, platform, report, compactionPace)
  try {
    return { data, hints: await openStore('hints', settings, platform, report, compactionPace) }
  } catch (error) {
    // A disk on which it cannot even be closed is why the other did not open, or comes on top of that.
    await data.close().catch(() => {})
    throw error
  }
}

/** Closes both. Throws the StoreError of the first that cannot be; the other is closed even so. */
export async function closeStores({ data, hints }: Stores): Promise<void> {
  const outcomes = await Promise.allSettled([data.close(), hints.close()])
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure !== undefined) throw failure.reason
}

function openStore(
  name: string,
  settings: NodeSettings,
  platform: Platform,
  report: Report,
  compactionPace: (bytes: number) => Promise<void>,
): Promise<Store> {
  const { disk, clock, random, workers } = platform
  const folder = `${settings.folder}/${name}`
  return opened(settings, async () => {
    await disk.makeFolder(folder)
    return openLogStore({
      folder,
      partitionCount: settings.partitionCount,
      disk,
      clock,
      random,
      workers,
      durability: settings.durability,
      segmentBytesMax: settings.segmentBytesMax,
      reserveBytes: settings.diskReserveBytes,
      compactionBytesPerSecond: settings.compactionBytesPerSecond,
      compactionPace,
      onEvent: (event) =>
        report(usualEvents.has(event.kind) ? 'info' : 'warn', 'store', { log: name, ...event }),
    })
  })
}

/** Failures to open the folder, as the errors of a public edge. */
export async function opened<T>(settings: NodeSettings, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (cause) {
    if (cause instanceof StoreError && cause.kind === 'locked')
      throw new GrammeError('LOCKED', cause.message, { cause })
    if (cause instanceof StoreError && cause.kind === 'foreign') {
      throw new GrammeError('BAD_ARGUMENT', cause.message, { cause })
    }
    if (cause instanceof StoreError || cause instanceof DiskError) {
      throw new GrammeError('READ_ONLY', `cannot use the folder ${settings.folder}: ${cause.message}`, {
        cause,
      })
    }
    throw cause
  }
}
