/**
 * The end of a chaos run: what each owner of each key holds itself, asked as a node asks (REPLICA_GET, nobody
 * merging on the way), against the ledger. Nothing is read before, so that replicas had to become equal unaided.
 * The same question is put before a disk is wiped, under load: is everything with all its owners that was
 * acknowledged, so that one of them may be lost?
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { replicaAnswer, replicaGet } from '../../src/coordinator/replica-calls.js'
import { MemberTable } from '../../src/membership/member.js'
import { membersFromWire } from '../../src/membership/member-codec.js'
import { Ring } from '../../src/ring/ring.js'
import { systemClock } from '../../src/runtime/clock.js'
import { systemNetwork } from '../../src/runtime/network.js'
import { liveSiblings } from '../../src/version/object.js'
import { Caller, callerDefaults } from '../../src/wire/caller.js'
import { FrameType } from '../../src/wire/frame.js'
import { RingReply } from '../../src/wire/messages.js'
import type { KeyAccount } from './ledger.js'

export interface Audit {
  readonly keys: number
  readonly copies: number
  /** Acknowledged writes that an owner does not hold. */
  readonly lost: readonly string[]
  readonly returned: number
  /** How long it was until nothing was lacking anywhere. */
  readonly waitedMs: number
}

/** Nodes listen to each other only; this one is of no ring. */
const identity = { cluster: 'gramme', nodeId: 'c4a05c4a05c4', agent: 'gramme-chaos/1' }
const pauseMs = 500

/** Looks until every owner holds all that it must, or the time is over. */
export async function audit(
  accounts: ReadonlyMap<string, KeyAccount>,
  address: string,
  withinMs: number,
): Promise<Audit> {
  const beganMs = performance.now()
  for (;;) {
    const copies = await look([...accounts], address)
    const lost = copies.flatMap((copy) => copy.lost)
    const waitedMs = performance.now() - beganMs
    if (lost.length === 0 || waitedMs > withinMs) {
      const returned = copies.reduce((sum, copy) => sum + copy.returned, 0)
      return { keys: accounts.size, copies: copies.length, lost, returned, waitedMs }
    }
    await sleep(pauseMs)
  }
}

/** Resolves to what is lacking when the time is over: nothing when every owner has been seen to hold all that it must. */
export async function lacking(
  accounts: ReadonlyMap<string, KeyAccount>,
  address: string,
  withinMs: number,
): Promise<string[]> {
  const endMs = performance.now() + withinMs
  let keys = [...accounts]
  for (;;) {
    const without = (await look(keys, address)).filter(({ lost }) => lost.length > 0)
    if (without.length === 0 || performance.now() > endMs) return without.flatMap(({ lost }) => lost)
    const again = new Set(without.map(({ key }) => key))
    keys = keys.filter(([key]) => again.has(key))
    await sleep(pauseMs)
  }
}

interface Copy {
  readonly key: string
  readonly lost: readonly string[]
  readonly returned: number
}

/** Keys looked at at one time. */
const lanes = 8

async function look(keys: readonly (readonly [string, KeyAccount])[], address: string): Promise<Copy[]> {
  const callers = new Map<string, Caller>()
  const open = (to: string) =>
    Caller.open(to, { ...callerDefaults, network: systemNetwork, clock: systemClock, identity })
  try {
    const first = await open(address)
    callers.set('', first)
    const reply = RingReply.decode((await first.call({ type: FrameType.RING }, 5000)).header)
    const members = new MemberTable(membersFromWire(reply.members)).up()
    for (const member of members) callers.set(member.id, await open(member.address))
    const { partitionCount, replicaCount } = reply
    const ring = Ring.build(members, { partitionCount, replicaCount })
    const copies: Copy[] = []
    const copyAt = async (id: string, key: string, account: KeyAccount) => {
      const caller = callers.get(id)
      if (caller === undefined) throw new Error(`${id} owns a key and is no member`)
      // Under load: what is not acknowledged yet when the owner is asked need not be there, nor what is superseded since.
      const held = new Set(account.held)
      const answer = replicaAnswer(
        await caller.call(replicaGet(Buffer.from(key), undefined, 'owner'), 5000),
        Buffer.from(key),
      )
      const found = answer.kind === 'found' ? liveSiblings(answer.object, Date.now()) : []
      const values = found.map(({ value }) => Buffer.from(value).toString())
      const lost = account.lost(values).filter((value) => held.has(value))
      copies.push({
        key,
        lost: lost.map((value) => `'${value}' at ${id} (${answer.kind})`),
        returned: account.returned(values).length,
      })
    }
    const rest = keys.values()
    const work = async () => {
      for (const [key, account] of rest) {
        const owners = ring.owners(ring.partitionOf(Buffer.from(key)))
        await Promise.all(owners.map((id) => copyAt(id, key, account)))
      }
    }
    await Promise.all(Array.from({ length: lanes }, work))
    return copies
  } finally {
    for (const caller of callers.values()) caller.close()
  }
}
