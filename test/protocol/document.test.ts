/** protocol/FRAMES.md says what the code does: its numbers are compared, and its example is a frame. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { errorCodes } from '../../src/errors.js'
import { hashText32 } from '../../src/hash.js'
import { partitionOf } from '../../src/ring/partition.js'
import { contextBytesMax } from '../../src/version/context-codec.js'
import { callerDefaults } from '../../src/wire/caller.js'
import {
  clientRequestLimits,
  FrameFlag,
  FrameType,
  greetingLimits,
  keyBytesMax,
  nodeLimits,
  replyBit,
  valueBytesMax,
} from '../../src/wire/frame.js'
import { sessionDefaults } from '../../src/wire/session.js'

const protocol = fileURLToPath(new URL('../../../protocol/', import.meta.url))
const text = readFileSync(`${protocol}FRAMES.md`, 'utf8')

/** The rows of the table under a heading, as cells; the head is left out. */
function table(heading: string): string[][] {
  const start = text.indexOf(`\n## ${heading}\n`)
  if (start < 0) throw new Error(`no heading ${heading}`)
  const end = text.indexOf('\n## ', start + 1)
  return text
    .slice(start, end < 0 ? undefined : end)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

t.test('types', async (t) => {
  const unanswered = new Set(['CLOSING', 'FAILURE'])
  const wanted = Object.entries(FrameType).map(([name, number]) => [
    name,
    String(number),
    unanswered.has(name) ? '' : String(number | replyBit),
  ])
  t.strictSame(
    table('Types').map((row) => row.slice(0, 3)),
    wanted,
  )
})

t.test('flags', async (t) => {
  const wanted = Object.entries(FrameFlag).map(([name, number]) => [name, String(number)])
  t.strictSame(
    table('Flags').map((row) => row.slice(0, 2)),
    wanted,
  )
})

t.test('error codes', async (t) => {
  const wanted = Object.entries(errorCodes).map(([code, { number, retriable }]) => [
    code,
    String(number),
    retriable ? 'yes' : 'no',
  ])
  const rows = table('FAILURE and the error codes').map((row) => row.slice(0, 3))
  const byNumber = (a: string[], b: string[]) => Number(a[1]) - Number(b[1])
  t.strictSame(rows, wanted.sort(byNumber))
  t.equal(new Set(wanted.map(([, number]) => number)).size, wanted.length, 'no number is used twice')
})

t.test('limits', async (t) => {
  const limits = new Map(table('Limits').map(([what, limit]) => [what, limit.replaceAll(',', '')]))
  const has = (what: string, ...numbers: readonly number[]) => {
    const found = limits.get(what)?.match(/\d+/g)?.map(Number) ?? []
    for (const number of numbers) t.ok(found.includes(number), `${what}: ${number}`)
  }
  has('key', 1, keyBytesMax)
  has('value of a put', valueBytesMax)
  has('header, from a client', clientRequestLimits.headerBytesMax)
  has('`length` of the HELLO', greetingLimits.frameBytesMax)
  has('`length`, from a client', clientRequestLimits.frameBytesMax)
  has('`length`, of replies and from nodes', nodeLimits.frameBytesMax)
  has('header, of replies and from nodes', nodeLimits.headerBytesMax)
  has('requests under way on a connection', sessionDefaults.inFlightMax)
  has('HELLO after connecting', sessionDefaults.greetingTimeoutMs / 1000)
  has('no bytes from the asker, none of its requests under way', sessionDefaults.idleTimeoutMs / 1000)
  has('replies of a connection that wait to be read', sessionDefaults.queuedBytesHigh / 1024 / 1024)
  has('the same, none of them being taken', sessionDefaults.stalledTimeoutMs / 1000)
  has('requests of a node that wait to be sent to another', callerDefaults.unsentMsMax / 1000)
  const rest = table('Limits')
    .filter(([what]) => what === 'the same')
    .map(([, limit]) => limit)
  const { queuedBytesBusy, queuedBytesMax } = sessionDefaults
  t.strictSame(
    rest,
    [queuedBytesBusy, queuedBytesMax].map((bytes) => `${bytes / 1024 / 1024} MiB`),
  )
  const { queuedBytesHigh, nodeQueuedBytesMax } = sessionDefaults
  const [high, node] = [queuedBytesHigh, nodeQueuedBytesMax].map((bytes) => `${bytes / 1024 / 1024} MiB`)
  t.ok(text.includes(`the same, over ${high}, and ${node} in the whole node`))
  t.ok(text.includes(`At most ${contextBytesMax} bytes`))
})

t.test('the example is the vector put-first', async (t) => {
  const lines = text.split('\n').filter((line) => /^ {4}[0-9a-f]{2}( |$)/.test(line))
  const hex = lines.map((line) => line.trim().split(/ {2,}/)[0].replaceAll(' ', '')).join('')
  const vectors: { name: string; hex: string }[] = JSON.parse(readFileSync(`${protocol}vectors.json`, 'utf8'))
  t.equal(hex.slice(0, 8), '00000028')
  t.equal(hex, vectors.find(({ name }) => name === 'put-first')?.hex)
})

t.test('the key in the text lies where the text says', async (t) => {
  const place = /`cart:42` hashes to `([0-9a-f]+)` and lies in partition (\d+)/.exec(text)
  t.equal(place?.[1], hashText32('cart:42').toString(16))
  t.equal(place?.[2], String(partitionOf(Buffer.from('cart:42'), 1024)))
})

t.test('every message of the .proto is told of', async (t) => {
  const proto = readFileSync(`${protocol}gramme.proto`, 'utf8')
  const parts = new Set([
    'Sibling',
    'Member',
    'MemberAge',
    'StoreStatus',
    'PeerStatus',
    'Counter',
    'RepairStatus',
    'HashRange',
    'RangeContent',
    'FetchedObject',
    'HintsStatus',
    'ReapStatus',
    'HintsOwed',
    'SurrenderStatus',
    'AdmissionStatus',
    'BackgroundStatus',
    'FillStatus',
    'FillSource',
    'ScrubStatus',
  ])
  for (const [, name] of proto.matchAll(/^message (\w+)/gm)) {
    if (!parts.has(name)) t.ok(text.includes(name), name)
  }
})
