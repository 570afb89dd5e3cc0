/** What `gramme status` says in words, from the nodes' own accounts; and `--watch`, with a node that is real. */
import { join } from 'node:path'
import t from 'tap'
import type { MemberStatus } from '../../src/cli/node-status.js'
import { asText } from '../../src/cli/status.js'
import type { Client } from '../../src/client/client.js'
import { StatusReply } from '../../src/wire/messages.js'
import { freePorts, Running, temporaryFolder } from './processes.js'

const shape = { cluster: 'shop', partitionCount: 64, replicaCount: 3, readQuorum: 2, writeQuorum: 2 }
const client = {
  cluster: { shape, ring: { digest: 7 }, present: [{ id: 'a' }], known: [] },
} as unknown as Client
const mib = 1 << 20

function textOf(says: Parameters<typeof StatusReply.encode>[0]): string {
  const status = StatusReply.decode(StatusReply.encode({ ringDigest: 7, ...says }).finish())
  const member = { id: 'a', address: 'a:7401', weight: 1, zone: '', status: 'up' }
  const nodes = [{ member, standing: 'up', status, problem: '' } as unknown as MemberStatus]
  return asText(client, { nodes, former: [] })
}

/** What the table says under a title that stands right. */
function cell(text: string, title: string): string {
  const [, , head, row] = text.split('\n')
  const end = head.indexOf(title) + title.length
  return row.slice(0, end).split('  ').at(-1)?.trim() ?? ''
}

t.test('a node of which nothing is to be told has no remark', async (t) => {
  const hints = { bytesMax: 64 * mib, keysMax: 1000, keys: 3, bytes: mib }
  const text = textOf({ hints })
  t.equal(text.trimEnd().split('\n').length, 4, text)
  t.equal(cell(text, 'hints'), '3')
})

t.test('hints: for whom, and why they wait', async (t) => {
  const owed = [
    { owner: 'b', keys: 2, waitsFor: 'it cannot be reached' },
    { owner: 'c', keys: 1 },
  ]
  const text = textOf({ hints: { keys: 2, owed } })
  t.match(text, /^a:7401 holds 2 keys for b: it cannot be reached$/m)
  t.match(text, /^a:7401 holds 1 keys for c, and is handing them over$/m)
})

t.test('hints at their bounds, and what is left to repair', async (t) => {
  const bounds = { bytesMax: 64 * mib, keysMax: 1000 }
  t.match(
    textOf({ hints: { ...bounds, keys: 9, bytes: 65 * mib, refused: 12 } }),
    /^a:7401 takes no more hints, at the limit of 64\.0 MiB, has refused 12 writes for others: repair brings what is missing$/m,
  )
  t.match(
    textOf({ hints: { ...bounds, keys: 1000, bytes: mib } }),
    /^a:7401 takes no more hints, at the limit of 1,?000 keys: repair brings/m,
  )
  t.match(
    textOf({ hints: { ...bounds, keys: 1, bytes: mib, givenUp: 4 } }),
    /^a:7401 has given up hints of 4 keys for their age: repair brings what is missing$/m,
  )
})

t.test('filling: how many of the virtual nodes are served', async (t) => {
  t.equal(cell(textOf({ filling: { served: 12, wanting: 52 } }), 'serves'), '12 of 64')
  t.equal(cell(textOf({ filling: { served: 64 } }), 'serves'), 'all')
  t.equal(cell(textOf({}), 'serves'), '-')
})

t.test('repair: when all was last compared, and how far it is now', async (t) => {
  const peers = [{ id: 'b', address: 'b:7401', connected: true }]
  const whole = { peer: 'b', comparedMsAgo: 90_000, partitions: 64 }
  const text = textOf({ peers, repairs: [{ ...whole, running: 12, runningOf: 64 }] })
  t.equal(cell(text, 'compared'), '1m 30s ago')
  t.match(text, /^a:7401 compares with b:7401: 12 of 64 partitions so far$/m)
  t.notMatch(textOf({ peers, repairs: [whole] }), /compares with/)
  const never = { peer: 'b', comparedMsAgo: -1, running: 3, runningOf: 64 }
  t.equal(cell(textOf({ peers, repairs: [never] }), 'compared'), 'not yet')
})

t.test('room on the disk', async (t) => {
  t.equal(cell(textOf({ store: { freeBytes: 3 * mib } }), 'free'), '3.0 MiB')
  t.equal(cell(textOf({ store: { freeBytes: -1 } }), 'free'), '0 B')
  t.equal(cell(textOf({ store: {} }), 'free'), '-', 'an older node does not tell')
})

t.test('--watch shows it again and again, until it is told to end', async (t) => {
  const port = await freePorts(1)
  const address = `127.0.0.1:${port}`
  const data = join(temporaryFolder(t), 'node')
  const node = new Running(t, ['serve', '--listen', address, '--data', data, '--partitions', '64'])
  await node.printed(/"serving"/)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const watch = new Running(t, ['status', '--watch', '0.1', '--node', address])
    await watch.printed(/(1 of 1 nodes up[\s\S]*){3}/)
    watch.signal(signal)
    const { code, signal: by } = await watch.ended
    t.ok(by === signal || code !== null, `${signal}: ${code} ${by}`)
    t.notMatch(watch.text, /Error|at .*\.js:/)
  }
})
