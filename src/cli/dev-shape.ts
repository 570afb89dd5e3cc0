/**
 * What a local cluster is made of, and that it stays so: its data lies where the ring put it, and until a
 * cluster can be changed while it runs, the same folder must be started with the same ring. So the folder
 * remembers its shape; flags left out mean "as it was", and flags that contradict it are refused.
 */
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { replaceWhole } from '../ports/disk.js'
import { systemDisk } from '../runtime/disk.js'
import { CommandError, UsageError } from './exit.js'

const fileName = 'cluster.json'

const shapeSchema = z.object({
  format: z.literal(1),
  cluster: z.string(),
  nodes: z.number().int().min(1),
  n: z.number().int(),
  partitions: z.number().int(),
  weights: z.array(z.number()),
  zones: z.array(z.string()),
  /** May be another at each start. */
  durability: z.enum(['always', 'interval', 'os']).default('interval'),
})

export type Shape = z.output<typeof shapeSchema>

/** As given on the command line; what is left out is undefined. */
export interface ShapeFlags {
  readonly cluster?: string
  readonly nodes?: number
  readonly n?: number
  readonly partitions?: number
  readonly weights?: number[]
  readonly zones?: string[]
  readonly durability?: 'always' | 'interval' | 'os'
}

/** The shape that the folder has, or that a new one shall have. Throws UsageError and CommandError. */
export function shapeOf(folder: string, flags: ShapeFlags): Shape {
  const kept = read(folder)
  if (kept === undefined) return newShape({ cluster: nameFor(folder), ...flags })
  const wanted = newShape({
    ...kept,
    ...flags,
    ...(flags.nodes !== undefined && flags.nodes !== kept.nodes && onlyGiven(flags)),
  })
  const changed = (['cluster', 'nodes', 'n', 'partitions', 'weights', 'zones'] as const).filter(
    (name) => flags[name] !== undefined && String(wanted[name]) !== String(kept[name]),
  )
  if (changed.length === 0) return { ...kept, durability: wanted.durability }
  const faults = changed.map((name) => `--${name} ${kept[name]}, not ${wanted[name]}`)
  throw new UsageError(
    `${folder} holds the data of a cluster made with ${faults.join(' and ')}: start it so, or name another folder with --data`,
  )
}

/** A different number of nodes has no use for the weights and zones of the old ones. */
function onlyGiven({ weights, zones }: ShapeFlags): Pick<ShapeFlags, 'weights' | 'zones'> {
  return { weights: weights ?? [], zones: zones ?? [] }
}

/** Each folder's cluster has a name of its own: nodes of two that meet on one port must not take each other in. */
function nameFor(folder: string): string {
  return `gramme-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 6)}`
}

function newShape(flags: ShapeFlags): Shape {
  const { cluster = 'gramme', durability = 'interval', partitions = 1024, weights = [], zones = [] } = flags
  const nodes = flags.nodes ?? Math.max(weights.length, zones.length, 0)
  const total = nodes === 0 ? 3 : nodes
  return {
    format: 1,
    cluster,
    nodes: total,
    n: flags.n ?? Math.min(3, total),
    partitions,
    weights: oneEach('weights', weights, total) ?? Array.from({ length: total }, () => 1),
    zones: oneEach('zones', zones, total) ?? Array.from({ length: total }, () => ''),
    durability,
  }
}

function oneEach<T>(name: string, values: readonly T[], nodes: number): T[] | undefined {
  if (values.length === 0) return undefined
  if (values.length === nodes) return [...values]
  throw new UsageError(
    `--${name} is for ${values.length} nodes, and the cluster has ${nodes}: give one for each`,
  )
}

/** Makes the folder, and makes sure that it can be written. Throws CommandError. */
export async function prepareFolder(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${process.pid}`)
  try {
    await systemDisk().makeFolder(folder)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw new CommandError(`the data folder ${folder} cannot be written: ${(error as Error).message}`)
  }
}

/** Called when the nodes serve: from then on there is data to be true to. */
export function keepShape(folder: string, shape: Shape): Promise<void> {
  const text = `${JSON.stringify(shape, undefined, 2)}\n`
  return replaceWhole(systemDisk(), folder, fileName, Buffer.from(text, 'utf8'))
}

function read(folder: string): Shape | undefined {
  const path = join(folder, fileName)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // A folder that cannot be is told of when it is to be written.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`)
  }
  try {
    return shapeSchema.parse(JSON.parse(text))
  } catch {
    throw new CommandError(`${path} is damaged, or not of this version`)
  }
}
