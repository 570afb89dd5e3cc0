/** Traces made by hand: a clock that goes as it is told, and things that begin and end at given times. */
import { GrammeError } from '../../../src/errors.js'
import type { FaultKind } from '../../../src/simulation/fault-model.js'
import { Trace, type TracedMessage } from '../../../src/simulation/report/trace.js'

export class TestTrace {
  readonly trace: Trace
  #nowMs = 0

  constructor() {
    this.trace = new Trace(() => this.#nowMs)
  }

  at(ms: number): Trace {
    this.#nowMs = ms
    return this.trace
  }

  fault(
    id: number,
    kind: FaultKind,
    fromMs: number,
    toMs: number | undefined,
    machines: readonly string[],
    others: readonly string[] = [],
    amount = 0,
  ): void {
    const forMs = toMs === undefined ? 0 : toMs - fromMs
    const end = this.at(fromMs).faultBegan({ id, kind, atMs: fromMs, forMs, machines, others, amount })
    if (toMs === undefined) return
    this.#nowMs = toMs
    end()
  }

  put(client: string, key: string, value: string, fromMs: number, toMs?: number, failure?: string): void {
    const end = this.at(fromMs).requestBegan(client, {
      kind: 'put',
      key: Buffer.from(key),
      value: Buffer.from(value),
      context: Buffer.alloc(0),
      writeId: Buffer.alloc(8),
      w: 0,
      durability: undefined,
      ttlMs: 0,
      timeoutMs: 1000,
    })
    if (toMs === undefined) return
    this.#nowMs = toMs
    if (failure === undefined) end({ kind: 'written', context: Buffer.alloc(0), isSloppy: false })
    else end({ kind: 'failed', error: new GrammeError('QUORUM_NOT_MET', failure) })
  }

  message(name: string, from: string, to: string, sentMs: number, arrivedMs?: number, isLost = false): void {
    const message: TracedMessage = { name, from, to, bytes: 100, sentMs, arrivedMs, isLost }
    this.trace.messages.push(message)
  }

  violation(atMs: number, message: string, key?: string): void {
    this.trace.violations.push({
      kind: 'value-nobody-wrote',
      message,
      atMs,
      ...(key !== undefined && { key }),
    })
  }
}

/** A bit of everything. */
export function smallTrace(): Trace {
  const made = new TestTrace()
  made.at(0).phase('forming')
  made.at(1).process('node-1', 'started')
  made.at(2).process('node-2', 'started')
  made.at(50).process('node-1', 'serving')
  made.at(60).process('client-1', 'connected')
  made.at(100).phase('faults')
  made.put('client-1', 'key 1', 'one', 110, 113.25)
  made.message('PUT', 'client-1', 'node-1', 110, 111)
  made.message('REPLICA_PUT', 'node-1', 'node-2', 111.1, 112)
  made.message('GOSSIP', 'node-2', 'node-1', 111.5, undefined, true)
  made.message('PUT reply', 'node-1', 'client-1', 112.5, 113.2)
  made.message('PING', 'node-1', 'node-2', 149)
  made.fault(1, 'crash', 150, 300, ['node-2'], [], 7)
  made.at(150).process('node-2', 'killed', 'at use 7')
  made.at(160).report('node-1', 'warn', 'connection lost', { address: 'node-2:1', tries: 2 })
  made.put('client-1', 'key 2', 'two', 200, 240, 'needed 2, got 1')
  made.fault(2, 'cut', 250, undefined, ['node-1'], ['client-1'])
  made.put('client-1', 'key 3', 'three', 280)
  made.violation(320, 'a get returned what nobody wrote', 'key 1')
  return made.trace
}
