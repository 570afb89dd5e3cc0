/**
 * A process of the load generator, with an event loop of its own: sends its part of the load and tells what it saw.
 * In an open loop it wakes up every millisecond and sends all that has come due.
 *
 * Invariant: whatever came due before the end is counted. What could not be sent by then is sent afterwards, and what
 * cannot be sent even then has failed: else a stall across the end, or a load that is too much, would not be in the
 * figures.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { assert } from '../../src/assert.js'
import { SeededRandom } from '../../src/simulation/world/seeded-random.js'
import { serveOrders } from '../child.js'
import { openTarget } from '../targets/open.js'
import type { Target } from '../targets/target.js'
import { keyChooser } from './keys.js'
import { drawOperation } from './mixes.js'
import { Operations } from './operations.js'
import type { LoadPlan, WorkerOrder, WorkerOutcome, WorkerPlan } from './plan.js'
import { Schedule } from './schedule.js'
import { Sizes } from './sizes.js'
import { LoadWindow, type Sent } from './window.js'

interface Opened {
  readonly plan: WorkerPlan
  readonly target: Target
  readonly operations: Operations
  readonly random: SeededRandom
}

const noteEveryMs = 500
/** So long after the end, what is due is still sent. */
const drainMsMax = 10_000

let opened: Opened | undefined
let isFinished = false
let loads = 0

serveOrders<WorkerOrder>(
  async (order, note) => {
    switch (order.kind) {
      case 'open':
        opened = await open(order)
        return
      case 'preload':
        return preload(the(opened), order.lanes, note)
      case 'load':
        return load(the(opened), order.plan, order.startAtMs, note)
      case 'finish':
        isFinished = true
        return
    }
  },
  () => opened?.target.close(),
)

function the(given: Opened | undefined): Opened {
  assert(given !== undefined, 'a worker is opened before anything else')
  return given
}

async function open(plan: WorkerPlan): Promise<Opened> {
  const random = new SeededRandom(plan.seed, `worker ${plan.worker}`)
  const target = await openTarget(plan.target, plan.connections)
  const { worker, workers, keys } = plan
  const sizes = Sizes.parse(plan.sizes)
  return {
    plan,
    target,
    random,
    operations: new Operations({ target, random, sizes, worker, workers, keys }),
  }
}

async function preload(
  { plan, operations }: Opened,
  lanes: number,
  note: (done: number) => void,
): Promise<void> {
  let done = 0
  const telling = setInterval(() => note(done), noteEveryMs)
  const width = Math.ceil(plan.keys / lanes)
  const lane = (n: number) =>
    operations.preload(n * width, Math.min(plan.keys, (n + 1) * width), () => {
      done += 1
    })
  try {
    await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n)))
  } finally {
    clearInterval(telling)
  }
}

async function load(
  { plan, operations, random }: Opened,
  loadPlan: LoadPlan,
  startAtMs: number,
  note: (elapsedMs: number) => void,
): Promise<WorkerOutcome> {
  const { pace, mix, popularity, conflictRate, warmUpMs, measureMs, inFlightMax } = loadPlan
  loads += 1
  isFinished = false
  const wrongBefore = operations.wrong
  const siblingsBefore = [...operations.siblings]
  const chooser = keyChooser(popularity, plan.keys, random)
  const window = new LoadWindow(loadPlan)
  const untilMs = warmUpMs + measureMs
  // A count, and no set of them: a set that grows and shrinks all the time leaves tables behind that hold on to requests
  // that are long over, and collecting those is what the longest requests would wait for.
  let underWay = 0
  let allEnded = () => {}
  await sleep(Math.max(0, startAtMs - Date.now()))
  const beganMs = performance.now()
  const elapsedMs = () => performance.now() - beganMs
  const isOver = () => isFinished || elapsedMs() >= untilMs
  const telling = setInterval(() => note(elapsedMs()), noteEveryMs)

  const send = async (dueMs: number, isHeld: boolean): Promise<void> => {
    const operation = drawOperation(mix, random)
    const sent: Sent = { isRead: operation === 'read', dueMs, sentMs: elapsedMs(), isHeld }
    window.sent(sent)
    try {
      await operations.run(operation, chooser, conflictRate)
      window.succeeded(sent, elapsedMs())
    } catch (error) {
      window.failed(sent, elapsedMs(), error)
    }
  }

  const ended = () => {
    underWay -= 1
    if (underWay === 0) allEnded()
  }

  let heldUntilMs = Number.NEGATIVE_INFINITY
  const sendDue = (schedule: Schedule, beforeMs: number) => {
    while (schedule.dueMs <= elapsedMs() && schedule.dueMs < beforeMs) {
      if (underWay >= inFlightMax) {
        heldUntilMs = elapsedMs()
        return
      }
      underWay += 1
      void send(schedule.dueMs, schedule.dueMs <= heldUntilMs).then(ended)
      schedule.advance()
    }
  }

  const openLoop = async (ratePerSecond: number, schedule: Schedule) => {
    while (!isOver()) {
      sendDue(schedule, untilMs)
      await sleep(Math.max(1, Math.min(1000 / ratePerSecond, schedule.dueMs - elapsedMs())))
    }
  }

  const drain = async (schedule: Schedule, beforeMs: number) => {
    const giveUpMs = elapsedMs() + drainMsMax
    while (schedule.dueMs < beforeMs && elapsedMs() < giveUpMs) {
      sendDue(schedule, beforeMs)
      await sleep(1)
    }
    for (; schedule.dueMs < beforeMs; schedule.advance()) window.neverSent(schedule.dueMs, elapsedMs())
  }

  const lane = async () => {
    while (!isOver()) await send(elapsedMs(), false)
  }

  let loop = performance.eventLoopUtilization()
  const warm = setTimeout(() => {
    loop = performance.eventLoopUtilization()
  }, warmUpMs)
  let schedule: Schedule | undefined
  if (pace.kind === 'open') {
    const rate = pace.ratePerSecond / plan.workers
    const part = plan.worker / plan.workers
    const arrivals = new SeededRandom(plan.seed, `arrivals ${plan.worker} ${loads}`)
    schedule = new Schedule(rate, pace.arrivals, arrivals, part)
    await openLoop(rate, schedule)
  } else {
    const lanes = Math.max(1, Math.round(pace.inFlight / plan.workers))
    await Promise.all(Array.from({ length: lanes }, lane))
  }
  const busy = performance.eventLoopUtilization(loop).utilization
  const endMs = Math.min(untilMs, elapsedMs())
  const seconds = Math.max(0.001, (endMs - warmUpMs) / 1000)
  clearTimeout(warm)
  if (schedule !== undefined) await drain(schedule, endMs)
  if (underWay > 0) {
    await new Promise<void>((resolve) => {
      allEnded = resolve
    })
  }
  clearInterval(telling)
  return window.outcome(seconds, {
    busy,
    wrong: operations.wrong - wrongBefore,
    siblings: operations.siblings.map((count, at) => count - siblingsBefore[at]),
  })
}
