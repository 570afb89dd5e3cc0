/** A disk of which chosen operations fail: those of a verb, on some path, as the test says; or take their time. */
import { type Disk, DiskError, type DiskFile } from '../../src/ports/disk.js'

export class FailingDisk implements Disk {
  /** Whether this operation is to fail. */
  isFailing: (verb: 'read' | 'write' | 'sync', path: string) => boolean = () => false

  /** What happens before a sync, and between a sync and its end. */
  beforeSync: (path: string) => Promise<void> = async () => {}
  afterSync: (path: string) => Promise<void> = async () => {}

  /** What happens between a read and its end. */
  afterRead: () => Promise<void> = async () => {}

  constructor(private readonly inner: Disk) {}

  async open(path: string, mode: 'read' | 'write'): Promise<DiskFile> {
    const file = await this.inner.open(path, mode)
    const check = async (verb: 'read' | 'write' | 'sync') => {
      if (this.isFailing(verb, path)) throw new DiskError('io', `cannot ${verb} ${path}: input/output error`)
    }
    return {
      read: async (target, position) => {
        await check('read')
        const count = await file.read(target, position)
        await this.afterRead()
        return count
      },
      write: (chunks, position) => check('write').then(() => file.write(chunks, position)),
      sync: async () => {
        await check('sync')
        await this.beforeSync(path)
        await file.sync()
        await this.afterSync(path)
      },
      truncate: (length) => file.truncate(length),
      size: () => file.size(),
      close: () => file.close(),
    }
  }

  list(folder: string) {
    return this.inner.list(folder)
  }

  makeFolder(folder: string) {
    return this.inner.makeFolder(folder)
  }

  rename(from: string, to: string) {
    return this.inner.rename(from, to)
  }

  remove(path: string) {
    return this.inner.remove(path)
  }

  syncFolder(folder: string) {
    return this.inner.syncFolder(folder)
  }

  freeBytes(folder: string) {
    return this.inner.freeBytes(folder)
  }

  lock(folder: string) {
    return this.inner.lock(folder)
  }
}
