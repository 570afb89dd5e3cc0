/** A node reads all that it holds, in passes, and tells what it found. */
import t from 'tap'
import { Scrubber } from '../../src/repair/scrubber.js'
import { MemoryStore } from '../../src/store/memory-store.js'
import { type ScrubOutcome, StoreError, type StoreStats } from '../../src/store/store.js'
import { ManualClock } from '../ports/manual-clock.js'

const dayMs = 86_400_000
/** Every pause is as long as it says. */
const random = { next: () => 0.5, fill: () => {} }

/** A store that takes the test's word for what lies in it. */
class Told {
  told: Partial<StoreStats> = {}
  outcome: ScrubOutcome = { damaged: 0, unreadable: 0, trees: 0 }
  failure: Error | undefined
  passes = 0

  stats(): StoreStats {
    return { ...new MemoryStore().stats(), ...this.told }
  }

  async scrub(pace: (bytes: number) => Promise<void>): Promise<ScrubOutcome> {
    for (let piece = 0; piece < 10; piece += 1) await pace(100)
    if (this.failure !== undefined) throw this.failure
    this.passes += 1
    return this.outcome
  }
}

/** Every piece takes a second. */
function rig(intervalMs = dayMs) {
  const clock = new ManualClock()
  const stores = [new Told(), new Told()]
  const pace = () => new Promise<void>((resume) => void clock.setTimer(1000, resume))
  const scrubber = new Scrubber({ stores, clock, random, intervalMs, pace })
  scrubber.start()
  return { clock, stores, scrubber }
}

t.test('the first pass is soon, and the next a day after its end', async (t) => {
  const { clock, stores, scrubber } = rig()
  t.match(scrubber.state(), { passes: 0, finishedMs: undefined })
  await clock.advance(600_000 + 20_000)
  t.match(scrubber.state(), { passes: 1, tookMs: 20_000, bytes: 0 })
  t.strictSame(
    stores.map(({ passes }) => passes),
    [1, 1],
  )
  await clock.advance(dayMs + 19_999)
  t.equal(scrubber.state().passes, 1)
  await clock.advance(1)
  t.equal(scrubber.state().passes, 2)
  await clock.settle(scrubber.stop())
  t.equal(clock.timerCount, 0)
})

t.test('it tells what was found, and how far it is', async (t) => {
  const { clock, stores, scrubber } = rig(1000)
  stores[0].told = { damagedRecords: 2, mendedRecords: 5 }
  stores[1].told = { damagedRecords: 1, mendedRecords: 0 }
  stores[1].outcome = { damaged: 1, unreadable: 3, trees: 2 }
  await clock.advance(1000 + 4500)
  const { bytes } = scrubber.state()
  t.equal(bytes, 500)
  await clock.advance(16_000)
  t.match(scrubber.state(), { passes: 1, damaged: 8, mended: 5, unreadable: 3, treesMended: 2 })
  await clock.settle(scrubber.stop())
})

t.test('what could not be read is tried again within hours', async (t) => {
  const { clock, stores, scrubber } = rig()
  stores[0].outcome = { damaged: 0, unreadable: 1, trees: 0 }
  await clock.advance(600_000 + 20_000)
  stores[0].outcome = { damaged: 1, unreadable: 0, trees: 0 }
  await clock.advance(3_600_000 + 20_000)
  t.match(scrubber.state(), { passes: 2, unreadable: 0 })
  await clock.settle(scrubber.stop())
})

t.test('a pass that is broken off is none, and the next one is made all the same', async (t) => {
  const { clock, stores, scrubber } = rig(1000)
  stores[1].failure = new StoreError('disk-failed', 'the disk is away')
  await clock.advance(21_000)
  t.equal(stores[0].passes, 1)
  t.match(scrubber.state(), { passes: 0, bytes: 0 })
  stores[1].failure = undefined
  await clock.advance(21_000)
  t.equal(scrubber.state().passes, 1)
  await clock.settle(scrubber.stop())
})

t.test('it ends with the node, at the next piece', async (t) => {
  const { clock, scrubber, stores } = rig(1000)
  await clock.advance(5000)
  const stopped = scrubber.stop()
  await clock.advance(1000)
  await stopped
  t.equal(clock.timerCount, 0)
  t.equal(stores[0].passes, 0)
})
