/**
 * How large values are, from a short description:
 *
 *   1024               all alike
 *   100-4000           any size in between, alike
 *   90%100,10%10000    so many of the one, so many of the other; each part may be a range
 */
import { GrammeError } from '../../src/errors.js'
import type { Random } from '../../src/ports/random.js'
import { valueBytesMax } from '../../src/wire/frame.js'
import { valueBytesMin } from './values.js'

interface Range {
  readonly fromBytes: number
  readonly toBytes: number
  /** Of all values, 0 to 1. */
  readonly part: number
}

export class Sizes {
  private constructor(private readonly ranges: readonly Range[]) {}

  /** Throws GrammeError BAD_ARGUMENT that names the part that is wrong. */
  static parse(text: string): Sizes {
    const words = text.split(',')
    const ranges = words.map((word) => parseRange(word, words.length === 1))
    const whole = ranges.reduce((sum, { part }) => sum + part, 0)
    if (Math.abs(whole - 1) > 1e-9) {
      throw new GrammeError(
        'BAD_ARGUMENT',
        `the sizes '${text}' make ${(100 * whole).toFixed(1)}%, and not 100%`,
      )
    }
    return new Sizes(ranges)
  }

  next(random: Random): number {
    let at = random.next()
    const range = this.ranges.find(({ part }) => {
      at -= part
      return at < 0
    })
    const { fromBytes, toBytes } = range ?? this.ranges[this.ranges.length - 1]
    return fromBytes + Math.floor(random.next() * (toBytes - fromBytes + 1))
  }

  get mostBytes(): number {
    return Math.max(...this.ranges.map(({ toBytes }) => toBytes))
  }
}

function parseRange(word: string, isOnly: boolean): Range {
  const [, percent, from, to = from] = /^(?:([\d.]+)%)?(\d+)(?:-(\d+))?$/.exec(word.trim()) ?? []
  const [fromBytes, toBytes] = [Number(from), Number(to)]
  const isRight = fromBytes >= valueBytesMin && toBytes >= fromBytes && toBytes <= valueBytesMax
  if (!isRight || (percent === undefined) !== isOnly) {
    throw new GrammeError(
      'BAD_ARGUMENT',
      `the size '${word}' must be BYTES or FROM-TO, from ${valueBytesMin} to ${valueBytesMax}, and where there are several with PERCENT% before each`,
    )
  }
  return { fromBytes, toBytes, part: isOnly ? 1 : Number(percent) / 100 }
}
