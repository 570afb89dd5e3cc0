/**
 * What happened in a run, for people: processes, faults, messages, requests, and what nodes said of themselves.
 * Kept only when asked for: a run that passes is not looked at, and one that fails is played again with a trace.
 */

import type { ObservedOutcome, ObservedRequest } from '../../client/observer.js'
import { errorCodes, GrammeError } from '../../errors.js'
import { FrameType, replyBit } from '../../wire/frame.js'
import type { Violation } from '../oracle/violation.js'
import type { PlannedFault } from '../plan/plan.js'
import { framesIn } from '../world/maim.js'
import type { StreamEnd, StreamWitness } from '../world/stream.js'

export type ProcessChange =
  | 'started'
  | 'serving'
  | 'connected'
  | 'killed'
  | 'lost power'
  | 'paused'
  | 'resumed'
  | 'stopping'
  | 'stopped'
  | 'failed to start'

export interface TracedProcess {
  readonly atMs: number
  readonly machine: string
  readonly change: ProcessChange
  readonly detail: string
}

export interface TracedFault extends PlannedFault {
  /** Simulated time since the run began, not since the faults did. */
  readonly beganMs: number
  endedMs: number | undefined
}

export interface TracedMessage {
  /** As the protocol names it: GET, GET reply, REPLICA_PUT, FAILURE QUORUM_NOT_MET... */
  readonly name: string
  readonly from: string
  readonly to: string
  readonly bytes: number
  readonly sentMs: number
  /** Undefined: not yet, or never. */
  arrivedMs: number | undefined
  /** A middlebox took it. */
  readonly isLost: boolean
}

export interface TracedRequest {
  readonly number: number
  readonly client: string
  readonly kind: 'get' | 'put' | 'delete'
  readonly key: string
  readonly beganMs: number
  endedMs: number | undefined
  /** 'ok', an error code, or empty while it is under way. */
  outcome: string
  /** What was written or returned, or the error's message. */
  detail: string
}

export interface TracedReport {
  readonly atMs: number
  readonly machine: string
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

/** More of a kind are not kept; the first ones go. */
const entriesMax = 200_000

export class Trace implements StreamWitness {
  readonly processes: TracedProcess[] = []
  readonly faults: TracedFault[] = []
  readonly requests: TracedRequest[] = []
  readonly reports: TracedReport[] = []
  readonly violations: Violation[] = []
  messages: TracedMessage[] = []
  /** Phases of the run, by when they began. */
  readonly phases: { readonly atMs: number; readonly name: string }[] = []
  readonly #ways = new Map<
    StreamEnd,
    { waiting: { message: TracedMessage; end: number }[]; sent: number; arrived: number }
  >()

  constructor(private readonly nowMs: () => number) {}

  phase(name: string): void {
    this.phases.push({ atMs: this.nowMs(), name })
  }

  process(machine: string, change: ProcessChange, detail = ''): void {
    this.processes.push({ atMs: this.nowMs(), machine, change, detail })
  }

  report(
    machine: string,
    level: TracedReport['level'],
    message: string,
    details: Readonly<Record<string, unknown>>,
  ): void {
    if (this.reports.length < entriesMax)
      this.reports.push({ atMs: this.nowMs(), machine, level, message, details })
  }

  /** What is given back is called when the fault ends. */
  faultBegan(fault: PlannedFault): () => void {
    const traced: TracedFault = { ...fault, beganMs: this.nowMs(), endedMs: undefined }
    this.faults.push(traced)
    return () => {
      traced.endedMs ??= this.nowMs()
    }
  }

  /** What is given back is called when the request ends. */
  requestBegan(client: string, request: ObservedRequest): (outcome: ObservedOutcome) => void {
    const traced: TracedRequest = {
      number: this.requests.length + 1,
      client,
      kind: request.kind,
      key: text(request.key),
      beganMs: this.nowMs(),
      endedMs: undefined,
      outcome: '',
      detail: request.kind === 'put' ? text(request.value) : '',
    }
    this.requests.push(traced)
    return (outcome) => {
      traced.endedMs = this.nowMs()
      traced.outcome = outcomeOf(outcome)
      if (outcome.kind === 'got') traced.detail = outcome.siblings.map(text).join(' | ') || 'nothing'
      if (outcome.kind === 'failed') {
        const reason = outcome.error instanceof Error ? outcome.error.message : String(outcome.error)
        traced.detail = traced.detail === '' ? reason : `${traced.detail}: ${reason}`
      }
    }
  }

  sent(from: StreamEnd, bytes: Uint8Array, lost: readonly Uint8Array[]): void {
    const way = this.#wayOf(from)
    for (const frame of lost) this.#message(from, frame, true)
    for (const frame of framesIn(bytes) ?? [bytes]) {
      way.sent += frame.length
      way.waiting.push({ message: this.#message(from, frame, false), end: way.sent })
    }
  }

  arrived(at: StreamEnd, bytes: Uint8Array): void {
    const way = this.#wayOf(at.other)
    way.arrived += bytes.length
    while (way.waiting.length > 0 && way.waiting[0].end <= way.arrived) {
      const first = way.waiting.shift()
      if (first !== undefined) first.message.arrivedMs = this.nowMs()
    }
  }

  #wayOf(from: StreamEnd) {
    let way = this.#ways.get(from)
    if (way === undefined) {
      way = { waiting: [], sent: 0, arrived: 0 }
      this.#ways.set(from, way)
    }
    return way
  }

  #message(from: StreamEnd, frame: Uint8Array, isLost: boolean): TracedMessage {
    const message: TracedMessage = {
      name: nameOf(frame),
      from: from.place.host,
      to: from.other.place.host,
      bytes: frame.length,
      sentMs: this.nowMs(),
      arrivedMs: undefined,
      isLost,
    }
    if (this.messages.length >= entriesMax) this.messages = this.messages.slice(entriesMax / 4)
    this.messages.push(message)
    return message
  }
}

const names = new Map<number, string>(Object.entries(FrameType).map(([name, type]) => [type, name]))

function nameOf(frame: Uint8Array): string {
  const type = frame[5] ?? 0
  const exact = names.get(type)
  if (exact !== undefined) return exact
  const request = names.get(type & ~replyBit)
  return request === undefined ? `type ${type}` : `${request} reply`
}

function outcomeOf(outcome: ObservedOutcome): string {
  if (outcome.kind !== 'failed') return 'ok'
  const { error } = outcome
  return error instanceof GrammeError && Object.hasOwn(errorCodes, error.code) ? error.code : 'INTERNAL'
}

const textMax = 60

function text(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, textMax))
    .toString('utf8')
    .replace(/[^\x20-\x7e]/g, '.')
    .trimEnd()
  return bytes.length > textMax ? `${shown}...` : shown
}
