/** A folder for one measurement, gone when it is over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export async function inFolder<T>(parent: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(parent, 'gramme-bench-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
