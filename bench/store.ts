/**
 * The log store beside LMDB and LevelDB, at equal durability: puts, gets, time to open a million keys, and
 * memory per key. Each engine runs in its own best way for one process with many requests at once, and every
 * line of output says which way that was.
 *
 *     npm run bench -- store [--json] [--keys N] [--open-keys N] [--folder DIR] [--small]
 *
 * A put counts when its promise says that it is as safe as the case's durability: `always` is after the sync
 * of the group it is in, `os` is when the operating system has it. Keys come in no order, as they do to a
 * node. The folder should lie on a real disk: a sync in memory costs nothing.
 */
import { mkdirSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { build, type Histogram } from 'hdr-histogram-js'
import { inFolder } from './folder.js'
import { type Engine, type EngineStore, engines, type Safety } from './store-engines.js'

/** Requests in flight at once: what a node with 16 to 50 busy connections sees. */
const outstanding = 256
const valueSizes = [64, 1024]
const safeties: readonly Safety[] = ['always', 'os']

interface Measured {
  readonly opsPerSecond: number
  readonly p50Us: number
  readonly p99Us: number
  readonly p999Us: number
  /** Processor time of the whole process for each operation: all threads, on any core. */
  readonly cpuUs: number
}

interface Line extends Partial<Measured> {
  readonly bench: 'store'
  readonly case: 'put' | 'get' | 'get-blocking' | 'open'
  readonly engine: string
  readonly durability: Safety
  readonly valueBytes: number
  readonly keys: number
  readonly settings: string
  readonly openMs?: number
  readonly directoryBytesPerKey?: number
}

interface Plan {
  readonly folder: string
  readonly keys: number
  readonly openKeys: number
  readonly json: boolean
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      keys: { type: 'string' },
      'open-keys': { type: 'string' },
      folder: { type: 'string', default: tmpdir() },
      small: { type: 'boolean', default: false },
    },
  })
  const plan = {
    folder: values.folder,
    keys: count(values.keys, values.small ? 3_000 : 150_000),
    openKeys: count(values['open-keys'], values.small ? 5_000 : 1_000_000),
    json: values.json,
  }
  mkdirSync(plan.folder, { recursive: true })
  if (!plan.json) console.log(heading(plan))
  const lines: Line[] = []
  const report = (line: Line) => {
    lines.push(line)
    console.log(plan.json ? JSON.stringify(line) : row(line))
  }
  // Every engine runs a little first, so that none pays for compiling what they share.
  for (const engine of engines) await measureRequests(engine, 'os', 64, { ...plan, keys: 2_000 }, () => {})
  for (const valueBytes of valueSizes) {
    for (const safety of safeties) {
      for (const engine of engines) await measureRequests(engine, safety, valueBytes, plan, report)
    }
  }
  for (const engine of engines) await measureOpening(engine, plan, report)
  if (!plan.json) console.log(verdict(lines))
}

async function measureRequests(
  engine: Engine,
  safety: Safety,
  valueBytes: number,
  plan: Plan,
  report: (line: Line) => void,
): Promise<void> {
  await inFolder(plan.folder, async (folder) => {
    const store = await engine.open(folder, safety)
    const { keys } = plan
    const line = {
      bench: 'store' as const,
      engine: engine.name,
      durability: safety,
      valueBytes,
      keys,
      settings: engine.settings(safety),
    }
    const put = await measure(keys, (n) => store.put(keyFor(n), valueFor(n, valueBytes)))
    report({ ...line, case: 'put', ...put, ...directoryOf(store, keys) })
    const check = (n: number, value: Uint8Array | undefined) => {
      if (value?.length !== valueBytes) throw new Error(`${engine.name} lost key ${n}`)
    }
    const get = await measure(keys, async (n) => {
      const picked = pick(n, keys)
      check(picked, await store.get(keyFor(picked)))
    })
    report({ ...line, case: 'get', ...get })
    const { getBlocking } = store
    if (getBlocking !== undefined) {
      const blocking = await measure(keys, async (n) => {
        const picked = pick(n, keys)
        check(picked, getBlocking(keyFor(picked)))
      })
      report({ ...line, case: 'get-blocking', ...blocking })
    }
    await store.close()
  })
}

/** Time from opening to the first answer, with all keys in it and closed in good order. */
async function measureOpening(engine: Engine, plan: Plan, report: (line: Line) => void): Promise<void> {
  await inFolder(plan.folder, async (folder) => {
    const keys = plan.openKeys
    const valueBytes = 64
    const before = await engine.open(folder, 'os')
    await drive(keys, (n) => before.put(keyFor(n), valueFor(n, valueBytes)))
    await before.close()
    const start = performance.now()
    const store = await engine.open(folder, 'os')
    const value = await store.get(keyFor(keys >> 1))
    const openMs = performance.now() - start
    if (value?.length !== valueBytes) throw new Error(`${engine.name} lost a key over reopening`)
    report({
      bench: 'store',
      case: 'open',
      engine: engine.name,
      durability: 'os',
      valueBytes,
      keys,
      settings: engine.settings('os'),
      openMs: round(openMs),
      ...directoryOf(store, keys),
    })
    await store.close()
  })
}

/** Runs `operation` for 0 to count - 1, so many at a time. */
async function drive(count: number, operation: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) {
      const n = next
      next += 1
      await operation(n)
    }
  }
  await Promise.all(Array.from({ length: outstanding }, lane))
}

async function measure(count: number, operation: (n: number) => Promise<unknown>): Promise<Measured> {
  const histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60_000_000,
    numberOfSignificantValueDigits: 3,
  })
  const cpu = process.cpuUsage()
  const start = performance.now()
  await drive(count, async (n) => {
    const begin = performance.now()
    await operation(n)
    histogram.recordValue(Math.max(1, Math.round((performance.now() - begin) * 1000)))
  })
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return {
    opsPerSecond: Math.round(count / seconds),
    p50Us: histogram.getValueAtPercentile(50),
    p99Us: histogram.getValueAtPercentile(99),
    p999Us: histogram.getValueAtPercentile(99.9),
    cpuUs: round((user + system) / count),
  }
}

/** Keys of 20 bytes, in no order: multiplying by an odd number visits each 32-bit number once. */
function keyFor(n: number): Uint8Array {
  return Buffer.from(`user:${String(Math.imul(n, 0x9e3779b1) >>> 0).padStart(15, '0')}`, 'latin1')
}

/** A key to read, spread over all that were put. */
function pick(n: number, keys: number): number {
  return (Math.imul(n, 0x85ebca6b) >>> 0) % keys
}

/** Bytes that no compression makes smaller. */
const noise = new Uint8Array(1 << 20)
for (let at = 0; at < noise.length; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536))

function valueFor(n: number, length: number): Uint8Array {
  const at = (n * 977) % (noise.length - length)
  return noise.subarray(at, at + length)
}

function directoryOf(store: EngineStore, keys: number): { directoryBytesPerKey?: number } {
  const bytes = store.directoryBytes?.()
  return bytes === undefined ? {} : { directoryBytesPerKey: round(bytes / keys) }
}

function count(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`'${text}' is not a number of keys`)
  return value
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function heading({ folder, keys, openKeys }: Plan): string {
  const inMemory = statfsSync(folder).type === 0x01021994
  return [
    `Stores in ${folder}${inMemory ? ' (which is in memory: syncs cost nothing there)' : ''}`,
    `${keys} keys of 20 bytes in no order, ${outstanding} requests at once; opening: ${openKeys} keys.`,
    ...engines.flatMap((engine) => [
      `  ${engine.name}, always: ${engine.settings('always')}`,
      `  ${engine.name}, os:     ${engine.settings('os')}`,
    ]),
    '',
  ].join('\n')
}

function row(line: Line): string {
  const what = `${line.case.padEnd(13)} ${`${line.valueBytes} B`.padStart(6)}  ${line.durability.padEnd(7)}`
  const figures =
    line.openMs === undefined
      ? `${String(line.opsPerSecond).padStart(8)}/s  p50 ${line.p50Us} us  p99 ${line.p99Us}  p99.9 ${line.p999Us}  cpu ${line.cpuUs} us`
      : `${String(line.openMs).padStart(8)} ms`
  const directory =
    line.directoryBytesPerKey === undefined ? '' : `  directory ${line.directoryBytesPerKey} B a key`
  return `${what} ${line.engine.padEnd(8)} ${figures}${directory}`
}

/** How many times the others the log store is, case by case. */
function verdict(lines: readonly Line[]): string {
  const [own, ...others] = engines
  const rows = lines
    .filter((line) => line.engine === own.name && line.opsPerSecond !== undefined)
    .map((line) => {
      const ratios = others.map((other) => {
        const same = lines.find(
          (each) =>
            each.engine === other.name &&
            each.case === line.case &&
            each.durability === line.durability &&
            each.valueBytes === line.valueBytes,
        )
        return `${((line.opsPerSecond ?? 0) / (same?.opsPerSecond ?? 1)).toFixed(2)} of ${other.name}`
      })
      return `${line.case} ${line.valueBytes} B ${line.durability}: ${ratios.join(', ')}`
    })
  return ['', `${own.name} against the others:`, ...rows].join('\n')
}
