/**
 * A bench of a single part in its small form, as a program: what it prints, a line of JSON each. Tests look at what is
 * there and at what failed, and never at times: this machine may be busy, and they run for less than a second.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const bench = fileURLToPath(new URL('../../bench/run.js', import.meta.url))

export async function smallLines<Line>(name: string): Promise<Line[]> {
  const args = [bench, name, '--small', '--json']
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 })
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

/** What the bench says to these flags on its way out; empty: nothing was wrong. */
export function told(...flags: string[]): Promise<string> {
  return promisify(execFile)(process.execPath, [bench, ...flags], { timeout: 60_000 }).then(
    () => '',
    ({ stderr }: { stderr: string }) => stderr,
  )
}
