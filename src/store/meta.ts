/**
 * The two small files beside the log. STORE says whose folder this is, and is written once; CLEAN is there
 * only between a stop in good order and the next start.
 *
 * STORE is one line of JSON, for people to read too; `checksum` is the XXH32 (hexadecimal) of the line
 * without it. A folder that has segments and no STORE, or whose STORE names another format or partition
 * count, is refused rather than guessed at.
 */
import { hashText32 } from '../hash.js'
import { type Disk, readWhole, replaceWhole } from '../ports/disk.js'
import type { Random } from '../ports/random.js'
import { hex, storeIdBytes } from './segment-header.js'
import { StoreError } from './store.js'

export const storeFileName = 'STORE'
export const cleanFileName = 'CLEAN'
const format = 'gramme-store'
const version = 1

export interface StoreMeta {
  readonly storeId: Uint8Array
  readonly partitionCount: number
}

export function encodeMeta(meta: StoreMeta): Uint8Array {
  const fields = { format, version, storeId: hex(meta.storeId), partitionCount: meta.partitionCount }
  return new TextEncoder().encode(`${JSON.stringify({ ...fields, checksum: checksumOf(fields) })}\n`)
}

/** Reads STORE; throws StoreError `foreign` with the field, its value and what was expected. */
export function decodeMeta(bytes: Uint8Array, where: string): StoreMeta {
  const foreign = (message: string) => new StoreError('foreign', `${where}/${storeFileName}: ${message}`)
  let fields: Record<string, unknown>
  try {
    fields = JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new StoreError('foreign', `${where}/${storeFileName}: not a line of JSON`, { cause })
  }
  if (typeof fields !== 'object' || fields === null) throw foreign('not a JSON object')
  if (fields.format !== format) throw foreign(`format is ${fields.format}, expected ${format}`)
  if (fields.version !== version) throw foreign(`version is ${fields.version}, expected ${version}`)
  const { checksum, ...rest } = fields
  if (checksum !== checksumOf(rest)) throw foreign('damaged: its checksum does not match')
  const { storeId, partitionCount } = fields
  if (typeof storeId !== 'string' || !/^[0-9a-f]{32}$/.test(storeId)) throw foreign(`storeId is ${storeId}`)
  if (typeof partitionCount !== 'number') throw foreign(`partitionCount is ${partitionCount}`)
  const id = new Uint8Array(storeIdBytes)
  for (let index = 0; index < storeIdBytes; index += 1) {
    id[index] = Number.parseInt(storeId.slice(index * 2, index * 2 + 2), 16)
  }
  return { storeId: id, partitionCount }
}

function checksumOf(fields: object): string {
  return hashText32(JSON.stringify(fields)).toString(16).padStart(8, '0')
}

/** The STORE of the folder, undefined when there is none and no segments either. */
export async function readMeta(
  disk: Disk,
  folder: string,
  hasSegments: boolean,
): Promise<StoreMeta | undefined> {
  const bytes = await readWhole(disk, `${folder}/${storeFileName}`)
  if (bytes !== undefined) return decodeMeta(bytes, folder)
  if (!hasSegments) return undefined
  throw new StoreError('foreign', `${folder} has segments of a log, but no ${storeFileName} file`)
}

/** The STORE of the folder, made when the folder is new; throws StoreError `foreign` when it does not fit. */
export async function readOrMakeMeta(
  disk: Disk,
  folder: string,
  hasSegments: boolean,
  partitionCount: number,
  random: Random,
): Promise<StoreMeta> {
  const found = await readMeta(disk, folder, hasSegments)
  if (found === undefined) {
    const storeId = new Uint8Array(storeIdBytes)
    random.fill(storeId)
    await replaceWhole(disk, folder, storeFileName, encodeMeta({ storeId, partitionCount }))
    return { storeId, partitionCount }
  }
  if (found.partitionCount !== partitionCount) {
    throw new StoreError(
      'foreign',
      `${folder}/${storeFileName}: partitionCount is ${found.partitionCount}, expected ${partitionCount}`,
    )
  }
  return found
}
