import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import type { Line } from '../../bench/floor-report.js'

const bench = fileURLToPath(new URL('../../bench/run.js', import.meta.url))
const root = fileURLToPath(new URL('../../../', import.meta.url))

function run(...args: string[]) {
  return promisify(execFile)(process.execPath, [bench, ...args], { cwd: root, timeout: 60_000 })
}

t.test('the small form measures a cluster and the echo, one JSON line a case', async (t) => {
  const { stdout } = await run('floor', '--small', '--json')
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  t.strictSame(
    lines.map((line) => line.case),
    ['get, 3 nodes, 1024 B, 16 in flight', 'put, 3 nodes, 1024 B, 16 in flight'],
  )
  for (const line of lines) {
    t.match(line, {
      bench: 'floor',
      nodes: 3,
      replicas: 3,
      quorum: 2,
      valueBytes: 1024,
      connections: 10,
      inFlight: 16,
      durability: 'interval',
      errors: {},
      wrong: 0,
    })
    t.strictSame(line.errors, {}, 'no request fails')
    t.ok(line.opsPerSecond > 0 && line.echoPerSecond > 0)
    const ratio = line.opsPerSecond / line.echoPerSecond
    t.ok(Math.abs(line.ratioToEcho - ratio) < 0.001, 'the ratio is that of the throughputs')
    t.ok(line.p50Us > 0 && line.p50Us <= line.p99Us && line.p99Us <= line.p999Us)
    t.ok(line.serverCpuUs > 0 && line.generatorCpuUs > 0)
  }
})

t.test('wrong flags are refused in words', async (t) => {
  const refused = (args: string[]) => run(...args).then(String, (error: { stderr: string }) => error.stderr)
  t.match(await refused(['floor', '--cases', 'nothing like it']), /no case has 'nothing like it' in its name/)
  t.match(await refused(['floor', '--duration', 'x']), /--duration must be/)
  t.match(await refused(['nonsense']), /unknown command 'nonsense'/)
})
