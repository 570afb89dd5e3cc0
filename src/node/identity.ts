/**
 * Who this node is, kept with its data: a random id that no other node has, and the cluster that the data
 * belongs to. A folder of another cluster, or of one cut into other partitions, is refused: its keys would
 * lie in the wrong places.
 */
import { z } from 'zod'
import { GrammeError } from '../errors.js'
import { nodeIdPattern } from '../membership/member-codec.js'
import { type Disk, readWhole, replaceWhole } from '../ports/disk.js'
import type { Random } from '../ports/random.js'

const fileName = 'node.json'

const identitySchema = z.object({
  format: z.literal(1),
  id: z.string().regex(nodeIdPattern),
  cluster: z.string(),
  partitionCount: z.number(),
  replicaCount: z.number(),
})

export interface ClusterShape {
  readonly cluster: string
  readonly partitionCount: number
  readonly replicaCount: number
}

/**
 * The node's id: the one in the folder, or a new one, written there, unless the folder `hasData` already.
 * Throws GrammeError BAD_ARGUMENT.
 */
export async function openIdentity(
  disk: Disk,
  folder: string,
  random: Random,
  shape: ClusterShape,
  hasData: boolean,
): Promise<string> {
  // A process that was killed here may have renamed what is found, and not synced that: whoever goes by a file that a power
  // loss still takes away is another node after it, or none. So it is with the member table, and with what is served.
  await disk.syncFolder(folder)
  const bytes = await readWhole(disk, `${folder}/${fileName}`)
  if (bytes === undefined) {
    if (!hasData) return makeIdentity(disk, folder, random, shape)
    throw new GrammeError('BAD_ARGUMENT', `${folder}/${fileName} is missing, and there is data of some node`)
  }
  const identity = parse(bytes, folder)
  for (const field of ['cluster', 'partitionCount', 'replicaCount'] as const) {
    if (identity[field] === shape[field]) continue
    const message = `${folder} holds data with ${field} ${identity[field]}, and cannot be served with ${field} ${shape[field]}`
    throw new GrammeError('BAD_ARGUMENT', message)
  }
  return identity.id
}

async function makeIdentity(
  disk: Disk,
  folder: string,
  random: Random,
  shape: ClusterShape,
): Promise<string> {
  const bytes = new Uint8Array(6)
  random.fill(bytes)
  const id = Buffer.from(bytes).toString('hex')
  const { cluster, partitionCount, replicaCount } = shape
  const text = JSON.stringify({ format: 1, id, cluster, partitionCount, replicaCount }, undefined, 2)
  await replaceWhole(disk, folder, fileName, Buffer.from(`${text}\n`, 'utf8'))
  return id
}

/** A damaged identity is fatal: with another id the node would be another, and its data nobody's. */
function parse(bytes: Uint8Array, folder: string): z.output<typeof identitySchema> {
  try {
    return identitySchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch (cause) {
    throw new GrammeError('BAD_ARGUMENT', `${folder}/${fileName} is damaged, or not of this version`, {
      cause,
    })
  }
}
