/**
 * Which of the copies held here add nothing to what an owner holds (Dynamo §4.4): found out from the owner's copy, and
 * kept, so that of several owners with the same copy one is asked for it. For who gives up what it holds, most of which
 * the owners have written over since; to send that would move each such object once for every owner.
 *
 * Invariant: a copy is superseded by another only if a merge of both is the other, byte for byte of what it says.
 *
 * Limit: what differs in one partition.
 */
import { nameOf } from '../name-of.js'
import type { Replica } from '../replica/replica.js'
import type { Digest } from '../store/store.js'
import { digestOfEncoded } from '../version/digest.js'
import { merge } from '../version/object.js'
import { decodeObject } from '../version/object-codec.js'

export class Superseded {
  readonly #pairs = new Set<string>()

  constructor(private readonly replica: Replica) {}

  /** Whether it is known that one of `theirs` supersedes the copy. */
  isBy(mine: Digest, theirs: readonly Digest[]): boolean {
    return theirs.some((one) => this.#pairs.has(pairOf(mine, one)))
  }

  /** Compares all that an owner holds under some key hashes with what is held here. Throws GrammeError: the store's. */
  async compare(
    partition: number,
    keyHashes: readonly number[],
    fetched: readonly { readonly key: Uint8Array; readonly bytes: Uint8Array }[],
  ): Promise<void> {
    const theirs = new Map(fetched.map(({ key, bytes }) => [nameOf(key), bytes]))
    for (const keyHash of keyHashes) {
      for (const { key, bytes, digest } of await this.replica.recordsForPeer(partition, keyHash)) {
        const other = theirs.get(nameOf(key))
        if (other !== undefined && addsNothing(bytes, other)) {
          this.#pairs.add(pairOf(digest, digestOfEncoded(other)))
        }
      }
    }
  }
}

/** Bytes that are no object supersede nothing, and what is held here as such is sent, as it was. */
function addsNothing(mine: Uint8Array, theirs: Uint8Array): boolean {
  const [here, there] = [decodeObject(mine, 'peer'), decodeObject(theirs, 'peer')]
  if (here.kind === 'invalid' || there.kind === 'invalid') return false
  return !merge(here.object, there.object).incomingChanged
}

function pairOf(mine: Digest, theirs: Digest): string {
  return `${mine.high} ${mine.low} ${theirs.high} ${theirs.low}`
}
