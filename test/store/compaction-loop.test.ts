/** Compaction by itself: when it asks for its time, when it does not, and that it ends. */
import t from 'tap'
import type { CompactionStep } from '../../src/store/compaction.js'
import { bloatMax, CompactionLoop, idleMs } from '../../src/store/compaction-loop.js'
import { StoreError } from '../../src/store/store.js'
import { ManualClock } from '../ports/manual-clock.js'

const bytesPerSecond = 512_000

function rig(options: { isPaced?: boolean } = {}) {
  const clock = new ManualClock()
  const asked: number[] = []
  let resume = () => {}
  const pace = (bytes: number) => {
    asked.push(bytes)
    return new Promise<void>((done) => {
      resume = done
    })
  }
  const there = { slices: [] as number[], left: 10, bloat: 1, refusal: undefined as StoreError | undefined }
  const loop = new CompactionLoop({
    clock,
    compactor: {
      slice: async (budgetBytes): Promise<CompactionStep> => {
        there.slices.push(budgetBytes)
        if (there.left === 0) return { kind: 'idle' }
        there.left -= 1
        return { kind: 'worked', bytesRead: budgetBytes, segmentsFreed: 0 }
      },
      get bloat() {
        return there.bloat
      },
    },
    health: { refusal: () => there.refusal },
    bytesPerSecond,
    pace: options.isPaced === false ? undefined : pace,
  })
  loop.start()
  return { clock, loop, there, asked, resume: () => resume() }
}

t.test('a slice, and the next when there is time', async (t) => {
  const { clock, loop, there, asked, resume } = rig()
  await clock.advance(idleMs + 60_000)
  t.strictSame(there.slices, [1000])
  t.strictSame(asked, [1000])
  resume()
  await clock.advance(1)
  t.equal(there.slices.length, 2)
  loop.stop()
  resume()
  await clock.advance(60_000)
  t.equal(there.slices.length, 2)
  t.equal(clock.timerCount, 0)
})

for (const [why, state] of [
  ['the log is far larger than what is needed', { bloat: bloatMax + 0.1 }],
  ['puts are refused for want of room', { refusal: new StoreError('disk-full', 'nearly full') }],
] as const) {
  t.test(`where ${why} it waits for nobody, and keeps to its rate`, async (t) => {
    const { clock, loop, there, asked } = rig()
    Object.assign(there, state, { left: 1000 })
    await clock.advance(idleMs + 100)
    t.strictSame(asked, [])
    t.equal(there.slices.length, 1 + Math.floor(100 / (1000 / 512)))
    loop.stop()
    t.equal(clock.timerCount, 0)
  })
}

t.test('alone it keeps to its rate, and looks again later where nothing is to be done', async (t) => {
  const { clock, loop, there } = rig({ isPaced: false })
  await clock.advance(idleMs + 1000)
  t.equal(there.slices.length, 11)
  await clock.advance(idleMs)
  t.equal(there.slices.length, 12)
  loop.stop()
})
