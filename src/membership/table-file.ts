/**
 * The member table on disk, so that a node that starts again finds its cluster without its seeds (§4.8.2).
 * A small JSON file, replaced whole; an operator can read it. A damaged one is not believed and not fatal:
 * the members are heard of again from seeds. But a node that knows of nobody takes itself for the whole
 * cluster, so what may have been a disk's slip of a moment is read again before it counts as damage.
 */
import { z } from 'zod'
import { type Disk, readWhole, replaceWhole } from '../ports/disk.js'
import type { Member } from './member.js'
import { memberSchema } from './member-codec.js'

const fileName = 'members.json'
const readsMax = 3
const tableSchema = z.object({ format: z.literal(1), members: z.array(memberSchema) })

export type TableRead =
  | { readonly kind: 'read'; readonly members: Member[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly reason: string }

export async function readTable(disk: Disk, folder: string): Promise<TableRead> {
  let read = await readOnce(disk, folder)
  for (let again = 1; read.kind === 'damaged' && again < readsMax; again += 1)
    read = await readOnce(disk, folder)
  return read
}

async function readOnce(disk: Disk, folder: string): Promise<TableRead> {
  const bytes = await readWhole(disk, `${folder}/${fileName}`)
  if (bytes === undefined) return { kind: 'missing' }
  try {
    const table = tableSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    return { kind: 'read', members: table.members }
  } catch (error) {
    return { kind: 'damaged', reason: error instanceof Error ? error.message : String(error) }
  }
}

export async function writeTable(disk: Disk, folder: string, members: readonly Member[]): Promise<void> {
  const text = `${JSON.stringify({ format: 1, members }, undefined, 2)}\n`
  await replaceWhole(disk, folder, fileName, Buffer.from(text, 'utf8'))
}
