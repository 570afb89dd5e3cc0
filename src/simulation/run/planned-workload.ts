/**
 * Performs planned requests as an application would that keeps the contexts it is given: each at its time,
 * whether or not earlier ones have ended. Every value names its request, so that no two are alike.
 */
import type { Client, PutResult } from '../../client/client.js'
import { GrammeError } from '../../errors.js'
import type { PlannedOperation } from '../plan/plan.js'
import { EventKind } from '../world/scheduler.js'
import type { SimulatedCluster } from './cluster.js'
import type { AnyClient, SimulatedClient } from './simulated-client.js'
import type { RunWorkload } from './workload.js'

interface Known {
  newest: Uint8Array
  older: Uint8Array
}

export class PlannedWorkload implements RunWorkload {
  readonly #clients: SimulatedClient<Buffer, string | Uint8Array>[] = []
  /** By client and key. */
  readonly #known = new Map<string, Known>()
  /** Requests that found their client not connected. */
  skipped = 0

  constructor(
    private readonly cluster: SimulatedCluster,
    private readonly operations: readonly PlannedOperation[],
  ) {}

  makeClient(name: string): AnyClient {
    const client = this.cluster.makeClient(name)
    this.#clients.push(client)
    return client
  }

  /** Plays the requests, by times counted from now. */
  begin(): void {
    const { operations } = this
    const { scheduler } = this.cluster
    const fromMs = scheduler.nowMs
    // One event waits at a time, not thousands.
    const next = (index: number) => {
      if (index >= operations.length) return
      const operation = operations[index]
      scheduler.at(fromMs + operation.atMs, EventKind.request, undefined, () => {
        next(index + 1)
        this.#begin(this.#clients[operation.client], operation)
      })
    }
    next(0)
  }

  #begin(by: SimulatedClient<Buffer, string | Uint8Array>, operation: PlannedOperation): void {
    const { client } = by
    const process = by.machine.ports?.process
    if (client === undefined || process === undefined) {
      this.skipped += 1
      return
    }
    process.do(() => {
      this.#perform(by.name, client, operation).catch((error: unknown) => {
        if (!(error instanceof GrammeError) || error.code === 'INTERNAL')
          this.#broken(by.name, operation, error)
      })
    })
  }

  async #perform(name: string, client: Client, operation: PlannedOperation): Promise<void> {
    const { id, kind, key, r, w, durability, isStrict, ttlMs, timeoutMs } = operation
    const place = `${name} ${key}`
    const known = this.#known.get(place)
    const read = { timeoutMs, isStrict, ...(r > 0 && { r }) }
    const write = { timeoutMs, isStrict, ...(w > 0 && { w }), ...(durability && { durability }) }
    const expiry = ttlMs > 0 ? { ttlMs } : {}
    if (kind === 'get') {
      const { context } = await client.get(key, read)
      this.#learn(place, context)
      return
    }
    const wanted = operation.context === 'none' ? undefined : known?.[operation.context]
    const context = wanted === undefined || wanted.length === 0 ? {} : { context: wanted }
    let done: PutResult
    if (kind === 'put') {
      done = await client.put(key, valueFor(operation, id, 0), { ...write, ...expiry, ...context })
    } else if (kind === 'delete') {
      done = await client.delete(key, { ...write, ...read, ...context })
    } else {
      let attempt = 0
      const reconcile = () => {
        attempt += 1
        return valueFor(operation, id, attempt)
      }
      done = await client.update(key, reconcile, { ...write, ...read, ...expiry })
    }
    this.#learn(place, done.context)
  }

  /** The plan's time says when it is over. */
  isOver(): boolean {
    return false
  }

  #learn(place: string, context: Uint8Array): void {
    const known = this.#known.get(place)
    this.#known.set(place, { newest: context, older: known?.newest ?? context })
  }

  #broken(client: string, { id, kind }: PlannedOperation, error: unknown): void {
    const told = error instanceof Error ? error.stack : String(error)
    this.cluster.oracle.violate(
      'invariant-broken',
      `request ${id}, a ${kind} by ${client}, ended with ${told}`,
    )
  }
}

function valueFor({ kind, key, valueBytes }: PlannedOperation, id: number, attempt: number): Uint8Array {
  const text = `${kind} ${id}${attempt > 1 ? `.${attempt}` : ''} of ${key} `
  if (valueBytes <= text.length) return Buffer.from(text)
  return Buffer.alloc(valueBytes, text)
}
