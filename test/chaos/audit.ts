/**
 * The end of a chaos run: what each owner of each key holds itself, asked as a node asks (REPLICA_GET, nobody
 * merging on the way), against the ledger. Nothing is read before, so that replicas had to become equal unaided.
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
    const found = await look(accounts, address)
    const waitedMs = performance.now() - beganMs
    if (found.lost.length === 0 || waitedMs > withinMs) return { ...found, waitedMs }
    await sleep(pauseMs)
  }
}

async function look(
  accounts: ReadonlyMap<string, KeyAccount>,
  address: string,
): Promise<Omit<Audit, 'waitedMs'>> {
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
    const lost: string[] = []
    let copies = 0
    let returned = 0
    for (const [key, account] of accounts) {
      const bytes = Buffer.from(key)
      for (const id of ring.owners(ring.partitionOf(bytes))) {
        const caller = callers.get(id)
        if (caller === undefined) throw new Error(`${id} owns a key and is no member`)
        const answer = replicaAnswer(await caller.call(replicaGet(bytes, undefined, 'owner'), 5000))
        const held = answer.kind === 'found' ? liveSiblings(answer.object, Date.now()) : []
        const values = held.map(({ value }) => Buffer.from(value).toString())
        copies += 1
        returned += account.returned(values).length
        lost.push(...account.lost(values).map((value) => `'${value}' at ${id} (${answer.kind})`))
      }
    }
    return { keys: accounts.size, copies, lost, returned }
  } finally {
    for (const caller of callers.values()) caller.close()
  }
}
