/** `gramme plan`: a file is read and a forecast told, for people and for machines. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { gramme, temporaryFolder } from './processes.js'

const enough = `
nodes:
  - { type: small, count: 6, cores: 2, memory: 16 GiB, disk: 500 GiB, network: 1 Gbit/s, zones: [a, b, c] }
data: { keys: 100 million, valueBytes: 1 KiB, growthPerMonth: 0.05 }
load: { requestsPerSecond: 20000, reads: 0.8, growthPerMonth: 0.03 }
`

t.test('a plan is told as text and as JSON, and the exit code says whether it is enough', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'plan.yaml')
  writeFileSync(file, enough)
  const text = await gramme(['plan', file, '--requests', '2000'])
  t.match(text, { code: 0, stdout: /The plan is enough for its goals/, stderr: '' })
  t.match(text.stdout, /1 node down: small-00\d/)
  t.match(text.stdout, /How far to believe this: \d+ clusters were planned and then measured/)
  const { ring, outlooks, responses, isEnough, verdict } = JSON.parse(
    (await gramme(['plan', file, '--json', '--requests', '2000'])).stdout,
  )
  t.equal(isEnough, true)
  t.equal(verdict, 'enough')
  // Three times the slowest that is planned: more than plans are usually off by, less than nine of ten were.
  const slowestMs = Math.max(
    ...responses.map(({ atLoad }: { atLoad: { all: { p999Ms: number } } }) => atLoad.all.p999Ms),
  )
  writeFileSync(file, `${enough}goals: { p999Ms: ${3 * slowestMs} }\n`)
  const unsure = await gramme(['plan', file, '--json', '--requests', '2000'])
  t.equal(unsure.code, 1, 'what is unsure is not enough for a script')
  t.match(JSON.parse(unsure.stdout), { verdict: 'unsure', isEnough: false })
  t.equal(ring.nodes.length, 6)
  t.equal(outlooks.length, 2)
  t.strictSame(
    responses.map(({ failure }: { failure: string }) => failure.replace(/:.*/, '')),
    ['all well', '1 node down', 'all well, in 12 months'],
  )
  for (const { atLoad, saturationPerSecond } of responses) {
    t.ok(saturationPerSecond > 20_000 && atLoad.all.p999Ms >= atLoad.all.p50Ms)
  }
  writeFileSync(file, enough.replace('20000', '2 million'))
  t.match(await gramme(['plan', file, '--requests', '0']), {
    code: 1,
    stdout: /The plan is NOT enough for its goals/,
  })
})

t.test('a file that cannot be read, or says what cannot be', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'plan.yaml')
  t.match(await gramme(['plan', file]), { code: 2, stderr: /cannot read/ })
  writeFileSync(file, 'nodes: [')
  t.match(await gramme(['plan', file]), { code: 2, stderr: /is not YAML/ })
  writeFileSync(file, enough.replace('16 GiB', 'lots'))
  t.match(await gramme(['plan', file]), { code: 2, stderr: /nodes\.0\.memory is "lots"/ })
  writeFileSync(file, enough)
  t.match(await gramme(['plan', file, '--calibration', file]), { code: 2, stderr: /format/ })
})
