/** What is live under a clock, against the plainest way to find it out. */
import fc from 'fast-check'
import t from 'tap'
import { type EventRecord, KeyHistory, type WriteRecord } from '../../../src/simulation/oracle/history.js'
import { Clock } from '../../../src/version/clock.js'
import { actor } from './rig.js'

const writing: Omit<WriteRecord, 'events' | 'number'> = {
  writeId: '',
  tombstone: false,
  ttlMs: 0,
  value: Buffer.from('v'),
  client: 'client-1',
  beganMs: 0,
  w: 1,
  durability: 'always',
  context: Buffer.alloc(0),
  ackedMs: undefined,
}

t.test('an event is live when nothing that the clock covers had seen it', async () => {
  const anyStep = fc.record({
    actor: fc.nat(2),
    seen: fc.array(fc.nat(), { maxLength: 3 }),
    isBlind: fc.boolean(),
  })
  await fc.assert(
    fc.property(fc.array(anyStep, { minLength: 1, maxLength: 40 }), (steps) => {
      const history = new KeyHistory(Buffer.from('key'), 0)
      const counters = [0, 0, 0]
      /** Each event with all that its write had seen, and the clock after it. */
      const made: { event: EventRecord; seen: Clock; clock: Clock }[] = []
      for (const [number, step] of steps.entries()) {
        const pasts =
          step.isBlind || made.length === 0 ? [] : step.seen.map((at) => made[at % made.length].clock)
        const seen = pasts.reduce((clock, past) => clock.merge(past), Clock.empty)
        counters[step.actor] += 1
        const dot = { actor: actor(`${step.actor}`), counter: counters[step.actor] }
        const event: EventRecord = {
          dot,
          write: { ...writing, number, events: [] },
          node: 'node-1',
          atMs: 0,
          writtenAtMs: 0,
          context: seen,
          supersedes: history.liveIn(seen).events,
          supersededBy: [],
        }
        history.addEvent(event, seen)
        made.push({ event, seen, clock: seen.with(dot) })
        for (const { clock } of made) {
          const expected = made.filter(
            (one) =>
              clock.covers(one.event.dot) &&
              !made.some((by) => clock.covers(by.event.dot) && by.seen.covers(one.event.dot)),
          )
          const { events, unknown } = history.liveIn(clock)
          const got = new Set(events)
          if (unknown.length > 0 || events.length !== got.size || got.size !== expected.length) return false
          if (!expected.every((one) => got.has(one.event))) return false
        }
      }
      return true
    }),
    { numRuns: 150 },
  )
})

t.test('what was never issued is named', async (t) => {
  const history = new KeyHistory(Buffer.from('key'), 0)
  const clock = Clock.empty.with({ actor: actor('a'), counter: 1 }).with({ actor: actor('b'), counter: 7 })
  t.strictSame(history.liveIn(clock), {
    events: [],
    unknown: [
      { actor: actor('a'), counter: 1 },
      { actor: actor('b'), counter: 7 },
    ],
  })
})
