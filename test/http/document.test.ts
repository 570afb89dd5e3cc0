/** The examples of docs/http.md, run as they stand there. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { root } from '../cli/processes.js'
import { serveHttp } from './rig.js'

const examples = [...readFileSync(join(root, 'docs', 'http.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)]

t.test('each example of docs/http.md has the status that it says', async (t) => {
  const { base } = await serveHttp(t)
  const lines = examples.flatMap(([, block]) => block.trim().split('\n'))
  const expected = lines.flatMap((line) => /^curl .*# (\d{3})$/.exec(line)?.[1] ?? [])
  t.ok(expected.length > 20, `${expected.length} examples`)
  t.equal(expected.length, lines.filter((line) => line.startsWith('curl ')).length, 'each says what comes')
  const script = lines
    .map((line) => line.replace(/^curl /, `curl -sS -o /dev/null -w '%{http_code}\\n' `))
    .join('\n')
    .replaceAll('http://127.0.0.1:8401', base)
  const { stdout } = await promisify(execFile)('bash', ['-euc', script])
  const seen = stdout.trim().split('\n')
  const curls = lines.filter((line) => line.startsWith('curl '))
  curls.forEach((line, index) => {
    t.equal(seen[index], expected[index], line)
  })
})
