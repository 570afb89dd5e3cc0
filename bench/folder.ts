/** A folder for one measurement, gone when it is over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export async function inFolder(parent: string, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(parent, 'gramme-bench-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
