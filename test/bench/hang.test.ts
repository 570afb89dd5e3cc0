import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'

const bench = fileURLToPath(new URL('../../bench/run.js', import.meta.url))

t.test('a short run goes through every phase, both ways', async (t) => {
  const args = [bench, 'hang', '--json', '--seconds', '1', '--rate', '50']
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 })
  const lines = stdout
    .trim()
    .split('\n')
    .map(
      (line) => JSON.parse(line) as { coordination: string; phase: string; requests: number; failed: number },
    )
  t.strictSame(
    lines.map(({ coordination, phase }) => `${coordination} ${phase}`),
    ['client', 'server'].flatMap((way) =>
      ['before', 'first second', 'hung', 'after'].map((phase) => `${way} ${phase}`),
    ),
  )
  for (const { requests, failed } of lines) t.ok(requests + failed > 10 && failed === 0)
})
