/**
 * Which key lies at a position of the log, for positions that were read or written lately. The directory
 * tells keys apart by hash alone, so replacing a record means knowing that the old one is the same key's;
 * whoever has just read a key, as every coordinator has before it writes, is spared the second read.
 *
 * Invariant: what it says is exact. A position holds another record later only after its own was undone by a disk
 * that failed; then it is forgotten. What is forgotten costs a read. 8,192 positions, each in the one place that its number leads to; keys over 128 bytes are
 * not kept.
 */
const slotCount = 8192
const slotBytes = 128

export class KnownKeys {
  readonly #segments = new Uint32Array(slotCount)
  readonly #offsets = new Uint32Array(slotCount)
  readonly #lengths = new Uint8Array(slotCount)
  readonly #keys = new Uint8Array(slotCount * slotBytes)

  note(segment: number, offset: number, key: Uint8Array): void {
    if (key.length > slotBytes) return
    const slot = slotOf(segment, offset)
    this.#segments[slot] = segment
    this.#offsets[slot] = offset
    this.#lengths[slot] = key.length
    this.#keys.set(key, slot * slotBytes)
  }

  /** The record that was there is there no more. */
  forget(segment: number, offset: number): void {
    const slot = slotOf(segment, offset)
    // Segments count from 1.
    if (this.#segments[slot] === segment && this.#offsets[slot] === offset) this.#segments[slot] = 0
  }

  /** Whether the record there is this key's; undefined when that is not known. */
  isKey(segment: number, offset: number, key: Uint8Array): boolean | undefined {
    const slot = slotOf(segment, offset)
    if (this.#segments[slot] !== segment || this.#offsets[slot] !== offset) return undefined
    if (this.#lengths[slot] !== key.length) return false
    const at = slot * slotBytes
    for (let index = 0; index < key.length; index += 1) {
      if (this.#keys[at + index] !== key[index]) return false
    }
    return true
  }
}

function slotOf(segment: number, offset: number): number {
  return (Math.imul(Math.imul(segment, 0x9e3779b1) ^ offset, 0x85ebca77) >>> 16) & (slotCount - 1)
}
