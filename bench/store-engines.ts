/** The stores that bench/store.ts compares, each behind the same few calls and with its settings in words. */
import { ClassicLevel } from 'classic-level'
import { open as openLmdb } from 'lmdb'
import { hash32 } from '../src/hash.js'
import { systemClock } from '../src/runtime/clock.js'
import { systemDisk } from '../src/runtime/disk.js'
import { systemRandom } from '../src/runtime/random.js'
import { openLogStore } from '../src/store/open-log-store.js'
import { WorkerPool } from '../src/workers/pool.js'

/** When a put's promise resolves: once it survives a power loss, or once the operating system has it. */
export type Safety = 'always' | 'os'

export interface EngineStore {
  put(key: Uint8Array, value: Uint8Array): Promise<unknown>
  get(key: Uint8Array): Promise<Uint8Array | undefined>
  /** The same, holding up the event loop meanwhile: where the engine offers both. */
  getBlocking?(key: Uint8Array): Uint8Array | undefined
  directoryBytes?(): number
  close(): Promise<void>
}

export interface Engine {
  readonly name: string
  settings(safety: Safety): string
  open(folder: string, safety: Safety): Promise<EngineStore>
}

const partitionCount = 1024

const log: Engine = {
  name: 'log',
  settings: (safety) =>
    safety === 'always'
      ? 'fdatasync once for each group, a group being what came while the last was written'
      : 'no syncs; one write for each group',
  async open(folder, safety) {
    const workers = new WorkerPool()
    const store = await openLogStore({
      clock: systemClock,
      disk: systemDisk(),
      random: systemRandom,
      workers,
      folder,
      partitionCount,
      durability: safety,
    })
    const partitionOf = (key: Uint8Array) => hash32(key) >>> 22
    return {
      put: (key, value) =>
        store.put({ partition: partitionOf(key), key, value, digest: { high: 1, low: key.length } }),
      async get(key) {
        const read = await store.get(partitionOf(key), key)
        return read.kind === 'found' ? read.value : undefined
      },
      directoryBytes: () => store.stats().directoryBytes,
      async close() {
        await store.close()
        await workers.close()
      },
    }
  },
}

const lmdb: Engine = {
  name: 'lmdb',
  settings: (safety) =>
    safety === 'always'
      ? 'asynchronous puts in its own transactions, overlapping syncs, a put counts when flushed'
      : 'asynchronous puts in its own transactions, noSync',
  async open(folder, safety) {
    const durable = safety === 'always'
    const store = openLmdb<Uint8Array, Uint8Array>({
      path: `${folder}/data`,
      encoding: 'binary',
      keyEncoding: 'binary',
      overlappingSync: durable,
      separateFlushed: durable,
      noSync: !durable,
    })
    return {
      async put(key, value) {
        const committed = store.put(key, value) as Promise<boolean> & { flushed?: Promise<boolean> }
        await committed
        await committed.flushed
      },
      // It offers blocking reads only, from mapped memory.
      get: async (key) => store.getBinary(key),
      close: () => store.close(),
    }
  },
}

const leveldb: Engine = {
  name: 'leveldb',
  settings: (safety) =>
    `one batch, sync: ${safety === 'always'}, for all that came while the last was written; no compression`,
  async open(folder, safety) {
    const store = new ClassicLevel<Uint8Array, Uint8Array>(`${folder}/data`, {
      keyEncoding: 'view',
      valueEncoding: 'view',
      compression: false,
    })
    await store.open()
    return {
      // A put at a time, it syncs each in one of four threads: five to seven times slower than in batches.
      put: gatherBatches((puts) => store.batch(puts, { sync: safety === 'always' })),
      get: (key) => store.get(key),
      getBlocking: (key) => store.getSync(key),
      close: () => store.close(),
    }
  },
}

interface Put {
  readonly type: 'put'
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Group commit: while one batch is written the next gathers. */
function gatherBatches(
  write: (puts: Put[]) => Promise<void>,
): (key: Uint8Array, value: Uint8Array) => Promise<void> {
  let waiting: Put[] = []
  let writing = false
  const writeAll = async () => {
    while (waiting.length > 0) {
      const puts = waiting
      waiting = []
      try {
        await write(puts)
        for (const put of puts) put.resolve()
      } catch (error) {
        for (const put of puts) put.reject(error)
      }
    }
    writing = false
  }
  return (key, value) =>
    new Promise((resolve, reject) => {
      waiting.push({ type: 'put', key, value, resolve, reject })
      if (writing) return
      writing = true
      queueMicrotask(writeAll)
    })
}

/** The first is the one that the others are compared with. */
export const engines: readonly Engine[] = [log, lmdb, leveldb]
