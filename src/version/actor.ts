/**
 * Actors: the names under which coordinators count the events of a key (Dynamo §4.4). An actor belongs to
 * one life of one key on one run of one node; it is random enough never to come back after a crash that lost
 * writes, a wiped disk or a restored backup.
 *
 * Invariant: no two runs of any nodes mint the same actor, whatever their clocks say (47 random bits), and
 * one run never mints an actor twice.
 *
 * 16 bytes, held as 16 characters of Latin-1 (quick to compare and hash):
 *
 *     node id 6 | start of the run 4: seconds since 2020 | serial 6: random at the start, then counting up
 *
 * So actors of one node sort by age. The start comes from the calendar clock and only says which actors are
 * old; nothing depends on its being right.
 */
import { assert } from '../assert.js'
import type { Random } from '../ports/random.js'

/** 16 Latin-1 characters. */
export type Actor = string

export const actorBytes = 16

const nodeIdBytes = 6
const startOffset = nodeIdBytes
const serialOffset = startOffset + 4
const epochMs = Date.UTC(2020, 0, 1)
const startMax = 2 ** 32 - 1

/** Mints the actors of one node, for one run of its process. */
export class ActorMint {
  readonly #random: Random
  readonly #wallMs: () => number
  readonly #bytes = Buffer.alloc(actorBytes)
  #start = -1
  #first: Actor = ''
  #last: Actor = ''

  /** `nodeId`: 12 hex digits. `wallMs`: milliseconds since 1970. */
  constructor(nodeId: string, random: Random, wallMs: () => number) {
    assert(/^[0-9a-f]{12}$/.test(nodeId), `a node id is 12 hex digits, not ${JSON.stringify(nodeId)}`)
    this.#random = random
    this.#wallMs = wallMs
    this.#bytes.write(nodeId, 'hex')
    this.retire()
  }

  /** An actor that nobody has used. */
  mint(): Actor {
    const serial = this.#bytes.readUIntBE(serialOffset, 6)
    const actor = this.#bytes.toString('latin1')
    this.#bytes.writeUIntBE(serial + 1, serialOffset, 6)
    if (this.#first === '') this.#first = actor
    this.#last = actor
    return actor
  }

  /** Whether this mint made the actor and has not retired it: only then may the actor go on counting. */
  isOurs(actor: Actor): boolean {
    return actor >= this.#first && actor <= this.#last
  }

  /**
   * Gives up all actors minted so far. To be called whenever a local copy may have fallen behind what was
   * issued from it: a store that failed to append a new version, above all.
   */
  retire(): void {
    const now = Math.floor((this.#wallMs() - epochMs) / 1000)
    this.#start = Math.min(Math.max(now, this.#start + 1, 0), startMax)
    this.#bytes.writeUInt32BE(this.#start, startOffset)
    // The top bit is cleared: there is room for 2^47 serials above any start, so a run never wraps round.
    this.#random.fill(this.#bytes.subarray(serialOffset))
    this.#bytes[serialOffset] &= 0x7f
    this.#first = ''
    this.#last = ''
  }
}

/** Whether both were minted by the same node. */
export function sameNode(a: Actor, b: Actor): boolean {
  return a.startsWith(b.slice(0, nodeIdBytes))
}

/** Negative when `a` is the older, across nodes, as far as their calendar clocks can tell. */
export function compareAge(a: Actor, b: Actor): number {
  const ageA = a.slice(startOffset)
  const ageB = b.slice(startOffset)
  return ageA < ageB ? -1 : ageA > ageB ? 1 : 0
}

/** For logs and error messages. */
export function describeActor(actor: Actor): string {
  const hex = Buffer.from(actor, 'latin1').toString('hex')
  return `${hex.slice(0, 12)}-${hex.slice(12, 20)}-${hex.slice(20)}`
}
