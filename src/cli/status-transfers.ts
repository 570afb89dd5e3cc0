/**
 * `gramme status --transfers`: what moves between nodes, and what holds it up: nodes that are being filled, data that
 * nodes give up, hints on their way to the owners.
 */
import type { MemberStatus } from './node-status.js'
import { bytes, type Column, count, duration, table } from './table.js'

/** So many owners are named, so that a line stays one. */
const namedMax = 3

/** One node's data on its way to another. Figures that are not known are undefined. */
export interface Transfer {
  readonly kind: 'fill' | 'surrender' | 'hints'
  readonly from: string
  readonly to: string
  /** Partitions yet to be dealt with. */
  readonly partitions: number | undefined
  /** Moved already by a fill, and yet to be moved otherwise. */
  readonly keys: number
  /** Moved so far. */
  readonly bytes: number | undefined
  readonly bytesPerSecond: number | undefined
  /** By what has been moved so far; of a fill: until the node has all its data, from whomever. */
  readonly remainingMs: number | undefined
  /** Why it does not go on; empty when it does. */
  readonly waitsFor: string
}

export function transfersOf(members: readonly MemberStatus[]): Transfer[] {
  const addresses = new Map(members.map(({ member }) => [member.id, member.address]))
  const nameOf = (id: string) => addresses.get(id) ?? id
  return members.flatMap(({ member, status }) => {
    if (status === undefined) return []
    const here = member.address
    return [
      ...fillsOf(here, status, nameOf),
      ...surrenderOf(here, status, nameOf),
      ...hintsOf(here, status, nameOf),
    ]
  })
}

type Status = NonNullable<MemberStatus['status']>

function fillsOf(to: string, { filling }: Status, nameOf: (id: string) => string): Transfer[] {
  const { wanting = 0, wanted = 0, taken = 0, runningMs = 0, sources = [] } = filling ?? {}
  if ((wanting ?? 0) === 0) return []
  const done = (wanted ?? 0) - (wanting ?? 0) + (taken ?? 0)
  const left = (wanted ?? 0) - done
  const elapsedMs = runningMs ?? 0
  const remainingMs = done > 0 ? (elapsedMs * left) / done : undefined
  return (sources ?? []).map((source) => ({
    kind: 'fill',
    from: nameOf(source.peer ?? ''),
    to,
    partitions: source.wanting ?? 0,
    keys: source.objects ?? 0,
    bytes: source.bytes ?? 0,
    bytesPerSecond: elapsedMs > 0 ? (1000 * (source.bytes ?? 0)) / elapsedMs : undefined,
    remainingMs,
    waitsFor: source.waitsFor ?? '',
  }))
}

function surrenderOf(from: string, { surrender }: Status, nameOf: (id: string) => string): Transfer[] {
  const { partitions = 0, keys = 0, problem = '', owners = [] } = surrender ?? {}
  if ((partitions ?? 0) === 0) return []
  const counts = { partitions: partitions ?? 0, keys: keys ?? 0 }
  const figures = figuresOf(surrender ?? {}, counts.keys)
  const to = ownersInWords((owners ?? []).map(nameOf))
  return [{ kind: 'surrender', from, to, ...counts, ...figures, waitsFor: problem ?? '' }]
}

/** Those that own most of it; a node of an older build names none. */
function ownersInWords(names: readonly string[]): string {
  if (names.length === 0) return 'its owners'
  const more = names.length - namedMax
  return `${names.slice(0, namedMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function hintsOf(from: string, { hints }: Status, nameOf: (id: string) => string): Transfer[] {
  return (hints?.owed ?? []).map((owed) => ({
    kind: 'hints',
    from,
    to: nameOf(owed.owner ?? ''),
    partitions: undefined,
    keys: owed.keys ?? 0,
    ...figuresOf(owed, owed.keys ?? 0),
    waitsFor: owed.waitsFor ?? '',
  }))
}

interface Running {
  readonly runningMs?: number | null
  readonly runningKeys?: number | null
  readonly runningBytes?: number | null
}

/** Of what moves at a stretch; a node of an older build tells none of it. */
function figuresOf(
  { runningMs, runningKeys, runningBytes }: Running,
  keysLeft: number,
): Pick<Transfer, 'bytes' | 'bytesPerSecond' | 'remainingMs'> {
  const elapsedMs = runningMs ?? 0
  if (elapsedMs === 0) return { bytes: undefined, bytesPerSecond: undefined, remainingMs: undefined }
  const keys = runningKeys ?? 0
  return {
    bytes: runningBytes ?? 0,
    bytesPerSecond: (1000 * (runningBytes ?? 0)) / elapsedMs,
    remainingMs: keys > 0 ? (elapsedMs * keysLeft) / keys : undefined,
  }
}

const columns: readonly Column<Transfer>[] = [
  { title: 'what', of: ({ kind }) => kind },
  { title: 'from', of: ({ from }) => from },
  { title: 'to', of: ({ to }) => to },
  { title: 'partitions left', of: ({ partitions }) => known(partitions, count), align: 'right' },
  { title: 'keys', of: ({ keys }) => count(keys), align: 'right' },
  { title: 'bytes', of: (one) => known(one.bytes, bytes), align: 'right' },
  { title: 'a second', of: ({ bytesPerSecond }) => known(bytesPerSecond, bytes), align: 'right' },
  { title: 'time left', of: ({ remainingMs }) => known(remainingMs, duration), align: 'right' },
  { title: 'waits for', of: ({ waitsFor }) => waitsFor || '-' },
]

export function transfersAsText(transfers: readonly Transfer[]): string {
  return transfers.length === 0 ? 'nothing moves between nodes\n' : table(columns, transfers)
}

function known(value: number | undefined, show: (value: number) => string): string {
  return value === undefined ? '-' : show(value)
}
