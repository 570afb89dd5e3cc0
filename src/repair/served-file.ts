/**
 * Which partitions a node serves, on disk, and by which ring and history of its members: what was served by another
 * tells nothing, since members may have changed, be it and changed back, while the node was not there to follow. Who finds no file, or a damaged one, compares
 * everything before it serves it.
 */
import { z } from 'zod'
import { type Disk, readWhole, replaceWhole } from '../ports/disk.js'

const fileName = 'served.json'
const servedSchema = z.object({
  format: z.literal(1),
  ringDigest: z.number(),
  history: z.number(),
  /** A bit for each partition, the lowest of a byte first. */
  served: z.base64(),
})

export interface Served {
  readonly ringDigest: number
  /** See unseen.ts. */
  readonly history: number
  /** A byte for each partition. */
  readonly served: Uint8Array
}

/** Undefined when there is nothing to go by. Throws DiskError. */
export async function readServed(
  disk: Disk,
  folder: string,
  partitionCount: number,
): Promise<Served | undefined> {
  const bytes = await readWhole(disk, `${folder}/${fileName}`)
  if (bytes === undefined) return undefined
  const parsed = servedSchema.safeParse(jsonOf(bytes))
  if (!parsed.success) return undefined
  const bits = Buffer.from(parsed.data.served, 'base64')
  if (bits.length !== Math.ceil(partitionCount / 8)) return undefined
  const served = Uint8Array.from({ length: partitionCount }, (_, i) => (bits[i >> 3] >> (i & 7)) & 1)
  const { ringDigest, history } = parsed.data
  return { ringDigest, history, served }
}

/** Throws DiskError. */
export async function writeServed(disk: Disk, folder: string, state: Served): Promise<void> {
  const { ringDigest, history, served } = state
  const bits = Buffer.alloc(Math.ceil(served.length / 8))
  for (const [i, bit] of served.entries()) bits[i >> 3] |= bit << (i & 7)
  const fields = { format: 1, ringDigest, history, served: bits.toString('base64') }
  const text = JSON.stringify(fields, undefined, 2)
  await replaceWhole(disk, folder, fileName, Buffer.from(`${text}\n`, 'utf8'))
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
