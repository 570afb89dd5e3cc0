/**
 * What background work costs those who wait. Three nodes, slow on purpose (slow-node.ts), one of which comes back
 * with an empty log, so that repair has everything to bring; and logs of which a third is dead, so that compaction has
 * work, too. Requests come at a steady rate, the same each time: with no background work to do, with all of it under
 * the admission controller, and with all of it at its full rates (a target that is never missed).
 *
 *     npm run bench -- admission [--json] [--small] [--seconds N] [--rate N] [--keys N]
 */
import { cpSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { connect } from '../src/client/index.js'
import type { NodeOptions } from '../src/node/index.js'
import { FrameType } from '../src/wire/frame.js'
import { decodeReply, StatusReply } from '../src/wire/messages.js'
import { Child } from './child.js'
import { countFlag, numberFlag } from './flags.js'
import { inFolder } from './folder.js'
import type { OpenMeasured } from './open-load.js'

const valueBytes = 1024
const msPerKib = 0.5
const ways = ['no background work', 'controlled', 'uncontrolled'] as const
type Way = (typeof ways)[number]

interface Line extends OpenMeasured {
  readonly bench: 'admission'
  readonly way: Way
  /** Of the background, in all nodes, while requests were made. */
  readonly repairedBytes: number
  readonly compactedBytes: number
  /** Of the three nodes in the end. */
  readonly shares: readonly number[]
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      small: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      rate: { type: 'string' },
      keys: { type: 'string' },
    },
  })
  const { json, small } = values
  const seconds = numberFlag({
    flag: 'seconds',
    text: values.seconds,
    otherwise: small ? 0.6 : 15,
    min: 0.1,
    max: 3600,
  })
  const rate = numberFlag({
    flag: 'rate',
    text: values.rate,
    otherwise: small ? 40 : 250,
    min: 1,
    max: 100_000,
  })
  const keys = countFlag({
    flag: 'keys',
    text: values.keys,
    otherwise: small ? 200 : 40_000,
    min: 100,
    max: 10_000_000,
  })
  await inFolder(process.env.TMPDIR ?? '/tmp', async (folder) => {
    await fill(`${folder}/filled`, keys)
    const lines: Line[] = []
    for (const way of small ? ways.slice(0, 2) : ways) {
      cpSync(`${folder}/filled`, `${folder}/${way}`, { recursive: true })
      if (way !== ways[0]) rmSync(`${folder}/${way}/3/log`, { recursive: true })
      lines.push(await measure(`${folder}/${way}`, way, rate, seconds * 1000))
      rmSync(`${folder}/${way}`, { recursive: true })
    }
    for (const line of lines) console.log(json ? JSON.stringify(line) : shown(line, lines[0]))
  })
}

/** Every key, and more than half again, with nothing done in the background. */
async function fill(folder: string, keys: number): Promise<void> {
  const cluster = await start(folder, quiet, 0)
  await cluster.load.ask({ kind: 'fill', keys, again: Math.floor(0.6 * keys), valueBytes })
  await cluster.stop()
}

const never = 86_400_000
const quiet: Partial<NodeOptions> = {
  repairIntervalMs: never,
  compactionBytesPerSecond: 64 * 1024,
  foregroundP99TargetMs: 0.1,
}

async function measure(folder: string, way: Way, rate: number, durationMs: number): Promise<Line> {
  const options =
    way === 'no background work'
      ? quiet
      : { repairIntervalMs: 1000, ...(way === 'uncontrolled' && { foregroundP99TargetMs: 60_000 }) }
  const cluster = await start(folder, options, msPerKib)
  try {
    await cluster.load.ask({ kind: 'fill', keys: 100, again: 0, valueBytes })
    const before = await cluster.background()
    const measured = await cluster.load.ask<OpenMeasured>({ kind: 'steady', rate, durationMs })
    const after = await cluster.background()
    return {
      bench: 'admission',
      way,
      ...measured,
      repairedBytes: after.repairedBytes - before.repairedBytes,
      compactedBytes: after.compactedBytes - before.compactedBytes,
      shares: after.shares,
    }
  } finally {
    await cluster.stop()
  }
}

async function start(folder: string, more: Partial<NodeOptions>, msPerKib: number) {
  const nodes = [1, 2, 3].map(() => new Child('slow-node'))
  const load = new Child('open-load')
  const addresses: string[] = []
  for (const [n, node] of nodes.entries()) {
    const options = {
      folder: `${folder}/${n + 1}`,
      listen: '127.0.0.1:0',
      seeds: addresses.slice(0, 1),
      partitionCount: 64,
      gossipIntervalMs: 200,
      segmentBytesMax: 4 * 1024 * 1024,
      ...more,
    }
    addresses.push(await node.ask<string>({ kind: 'start', options, msPerKib: 0 }))
  }
  while ((await Promise.all(nodes.map((node) => node.ask<number>({ kind: 'members' })))).some((n) => n < 3))
    await sleep(50)
  for (const node of nodes) await node.ask({ kind: 'slow', msPerKib })
  await load.ask({ kind: 'open', seeds: addresses, clients: 2 })
  return {
    load,
    background: () => background(addresses),
    stop: async () => {
      await load.stop()
      await Promise.all(nodes.map((node) => node.stop()))
    },
  }
}

async function background(seeds: string[]) {
  const client = await connect({ seeds })
  const found = { repairedBytes: 0, compactedBytes: 0, shares: [] as number[] }
  try {
    for (const { id } of client.cluster.members) {
      const frame = await client.cluster.linkOf(id)?.call({ type: FrameType.STATUS }, 10_000)
      if (frame === undefined) throw new Error(`${id} does not tell its status`)
      const { admission } = decodeReply(StatusReply, frame)
      found.shares.push(admission?.share ?? 0)
      for (const { name, bytes } of admission?.parts ?? []) {
        if (name === 'compaction') found.compactedBytes += bytes ?? 0
        if (name === 'repair') found.repairedBytes += bytes ?? 0
      }
    }
    return found
  } finally {
    await client.close()
  }
}

function shown(line: Line, none: Line): string {
  const { way, asked, done, refused, p50Ms, p99Ms, p999Ms, repairedBytes, compactedBytes, shares } = line
  const ratio = (of: 'p50Ms' | 'p99Ms' | 'p999Ms') => (line[of] / none[of]).toFixed(1)
  const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`
  return `${way.padEnd(18)} ${done} of ${asked} done, ${refused} BUSY; p50 ${p50Ms.toFixed(1)} (x${ratio('p50Ms')}), p99 ${p99Ms.toFixed(1)} (x${ratio('p99Ms')}), p99.9 ${p999Ms.toFixed(1)} ms (x${ratio('p999Ms')}); repaired ${mib(repairedBytes)}, compacted ${mib(compactedBytes)}; shares ${shares.map((share) => share.toFixed(2)).join(' ')}`
}
