/** `gramme simulate`: one seed, many, a plan; what is refused; what is said of a run that fails. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import t from 'tap'
import { UsageError } from '../../src/cli/exit.js'
import { failureJson, failureText } from '../../src/cli/simulate-failure.js'
import { addOptions, checkFlags, replayCommand } from '../../src/cli/simulate-options.js'
import { sweepJson, sweepText } from '../../src/cli/simulate-report.js'
import { sweep } from '../../src/cli/simulate-sweep.js'
import { faultDescriptions } from '../../src/simulation/fault-descriptions.js'
import { faultKinds } from '../../src/simulation/fault-model.js'
import { planFromText, planToText, type SimulationOutcome } from '../../src/simulation/index.js'
import { drawPlan } from '../../src/simulation/plan/draw.js'
import { TestTrace } from '../simulation/report/traces.js'
import { gramme, Running, temporaryFolder } from './processes.js'

/** Small, so that a run takes a fraction of a second. */
const shape = ['--nodes', '2', '--n', '2', '--r', '1', '--w', '2', '--clients', '2', '--partitions', '4']
const tiny = [...shape, '--duration', '0.2', '--rate', '50', '--keys', '3', '--value-bytes', '100']

t.test('one seed', async (t) => {
  const cwd = temporaryFolder(t)
  const words = ['simulate', '--seed', '7', ...tiny, '--faults', 'crash,cut']
  const first = await gramme([...words, '--json', '--verify'], { cwd })
  t.match(first, { code: 0, stderr: '' })
  const run = JSON.parse(first.stdout)
  t.match(run, {
    seed: 7,
    passed: true,
    violations: [],
    hash: /^[0-9a-f]{8}$/,
    shape: { nodes: 2, n: 2, r: 1, w: 2, clients: 2, partitions: 4 },
    planned: { durationMs: 200 },
  })
  t.equal(run.hashAgain, run.hash, 'it repeats')
  t.ok(run.counts.gets > 0 && run.events > 0)

  const page = join(cwd, 'run.html')
  const text = await gramme([...words, '--timeline', page, '--story'], { cwd })
  t.match(text, { code: 0, stderr: '' })
  t.match(text.stdout, new RegExp(`event hash +${run.hash}\\n`), 'the same run again, traced')
  t.match(text.stdout, /cluster +2 nodes, 2 clients, 4 partitions; N=2, R=1, W=2\n/)
  t.match(text.stdout, /phase: faults[\s\S]*fault 1 [\s\S]*phase: stopping/, 'the story')
  t.notMatch(text.stdout, / sends /)
  t.match(text.stdout, /PASSED\n$/)
  t.match(readFileSync(page, 'utf8'), /<title>Gramme simulation, seed 7<\/title>[\s\S]*PASSED/)
  t.match((await gramme([...words, '--story', '--messages'], { cwd })).stdout, / sends GET /)
  t.match(await gramme([...words, '--timeline', join(cwd, 'no', 'page.html')], { cwd }), {
    code: 1,
    stdout: /PASSED/,
    stderr: /^gramme: --timeline is .*page\.html, which cannot be written: ENOENT.*\n$/,
  })
})

t.test('a plan is played again, and a plan that is none is refused', async (t) => {
  const cwd = temporaryFolder(t)
  const plan = drawPlan(11, { nodes: 2, n: 1, clients: 1, durationMs: 200, faults: ['pause'], keys: 2 })
  writeFileSync(join(cwd, 'plan.json'), planToText({ ...plan, version: '0.0.1' }))
  const words = ['simulate', '--plan', 'plan.json', '--json']
  const played = await gramme(words, { cwd })
  t.match(played, { code: 0, stderr: /made by gramme 0\.0\.1/ })
  const run = JSON.parse(played.stdout)
  t.match(run, { seed: 11, passed: true, planned: { requests: plan.operations.length, faults: 1 } })
  t.equal(JSON.parse((await gramme(words, { cwd })).stdout).hash, run.hash)

  writeFileSync(join(cwd, 'bad.json'), planToText({ ...plan, durationMs: -1 }))
  const told = (file: string, ...more: string[]) =>
    gramme(['simulate', '--plan', file, ...more], { cwd }).then(({ code, stderr }) => ({ code, stderr }))
  t.match(await told('bad.json'), { code: 2, stderr: /durationMs is -1/ })
  t.match(await told('none.json'), { code: 2, stderr: /--plan is none\.json, which cannot be read/ })
  t.match(await told('plan.json', '--n', '2'), { code: 2, stderr: /--n cannot go with --plan/ })
  t.match(await told('plan.json', '--seeds', '2'), { code: 2, stderr: /--seeds cannot go with --plan/ })
  t.match(await told('plan.json', '--save', './plan.json'), { code: 2, stderr: /name another file/ })
  t.match(await told('plan.json', '--minimise', '3'), { code: 2, stderr: /needs --save/ })
})

t.test('what makes no sense is refused by the name of its flag', async (t) => {
  const refused: [string, RegExp][] = [
    ['--nodes 99', /'--nodes <COUNT>' argument '99' is invalid\. .* from 1 to 50/],
    ['--seed x', /--seed/],
    ['--seed 4294967296', /from 0 to 4294967295/],
    [
      '--faults crash,fire',
      /There is no 'fire'\. It must be none, all, or some of delay, .*, replace, return, leave, reweight\./,
    ],
    ['--partitions 100', /power of two from 1 to 65536/],
    ['--weights 1,1000', /from 0\.01 to 100/],
    ['--durability never', /one of always, interval, os/],
    ['--coordination both', /one of client, server/],
    ['--duration 0', /--duration.*from 0\.001 to 86400/],
    ['--nodes 2 --n 3', /--n is 3: must not be over --nodes 2/],
    ['--n 2 --r 3', /--r is 3: must not be over --n 2/],
    ['--nodes 2 --w 3', /--w is 3: must not be over --nodes 2/],
    ['--duration 80000', /--duration 80000.*over 2000000 requests/],
    ['--duration 100 --rate 50000', /--duration 100 with --rate 50000/],
    ['--seed 1 --seeds 2', /--seed is one run/],
    ['--from 1', /--from must go with --seeds or --minutes/],
    ['--seeds 2 --from 4294967295', /--from and --seeds end at 4294967296/],
    ['--json --story', /--story .* does not go with --json/],
    ['--messages', /--messages must go with --story/],
  ]
  for (const [words, message] of refused) t.match(refusal(words.split(' ')), message, words)
  t.equal(refusal(['--nodes', '3', '--n', '3', '--r', '2', '--faults', 'none']), 'accepted')
  t.match(await gramme(['simulate', '--nodes', '99']), { code: 2, stdout: '', stderr: refused[0][1] })
  t.match(await gramme(['simulate', '--from', '1']), { code: 2, stdout: '', stderr: /^gramme: --from must/ })
})

/** What is said of options that are wrong. */
function refusal(words: readonly string[]): string {
  const command = addOptions(new Command('simulate'))
    .exitOverride()
    .configureOutput({ writeErr() {} })
  try {
    command.parse(words, { from: 'user' })
    checkFlags(command.opts())
  } catch (error) {
    if (error instanceof CommanderError || error instanceof UsageError) return error.message
    throw error
  }
  return 'accepted'
}

t.test('the kinds of faults are listed', async (t) => {
  const { stdout, code } = await gramme(['simulate', '--list-faults'])
  t.equal(code, 0)
  t.same(
    stdout.trimEnd().split('\n'),
    faultKinds.map((kind) => `${kind.padEnd(21)}${faultDescriptions[kind]}`),
  )
})

t.test('many seeds', async (t) => {
  const cwd = temporaryFolder(t)
  const words = ['simulate', '--seeds', '10', '--from', '50', ...tiny, '--verify']
  const swept = await gramme([...words, '--json'], { cwd })
  t.match(swept, { code: 0, stderr: /^gramme: from seed 50, 10 seeds\n/ })
  const totals = JSON.parse(swept.stdout)
  t.match(totals, { from: 50, seeds: 10, passed: true, failed: [], notEnded: [], isInterrupted: false })
  t.ok(totals.counts.gets > 10 && totals.simulatedMs > 2000 && totals.threads >= 1)

  const alone = JSON.parse((await gramme(['simulate', '--seed', '50', ...tiny, '--json'], { cwd })).stdout)
  const only = await gramme(['simulate', '--seeds', '1', '--from', '50', ...tiny, '--json'], { cwd })
  t.equal(JSON.parse(only.stdout).events, alone.events, 'in a thread it goes as in the process')

  const timed = await gramme(['simulate', '--minutes', '0.02', ...tiny, '--threads', '1'], { cwd })
  t.match(timed, { code: 0, stdout: /on 1 thread\n[\s\S]*PASSED: \d+ seeds?\n$/ })
  t.match(timed.stderr, /^gramme: from seed \d+, at most 1s\n/)
  t.notOk(existsSync(join(cwd, 'gramme-simulate-50.json')), 'who passes leaves no file')
})

t.test('a sweep that is interrupted says how far it came', async (t) => {
  const running = new Running(t, ['simulate', '--seeds', '1000000', ...tiny, '--json'])
  await running.printed(/simulating: [1-9]/)
  running.signal('SIGINT')
  t.same(await running.ended, { code: 130, signal: null })
  const totals = JSON.parse(/^\{.*\}$/m.exec(running.text)?.[0] ?? '')
  t.ok(totals.isInterrupted && totals.seeds > 0)
})

t.test('a sweep ends after so many failures, each of which is a seed', async (t) => {
  // No plan breaks a promise by itself; options that are refused end a run as well.
  const totals = await sweep({
    from: 3,
    seeds: 50,
    timeMs: undefined,
    failuresMax: 2,
    threads: 1,
    wishes: { nodes: 0 },
    isVerified: false,
    interrupted: new AbortController().signal,
  })
  t.same(
    totals.failed.map(({ seed }) => seed),
    [3, 4],
  )
  const replay = (seed: number) => replayCommand({ nodes: 3, faults: [] }, seed)
  t.match(sweepText(totals, replay), /failed seed +first violation\n +3 +the thread .*nodes is 0/)
  t.match(sweepText(totals, replay), '\nnpx gramme simulate --seed 3 --nodes 3 --faults none\n')
  t.match(sweepJson(totals, replay, new Map([[4, { planFile: 'four.json' }]])), {
    passed: false,
    failed: [
      { seed: 3, violations: [], reason: /nodes is 0/, replay: replay(3) },
      { seed: 4, planFile: 'four.json' },
    ],
  })
})

t.test('the command that replays has every option that counts', async (t) => {
  const flags = { seeds: 9, nodes: 3, weights: [1, 2.5], duration: 1.5, valueBytes: 10, json: true }
  t.equal(
    replayCommand({ ...flags, faults: ['crash', 'cut'] }, 5),
    'npx gramme simulate --seed 5 --nodes 3 --weights 1,2.5 --duration 1.5 --value-bytes 10 --faults crash,cut',
  )
  t.equal(replayCommand({ faults: [...faultKinds] }, 5), 'npx gramme simulate --seed 5 --faults all')
  t.equal(replayCommand({ plan: "it's a plan.json" }, 5), `npx gramme simulate --plan 'it'\\''s a plan.json'`)
})

t.test('a failure is told with its shortest plan and its story', async (t) => {
  const plan = drawPlan(5, { nodes: 3, n: 3, clients: 2, durationMs: 4000, faults: ['crash', 'partition'] })
  const [crash] = plan.faults.filter(({ kind }) => kind === 'crash')
  const puts = plan.operations.filter(({ kind }) => kind === 'put')
  const shortest = { ...plan, durationMs: 900, faults: [crash], operations: puts.slice(0, 2) }
  const made = new TestTrace()
  made.at(0).phase('forming')
  made.at(0).process('node-1', 'started')
  made.at(100).phase('faults')
  made.put('client-1', 'key 1', 'of the story', 150, 160)
  for (let i = 0; i < 100; i += 1) made.at(200 + i).process('node-1', i % 2 === 0 ? 'paused' : 'resumed')
  made.violation(900, 'it was lost', 'key 1')
  const violation = {
    kind: 'acknowledged-write-lost',
    message: 'it was\nlost',
    atMs: 1234.5,
    key: 'key 1',
  } as const
  const outcome: SimulationOutcome = {
    seed: 5,
    version: plan.version,
    passed: false,
    violations: Array.from({ length: 7 }, () => violation),
    hash: '01234567',
    events: 10,
    simulatedMs: 5000,
    tookMs: 100,
    counts: {},
    failures: {},
    faults: {},
    plan,
    minimal: { plan: shortest, violations: [violation], attempts: 42, isComplete: false },
    trace: made.trace,
  }
  const replay = replayCommand({}, 5)
  const failure = { outcome, replay, planFile: 'a b.json', timelineFile: 'page.html' }
  const told = failureText(failure)
  t.match(told, /^seed 5 FAILED: promises were broken\n/)
  t.match(told, "acknowledged-write-lost at 1,234.5 ms, key 'key 1': it was\\nlost\n", 'one line each')
  t.match(told, '  and 2 more\n')
  t.match(told, `replay    npx gramme simulate --seed 5  (gramme ${plan.version})\n`)
  t.match(told.replace(/\n +/g, ' '), `1 fault of ${plan.faults.length} and 2 requests of`)
  t.match(told.replace(/\n +/g, ' '), /42 attempts, the time was up .*; it ends with acknowledged-write-lost/)
  t.match(told, "saved     a b.json; to play it: npx gramme simulate --plan 'a b.json'\n")
  t.match(told, 'timeline  page.html\n')
  t.match(told, `${(crash.atMs + 100).toFixed(3)}  crash for `, 'times are those of the story')
  t.match(
    told,
    new RegExp(`request ${puts[0].id}: put 'key \\d+' by client-\\d, [\\d,]+ bytes?, (with|blind)`),
  )
  t.match(told, /lines left out[\s\S]*VIOLATION/)
  t.notMatch(told, /forming/, 'the story begins with the faults')
  t.notMatch(failureText(failure, 'all'), /left out/)
  t.match(failureText(failure, 'all'), /forming/)
  t.match(failureJson(failure), { replay, planFile: 'a b.json', minimal: { attempts: 42 } })
  t.same(planFromText(planToText(shortest)), shortest, 'and can be saved')

  const bare = failureText({
    outcome: { ...outcome, minimal: undefined, violations: [violation] },
    replay,
    planFile: undefined,
    timelineFile: undefined,
  })
  t.match(bare, /^seed 5 FAILED: a promise was broken\n/)
  t.notMatch(bare, /shortest|saved|are left/)
})
