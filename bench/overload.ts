/**
 * What becomes of a cluster that is asked for more than it can do, and how soon it is itself again. Three nodes,
 * R = W = 2 of N = 3, which are slow on purpose (slow-node.ts). First what they can do (a closed loop); then, in an open
 * loop, half of that, `--times` as much, and half again. Told: what is done of what is asked under overload, against what they can do; what is refused
 * with BUSY, and what fails otherwise; how long until the 99th percentile is within twice of what it was before; and
 * what is left under way.
 *
 *     npm run bench -- overload [--json] [--small] [--seconds N] [--times N] [--clients N] [--overloaded-at MS] [--keys N]
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { connect } from '../src/client/index.js'
import { FrameType } from '../src/wire/frame.js'
import { decodeReply, StatusReply } from '../src/wire/messages.js'
import { Child } from './child.js'
import { countFlag, numberFlag } from './flags.js'
import { inFolder } from './folder.js'
import type { OpenMeasured } from './open-load.js'

const valueBytes = 1024
const inFlight = 64
const msPerKib = 1

interface Settings {
  readonly phaseMs: number
  readonly times: number
  readonly clients: number
  readonly overloadedAtMs: number
  /** So many that no two puts of one are under way together: they would leave siblings, and those cost the more. */
  readonly keys: number
}

interface Outcome {
  readonly bench: 'overload'
  readonly saturation: number
  readonly times: number
  readonly before: OpenMeasured
  readonly overload: OpenMeasured
  readonly after: OpenMeasured
  /** Goodput under overload to that of the closed loop. */
  readonly goodputRatio: number
  readonly refusedShare: number
  /** Until a window of the load after is within twice of the p99 before, and all later ones are, or most. */
  readonly recoveredAfterMs: number | undefined
  /** Requests under way in all nodes at the end. */
  readonly left: number
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      /** Of each phase; the last takes twice as long. */
      seconds: { type: 'string' },
      times: { type: 'string' },
      clients: { type: 'string' },
      /** See the setting; 60000 is never. */
      'overloaded-at': { type: 'string' },
      keys: { type: 'string' },
      small: { type: 'boolean', default: false },
    },
  })
  const settings = settingsOf(values)
  await inFolder(process.env.TMPDIR ?? '/tmp', async (folder) => {
    const outcome = await measure(folder, settings)
    console.log(values.json ? JSON.stringify(outcome) : shown(outcome))
  })
}

type Flags = Readonly<Partial<Record<'seconds' | 'times' | 'clients' | 'overloaded-at' | 'keys', string>>> & {
  readonly small: boolean
}

function settingsOf({ small, seconds, times, clients, 'overloaded-at': at, keys }: Flags): Settings {
  const phase = { flag: 'seconds', text: seconds, otherwise: small ? 0.5 : 6, min: 0.5, max: 3600 }
  return {
    phaseMs: numberFlag(phase) * 1000,
    times: numberFlag({ flag: 'times', text: times, otherwise: small ? 1.5 : 2.5, min: 0.1, max: 100 }),
    clients: countFlag({ flag: 'clients', text: clients, otherwise: small ? 1 : 4, min: 1, max: 1000 }),
    overloadedAtMs: numberFlag({ flag: 'overloaded-at', text: at, otherwise: 300, min: 1, max: 60_000 }),
    keys: countFlag({ flag: 'keys', text: keys, otherwise: small ? 400 : 20_000, min: 1, max: 10_000_000 }),
  }
}

async function measure(
  folder: string,
  { phaseMs, times, clients, overloadedAtMs, keys }: Settings,
): Promise<Outcome> {
  const nodes = [1, 2, 3].map(() => new Child('slow-node'))
  const load = new Child('open-load')
  try {
    const addresses: string[] = []
    for (const [n, node] of nodes.entries()) {
      const options = {
        folder: `${folder}/${n}`,
        listen: '127.0.0.1:0',
        seeds: addresses.slice(0, 1),
        partitionCount: 64,
        gossipIntervalMs: 200,
        overloadedAtMs,
      }
      addresses.push(await node.ask<string>({ kind: 'start', options, msPerKib: 0 }))
    }
    while ((await Promise.all(nodes.map((node) => node.ask<number>({ kind: 'members' })))).some((n) => n < 3))
      await sleep(50)
    await load.ask({ kind: 'open', seeds: addresses, clients })
    await load.ask({ kind: 'fill', keys, again: 0, valueBytes })
    for (const node of nodes) await node.ask({ kind: 'slow', msPerKib })
    await load.ask({ kind: 'saturate', inFlight, durationMs: phaseMs / 2 })
    const saturation = await load.ask<number>({ kind: 'saturate', inFlight, durationMs: phaseMs })
    const steady = (rate: number, durationMs: number) =>
      load.ask<OpenMeasured>({ kind: 'steady', rate, durationMs })
    await steady(saturation / 2, phaseMs / 2)
    const before = await steady(saturation / 2, phaseMs)
    // What is under way when the overload ends is the load's after that to suffer from: it does not wait.
    const overloading = steady(saturation * times, phaseMs)
    await sleep(phaseMs)
    const after = await steady(saturation / 2, 2 * phaseMs)
    const overload = await overloading
    return {
      bench: 'overload',
      saturation,
      times,
      before,
      overload,
      after,
      goodputRatio: overload.goodput / saturation,
      refusedShare: overload.refused / overload.asked,
      recoveredAfterMs: recovered(before, after),
      left: await underWay(addresses),
    }
  } finally {
    await load.stop()
    await Promise.all(nodes.map((node) => node.stop()))
  }
}

/** From when on the windows are as before: three in a row, since one alone may be a stroke of luck. */
function recovered(before: OpenMeasured, { windows }: OpenMeasured): number | undefined {
  const isFine = windows.map(
    ({ p99Ms, refused, failed }) => p99Ms <= 2 * before.p99Ms && refused + failed === 0,
  )
  const first = isFine.findIndex((fine, i) => fine && isFine[i + 1] && isFine[i + 2])
  return first === -1 ? undefined : windows[first].fromMs
}

async function underWay(addresses: string[]): Promise<number> {
  const client = await connect({ seeds: addresses })
  try {
    let sum = 0
    for (const { id } of client.cluster.members) {
      const frame = await client.cluster.linkOf(id)?.call({ type: FrameType.STATUS }, 5000)
      if (frame === undefined) throw new Error(`${id} does not tell its status`)
      const { admission } = decodeReply(StatusReply, frame)
      // The request for the status is one itself.
      sum += (admission?.coordinating ?? 0) + (admission?.serving ?? 0) - 1
    }
    return sum
  } finally {
    await client.close()
  }
}

function shown(outcome: Outcome): string {
  const { saturation, times, before, overload, after, goodputRatio, refusedShare, recoveredAfterMs, left } =
    outcome
  const line = (name: string, one: OpenMeasured) => {
    const { asked, done, refused, failed, goodput, p50Ms, p99Ms, p999Ms } = one
    const others = Object.entries(failed).map(([code, count]) => `, ${count} ${code}`)
    const rate = asked / (one.windows.length / 2)
    return `${name.padEnd(9)} ${asked} asked (${rate.toFixed(0)}/s), ${done} done (${goodput.toFixed(0)}/s), ${refused} BUSY${others.join('')}; p50 ${p50Ms.toFixed(1)}, p99 ${p99Ms.toFixed(1)}, p99.9 ${p999Ms.toFixed(1)} ms`
  }
  const recovery =
    recoveredAfterMs === undefined
      ? 'p99 was not back within twice of before'
      : `p99 within twice of before ${recoveredAfterMs} ms after`
  return [
    `three nodes do ${saturation.toFixed(0)} requests/s`,
    line('half', before),
    line(`${times} times`, overload),
    line('half', after),
    `goodput under overload ${(100 * goodputRatio).toFixed(0)}% of saturation; ${(100 * refusedShare).toFixed(0)}% BUSY; the last ended ${overload.drainMs.toFixed(0)} ms after; ${recovery}; ${left} left under way`,
  ].join('\n')
}
