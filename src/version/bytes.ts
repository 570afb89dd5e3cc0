/**
 * Writing and reading the small parts of encodings: varints (LEB128: seven bits a byte, low ones first),
 * 48-bit numbers, and short Latin-1 texts that stand for bytes. Made for records of a few dozen bytes that
 * are encoded on every put, so: one scratch buffer, no allocation a field.
 *
 * Invariant: the reader takes any bytes. It never reads beyond its end, and after the first thing that is
 * not as the writer would have written it, `intact` is false and numbers read as 0; callers check `intact`
 * before they believe or allocate anything.
 */

/** Varints go up to 2^49 - 1: seven bytes. */
const varintBytesMax = 7

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  clear(): void {
    this.#length = 0
  }

  /** What was written since the last `clear`; a view that holds until the next. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  /** A whole number from 0 to 2^49 - 1. */
  varint(value: number): void {
    this.#reserve(varintBytesMax)
    let rest = value
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.#bytes[this.#length++] = rest
  }

  /** A whole number from 0 to 2^48 - 1, big-endian. */
  uint48(value: number): void {
    this.#reserve(6)
    this.#length = this.#bytes.writeUIntBE(value, this.#length, 6)
  }

  uint32(value: number): void {
    this.#reserve(4)
    this.#length = this.#bytes.writeUInt32BE(value, this.#length)
  }

  /** One byte a character. */
  latin1(text: string): void {
    this.#reserve(text.length)
    for (let index = 0; index < text.length; index++) this.#bytes[this.#length++] = text.charCodeAt(index)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe((this.#length + more) * 2)
    this.#bytes.copy(grown, 0, 0, this.#length)
    this.#bytes = grown
  }
}

export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #end: number
  #position: number
  #intact = true

  constructor(bytes: Uint8Array, from = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#position = from
    this.#end = end
  }

  get intact(): boolean {
    return this.#intact
  }

  get position(): number {
    return this.#position
  }

  get remaining(): number {
    return this.#end - this.#position
  }

  byte(): number {
    return this.#take(1) ? this.#bytes[this.#position - 1] : 0
  }

  /** Only as the writer writes it: no needless high bytes. */
  varint(): number {
    let value = 0
    let scale = 1
    for (let count = 1; count <= varintBytesMax; count++) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        if (byte === 0 && count > 1) this.#intact = false
        return this.#intact ? value : 0
      }
      scale *= 0x80
    }
    this.#intact = false
    return 0
  }

  uint48(): number {
    if (!this.#take(6)) return 0
    const b = this.#bytes
    const p = this.#position - 6
    const low = ((b[p + 2] << 24) | (b[p + 3] << 16) | (b[p + 4] << 8) | b[p + 5]) >>> 0
    return ((b[p] << 8) | b[p + 1]) * 2 ** 32 + low
  }

  uint32(): number {
    if (!this.#take(4)) return 0
    const b = this.#bytes
    const p = this.#position - 4
    return ((b[p] << 24) | (b[p + 1] << 16) | (b[p + 2] << 8) | b[p + 3]) >>> 0
  }

  /** Eight bytes as characters; spelt out, because it takes half the time of any call that copies text. */
  latin1Of8(): string {
    if (!this.#take(8)) return ''
    const b = this.#bytes
    const p = this.#position - 8
    return String.fromCharCode(b[p], b[p + 1], b[p + 2], b[p + 3], b[p + 4], b[p + 5], b[p + 6], b[p + 7])
  }

  /** Sixteen bytes as characters. */
  latin1Of16(): string {
    if (!this.#take(16)) return ''
    const b = this.#bytes
    const p = this.#position - 16
    return String.fromCharCode(
      b[p],
      b[p + 1],
      b[p + 2],
      b[p + 3],
      b[p + 4],
      b[p + 5],
      b[p + 6],
      b[p + 7],
      b[p + 8],
      b[p + 9],
      b[p + 10],
      b[p + 11],
      b[p + 12],
      b[p + 13],
      b[p + 14],
      b[p + 15],
    )
  }

  #take(count: number): boolean {
    if (!this.#intact || this.#end - this.#position < count) {
      this.#intact = false
      return false
    }
    this.#position += count
    return true
  }
}
