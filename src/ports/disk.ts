/**
 * A file system, as the core sees it: files that are written at positions, made durable by `sync`, and whose
 * names are made durable by `syncFolder`. What was written and not synced may be lost, or torn, by a power
 * loss; a killed process loses none of it.
 *
 * Paths use '/', and are relative to whatever root the implementation was made with, or absolute.
 * Every failure is a DiskError, whose `kind` says what a caller can do about it.
 */
export interface Disk {
  /** `read`: must exist. `write`: readable and writable, made when missing, never truncated by opening. */
  open(path: string, mode: 'read' | 'write'): Promise<DiskFile>
  /** Names of the entries of a folder, sorted. A missing folder is a DiskError of kind `missing`. */
  list(folder: string): Promise<string[]>
  /** Makes the folder and its parents, which stay; harmless when it exists. */
  makeFolder(folder: string): Promise<void>
  /** Atomic; replaces `to` when it exists. Durable after `syncFolder`. */
  rename(from: string, to: string): Promise<void>
  /** Removes one file. A missing one is a DiskError of kind `missing`. */
  remove(path: string): Promise<void>
  /** Makes the names in this folder durable (creations, renames, removals). */
  syncFolder(folder: string): Promise<void>
  /** Bytes that can still be written where `folder` lies. */
  freeBytes(folder: string): Promise<number>
  /**
   * Takes the folder for this process until released or until the process ends, however it ends.
   * A folder that a live process holds is a DiskError of kind `locked`, whose message names the holder.
   */
  lock(folder: string): Promise<DiskLock>
}

export interface DiskFile {
  /** Fills `target` from `position` as far as the file goes; the number of bytes read (0 at the end). */
  read(target: Uint8Array, position: number): Promise<number>
  /** Writes all chunks in order from `position`, or fails; after a failure any part may have been written. */
  write(chunks: readonly Uint8Array[], position: number): Promise<void>
  /** Makes the file's bytes and length durable (fdatasync). After a failure nothing is known to be durable. */
  sync(): Promise<void>
  /** Cuts or extends (with zeros) the file to `length` bytes. */
  truncate(length: number): Promise<void>
  /** The file's length in bytes. */
  size(): Promise<number>
  /** Harmless when closed already. */
  close(): Promise<void>
}

export interface DiskLock {
  release(): Promise<void>
}

export type DiskErrorKind = 'full' | 'missing' | 'denied' | 'locked' | 'io'

export class DiskError extends Error {
  override readonly name = 'DiskError'
  constructor(
    readonly kind: DiskErrorKind,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}

/** The whole content of a small file, or undefined when there is none. */
export async function readWhole(disk: Disk, path: string): Promise<Uint8Array | undefined> {
  let file: DiskFile
  try {
    file = await disk.open(path, 'read')
  } catch (error) {
    if (error instanceof DiskError && error.kind === 'missing') return undefined
    throw error
  }
  try {
    const bytes = new Uint8Array(await file.size())
    let filled = 0
    while (filled < bytes.length) {
      const count = await file.read(bytes.subarray(filled), filled)
      if (count === 0) break
      filled += count
    }
    return bytes.subarray(0, filled)
  } finally {
    await file.close()
  }
}

/** Replaces a small file so that, whatever stops us, either its old or its new content is there, whole. */
export async function replaceWhole(
  disk: Disk,
  folder: string,
  fileName: string,
  bytes: Uint8Array,
): Promise<void> {
  const temporary = `${folder}/${fileName}.new`
  const file = await disk.open(temporary, 'write')
  try {
    await file.truncate(0)
    await file.write([bytes], 0)
    await file.sync()
  } finally {
    await file.close()
  }
  await disk.rename(temporary, `${folder}/${fileName}`)
  await disk.syncFolder(folder)
}
