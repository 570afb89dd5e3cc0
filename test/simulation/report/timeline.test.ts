/** A trace made ready for drawing: lanes, states, rows, columns of messages. */
import t from 'tap'
import {
  messageGroups,
  neverArrived,
  statesOf,
  timelineOf,
  wasLost,
} from '../../../src/simulation/report/timeline.js'
import { smallTrace, TestTrace } from './traces.js'

t.test('lanes: nodes first, by number', async (t) => {
  const made = new TestTrace()
  made.put('client-2', 'k', 'v', 1, 2)
  made.message('PING', 'node-10', 'node-9', 3, 4)
  made.at(5).process('client-1', 'started')
  made.fault(1, 'isolation', 6, 7, ['node-1'], ['elsewhere'])
  const { lanes } = timelineOf(made.trace)
  t.strictSame(
    lanes.map(({ name, isClient }) => `${name} ${isClient}`),
    [
      'elsewhere false',
      'node-1 false',
      'node-9 false',
      'node-10 false',
      'client-1 true',
      'client-2 true',
      'all false',
    ],
  )
})

t.test('states follow from what befell processes', async (t) => {
  const made = new TestTrace()
  const tell = (change: Parameters<TestTrace['trace']['process']>[1], atMs: number) =>
    made.at(atMs).process('node-1', change)
  tell('started', 10)
  tell('paused', 20)
  tell('resumed', 30)
  tell('serving', 40)
  tell('paused', 50)
  tell('killed', 60)
  tell('resumed', 70)
  tell('started', 80)
  tell('serving', 90)
  tell('paused', 95)
  tell('resumed', 97)
  tell('stopping', 100)
  tell('stopped', 100)
  t.strictSame(
    statesOf(made.trace, ['node-1'], 200).map(({ state, fromMs, toMs }) => `${fromMs}-${toMs} ${state}`),
    [
      '0-10 down',
      '10-20 starting',
      '20-30 paused',
      '30-40 starting',
      '40-50 serving',
      '50-60 paused',
      '60-80 down',
      '80-90 starting',
      '90-95 serving',
      '95-97 paused',
      '97-100 serving',
      '100-200 down',
    ],
  )
})

t.test('what overlaps in a lane has rows of its own, up to a number', async (t) => {
  const made = new TestTrace()
  for (let n = 0; n < 20; n += 1) made.put('client-1', `k${n}`, 'v', 100 + n, 1000 + n)
  made.put('client-1', 'last', 'v', 2000, 2001)
  const { requests, lanes } = timelineOf(made.trace)
  t.strictSame(
    requests.slice(0, 8).map(({ row }) => row),
    [0, 1, 2, 3, 4, 5, 5, 5],
  )
  t.equal(requests[20].row, 0, 'rows are used again')
  t.equal(lanes[0].requestRows, 6)
})

t.test('faults: at once, over, and not over at the end', async (t) => {
  const made = new TestTrace()
  made.fault(1, 'cut', 100, undefined, ['node-1'], ['node-2'])
  made.fault(2, 'pause', 110, 200, ['node-1'])
  const { trace } = made
  made.at(120).faultBegan({
    id: 3,
    kind: 'partition',
    atMs: 120,
    forMs: 900,
    machines: ['node-1', 'node-2'],
    others: ['node-3'],
    amount: 0,
  })
  made.at(500).phase('end')
  const { faults, endMs } = timelineOf(trace)
  t.equal(endMs, 500)
  t.strictSame(
    faults.map(({ kind, family, fromMs, toMs, isInstant, hasEnded }) => [
      kind,
      family,
      fromMs,
      toMs,
      isInstant,
      hasEnded,
    ]),
    [
      ['cut', 'network', 100, 100, true, true],
      ['pause', 'process', 110, 200, false, true],
      ['partition', 'network', 120, 500, false, false],
    ],
  )
  t.strictSame(faults[2].places, [
    [0, 2],
    [1, 0],
  ])
  t.strictSame(faults[2].otherLanes, [2])
})

t.test('a fault of all machines together is drawn once', async (t) => {
  const made = new TestTrace()
  const all = ['node-1', 'node-2', 'client-1']
  made.fault(1, 'packet-loss', 10, 20, all, all)
  const { faults, lanes } = timelineOf(made.trace)
  t.strictSame(faults[0].places, [[3, 0]])
  t.strictSame(
    lanes.map(({ isEverywhere, faultRows }) => [isEverywhere, faultRows]),
    [
      [false, 0],
      [false, 0],
      [false, 0],
      [true, 1],
    ],
  )
})

t.test('a request whose client dies ends with it; one that is under way goes on to the end', async (t) => {
  const made = new TestTrace()
  made.put('client-1', 'k', 'v', 10)
  made.at(20).process('client-1', 'killed')
  made.at(30).process('client-1', 'started')
  made.put('client-1', 'k', 'v', 40)
  made.at(50).process('node-1', 'killed')
  t.strictSame(
    timelineOf(made.trace).requests.map(({ toMs, outcome }) => [toMs, outcome]),
    [
      [20, 'client died'],
      [50, ''],
    ],
  )
})

t.test('messages: groups, and times as columns of microseconds', async (t) => {
  const { messages } = timelineOf(smallTrace())
  t.strictSame(
    messages.kinds.map(([name, group]) => `${name}: ${messageGroups[group]}`),
    ['PUT: client', 'REPLICA_PUT: replica', 'GOSSIP: gossip', 'PUT reply: client', 'PING: gossip'],
  )
  t.strictSame(messages.sentUs, [110_000, 1100, 400, 1000, 36_500])
  t.strictSame(messages.tookUs, [1000, 900, wasLost, 700, neverArrived])
})

t.test('a key of a violation reads as that of the requests', async (t) => {
  const made = new TestTrace()
  const key = `schlüssel ${'x'.repeat(70)}`
  made.put('client-1', key, 'v', 1, 2)
  made.violation(3, 'wrong', Buffer.from(key).toString('latin1'))
  const { requests, violations } = timelineOf(made.trace)
  t.equal(violations[0].key, requests[0].key)
})

t.test('of nothing there is an empty timeline', async (t) => {
  const { endMs, lanes, states } = timelineOf(new TestTrace().trace)
  t.strictSame([endMs, lanes.map(({ name }) => name), states], [1, ['all'], []])
})
