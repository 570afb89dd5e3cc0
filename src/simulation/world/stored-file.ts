/**
 * The bytes of one file on a simulated disk: as programs see them now, and as they are safe. Between the two
 * lie the changes since the last sync, of which a power loss keeps what it likes, 512-byte sector by sector.
 *
 * After a sync that failed, what it was to make safe never becomes so, as on Linux, which marks the pages
 * clean and forgets them: only writing it again helps.
 */
import type { SeededRandom } from './seeded-random.js'

export const sectorBytes = 512

interface ChangeBase {
  /** Changes of a file are numbered as they are made. */
  readonly number: number
  isLost: boolean
}
type Change = ChangeBase &
  (
    | { readonly kind: 'write'; readonly position: number; readonly bytes: Uint8Array }
    | { readonly kind: 'truncate'; readonly length: number }
  )

/** Which unsynced changes a power loss leaves. */
export type TearStyle =
  /** None: the caches were empty-handed. */
  | 'nothing'
  /** All of it. */
  | 'everything'
  /** Those made first, up to some sector of one. */
  | 'prefix'
  /** Each sector for itself. */
  | 'sectors'

/** Bytes that grow at the end without being copied each time. */
class Growing {
  #bytes = new Uint8Array(1024)
  length = 0

  view(from = 0, to = this.length): Uint8Array {
    return this.#bytes.subarray(from, Math.min(to, this.length))
  }

  write(bytes: Uint8Array, position: number): void {
    const end = position + bytes.length
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#bytes.length))
      larger.set(this.view())
      this.#bytes = larger
    }
    if (position > this.length) this.#bytes.fill(0, this.length, position)
    this.#bytes.set(bytes, position)
    this.length = Math.max(this.length, end)
  }

  truncate(length: number): void {
    if (length > this.length) {
      const from = this.length
      this.write(new Uint8Array(0), length)
      this.#bytes.fill(0, from, length)
    }
    this.length = length
  }

  apply(change: Change): void {
    if (change.kind === 'write') this.write(change.bytes, change.position)
    else this.truncate(change.length)
  }
}

export class StoredFile {
  readonly #now = new Growing()
  readonly #safe = new Growing()
  #changes: Change[] = []
  #changesMade = 0
  /** When the oldest change was made that is not safe; undefined when everything is. */
  #unsafeSinceMs: number | undefined

  /** A file that holds these bytes, safely. */
  static of(bytes: Uint8Array): StoredFile {
    const file = new StoredFile()
    file.#now.write(bytes, 0)
    file.#safe.write(bytes, 0)
    return file
  }

  get length(): number {
    return this.#now.length
  }

  get safeLength(): number {
    return this.#safe.length
  }

  get unsafeSinceMs(): number | undefined {
    return this.#unsafeSinceMs
  }

  /** What a program reads there; a view. */
  view(from = 0, to = this.#now.length): Uint8Array {
    return this.#now.view(from, to)
  }

  write(bytes: Uint8Array, position: number, nowMs: number): void {
    if (bytes.length === 0) return
    this.#now.write(bytes, position)
    this.#changed({ kind: 'write', position, bytes, number: this.#changesMade, isLost: false }, nowMs)
  }

  truncate(length: number, nowMs: number): void {
    this.#now.truncate(length)
    this.#changed({ kind: 'truncate', length, number: this.#changesMade, isLost: false }, nowMs)
  }

  #changed(change: Change, nowMs: number): void {
    this.#changes.push(change)
    this.#changesMade += 1
    this.#unsafeSinceMs ??= nowMs
  }

  /** How many changes have been made, for `sync` to make safe later: those made meanwhile are not. */
  get changesMade(): number {
    return this.#changesMade
  }

  /** The changes made before the sync began, when `changesMade` was this, become safe. */
  sync(changesMade: number, beganMs: number): void {
    const left: Change[] = []
    let isAnyLost = false
    for (const change of this.#changes) {
      // What is lost stays at risk until it is cut off or written again, which is not followed up here.
      if (change.isLost) isAnyLost = true
      if (change.isLost || change.number >= changesMade) left.push(change)
      else this.#safe.apply(change)
    }
    this.#changes = left
    if (left.length === 0) this.#unsafeSinceMs = undefined
    else if (!isAnyLost) this.#unsafeSinceMs = beganMs
  }

  /** The changes made before the sync began are never made safe any more. */
  syncFailed(changesMade: number): void {
    for (const change of this.#changes) if (change.number < changesMade) change.isLost = true
  }

  /** Turns some bits over, for programs and for good. */
  rot(position: number, mask: number): void {
    const at = this.#now.view(position, position + 1)
    if (at.length === 1) at[0] ^= mask
    const safe = this.#safe.view(position, position + 1)
    if (safe.length === 1) safe[0] ^= mask
    for (const change of this.#changes) {
      if (change.kind !== 'write') continue
      const offset = position - change.position
      if (offset >= 0 && offset < change.bytes.length) change.bytes[offset] ^= mask
    }
  }

  /** The file that is found when the power is back. */
  afterPowerLoss(style: TearStyle, random: SeededRandom): StoredFile {
    if (style === 'everything' && !this.#changes.some(({ isLost }) => isLost))
      return StoredFile.of(this.view())
    const survivor = new Growing()
    survivor.write(this.#safe.view(), 0)
    const keptFirst = style === 'prefix' ? random.integer(0, this.#changes.length) : 0
    for (const [index, change] of this.#changes.entries()) {
      if (change.isLost || style === 'nothing') continue
      if (style === 'everything' || (style === 'prefix' && index < keptFirst)) survivor.apply(change)
      else if (change.kind === 'truncate') {
        if (style === 'sectors' && random.chance(0.5)) survivor.apply(change)
      } else if (style === 'sectors' || index === keptFirst) {
        tear(survivor, change.bytes, change.position, style, random)
      }
    }
    return StoredFile.of(survivor.view())
  }
}

function tear(
  target: Growing,
  bytes: Uint8Array,
  position: number,
  style: TearStyle,
  random: SeededRandom,
): void {
  const sectors = Math.ceil(bytes.length / sectorBytes) + 1
  const keptFirst = style === 'prefix' ? random.integer(0, sectors - 1) : 0
  for (let from = 0, sector = 0; from < bytes.length; sector += 1) {
    const to = Math.min(bytes.length, from + sectorBytes - ((position + from) % sectorBytes))
    if (style === 'prefix' ? sector < keptFirst : random.chance(0.5)) {
      target.write(bytes.subarray(from, to), position + from)
    }
    from = to
  }
}
