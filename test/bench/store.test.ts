import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'

const bench = fileURLToPath(new URL('../../bench/run.js', import.meta.url))

interface Line {
  readonly bench: string
  readonly engine: string
  readonly durability: string
  readonly case: string
  readonly opsPerSecond?: number
  readonly openMs?: number
  readonly directoryBytesPerKey?: number
}

t.test('the small form runs every engine through every case', async (t) => {
  const { stdout } = await promisify(execFile)(process.execPath, [bench, 'store', '--small', '--json'], {
    timeout: 60_000,
  })
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  for (const engine of ['log', 'lmdb', 'leveldb']) {
    const cases = lines.filter((line) => line.engine === engine)
    for (const name of ['put', 'get']) {
      const done = cases.filter((line) => line.case === name)
      t.strictSame(new Set(done.map(({ durability }) => durability)), new Set(['always', 'os']), engine)
      for (const { opsPerSecond } of done) t.ok((opsPerSecond ?? 0) > 0)
    }
    t.ok(cases.some((line) => line.case === 'open' && (line.openMs ?? 0) > 0))
  }
  t.ok(lines.some((line) => line.engine === 'log' && (line.directoryBytesPerKey ?? 0) > 0))
})
