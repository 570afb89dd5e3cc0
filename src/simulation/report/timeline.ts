/**
 * A trace made ready for drawing: machines are lanes, by number; what overlaps in a lane has a row of its own;
 * processes' changes have become states that last. Tens of thousands of messages travel as columns of small
 * integers (microseconds, and since the message before), which the page's script turns back (page-model.ts).
 */
import {
  describeDetails,
  describeWhom,
  diedOver,
  endOf,
  type FaultFamily,
  familyOf,
  isEverywhere,
  isInstant,
  keyAsTraced,
  machinesOf,
} from './describe.js'
import type { ProcessChange, Trace, TracedMessage } from './trace.js'

export type ProcessState = 'down' | 'starting' | 'serving' | 'paused' | 'stopping'

export const messageGroups = ['client', 'replica', 'gossip'] as const

export type MessageGroup = (typeof messageGroups)[number]

export interface Lane {
  readonly name: string
  readonly isClient: boolean
  /** Of no machine: faults of all of them together. It is the last one, and drawn on top. */
  readonly isEverywhere: boolean
  readonly faultRows: number
  readonly requestRows: number
}

export interface Timeline {
  readonly endMs: number
  readonly lanes: readonly Lane[]
  /** Error codes that requests ended with, the most frequent first: each has its colour. */
  readonly codes: readonly string[]
  readonly phases: readonly { readonly atMs: number; readonly name: string }[]
  readonly states: readonly {
    readonly lane: number
    readonly state: ProcessState
    readonly fromMs: number
    readonly toMs: number
    /** What made it so. */
    readonly why: string
  }[]
  readonly faults: readonly {
    readonly id: number
    readonly kind: string
    readonly family: FaultFamily
    /** Whom it befalls: lane and row in it. */
    readonly places: readonly (readonly [number, number])[]
    readonly otherLanes: readonly number[]
    readonly isInstant: boolean
    readonly fromMs: number
    readonly toMs: number
    readonly hasEnded: boolean
    readonly whom: string
  }[]
  readonly requests: readonly {
    readonly number: number
    readonly lane: number
    readonly row: number
    readonly kind: string
    readonly key: string
    readonly fromMs: number
    readonly toMs: number
    /** `ok`, an error's code, `clientDied`; empty: under way at the end. */
    readonly outcome: string
    readonly detail: string
  }[]
  readonly reports: readonly {
    readonly lane: number
    readonly atMs: number
    readonly level: string
    readonly message: string
    readonly details: string
  }[]
  readonly violations: readonly {
    readonly kind: string
    readonly message: string
    readonly atMs: number
    /** Null: it is about no key. */
    readonly key: string | null
  }[]
  readonly messages: MessageColumns
}

export interface MessageColumns {
  /** Name and group. */
  readonly kinds: readonly (readonly [string, number])[]
  readonly kind: readonly number[]
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly bytes: readonly number[]
  /** Since the one before was sent. */
  readonly sentUs: readonly number[]
  /** Or one of the two below. */
  readonly tookUs: readonly number[]
}

export const neverArrived = -1
export const wasLost = -2

export const clientDied = 'client died'

/** More at a time share the last row. */
const faultRowsMax = 6
const requestRowsMax = 6
/** Faults this close get rows of their own, so that there is room for their names. */
const faultRoomMs = 120

export function timelineOf(trace: Trace): Timeline {
  const machines = machinesOf(trace)
  const laneOf = new Map(machines.map(({ name }, lane) => [name, lane]))
  const lane = (name: string) => laneOf.get(name) ?? 0
  const endMs = Math.max(1, endOf(trace))
  const everywhere = machines.length
  const faultRows = Array.from({ length: machines.length + 1 }, () => new Rows(faultRowsMax))
  const requestRows = Array.from({ length: machines.length + 1 }, () => new Rows(requestRowsMax))
  return {
    endMs,
    codes: codesOf(trace),
    phases: trace.phases,
    states: statesOf(
      trace,
      machines.map(({ name }) => name),
      endMs,
    ),
    faults: trace.faults.map((fault) => {
      const toMs = fault.endedMs ?? (isInstant(fault) ? fault.beganMs : endMs)
      return {
        id: fault.id,
        kind: fault.kind,
        family: familyOf[fault.kind],
        places: (isEverywhere(fault) ? [everywhere] : fault.machines.map(lane)).map((at) => {
          return [at, faultRows[at].take(fault.beganMs, Math.max(toMs, fault.beganMs + faultRoomMs))] as const
        }),
        otherLanes: fault.others.filter((name) => !fault.machines.includes(name)).map(lane),
        isInstant: isInstant(fault),
        fromMs: fault.beganMs,
        toMs,
        hasEnded: fault.endedMs !== undefined || isInstant(fault),
        whom: describeWhom(fault),
      }
    }),
    requests: trace.requests.map((request) => {
      const { number, client, kind, key, beganMs, endedMs, outcome, detail } = request
      const at = lane(client)
      const diedMs = diedOver(trace, request)
      const toMs = endedMs ?? diedMs ?? endMs
      return {
        number,
        lane: at,
        row: requestRows[at].take(beganMs, toMs),
        kind,
        key,
        fromMs: beganMs,
        toMs,
        outcome: diedMs === undefined ? outcome : clientDied,
        detail,
      }
    }),
    reports: trace.reports.map(({ atMs, machine, level, message, details }) => ({
      lane: lane(machine),
      atMs,
      level,
      message,
      details: describeDetails(details),
    })),
    violations: trace.violations.map(({ kind, message, atMs, key }) => ({
      kind,
      message,
      atMs,
      key: key === undefined ? null : keyAsTraced(key),
    })),
    messages: columnsOf(trace.messages, machines, lane),
    // Last: the rows are known when all that takes them has done so.
    lanes: [...machines, { name: 'all', isClient: false }].map(({ name, isClient }, at) => ({
      name,
      isClient,
      isEverywhere: at === everywhere,
      faultRows: faultRows[at].count,
      requestRows: requestRows[at].count,
    })),
  }
}

function codesOf(trace: Trace): string[] {
  const counts = new Map<string, number>()
  for (const { outcome } of trace.requests) {
    if (outcome !== '' && outcome !== 'ok') counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([code]) => code)
}

/** Rows of a lane, given to what begins later and later. */
class Rows {
  readonly #freeAtMs: number[] = []

  constructor(private readonly rowsMax: number) {}

  get count(): number {
    return this.#freeAtMs.length
  }

  take(fromMs: number, toMs: number): number {
    const free = this.#freeAtMs.findIndex((freeAtMs) => freeAtMs <= fromMs)
    const row = free >= 0 ? free : Math.min(this.count, this.rowsMax - 1)
    this.#freeAtMs[row] = Math.max(toMs, this.#freeAtMs[row] ?? 0)
    return row
  }
}

const stateAfter: Readonly<Record<Exclude<ProcessChange, 'resumed'>, ProcessState>> = {
  started: 'starting',
  serving: 'serving',
  connected: 'serving',
  paused: 'paused',
  stopping: 'stopping',
  killed: 'down',
  'lost power': 'down',
  stopped: 'down',
  'failed to start': 'down',
}

export function statesOf(trace: Trace, machines: readonly string[], endMs: number): Timeline['states'] {
  return machines.flatMap((machine, lane) => {
    const states: { lane: number; state: ProcessState; fromMs: number; toMs: number; why: string }[] = []
    let current = { lane, state: 'down' as ProcessState, fromMs: 0, toMs: endMs, why: 'not started yet' }
    let beforePause: ProcessState = 'down'
    for (const { atMs, machine: whose, change, detail } of trace.processes) {
      if (whose !== machine) continue
      // A process that was killed while it was paused stays down when the pause is over.
      if (change === 'resumed' && current.state !== 'paused') continue
      if (change === 'paused') beforePause = current.state === 'paused' ? beforePause : current.state
      const state = change === 'resumed' ? beforePause : stateAfter[change]
      if (atMs > current.fromMs) states.push({ ...current, toMs: atMs })
      current = {
        lane,
        state,
        fromMs: atMs,
        toMs: endMs,
        why: detail === '' ? change : `${change}: ${detail}`,
      }
    }
    states.push(current)
    return states
  })
}

/** Said to keep in touch, not for any request. */
const upkeep = /^(GOSSIP|PING|HELLO|CLOSING)\b/

function columnsOf(
  messages: readonly TracedMessage[],
  machines: readonly { readonly isClient: boolean }[],
  laneOf: (machine: string) => number,
): MessageColumns {
  const kinds: [string, number][] = []
  const kindOf = new Map<string, number>()
  const columns = { kind: [], from: [], to: [], bytes: [], sentUs: [], tookUs: [] } as Record<
    Exclude<keyof MessageColumns, 'kinds'>,
    number[]
  >
  let lastUs = 0
  for (const message of [...messages].sort((a, b) => a.sentMs - b.sentMs)) {
    const { name, bytes, sentMs, arrivedMs, isLost } = message
    const from = laneOf(message.from)
    const to = laneOf(message.to)
    const group = groupOf(name, machines[from].isClient || machines[to].isClient)
    let kind = kindOf.get(`${group} ${name}`)
    if (kind === undefined) {
      kind = kinds.push([name, messageGroups.indexOf(group)]) - 1
      kindOf.set(`${group} ${name}`, kind)
    }
    const sentUs = Math.round(sentMs * 1000)
    columns.kind.push(kind)
    columns.from.push(from)
    columns.to.push(to)
    columns.bytes.push(bytes)
    columns.sentUs.push(sentUs - lastUs)
    columns.tookUs.push(
      isLost ? wasLost : arrivedMs === undefined ? neverArrived : Math.round(arrivedMs * 1000) - sentUs,
    )
    lastUs = sentUs
  }
  return { kinds, ...columns }
}

function groupOf(name: string, isWithClient: boolean): MessageGroup {
  if (upkeep.test(name)) return 'gossip'
  return isWithClient ? 'client' : 'replica'
}
