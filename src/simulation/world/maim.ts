/**
 * What a bad middlebox does to the frames of one write: loses some, sends some twice, swaps some. Whole frames
 * only: a way that garbled bytes would be noticed by TCP's checksum.
 */
import { lengthFieldBytes } from '../../wire/frame.js'
import type { LinkConditions } from './link.js'
import type { SeededRandom } from './seeded-random.js'

export interface Maimed {
  readonly bytes: Uint8Array
  readonly lost: readonly Uint8Array[]
}

export function maimed(bytes: Uint8Array, conditions: LinkConditions, random: SeededRandom): Maimed {
  const frames = framesIn(bytes)
  if (frames === undefined) return { bytes, lost: [] }
  const { framesLost, framesRepeated, framesSwapped } = conditions
  const sent: Uint8Array[] = []
  const lost: Uint8Array[] = []
  for (const frame of frames) {
    if (random.chance(framesLost)) {
      lost.push(frame)
      continue
    }
    sent.push(frame)
    if (random.chance(framesRepeated)) sent.push(frame)
  }
  for (let n = 1; n < sent.length; n += 1) {
    if (random.chance(framesSwapped)) [sent[n - 1], sent[n]] = [sent[n], sent[n - 1]]
  }
  return { bytes: Buffer.concat(sent), lost }
}

/** The frames that these bytes are; undefined when they are not whole frames. */
export function framesIn(bytes: Uint8Array): Uint8Array[] | undefined {
  const frames: Uint8Array[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at < bytes.length) {
    if (at + lengthFieldBytes > bytes.length) return undefined
    const end = at + lengthFieldBytes + view.getUint32(at)
    if (end > bytes.length) return undefined
    frames.push(bytes.subarray(at, end))
    at = end
  }
  return frames
}
