/**
 * A disk in memory that keeps what was written and what is safe apart, and can lose power.
 *
 * The fault model. What was synced stays. Of what was written and not synced, each 512-byte sector may or may
 * not have reached the platter, in any order; a truncation too. Of the changes of names since the folder was
 * synced, each may or may not have; a rename is one change. An operation that is under way when the power goes
 * is like one that was not synced. After that, nothing answers.
 */
import { type Disk, DiskError, type DiskFile, type DiskLock } from '../../src/ports/disk.js'

const sectorBytes = 512

type Change =
  | { readonly kind: 'write'; readonly position: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly length: number }

class Inode {
  safe = new Uint8Array(0)
  now = new Uint8Array(0)
  changes: Change[] = []

  apply(change: Change): void {
    this.now = applied(this.now, change)
    this.changes.push(change)
  }

  sync(): void {
    this.safe = this.now
    this.changes = []
  }
}

function applied(bytes: Uint8Array, change: Change): Uint8Array<ArrayBuffer> {
  if (change.kind === 'truncate') {
    const cut = new Uint8Array(change.length)
    cut.set(bytes.subarray(0, change.length))
    return cut
  }
  const longer = new Uint8Array(Math.max(bytes.length, change.position + change.bytes.length))
  longer.set(bytes)
  longer.set(change.bytes, change.position)
  return longer
}

/** Names that change together; undefined takes one away. */
type NameChange = ReadonlyMap<string, Inode | undefined>

export class CrashDisk implements Disk {
  #names = new Map<string, Inode>()
  #safeNames = new Map<string, Inode>()
  #nameChanges: NameChange[] = []
  #isLocked = false
  #isOff = false
  /** Operations that change something, so far. */
  operations = 0
  /** The operation during which the power goes. */
  crashAt = Number.POSITIVE_INFINITY
  /** Bytes that the disk has in all. */
  capacity = Number.POSITIVE_INFINITY
  /** Asked before each operation: an error fails it. */
  fail: (verb: string, path: string) => DiskError | undefined = () => undefined
  readonly #crashed: Promise<'crashed'>
  #crash: (value: 'crashed') => void = () => {}

  constructor() {
    this.#crashed = new Promise((resolve) => {
      this.#crash = resolve
    })
  }

  /** Resolves when the power has gone. */
  get crashed(): Promise<'crashed'> {
    return this.#crashed
  }

  /** Loses power now. */
  crash(): void {
    this.#isOff = true
    this.#crash('crashed')
  }

  /** What is found when the power is back; `survives` is asked for each sector and change that was not safe. */
  afterCrash(survives: () => boolean): CrashDisk {
    const next = new CrashDisk()
    const names = new Map(this.#safeNames)
    for (const change of this.#nameChanges) {
      if (!survives()) continue
      for (const [name, inode] of change) {
        if (inode === undefined) names.delete(name)
        else names.set(name, inode)
      }
    }
    for (const [name, inode] of names) {
      const kept = new Inode()
      let bytes: Uint8Array<ArrayBuffer> = inode.safe
      for (const change of inode.changes) {
        if (change.kind === 'truncate') {
          if (survives()) bytes = applied(bytes, change)
          continue
        }
        for (let from = 0; from < change.bytes.length; ) {
          const position = change.position + from
          const to = Math.min(change.bytes.length, from + sectorBytes - (position % sectorBytes))
          if (survives()) {
            bytes = applied(bytes, { kind: 'write', position, bytes: change.bytes.subarray(from, to) })
          }
          from = to
        }
      }
      kept.now = bytes
      kept.sync()
      next.#names.set(name, kept)
      next.#safeNames.set(name, kept)
    }
    return next
  }

  /** A killed process loses nothing that was written: the same files, with no lock. */
  afterKill(): CrashDisk {
    return this.afterCrash(() => true)
  }

  /** The bytes of a file, to look at or to spoil. */
  bytesOf(path: string): Uint8Array {
    return this.#find('look at', path).now
  }

  /** Changes a file behind everybody's back. */
  overwrite(path: string, bytes: Uint8Array): void {
    const inode = this.#find('overwrite', path)
    inode.now = Uint8Array.from(bytes)
    inode.sync()
  }

  get usedBytes(): number {
    let bytes = 0
    for (const { now } of new Set(this.#names.values())) bytes += now.length
    return bytes
  }

  async open(path: string, mode: 'read' | 'write'): Promise<DiskFile> {
    if (mode === 'read' || this.#names.has(path)) {
      await this.#step('open', path)
      return new CrashFile(this, path, this.#find('open', path))
    }
    const inode = new Inode()
    await this.#step('create', path, () => this.#rename(new Map([[path, inode]])))
    return new CrashFile(this, path, inode)
  }

  async list(folder: string): Promise<string[]> {
    await this.#step('list', folder)
    const prefix = `${folder}/`
    return [...this.#names.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
      .sort()
  }

  async makeFolder(): Promise<void> {}

  async rename(from: string, to: string): Promise<void> {
    const inode = this.#find('rename', from)
    await this.#step('rename', from, () =>
      this.#rename(
        new Map([
          [to, inode],
          [from, undefined],
        ]),
      ),
    )
  }

  async remove(path: string): Promise<void> {
    this.#find('remove', path)
    await this.#step('remove', path, () => this.#rename(new Map([[path, undefined]])))
  }

  async syncFolder(folder: string): Promise<void> {
    await this.#step('syncFolder', folder, undefined, () => {
      this.#safeNames = new Map(this.#names)
      this.#nameChanges = []
    })
  }

  async freeBytes(folder: string): Promise<number> {
    await this.#step('freeBytes', folder)
    return Math.max(0, this.capacity - this.usedBytes)
  }

  async lock(folder: string): Promise<DiskLock> {
    if (this.#isLocked) throw new DiskError('locked', `${folder} is held by a test`)
    this.#isLocked = true
    return {
      release: async () => {
        this.#isLocked = false
      },
    }
  }

  /**
   * One operation: `change` happens even when the power goes meanwhile (and may be lost), `after` only when it
   * does not. Everything else takes a turn, as a real disk does.
   */
  async #step(verb: string, path: string, change?: () => void, after?: () => void): Promise<void> {
    await this.step(verb, path, change, after)
  }

  async step(verb: string, path: string, change?: () => void, after?: () => void): Promise<void> {
    if (this.#isOff) return new Promise(() => {})
    const error = this.fail(verb, path)
    if (error !== undefined) throw error
    change?.()
    if (change !== undefined || after !== undefined) {
      this.operations += 1
      if (this.operations >= this.crashAt) {
        this.crash()
        return new Promise(() => {})
      }
    }
    await new Promise(setImmediate)
    if (this.#isOff) return new Promise(() => {})
    after?.()
  }

  #rename(change: NameChange): void {
    for (const [name, inode] of change) {
      if (inode === undefined) this.#names.delete(name)
      else this.#names.set(name, inode)
    }
    this.#nameChanges.push(change)
  }

  #find(verb: string, path: string): Inode {
    const inode = this.#names.get(path)
    if (inode === undefined) throw new DiskError('missing', `cannot ${verb} ${path}: there is no such file`)
    return inode
  }
}

class CrashFile implements DiskFile {
  #isClosed = false

  constructor(
    readonly disk: CrashDisk,
    readonly path: string,
    readonly inode: Inode,
  ) {}

  async read(target: Uint8Array, position: number): Promise<number> {
    this.#checkOpen('read')
    await this.disk.step('read', this.path)
    const bytes = this.inode.now.subarray(position, position + target.length)
    target.set(bytes)
    return bytes.length
  }

  async write(chunks: readonly Uint8Array[], position: number): Promise<void> {
    this.#checkOpen('write')
    const bytes = Uint8Array.from(Buffer.concat(chunks))
    const growth = Math.max(0, position + bytes.length - this.inode.now.length)
    const room = this.disk.capacity - this.disk.usedBytes
    const fits = growth <= room
    await this.disk.step('write', this.path, () => {
      const part = fits ? bytes : bytes.subarray(0, Math.max(0, bytes.length - (growth - room)))
      if (part.length > 0) this.inode.apply({ kind: 'write', position, bytes: part })
    })
    if (!fits) throw new DiskError('full', `cannot write ${this.path}: no space left`)
  }

  async sync(): Promise<void> {
    this.#checkOpen('sync')
    const { now, changes } = this.inode
    const count = changes.length
    await this.disk.step('sync', this.path, undefined, () => {
      // Only what was written before the sync began is safe after it.
      this.inode.safe = now
      this.inode.changes = this.inode.changes.slice(count)
    })
  }

  async truncate(length: number): Promise<void> {
    this.#checkOpen('truncate')
    await this.disk.step('truncate', this.path, () => this.inode.apply({ kind: 'truncate', length }))
  }

  async size(): Promise<number> {
    this.#checkOpen('measure')
    await this.disk.step('measure', this.path)
    return this.inode.now.length
  }

  async close(): Promise<void> {
    this.#isClosed = true
  }

  #checkOpen(verb: string): void {
    if (this.#isClosed) throw new DiskError('io', `cannot ${verb} ${this.path}: it is closed`)
  }
}
