/**
 * What comparing two replicas costs: bytes between a pair that is equal, a pair that differs in some keys, and a
 * pair of which one is empty (a full copy), over two real logs in one process. The questions and answers are the
 * real ones, as bytes; only the network between is left out. Times are of this process, for both sides together.
 *
 *     npm run bench -- repair [--small] [--keys N] [--different N] [--partitions Q] [--value BYTES] [--folder DIR] [--json]
 */
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import type { Peers } from '../src/coordinator/peers.js'
import { inlineWorkers } from '../src/ports/workers.js'
import { answerCompare, answerFetch, answerList } from '../src/repair/answers.js'
import { Exchange, type Moved } from '../src/repair/exchange.js'
import { Replica } from '../src/replica/replica.js'
import { checkSettings } from '../src/ring/members.js'
import { partitionCountMax, partitionOf } from '../src/ring/partition.js'
import { systemClock } from '../src/runtime/clock.js'
import { systemDisk } from '../src/runtime/disk.js'
import { systemRandom } from '../src/runtime/random.js'
import type { LogStore } from '../src/store/log-store.js'
import { openLogStore } from '../src/store/open-log-store.js'
import { ActorMint } from '../src/version/actor.js'
import { Clock } from '../src/version/clock.js'
import { defaultWriteLimits } from '../src/version/write.js'
import { type Frame, FrameType, protocolVersion, valueBytesMax } from '../src/wire/frame.js'
import { ReplicaPut } from '../src/wire/messages.js'
import { countFlag } from './flags.js'
import { inFolder } from './folder.js'

interface Plan {
  readonly keys: number
  readonly different: number
  readonly partitions: number
  readonly value: number
}

interface Side {
  readonly store: LogStore
  readonly replica: Replica
}

const ringDigest = 1
const writesAtOnce = 512

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      small: { type: 'boolean', default: false },
      keys: { type: 'string' },
      different: { type: 'string' },
      partitions: { type: 'string' },
      value: { type: 'string' },
      folder: { type: 'string', default: tmpdir() },
      json: { type: 'boolean', default: false },
    },
  })
  const plan = planOf(values)
  await inFolder(values.folder, async (folder) => {
    const one = await openSide(`${folder}/one`, 'aaaaaaaaaaa1', plan)
    const other = await openSide(`${folder}/other`, 'aaaaaaaaaaa2', plan)
    for (let from = 0; from < plan.keys; from += writesAtOnce) {
      const count = Math.min(writesAtOnce, plan.keys - from)
      await Promise.all(Array.from({ length: count }, (_, n) => write(one, plan, from + n)))
    }
    const lines = [await measured('a full copy', one, other, plan), await measured('equal', one, other, plan)]
    for (let n = 0; n < plan.different; n += 1) {
      await write(n % 2 === 0 ? one : other, plan, Math.floor((n * plan.keys) / plan.different))
    }
    lines.push(await measured(`${plan.different} keys differ`, one, other, plan))
    lines.push(await measured('equal again', one, other, plan))
    await one.store.close()
    await other.store.close()
    print(lines, plan, values.json)
  })
}

type Flags = Readonly<Partial<Record<'keys' | 'different' | 'partitions' | 'value', string>>> & {
  readonly small: boolean
}

function planOf(given: Flags): Plan {
  const { small } = given
  const count = (flag: keyof Plan, otherwise: number, max: number, min = 1) =>
    countFlag({ flag, text: given[flag], otherwise, min, max })
  const keys = count('keys', small ? 500 : 1_000_000, 100_000_000)
  const partitions = count('partitions', small ? 16 : 1024, partitionCountMax)
  checkSettings({ partitionCount: partitions, replicaCount: 2 })
  return {
    keys,
    different: count('different', Math.min(keys, small ? 10 : 100), keys, 0),
    partitions,
    value: count('value', 100, valueBytesMax),
  }
}

interface Line extends Moved {
  readonly what: string
  readonly ms: number
}

function print(lines: readonly Line[], plan: Plan, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ bench: 'repair', ...plan, lines })}\n`)
    return
  }
  const { keys, partitions, value } = plan
  process.stdout.write(`two replicas of ${keys} keys of ${value} bytes in ${partitions} partitions\n`)
  const [full] = lines
  for (const { what, ms, bytes, objectsSent, objectsFetched } of lines) {
    const share = ((100 * bytes) / full.bytes).toFixed(3)
    process.stdout.write(
      `${what.padEnd(18)} ${bytes} bytes (${share}% of a full copy, ${(bytes / partitions).toFixed(0)} a partition), ${objectsSent} objects sent, ${objectsFetched} fetched, ${ms.toFixed(0)} ms\n`,
    )
  }
}

async function openSide(folder: string, id: string, { partitions }: Plan): Promise<Side> {
  const store = await openLogStore({
    folder,
    partitionCount: partitions,
    disk: systemDisk(),
    clock: systemClock,
    random: systemRandom,
    workers: inlineWorkers,
    durability: 'os',
    reserveBytes: 0,
  })
  const mint = new ActorMint(id, systemRandom, () => systemClock.wallMs())
  return { store, replica: new Replica({ store, mint, limits: defaultWriteLimits }) }
}

let writes = 0

async function write({ replica }: Side, { partitions, value }: Plan, n: number): Promise<void> {
  const key = Buffer.from(`key ${n}`)
  writes += 1
  const taken = await replica.take(partitionOf(key, partitions), key, {
    write: {
      writeId: String(writes).padStart(8, '0'),
      tombstone: false,
      value: Buffer.alloc(value, n & 255),
      context: Clock.empty,
      writtenAtMs: 0,
      ttlMs: 0,
    },
    durability: 'os',
    ifCurrent: false,
  })
  await taken.stored
}

async function measured(what: string, one: Side, other: Side, plan: Plan): Promise<Line> {
  const { partitions } = plan
  const peers = peersOf(other, partitions)
  const exchange = new Exchange(
    {
      replica: one.replica,
      peers,
      clock: systemClock,
      partitionOf: (key) => partitionOf(key, partitions),
      pace: async () => {},
    },
    'other',
  )
  const all = Array.from({ length: partitions }, (_, partition) => partition)
  const beganMs = systemClock.nowMs()
  await exchange.run(all, ringDigest)
  return { what, ms: systemClock.nowMs() - beganMs, ...exchange.moved }
}

function peersOf({ replica }: Side, partitionCount: number): Pick<Peers, 'call'> {
  return {
    call: async (_id, call) => {
      const frame: Frame = {
        version: protocolVersion,
        type: call.type,
        flags: 0,
        requestId: 1,
        deadlineMs: 0,
        header: Uint8Array.from(call.header?.finish() ?? []),
        value: Buffer.concat(call.value ?? []),
      }
      const parts = { replica, partitionCount, ringDigest }
      const reply =
        frame.type === FrameType.COMPARE
          ? await answerCompare({ ...parts, serves: () => true }, frame)
          : frame.type === FrameType.LIST
            ? await answerList(parts, frame)
            : frame.type === FrameType.FETCH
              ? await answerFetch(parts, frame)
              : await put(replica, partitionCount, frame)
      return {
        ...frame,
        header: Uint8Array.from(reply.header?.finish() ?? []),
        value: Buffer.concat(reply.value ?? []),
      }
    },
  }
}

async function put(replica: Replica, partitionCount: number, frame: Frame) {
  const { key } = ReplicaPut.decode(frame.header)
  await replica.merge(partitionOf(key, partitionCount), key, frame.value, 'os')
  return { header: undefined, value: [] }
}
