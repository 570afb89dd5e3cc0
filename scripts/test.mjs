// `npm test`: makes the checkout ready, runs the tests, and ends with the line `N passed, N failed`.
//
//   npm test                      all tests
//   npm test -- ring store/log    those whose path holds one of these words
//
// Each file is a program of its own that says in TAP what it found, two at a time.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root, setup } from './setup.mjs'

setup()
const { Parser } = await import('tap-parser')
const { stringify } = await import('yaml')

const jobs = 2
/** What tap gives a file, in seconds, unless the file says otherwise or the environment does. */
const timeoutSeconds = process.env.TAP_TIMEOUT ?? '120'
/** A file that is still there after so long did not end by its own timeout. */
const killAfterMs = 600_000

const words = process.argv.slice(2)
const folder = join('dist', 'test')
const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .map((file) => join(folder, file))
  .filter((file) => words.length === 0 || words.some((word) => relative(folder, file).includes(word)))
  .sort()
if (files.length === 0) console.error(`gramme: no test's path holds ${words.join(' or ')}`)

const running = new Set()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of running) child.kill('SIGKILL')
    process.exit(1)
  })
}

const total = { pass: 0, fail: 0 }
const left = [...files]
await Promise.all(Array.from({ length: jobs }, work))
console.log(`${total.pass} passed, ${total.fail} failed`)
process.exit(total.pass > 0 && total.fail === 0 ? 0 : 1)

async function work() {
  for (let file = left.shift(); file !== undefined; file = left.shift()) {
    const beganMs = performance.now()
    const { pass, fail } = await runFile(file)
    total.pass += pass
    total.fail += fail
    const seconds = ((performance.now() - beganMs) / 1000).toFixed(1)
    console.log(`${fail === 0 ? 'ok    ' : 'FAILED'} ${file}  ${pass + fail} assertions, ${seconds} s`)
  }
}

/** Runs a file to its end. One that ends badly and shows nothing that failed counts as an assertion that did. */
async function runFile(file) {
  const parser = new Parser()
  const counts = follow(parser, [file])
  const complete = new Promise((resolve) => parser.once('complete', resolve))
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TAP_TIMEOUT: timeoutSeconds },
  })
  running.add(child)
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  child.stdout.pipe(parser)
  const [ended, results] = await Promise.all([
    new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(signal ?? code))
    }),
    complete,
  ])
  clearTimeout(timer)
  running.delete(child)
  if (counts.fail > 0 || (ended === 0 && results.ok && counts.pass > 0)) return counts
  const why = counts.pass === 0 && ended === 0 ? 'it asserts nothing' : `it ended with ${ended}`
  console.log(`\nfailed: ${file}: ${why}`)
  return { ...counts, fail: 1 }
}

/**
 * Counts assertions, and prints those that failed in full. A test fails with its assertions; one that fails without
 * counts as an assertion that failed, and one that is well without (its property is checked elsewhere) as one that passed.
 */
function follow(tests, path) {
  let inner
  tests.on('child', (test) => {
    inner = follow(test, [...path, test.name])
  })
  const counts = { pass: 0, fail: 0 }
  tests.on('assert', ({ ok, name, diag, skip, todo }) => {
    const within = inner ?? { pass: 0, fail: 0 }
    inner = undefined
    counts.pass += within.pass
    counts.fail += within.fail
    if (!ok && !skip && !todo && within.fail === 0) {
      counts.fail += 1
      console.log(`\nfailed: ${[...path, name].join(' > ')}\n${stringify(diag ?? {}).replace(/^/gm, '  ')}`)
    } else if (ok && !skip && !todo && within.pass + within.fail === 0) {
      counts.pass += 1
    }
  })
  return counts
}
