/**
 * How far a load has come, in a file, so that it can be gone on with. It belongs to one file as it was, one
 * key column, and one cluster with its data: if any of them is another, the load begins again.
 *
 * Invariant: every row up to `rowsDone` has been acknowledged by the cluster, or is among `failedRows`.
 */
import { createHash } from 'node:crypto'
import { accessSync, constants, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'

const stateSchema = z.object({
  format: z.literal(1),
  source: z.object({
    bytes: z.number(),
    modifiedMs: z.number(),
    keyColumn: z.string(),
    cluster: z.string(),
    /** Ids of the members: other ids mean other data folders, without what was loaded. */
    members: z.array(z.string()),
  }),
  rowsDone: z.number().int().min(0),
  failedRows: z.array(z.number().int()),
})

export type LoadState = z.output<typeof stateSchema>
export type LoadSource = LoadState['source']

/** Beside the file; where that folder is not ours to write, in the system's folder for temporary files. */
export function defaultStatePath(file: string): string {
  const path = resolve(file)
  try {
    accessSync(dirname(path), constants.W_OK)
    return `${file}.load-state.json`
  } catch {
    const name = createHash('sha256').update(path).digest('hex').slice(0, 12)
    return join(tmpdir(), `${basename(path)}.${name}.load-state.json`)
  }
}

export function sourceOf(
  file: string,
  keyColumn: string,
  cluster: string,
  members: readonly string[],
): LoadSource {
  const { size, mtimeMs } = statSync(file)
  return { bytes: size, modifiedMs: mtimeMs, keyColumn, cluster, members: [...members].sort() }
}

/** The state to go on from; undefined to begin. */
export function readState(path: string, source: LoadSource): LoadState | undefined {
  let state: LoadState
  try {
    state = stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
  return JSON.stringify(state.source) === JSON.stringify(source) ? state : undefined
}

/** Throws what the file system throws. */
export function writeState(path: string, state: LoadState): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(state)}\n`)
  renameSync(`${path}.new`, path)
}

export function removeState(path: string): void {
  rmSync(path, { force: true })
}
