// `npm test`: makes the checkout ready, runs the tests, and ends with the line `N passed, N failed`.
//
//   npm test                      all tests
//   npm test -- ring store/log    those whose path holds one of these words
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { binOf, root, setup } from './setup.mjs'

setup({ forTests: true })

const filters = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const tapOptions = process.argv.slice(2).filter((word) => word.startsWith('-'))
const folder = join('dist', 'test')
const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .map((file) => join(folder, file))
  .filter((file) => filters.length === 0 || filters.some((word) => relative(folder, file).includes(word)))
  .sort()

if (files.length === 0) {
  console.error(`gramme: no test's path holds ${filters.join(' or ')}`)
  finish({ pass: 0, fail: 0 }, 1)
}

const { Parser } = await import('tap-parser')
const { stringify } = await import('yaml')
const parser = new Parser()
const complete = new Promise((resolve) => parser.once('complete', resolve))
const counts = follow(parser, [])

const args = [binOf('tap', 'tap'), 'run', '--reporter=tap', ...tapOptions, ...files]
const child = spawn(process.execPath, args, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] })
child.stdout.on('data', (chunk) => parser.write(chunk))
child.stdout.on('end', () => parser.end())
const code = await new Promise((resolve, reject) => {
  child.once('error', reject)
  child.once('exit', (exitCode, signal) => resolve(signal === null ? exitCode : 1))
})
await complete
finish(counts, code)

/**
 * Counts assertions, prints those that failed in full, and a line for each file. A test fails with its
 * assertions; one that fails without (a file that ends by an exception) counts as an assertion that failed, and one that is well
 * without (its property is checked elsewhere) as one that passed.
 */
function follow(tests, path) {
  let inner
  tests.on('child', (test) => {
    inner = follow(test, [...path, test.name])
  })
  const counts = { pass: 0, fail: 0 }
  tests.on('assert', ({ ok, name, time, diag, skip, todo }) => {
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
    if (path.length === 0) {
      const seconds = ((time ?? 0) / 1000).toFixed(1)
      console.log(
        `${ok ? 'ok    ' : 'FAILED'} ${name}  ${within.pass + within.fail} assertions, ${seconds} s`,
      )
    }
  })
  return counts
}

function finish({ pass, fail }, exitCode) {
  console.log(`${pass} passed, ${fail} failed`)
  process.exit(exitCode === 0 && pass > 0 && fail === 0 ? 0 : 1)
}
