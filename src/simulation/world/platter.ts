/**
 * What a simulated machine's disk holds, from one process to the next: files by name, and which names are
 * safe. Of the changes of names since a folder was synced, a power loss keeps each or not; a rename is one.
 */
import type { SimulatedProcess } from './process.js'
import type { SeededRandom } from './seeded-random.js'
import { StoredFile, type TearStyle } from './stored-file.js'

/** Names that change together; undefined takes one away. */
type NameChange = ReadonlyMap<string, StoredFile | undefined>

interface NumberedChange {
  readonly number: number
  readonly change: NameChange
  readonly atMs: number
}

/** The content of a disk at some time, for backups. */
export type Snapshot = ReadonlyMap<string, Uint8Array>

/** More than any run writes. */
export const unlimitedBytes = 2 ** 40

export class Platter {
  #names = new Map<string, StoredFile>()
  #safeNames = new Map<string, StoredFile>()
  #nameChanges: NumberedChange[] = []
  #nameChangesMade = 0
  /** Folders are never at risk: the store makes none that matters while it runs. */
  readonly #folders = new Set<string>(['.'])
  readonly locks = new Map<string, SimulatedProcess>()
  /** Bytes that it has in all. */
  capacityBytes = unlimitedBytes

  find(path: string): StoredFile | undefined {
    return this.#names.get(path)
  }

  hasFolder(path: string): boolean {
    return this.#folders.has(path)
  }

  makeFolder(path: string): void {
    for (let at = path; at !== '.' && at !== '/' && at !== ''; at = parentOf(at)) this.#folders.add(at)
  }

  /** Names of files and folders right in this one, sorted. */
  list(folder: string): string[] {
    const names: string[] = []
    for (const path of [...this.#names.keys(), ...this.#folders]) {
      if (path !== '.' && parentOf(path) === folder) names.push(path.slice(path.lastIndexOf('/') + 1))
    }
    return names.sort()
  }

  /** All paths, sorted. */
  paths(): string[] {
    return [...this.#names.keys()].sort()
  }

  rename(change: NameChange, nowMs: number): void {
    for (const [name, file] of change) {
      if (file === undefined) this.#names.delete(name)
      else this.#names.set(name, file)
    }
    this.#nameChanges.push({ number: this.#nameChangesMade, change, atMs: nowMs })
    this.#nameChangesMade += 1
  }

  get nameChangesMade(): number {
    return this.#nameChangesMade
  }

  /** The changes of names in this folder made before the sync began, when there were so many, become safe. */
  syncFolder(folder: string, nameChangesMade: number): void {
    const left: NumberedChange[] = []
    for (const one of this.#nameChanges) {
      const concerns = [...one.change.keys()].some((name) => parentOf(name) === folder)
      if (one.number >= nameChangesMade || !concerns) left.push(one)
      else applyNames(this.#safeNames, one.change)
    }
    this.#nameChanges = left
  }

  get usedBytes(): number {
    let bytes = 0
    for (const file of this.#names.values()) bytes += file.length
    return bytes
  }

  /** When the oldest change was made that a power loss now might undo; undefined when there is none. */
  unsafeSinceMs(folder: string): number | undefined {
    let since: number | undefined
    const take = (ms: number | undefined) => {
      if (ms !== undefined && (since === undefined || ms < since)) since = ms
    }
    // Also of files that are removed, or replaced: a power loss may bring them back as they are safe.
    const takeFile = (name: string, file: StoredFile | undefined) => {
      if (name.startsWith(`${folder}/`)) take(file?.unsafeSinceMs)
    }
    for (const [name, file] of this.#safeNames) takeFile(name, file)
    for (const { change, atMs } of this.#nameChanges) {
      for (const [name, file] of change) takeFile(name, file)
      if ([...change.keys()].some((name) => name.startsWith(`${folder}/`))) take(atMs)
    }
    return since
  }

  /** The power goes and comes back. */
  losePower(style: TearStyle, random: SeededRandom): void {
    const names = new Map(this.#safeNames)
    const keptFirst = style === 'prefix' ? random.integer(0, this.#nameChanges.length) : 0
    for (const [index, { change }] of this.#nameChanges.entries()) {
      const survives =
        style === 'everything' ||
        (style === 'prefix' && index < keptFirst) ||
        (style === 'sectors' && random.chance(0.5))
      if (survives) applyNames(names, change)
    }
    this.#restart(new Map([...names].map(([name, file]) => [name, file.afterPowerLoss(style, random)])))
  }

  snapshot(): Snapshot {
    return new Map([...this.#names].map(([name, file]) => [name, Uint8Array.from(file.view())]))
  }

  /** Holds what `snapshot` says from now on, safely. */
  restore(snapshot: Snapshot): void {
    this.#restart(new Map([...snapshot].map(([name, bytes]) => [name, StoredFile.of(bytes)])))
  }

  /** Loses the files whose path this is true of. */
  wipe(isLost: (path: string) => boolean): void {
    this.#restart(new Map([...this.#names].filter(([name]) => !isLost(name))))
  }

  #restart(names: Map<string, StoredFile>): void {
    this.#names = names
    this.#safeNames = new Map(names)
    this.#nameChanges = []
    this.locks.clear()
  }
}

function applyNames(names: Map<string, StoredFile>, change: NameChange): void {
  for (const [name, file] of change) {
    if (file === undefined) names.delete(name)
    else names.set(name, file)
  }
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '.' : path.slice(0, slash)
}
