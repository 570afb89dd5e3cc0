import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'

const bench = fileURLToPath(new URL('../../bench/run.js', import.meta.url))

interface Line {
  readonly situation: string
  readonly members: number
  readonly rounds: { readonly mean: number; readonly max: number }
  readonly bytes: { readonly mean: number; readonly max: number }
}

t.test('a small cluster is measured in every situation, and the same way each time', async (t) => {
  const args = [bench, 'gossip', '--members', '5,8', '--seeds', '2', '--json']
  const run = async () => (await promisify(execFile)(process.execPath, args, { timeout: 60_000 })).stdout
  const stdout = await run()
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  t.strictSame(
    lines.map(({ situation, members }) => `${situation} ${members}`),
    ['no news', 'one change', 'ten at once', 'a newcomer'].flatMap((situation) =>
      [5, 8].map((members) => `${situation} ${members}`),
    ),
  )
  for (const { rounds, bytes } of lines)
    t.ok(rounds.mean <= rounds.max && bytes.mean > 0 && bytes.mean < bytes.max)
  t.equal(await run(), stdout)
})
