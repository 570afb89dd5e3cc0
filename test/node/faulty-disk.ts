/** The machine's disk, made full or slow when the test says so. */
import { type Disk, DiskError, type DiskFile } from '../../src/ports/disk.js'
import { systemDisk } from '../../src/runtime/disk.js'

export class FaultyDisk implements Disk {
  readonly #inner = systemDisk()
  isFull = false
  /** Syncs of the log fail, and nobody knows what of it is safe. */
  failsToSync = false
  /** Writes to the log wait for this. */
  writeGate: Promise<void> = Promise.resolve()
  /** New names of files wait for this: a whole small file takes the place of another by one. */
  renameGate: Promise<void> = Promise.resolve()

  async open(path: string, mode: 'read' | 'write'): Promise<DiskFile> {
    const file = await this.#inner.open(path, mode)
    return {
      read: (target, position) => file.read(target, position),
      write: async (chunks, position) => {
        if (path.endsWith('.log')) await this.writeGate
        if (this.isFull) throw new DiskError('full', 'no space left on device')
        await file.write(chunks, position)
      },
      sync: async () => {
        if (this.failsToSync && path.endsWith('.log')) throw new DiskError('io', 'input/output error')
        await file.sync()
      },
      truncate: (length) => file.truncate(length),
      size: () => file.size(),
      close: () => file.close(),
    }
  }

  async freeBytes(folder: string): Promise<number> {
    return this.isFull ? 0 : this.#inner.freeBytes(folder)
  }

  list(folder: string): Promise<string[]> {
    return this.#inner.list(folder)
  }

  makeFolder(folder: string): Promise<void> {
    return this.#inner.makeFolder(folder)
  }

  async rename(from: string, to: string): Promise<void> {
    await this.renameGate
    return this.#inner.rename(from, to)
  }

  remove(path: string): Promise<void> {
    return this.#inner.remove(path)
  }

  syncFolder(folder: string): Promise<void> {
    return this.#inner.syncFolder(folder)
  }

  lock(folder: string) {
    return this.#inner.lock(folder)
  }
}
