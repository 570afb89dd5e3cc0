/**
 * Plants a bug in a copy of the compiled code, and looks for it there, in a process of its own: what is broken
 * may loop, or fall over.
 */
import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Violation } from '../../../src/simulation/index.js'
import { type PlantedBug, patched } from './bug.js'

const dist = fileURLToPath(new URL('../../../', import.meta.url))
const seedsProgram = fileURLToPath(new URL('./seeds.js', import.meta.url))

/** What one run of seeds came to; `violations` is empty where none found anything. */
export interface Found {
  readonly seed: number
  readonly violations: readonly Violation[]
}

export interface Hunt extends Found {
  readonly tookMs: number
}

/** Copies the compiled code, patches and all, to a folder of the bug's own; the folder. */
export function plant(bug: PlantedBug): string {
  const from = join(dist, 'src')
  const to = join(dist, 'planted', bug.name, 'src')
  const left = new Set(bug.patches.map(({ file }) => file))
  for (const path of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.js')) continue
    mkdirSync(dirname(join(to, path)), { recursive: true })
    const file = path.slice(0, -'.js'.length).split(sep).join('/')
    if (left.delete(file))
      writeFileSync(join(to, path), patched(readFileSync(join(from, path), 'utf8'), file, bug))
    else copyFileSync(join(from, path), join(to, path))
  }
  for (const file of left)
    throw new Error(`the planted bug '${bug.name}' patches ${file}, which is not there`)
  return to
}

/** Plants the bug and runs seeds in order, until one finds it or `toSeed` has not. */
export async function hunt(bug: PlantedBug, fromSeed: number, toSeed: number): Promise<Hunt> {
  const folder = plant(bug)
  const beganMs = performance.now()
  const wishes = JSON.stringify(bug.wishes ?? {})
  const child = spawn(process.execPath, [seedsProgram, folder, String(fromSeed), String(toSeed), wishes], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  let text = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk
  if ((await code) !== 0)
    throw new Error(`the seeds of the planted bug '${bug.name}' ended with ${await code}`)
  return { ...(JSON.parse(text) as Found), tookMs: performance.now() - beganMs }
}

/** Hunts for all of the bugs, two at a time, and tells of each as it ends. */
export async function huntAll(
  bugs: readonly PlantedBug[],
  seedsOf: (bug: PlantedBug) => readonly [number, number],
  ended: (bug: PlantedBug, hunt: Hunt) => void,
): Promise<void> {
  const left = [...bugs]
  const work = async () => {
    for (let bug = left.shift(); bug !== undefined; bug = left.shift())
      ended(bug, await hunt(bug, ...seedsOf(bug)))
  }
  await Promise.all([work(), work()])
}
