/**
 * Values that say of themselves which key they belong to, which write made them and when: so every read can be
 * checked, and its age is known. After that come bytes that nothing can compress.
 */
import type { Random } from '../../src/ports/random.js'

export const valueBytesMin = 16

const noiseStepMax = 4096

export interface Stamp {
  readonly key: number
  readonly write: number
  /** By the calendar clock of the machine. */
  readonly writtenAtMs: number
}

export class Values {
  readonly #noise: Buffer

  constructor(bytesMax: number, random: Random) {
    this.#noise = Buffer.alloc(bytesMax + noiseStepMax)
    random.fill(this.#noise)
  }

  make(bytes: number, { key, write, writtenAtMs }: Stamp): Buffer {
    const value = Buffer.allocUnsafe(bytes)
    this.#noise.copy(value, valueBytesMin, write % noiseStepMax)
    value.writeUInt32BE(key, 0)
    value.writeUInt32BE(write, 4)
    value.writeDoubleBE(writtenAtMs, 8)
    return value
  }
}

/** Undefined: it is no value of ours. */
export function stampOf(value: Uint8Array): Stamp | undefined {
  if (value.length < valueBytesMin) return undefined
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  return { key: view.getUint32(0), write: view.getUint32(4), writtenAtMs: view.getFloat64(8) }
}

export function keyName(key: number): string {
  return `user:${String(key).padStart(13, '0')}`
}
