/**
 * Somebody who is told of each request at the client's edge, as bytes: what was asked, and how it ended. For
 * tracing, and for those who check a history. A request that is retried is told of once.
 */
import type { WriteDurability } from '../wire/durability.js'

export type ObservedRequest =
  | { readonly kind: 'get'; readonly key: Uint8Array; readonly r: number; readonly timeoutMs: number }
  | {
      readonly kind: 'put' | 'delete'
      readonly key: Uint8Array
      readonly value: Uint8Array
      readonly context: Uint8Array
      /** 8 bytes, the same in every retry. */
      readonly writeId: Uint8Array
      /** 0: the cluster's own. */
      readonly w: number
      /** Undefined: each node's own. */
      readonly durability: WriteDurability | undefined
      /** 0: it does not expire. */
      readonly ttlMs: number
      readonly timeoutMs: number
    }

export type ObservedOutcome =
  | {
      readonly kind: 'got'
      readonly siblings: readonly Uint8Array[]
      readonly context: Uint8Array
      readonly isSloppy: boolean
    }
  | { readonly kind: 'written'; readonly context: Uint8Array; readonly isSloppy: boolean }
  | { readonly kind: 'failed'; readonly error: unknown }

export interface ClientObserver {
  /** A request begins. What is given back is called once, when it ends. */
  began(request: ObservedRequest): (outcome: ObservedOutcome) => void
}
