/**
 * A simulated machine's disk, as one of its processes sees it: operations that take their time, fail, hang and
 * lie as the conditions say. The bytes are the platter's, and outlive the process.
 *
 * An operation changes the disk when it completes. One that is under way when its process dies happens, or
 * does not, or (a write) happens in part; a process that is only paused loses nothing.
 */
import { type Disk, DiskError, type DiskFile, type DiskLock } from '../../ports/disk.js'
import { type Platter, parentOf, unlimitedBytes } from './platter.js'
import type { SimulatedProcess } from './process.js'
import { EventKind, type Scheduler } from './scheduler.js'
import type { SeededRandom } from './seeded-random.js'
import { StoredFile } from './stored-file.js'

/** How the disk does just now; faults change it. */
export interface DiskConditions {
  /** Of one operation, and of one sync. */
  operationMs: number
  syncMs: number
  bytesPerMs: number
  /** What everything takes longer by. */
  slowness: number
  /** Nothing completes before this time. */
  hungUntilMs: number
  /** The part of operations that fail; and of reads, and of syncs, whatever the others do. */
  failing: number
  failingReads: number
  failingSyncs: number
  /** The part of reads that return bytes from somewhere else. */
  misdirected: number
}

export const soundDisk: DiskConditions = {
  operationMs: 0.05,
  syncMs: 1,
  bytesPerMs: 500_000,
  slowness: 1,
  hungUntilMs: 0,
  failing: 0,
  failingReads: 0,
  failingSyncs: 0,
  misdirected: 0,
}

/** After a misdirected read of some place, reads of that place come out right for so long. */
const rightAgainMs = 6000
const hungLookMs = 50
/** However slow a disk is, an operation takes no longer; one that does is hung. */
const slowestMs = 5000
/** The part of reads that the system answers from memory, at once. */
const cachedReads = 0.9

type Verb =
  | 'open'
  | 'list'
  | 'rename'
  | 'remove'
  | 'sync'
  | 'syncFolder'
  | 'measure'
  | 'read'
  | 'write'
  | 'truncate'

interface Operation {
  /** What it changes; `part`, from 0 to 1: how much of it, where it can be done in part. */
  readonly change: (part: number) => void
}

export class SimulatedDisk implements Disk {
  readonly #underWay = new Set<Operation>()
  /** Places for which a read came out wrong, and when: made again soon, it comes out right. */
  readonly #misdirectedMs = new Map<string, number>()

  constructor(
    readonly platter: Platter,
    private readonly conditions: DiskConditions,
    private readonly scheduler: Scheduler,
    readonly process: SimulatedProcess,
    private readonly random: SeededRandom,
  ) {}

  /** Operations that have not completed. */
  get underWay(): number {
    return this.#underWay.size
  }

  /** The process has died: what was under way happens, or not. */
  abandon(): void {
    for (const operation of this.#underWay) {
      const part = this.random.pick([0, 1, this.random.next()])
      if (part > 0) happensUnseen(() => operation.change(part))
    }
    this.#underWay.clear()
  }

  async open(path: string, mode: 'read' | 'write'): Promise<DiskFile> {
    const name = normal(path)
    const { platter } = this
    await this.run('open', name, 0, () => {
      if (platter.find(name) !== undefined) return
      if (mode === 'read' || !platter.hasFolder(parentOf(name))) throw missing('open', name)
      platter.rename(new Map([[name, new StoredFile()]]), this.scheduler.nowMs)
    })
    const file = platter.find(name)
    if (file === undefined) throw missing('open', name)
    return new SimulatedFile(this, name, file, mode === 'write')
  }

  async list(folder: string): Promise<string[]> {
    const name = normal(folder)
    await this.run('list', name, 0)
    if (!this.platter.hasFolder(name)) throw missing('list', name)
    return this.platter.list(name)
  }

  async makeFolder(folder: string): Promise<void> {
    await this.run('open', folder, 0)
    this.platter.makeFolder(normal(folder))
  }

  async rename(from: string, to: string): Promise<void> {
    const [oldName, newName] = [normal(from), normal(to)]
    await this.run('rename', oldName, 0, () => {
      const file = this.platter.find(oldName)
      if (file === undefined) throw missing('rename', oldName)
      this.platter.rename(
        new Map([
          [oldName, undefined],
          [newName, file],
        ]),
        this.scheduler.nowMs,
      )
    })
  }

  async remove(path: string): Promise<void> {
    const name = normal(path)
    await this.run('remove', name, 0, () => {
      if (this.platter.find(name) === undefined) throw missing('remove', name)
      this.platter.rename(new Map([[name, undefined]]), this.scheduler.nowMs)
    })
  }

  async syncFolder(folder: string): Promise<void> {
    const name = normal(folder)
    if (!this.platter.hasFolder(name)) throw missing('sync', name)
    const before = this.platter.nameChangesMade
    await this.run('syncFolder', name, 0, () => this.platter.syncFolder(name, before))
  }

  async freeBytes(folder: string): Promise<number> {
    await this.run('measure', normal(folder), 0)
    return this.roomBytes
  }

  get roomBytes(): number {
    if (this.platter.capacityBytes === unlimitedBytes) return unlimitedBytes
    return Math.max(0, this.platter.capacityBytes - this.platter.usedBytes)
  }

  get nowMs(): number {
    return this.scheduler.nowMs
  }

  async lock(folder: string): Promise<DiskLock> {
    const name = normal(folder)
    await this.run('open', name, 0)
    if (!this.platter.hasFolder(name)) throw missing('lock', name)
    const { locks } = this.platter
    const holder = locks.get(name)
    if (holder?.isAlive) throw new DiskError('locked', `${name} is held by process ${holder.name}`)
    locks.set(name, this.process)
    let isHeld = true
    return {
      release: async () => {
        await this.process.alive()
        if (isHeld && locks.get(name) === this.process) locks.delete(name)
        isHeld = false
      },
    }
  }

  #fails(verb: Verb): boolean {
    const { failing, failingReads, failingSyncs } = this.conditions
    const ofVerb =
      verb === 'read' ? failingReads : verb === 'sync' || verb === 'syncFolder' ? failingSyncs : 0
    const part = Math.max(failing, ofVerb)
    return part > 0 && this.random.chance(part)
  }

  #misdirects(place: string): boolean {
    const { nowMs } = this.scheduler
    const lastMs = this.#misdirectedMs.get(place)
    const isAgain = lastMs !== undefined && nowMs - lastMs < rightAgainMs
    if (isAgain || !this.random.chance(this.conditions.misdirected)) return false
    this.#misdirectedMs.set(place, nowMs)
    return true
  }

  /** Reads at once what the system has in memory. */
  read(file: StoredFile, path: string, target: Uint8Array, position: number): Promise<number> {
    const { conditions, random } = this
    const fill = () => {
      const elsewhere = conditions.misdirected > 0 && this.#misdirects(`${path}:${position}`)
      const from = elsewhere ? Math.floor(random.next() * file.length) : position
      const bytes = file.view(from, from + target.length)
      target.set(bytes)
      return bytes.length
    }
    const isQuick =
      conditions.slowness === 1 &&
      conditions.failing + conditions.failingReads === 0 &&
      this.scheduler.nowMs >= conditions.hungUntilMs
    if (isQuick && random.chance(cachedReads) && this.process.use()) return Promise.resolve(fill())
    return this.run('read', path, target.length).then(fill)
  }

  /**
   * Resolves when the operation has completed; `change` happens then, and also, it may be, when the process dies
   * meanwhile. `failed` happens instead when the disk fails it.
   */
  run(
    verb: Verb,
    path: string,
    bytes: number,
    change: (part: number) => void = () => {},
    failed: () => void = () => {},
  ): Promise<void> {
    if (!this.process.use()) return new Promise(() => {})
    const { conditions, random, scheduler } = this
    const operation = { change }
    this.#underWay.add(operation)
    const baseMs = verb === 'sync' || verb === 'syncFolder' ? conditions.syncMs : conditions.operationMs
    const soundMs = baseMs * (0.5 + random.next()) + bytes / conditions.bytesPerMs
    const takesMs = Math.min(soundMs * conditions.slowness, slowestMs)
    return new Promise((resolve, reject) => {
      const complete = () => {
        if (scheduler.nowMs < conditions.hungUntilMs) {
          // It looks again now and then, since the disk may come back before its time.
          const lookMs = Math.min(conditions.hungUntilMs - scheduler.nowMs, hungLookMs)
          scheduler.after(lookMs, EventKind.disk, this.process, complete)
          return
        }
        this.#underWay.delete(operation)
        if (this.#fails(verb)) {
          failed()
          reject(new DiskError('io', `cannot ${verb} ${path}: the disk fails`))
          return
        }
        try {
          change(1)
          resolve()
        } catch (error) {
          reject(error)
        }
      }
      scheduler.after(takesMs, EventKind.disk, this.process, complete)
    })
  }
}

class SimulatedFile implements DiskFile {
  #isClosed = false
  #inFlight = 0
  #idle: (() => void)[] = []

  constructor(
    private readonly disk: SimulatedDisk,
    private readonly path: string,
    private readonly file: StoredFile,
    private readonly isWritable: boolean,
  ) {}

  read(target: Uint8Array, position: number): Promise<number> {
    return this.#use('read', () => this.disk.read(this.file, this.path, target, position))
  }

  write(chunks: readonly Uint8Array[], position: number): Promise<void> {
    return this.#use('write', async () => {
      if (!this.isWritable) throw new DiskError('denied', `cannot write ${this.path}: it is open for reading`)
      const bytes = joined(chunks)
      const put = (part: number) => {
        const kept = part === 1 ? bytes : bytes.subarray(0, Math.floor(part * bytes.length))
        this.file.write(kept, position, this.disk.nowMs)
      }
      const change = (part: number) => {
        const growth = position + bytes.length - this.file.length
        if (growth <= 0 || growth <= this.disk.roomBytes) return put(part)
        put(Math.max(0, 1 - (growth - this.disk.roomBytes) / Math.max(1, bytes.length)) * part)
        throw new DiskError('full', `cannot write ${this.path}: no space left`)
      }
      await this.disk.run('write', this.path, bytes.length, change, () => put(0.5))
    })
  }

  sync(): Promise<void> {
    return this.#use('sync', () => {
      const before = this.file.changesMade
      const beganMs = this.disk.nowMs
      return this.disk.run(
        'sync',
        this.path,
        0,
        () => this.file.sync(before, beganMs),
        () => this.file.syncFailed(before),
      )
    })
  }

  truncate(length: number): Promise<void> {
    return this.#use('truncate', () => {
      if (!this.isWritable)
        throw new DiskError('denied', `cannot truncate ${this.path}: it is open for reading`)
      return this.disk.run('truncate', this.path, 0, () => this.file.truncate(length, this.disk.nowMs))
    })
  }

  size(): Promise<number> {
    return this.#use('measure', async () => {
      await this.disk.run('measure', this.path, 0)
      return this.file.length
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
    await this.disk.process.alive()
  }

  async #use<T>(verb: Verb, work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new DiskError('io', `cannot ${verb} ${this.path}: it is closed`)
    this.#inFlight += 1
    try {
      return await work()
    } finally {
      this.#inFlight -= 1
      if (this.#inFlight === 0) for (const resolve of this.#idle.splice(0)) resolve()
    }
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return chunks.length === 1 ? Buffer.from(chunks[0]) : Buffer.concat(chunks)
}

/** For what goes on when its caller is dead: whether it fails is nobody's concern. */
function happensUnseen(change: () => void): void {
  try {
    change()
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
  }
}

/** Without the dots that mean nothing. */
function normal(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return parts.length === 0 ? '.' : parts.join('/')
}

function missing(verb: string, path: string): DiskError {
  return new DiskError('missing', `cannot ${verb} ${path}: there is no such file or folder`)
}
