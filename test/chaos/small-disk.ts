/** A disk that can be filled: a small tmpfs. Within a sandbox only, so that the mount is nobody else's. */
import { execFile } from 'node:child_process'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const sizeBytes = 256 * 1024 * 1024

export class SmallDisk {
  private constructor(readonly folder: string) {}

  /** Throws where the machine does not allow it. */
  static async mount(folder: string): Promise<SmallDisk> {
    await mkdir(folder)
    await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'gramme-chaos', folder])
    return new SmallDisk(folder)
  }

  /** Not a byte is free. */
  async fill(): Promise<void> {
    const file = await open(this.#filler, 'w')
    try {
      for (const pieceBytes of [1024 * 1024, 4096]) {
        const piece = Buffer.alloc(pieceBytes)
        while (await wrote(file.write(piece)));
      }
    } finally {
      await file.close()
    }
  }

  free(): Promise<void> {
    return rm(this.#filler)
  }

  async unmount(): Promise<void> {
    await run('umount', [this.folder])
  }

  get #filler(): string {
    return join(this.folder, 'filler')
  }
}

async function wrote(writing: Promise<{ bytesWritten: number }>): Promise<boolean> {
  try {
    return (await writing).bytesWritten > 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
    throw error
  }
}
