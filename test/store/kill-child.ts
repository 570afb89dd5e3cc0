/**
 * A process to be killed: writes records under `always` as fast as it can, several at once, and says on its
 * standard output, one line each, what it begins and what is acknowledged: the key's number and the value's.
 *
 *     node kill-child.js FOLDER FIRST-VALUE
 */
import { writeSync } from 'node:fs'
import { openLogStore } from '../../src/store/open-log-store.js'
import { bytes, record } from './conformance.js'
import { optionsFor } from './harness.js'
import { isRemoval, killKeys, killValue } from './kill-values.js'

const [folder, firstValue] = process.argv.slice(2)
const store = await openLogStore(
  optionsFor(folder, { segmentBytesMax: 100_000, durability: 'always', deadRatioMin: 0.2 }),
)
let next = Number(firstValue)

/** At once and not through a stream: what was said must not be lost with the process. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`)
      return
    } catch (error) {
      // The pipe is full for now; a line is shorter than what it takes or refuses as a whole.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
  }
}

async function write(lane: number, lanes: number): Promise<never> {
  for (let n = lane; ; n += lanes) {
    const key = n % killKeys
    const value = next++
    say(`begun ${key} ${value}`)
    if (isRemoval(value)) await store.remove(key % 16, bytes(`k${key}`))
    else await store.put(record(key % 16, `k${key}`, killValue(value)))
    say(`done ${key} ${value}`)
  }
}

const lanes = 8
say('open')
const compacting = async () => {
  for (;;) if ((await store.compactSlice(20_000)).kind !== 'worked') await new Promise(setImmediate)
}
await Promise.all([compacting(), ...Array.from({ length: lanes }, (_, lane) => write(lane, lanes))])
