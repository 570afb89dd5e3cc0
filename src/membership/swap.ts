/**
 * What two nodes say to each other until their member tables are equal (Dynamo §4.8.1), in messages of bounded size.
 * The asker opens with the hash of its table and its rumours: where the tables are equal by then, that is all, some
 * tens of bytes each way. Otherwise the reply has the hash of every bucket; the asker lists the ages of its records
 * in buckets that differ; the reply has the records that are newer there and names those that are wanted, which the
 * next message brings.
 *
 * Invariant: the answerer remembers nothing between two messages, and a swap may end after any of them: records are
 * merged as they come, and what is left is found again by the next swap, with whomever.
 */
import type { Random } from '../ports/random.js'
import { compareAge, type Member, type MemberTable, membersMax } from './member.js'
import type { Rumours } from './rumours.js'
import { areSame, bucketCount, bucketOf, type MemberAge, type TableHash } from './table-digest.js'

/** What a message of gossip says of its sender's table. */
export interface Telling {
  /** Of the whole table; undefined from somebody who tells none. */
  readonly hash: TableHash | undefined
  readonly members: readonly Member[]
  /** In a reply, when the tables differ: the low half of the hash of each bucket. */
  readonly buckets: readonly number[]
  /** In a request: buckets of which `ages` has every record of the asker. */
  readonly compared: readonly number[]
  readonly ages: readonly MemberAge[]
  /** In a reply: ids of records that the asker has and the answerer lacks, or has an older one of. */
  readonly wanted: readonly string[]
  /** In a reply: so many of the buckets compared are answered in full. */
  readonly lookedAt: number
}

/** A record is some 60 bytes, and 2.1 KB at the very most: 2 KB a message, and never over 70 KB. */
export const recordsMax = 32
/** An age is 27 bytes: as many bytes as the records. Whole buckets are compared, so one alone may have more. */
export const agesMax = 64
/**
 * An opening and four to follow it: in one swap a table of up to 128 records is filled, a larger one by the next
 * swaps, with others; and no swap asks more of a node than some 10 KB.
 */
export const requestsMax = 5

const nothing: Telling = {
  hash: undefined,
  members: [],
  buckets: [],
  compared: [],
  ages: [],
  wanted: [],
  lookedAt: 0,
}

/** The asker's side. Each of its requests is answered, and what came merged, before the next is made. */
export class Swap {
  #requests = 0
  #asked: Telling = nothing
  /** Buckets that are still to be compared. */
  #differing: readonly number[] = []
  /** What the other has asked for, to be brought with the next request. */
  #wanted: readonly string[] = []

  constructor(
    private readonly table: MemberTable,
    private readonly rumours: Rumours,
    private readonly random: Random,
  ) {}

  /** Whether there is more to say; after the last request: to be said in another swap. */
  get isUnfinished(): boolean {
    return this.#requests === 0 || this.#differing.length > 0 || this.#wanted.length > 0
  }

  /** The next request; undefined when the swap is over. */
  next(): Telling | undefined {
    if (this.#requests === requestsMax || !this.isUnfinished) return undefined
    this.#asked = this.#requests === 0 ? this.#opening() : this.#followUp()
    this.#requests += 1
    return this.#asked
  }

  /** Takes the reply to the request, whose records have been merged. */
  take(reply: Telling): void {
    const { table, rumours } = this
    const asked = this.#asked
    const isEqual = reply.hash !== undefined && areSame(reply.hash, table.digest.table)
    if (isEqual) rumours.allTold(table.up().length)
    else rumours.told(idsOf(asked.members), table.up().length)
    if (isEqual || reply.hash === undefined) {
      this.#differing = []
      this.#wanted = []
      return
    }
    this.#wanted = reply.wanted.slice(0, recordsMax)
    if (reply.buckets.length === bucketCount) this.#differing = this.#differingFrom(reply.buckets)
    else this.#differing = this.#differing.slice(Math.min(reply.lookedAt, asked.compared.length))
  }

  #opening(): Telling {
    const { table, rumours } = this
    return { ...nothing, hash: table.digest.table, members: recordsOf(rumours.pick(recordsMax), table) }
  }

  #followUp(): Telling {
    const { table } = this
    const compared: number[] = []
    const ages: MemberAge[] = []
    for (const bucket of this.#differing) {
      const records = table.inBucket(bucket)
      if (compared.length > 0 && ages.length + records.length > agesMax) break
      compared.push(bucket)
      ages.push(...records)
    }
    const members = recordsOf(this.#wanted, table)
    return { ...nothing, hash: table.digest.table, members, compared, ages }
  }

  /** From any of them on: where one is in the way, as in a table that is full, the others have their turn. */
  #differingFrom(theirs: readonly number[]): number[] {
    const mine = this.table.digest.buckets()
    const differing = mine.flatMap((low, bucket) => (low === theirs[bucket] ? [] : [bucket]))
    const from = this.random.next()
    // Tables that differ, and no bucket does: the low halves of one have collided.
    if (differing.length === 0) return [Math.floor(from * bucketCount)]
    return turned(differing, from)
  }
}

/** The answerer's side: the reply to a request whose records have been merged. */
export function answerTo(asked: Telling, table: MemberTable, rumours: Rumours, random: Random): Telling {
  const told = { ...nothing, hash: table.digest.table }
  if (asked.hash === undefined) {
    return { ...told, members: turned(table.all(), random.next()).slice(0, recordsMax) }
  }
  if (areSame(told.hash, asked.hash)) {
    rumours.allTold(table.up().length)
    return told
  }
  if (asked.compared.length > 0) return { ...told, ...compare(asked, table) }
  const heard = new Set(idsOf(asked.members))
  const news = rumours.pick(recordsMax + heard.size).filter((id) => !heard.has(id))
  const members = recordsOf(news.slice(0, recordsMax), table)
  rumours.told([...heard, ...idsOf(members)], table.up().length)
  return { ...told, members, buckets: table.digest.buckets() }
}

function compare(asked: Telling, table: MemberTable): Pick<Telling, 'members' | 'wanted' | 'lookedAt'> {
  const theirs = new Map(asked.ages.map((age) => [age.id, age]))
  const lacked = asked.ages.filter(({ id }) => table.get(id) === undefined)
  const members: Member[] = []
  // A full table takes nobody in, so it asks for nobody.
  const wanted: string[] = []
  let lookedAt = 0
  for (const bucket of asked.compared) {
    for (const mine of table.inBucket(bucket)) {
      const age = theirs.get(mine.id)
      const order = age === undefined ? 1 : compareAge(mine, age)
      if (order > 0) members.push(mine)
      else if (order < 0) wanted.push(mine.id)
    }
    if (table.size < membersMax) {
      for (const { id } of lacked) if (bucketOf(id) === bucket) wanted.push(id)
    }
    if (members.length > recordsMax || wanted.length > recordsMax) break
    lookedAt += 1
  }
  return { members: members.slice(0, recordsMax), wanted: wanted.slice(0, recordsMax), lookedAt }
}

/** The list, begun at a share of its length. */
function turned<T>(list: readonly T[], from: number): T[] {
  const at = Math.floor(from * list.length)
  return [...list.slice(at), ...list.slice(0, at)]
}

function idsOf(members: readonly Member[]): string[] {
  return members.map(({ id }) => id)
}

function recordsOf(ids: readonly string[], table: MemberTable): Member[] {
  return ids.flatMap((id) => table.get(id) ?? [])
}
