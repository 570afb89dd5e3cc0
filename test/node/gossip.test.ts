/** GOSSIP over real connections, as a node answers it: what a message may hold, and what comes of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { gramme } from '#messages'
import { membersMax } from '../../src/membership/member.js'
import { recordsMax } from '../../src/membership/swap.js'
import { bucketCount } from '../../src/membership/table-digest.js'
import type { Caller } from '../../src/wire/caller.js'
import { FrameType } from '../../src/wire/frame.js'
import { decodeReply, Gossip, MemberStatus } from '../../src/wire/messages.js'
import { callerTo, ringOf, start, startCluster, until } from './rig.js'

const peerId = 'f'.repeat(12)
/** A node that never was, at an address where nobody is. */
function memberNumber(number: number, status = MemberStatus.MEMBER_UP): gramme.Member.$Properties {
  const id = number.toString(16).padStart(12, '0')
  return { id, incarnation: 1, version: number, address: '127.0.0.1:1', weight: 1, status }
}

async function told(caller: Caller, fields: gramme.Gossip.$Properties) {
  const cluster = { cluster: 'shop', partitionCount: 64, replicaCount: 3 }
  const header = Gossip.encode({ ...cluster, ...fields })
  const reply = await caller.call({ type: FrameType.GOSSIP, header }, 2000)
  return { ...decodeReply(Gossip, reply), bytes: reply.header.length }
}

t.test('a table of the same hash costs some tens of bytes, another the hashes of the buckets', async (t) => {
  const [{ address, node }] = await startCluster(t, 3)
  const caller = await callerTo(address, peerId)
  const all = await told(caller, {})
  t.strictSame(
    all.members.map(({ id }) => id).sort(),
    (await ringOf(address)).members.map(({ id }) => id),
    'who tells no hash has records',
  )
  const { tableHigh, tableLow } = all
  const same = await told(caller, { tableHigh, tableLow })
  t.match(same, { tableHigh, tableLow, members: [], buckets: [], wanted: [] })
  t.ok(same.bytes < 60, `${same.bytes} bytes`)
  const other = await told(caller, { tableHigh: tableHigh ^ 1, tableLow })
  t.equal(other.buckets.length, bucketCount)
  const compared = other.buckets.flatMap((low, bucket) => (low === 0 ? [] : [bucket]))
  const listed = await told(caller, { tableHigh: 1, compared, ages: [{ ...memberNumber(0), id: node.id }] })
  t.strictSame(
    listed.members.map(({ id }) => id).sort(),
    all.members.map(({ id }) => id).sort(),
    'the records that were not listed, or are newer',
  )
  t.equal(listed.lookedAt, compared.length)
  caller.close()
})

t.test('a message has a bounded number of records and of suspects, whatever the node knows', async (t) => {
  const { address, node } = await start(t)
  const caller = await callerTo(address, peerId)
  await told(caller, { members: Array.from({ length: 50 }, (_, number) => memberNumber(number)) })
  await until('nobody of these answers', async () => {
    const { suspects } = await told(caller, { tableHigh: 1 })
    if (suspects.length > 32) throw new Error(`${suspects.length} suspects`)
    return suspects.length === 32
  })
  t.equal((await told(caller, {})).members.length, recordsMax)
  await until('they are members', () => node.ring.members.length === 51)
  caller.close()
})

t.test('a full table takes in no more, keeps what it has, and is on the disk', async (t) => {
  const { address, node, folder } = await start(t)
  const caller = await callerTo(address, peerId)
  const left = MemberStatus.MEMBER_LEFT
  await told(caller, { members: Array.from({ length: 1200 }, (_, number) => memberNumber(number, left)) })
  const { members } = await ringOf(address)
  t.equal(members.length, membersMax)
  t.ok(
    members.some(({ id }) => id === node.id),
    'its own is kept',
  )
  await told(caller, { members: [memberNumber(1199, left), { ...memberNumber(7, left), incarnation: 2 }] })
  const later = (await ringOf(address)).members
  t.equal(later.length, membersMax)
  t.equal(later.find(({ id }) => id === memberNumber(7).id)?.incarnation, 2, 'known ones still change')
  caller.close()
  await node.close()
  const file: { members: { id: string; incarnation: number }[] } = JSON.parse(
    readFileSync(join(folder, 'members.json'), 'utf8'),
  )
  t.equal(file.members.length, membersMax)
  t.equal(file.members.find(({ id }) => id === memberNumber(7).id)?.incarnation, 2)
})
