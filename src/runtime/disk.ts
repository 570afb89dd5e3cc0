/**
 * The machine's disk. Hot calls go to node:fs by file descriptor and callback, wrapped by hand: a FileHandle
 * costs more than the read itself when the bytes are in the page cache.
 *
 * Invariant: no descriptor is used after it is closed. Closing refuses new calls, waits for those in flight,
 * then closes, so a descriptor that the system has given to another file is never read or written by mistake.
 */
import * as fs from 'node:fs'
import { dirname, resolve as resolvePath } from 'node:path'
import { assert } from '../assert.js'
import { type Disk, DiskError, type DiskErrorKind, type DiskFile, type DiskLock } from '../ports/disk.js'
import { lockFolder } from './folder-lock.js'
import { ReadPacer } from './read-pacer.js'

/** The most buffers that one call takes (IOV_MAX on Linux and macOS); longer lists are written in parts. */
const chunksPerCall = 1024
/** The most bytes asked for in one call; the system itself stops a little below 2 GiB. */
const bytesPerCall = 1 << 30

/** The file system below `root`; absolute paths are taken as they are. */
export function systemDisk(root = '.'): Disk {
  return new SystemDisk(resolvePath(root))
}

class SystemDisk implements Disk {
  readonly #pacer = new ReadPacer(setImmediate, () => process.resourceUsage().fsRead)

  constructor(readonly root: string) {}

  async open(path: string, mode: 'read' | 'write'): Promise<DiskFile> {
    const full = this.#path(path)
    const flags = mode === 'read' ? fs.constants.O_RDONLY : fs.constants.O_RDWR | fs.constants.O_CREAT
    const fd = await call<number>('open', full, (done) => fs.open(full, flags, 0o644, done))
    return new SystemFile(full, fd, this.#pacer)
  }

  async list(folder: string): Promise<string[]> {
    const full = this.#path(folder)
    return (await call<string[]>('list', full, (done) => fs.readdir(full, done))).sort()
  }

  makeFolder(folder: string): Promise<void> {
    return makeFolders(this.#path(folder))
  }

  rename(from: string, to: string): Promise<void> {
    const [fullFrom, fullTo] = [this.#path(from), this.#path(to)]
    return call('rename', `${fullFrom} to ${fullTo}`, (done) => fs.rename(fullFrom, fullTo, done))
  }

  remove(path: string): Promise<void> {
    const full = this.#path(path)
    return call('remove', full, (done) => fs.unlink(full, done))
  }

  syncFolder(folder: string): Promise<void> {
    return syncNames(this.#path(folder))
  }

  async freeBytes(folder: string): Promise<number> {
    const full = this.#path(folder)
    const { bavail, bsize } = await call<fs.StatsFs>('measure', full, (done) => fs.statfs(full, done))
    return bavail * bsize
  }

  async lock(folder: string): Promise<DiskLock> {
    const full = this.#path(folder)
    try {
      const release = await lockFolder(full)
      return {
        release: () =>
          release().catch((error) => {
            throw diskError('unlock', full, error)
          }),
      }
    } catch (error) {
      throw diskError('lock', full, error)
    }
  }

  #path(path: string): string {
    return resolvePath(this.root, path)
  }
}

class SystemFile implements DiskFile {
  #inFlight = 0
  #closed: Promise<void> | undefined
  #idle: (() => void) | undefined

  constructor(
    readonly path: string,
    readonly fd: number,
    readonly pacer: ReadPacer,
  ) {}

  read(target: Uint8Array, position: number): Promise<number> {
    assertPosition(position)
    return this.#run<number>('read', (resolve, reject) => this.#planRead(target, position, resolve, reject))
  }

  #planRead(target: Uint8Array, position: number, resolve: Resolve<number>, reject: Reject): void {
    const plan = this.pacer.plan(target.length)
    if (plan === 'now') this.#readAtOnce(target, position, resolve, reject)
    else if (plan === 'pool') this.#readPooled(target, 0, position, resolve, reject)
    else this.pacer.later(() => this.#planRead(target, position, resolve, reject))
  }

  #readAtOnce(target: Uint8Array, position: number, resolve: Resolve<number>, reject: Reject): void {
    const start = performance.now()
    let count: number
    try {
      count = fs.readSync(this.fd, target, 0, target.length, position)
    } catch (error) {
      reject(error as Error)
      return
    }
    this.pacer.took(performance.now() - start)
    if (count === 0 || count === target.length) resolve(count)
    else this.#readPooled(target, count, position, resolve, reject)
  }

  /** Reads on from what is filled until the target is full or the file ends. */
  #readPooled(
    target: Uint8Array,
    filled: number,
    position: number,
    resolve: Resolve<number>,
    reject: Reject,
  ): void {
    const length = Math.min(target.length - filled, bytesPerCall)
    fs.read(this.fd, target, filled, length, position + filled, (error, count) => {
      if (error !== null) reject(error)
      else if (count === 0 || filled + count === target.length) resolve(filled + count)
      else this.#readPooled(target, filled + count, position, resolve, reject)
    })
  }

  write(chunks: readonly Uint8Array[], position: number): Promise<void> {
    assertPosition(position)
    return this.#run<void>('write', (resolve, reject) => {
      let index = 0
      let skip = 0 // Bytes of chunks[index] that are written already.
      const step = () => {
        while (index < chunks.length && chunks[index].length === skip) {
          index += 1
          skip = 0
        }
        if (index === chunks.length) return resolve()
        const first = chunks[index]
        if (index === chunks.length - 1) {
          fs.write(this.fd, first, skip, Math.min(first.length - skip, bytesPerCall), position, written)
        } else {
          const part = chunks.slice(index, index + chunksPerCall)
          if (skip > 0) part[0] = first.subarray(skip)
          fs.writev(this.fd, part, position, written)
        }
      }
      const written = (error: Error | null, count: number) => {
        if (error !== null) return reject(error)
        if (count === 0) return reject(new Error('the system wrote nothing'))
        position += count
        for (skip += count; index < chunks.length && skip >= chunks[index].length; index += 1) {
          skip -= chunks[index].length
        }
        step()
      }
      step()
    })
  }

  sync(): Promise<void> {
    return this.#run<void>('sync', (resolve, reject) => {
      fs.fdatasync(this.fd, (error) => (error ? reject(error) : resolve()))
    })
  }

  truncate(length: number): Promise<void> {
    assertPosition(length)
    return this.#run<void>('truncate', (resolve, reject) => {
      fs.ftruncate(this.fd, length, (error) => (error ? reject(error) : resolve()))
    })
  }

  size(): Promise<number> {
    return this.#run<number>('measure', (resolve, reject) => {
      fs.fstat(this.fd, (error, stats) => (error ? reject(error) : resolve(stats.size)))
    })
  }

  close(): Promise<void> {
    this.#closed ??= this.#whenIdle().then(() => call('close', this.path, (done) => fs.close(this.fd, done)))
    return this.#closed
  }

  #whenIdle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#inFlight === 0) resolve()
      else this.#idle = resolve
    })
  }

  /** Runs one operation, of one or more system calls, and keeps the descriptor open until it ends. */
  #run<T>(verb: string, operation: (resolve: Resolve<T>, reject: Reject) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) throw new DiskError('io', `cannot ${verb} ${this.path}: it is closed`)
      this.#inFlight += 1
      operation(
        (value) => {
          this.#end()
          resolve(value)
        },
        (error) => {
          this.#end()
          reject(diskError(verb, this.path, error))
        },
      )
    })
  }

  #end(): void {
    this.#inFlight -= 1
    if (this.#inFlight === 0) this.#idle?.()
  }
}

type Resolve<T> = (value: T) => void
type Reject = (error: Error) => void
type Done<T> = (error: NodeJS.ErrnoException | null, value?: T) => void

function call<T = void>(verb: string, path: string, start: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(diskError(verb, path, error)) : resolve(value as T)))
  })
}

async function syncNames(full: string): Promise<void> {
  const fd = await call<number>('open', full, (done) => fs.open(full, fs.constants.O_RDONLY, done))
  try {
    await call('sync folder', full, (done) => fs.fsync(fd, done))
  } finally {
    await call('close', full, (done) => fs.close(fd, done))
  }
}

/** The folder's own name, where its parent can be synced: it may be one that we cannot read, or of another file system. */
async function syncNameOf(full: string): Promise<void> {
  await syncNames(dirname(full)).catch((error: unknown) => {
    const { code = '' } = (error as Error).cause as NodeJS.ErrnoException
    if (!(error instanceof DiskError && (error.kind === 'denied' || notSyncable.has(code)))) throw error
  })
}

const notSyncable: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/**
 * Parents first, each safe before there is anything in it. (Node's own recursive mkdir never returns where a parent
 * exists and takes no folders: /proc.)
 */
async function makeFolders(full: string): Promise<void> {
  const make = () => call('make folder', full, (done) => fs.mkdir(full, done))
  try {
    await make()
  } catch (error) {
    // Whoever made it may have been killed before its name was safe.
    if (await isFolder(full)) return syncNameOf(full)
    if (!(error instanceof DiskError && error.kind === 'missing') || dirname(full) === full) throw error
    await makeFolders(dirname(full))
    // Somebody else may make it meanwhile.
    await make().catch(async (second: unknown) => {
      if (!(await isFolder(full))) throw second
    })
  }
  await syncNameOf(full)
}

function isFolder(full: string): Promise<boolean> {
  return new Promise((resolve) =>
    fs.stat(full, (error, stats) => resolve(error === null && stats.isDirectory())),
  )
}

const kinds: Record<string, DiskErrorKind> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  ENOENT: 'missing',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
}

function diskError(verb: string, path: string, error: unknown): DiskError {
  if (error instanceof DiskError) return error
  const { code, message } = error as NodeJS.ErrnoException
  return new DiskError(kinds[code ?? ''] ?? 'io', `cannot ${verb} ${path}: ${message}`, { cause: error })
}

function assertPosition(position: number): void {
  assert(Number.isSafeInteger(position) && position >= 0, `${position} is not a position in a file`)
}
