// `npm test`: makes the checkout ready, runs the tests, and ends with the line `N passed, N failed`.
//
//   npm test                      all tests
//   npm test -- ring store/log    those whose path holds one of these words
import { spawn } from 'node:child_process'
import { createReadStream, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
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

const output = join(root, '.tap', `results-${process.pid}.tap`)
const args = [
  binOf('tap', 'tap'),
  'run',
  '--reporter=terse',
  `--output-file=${output}`,
  ...tapOptions,
  ...files,
]
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
const code = await new Promise((resolve, reject) => {
  child.once('error', reject)
  child.once('exit', (exitCode, signal) => resolve(signal === null ? exitCode : 1))
})
const counts = await count(output)
rmSync(output, { force: true })
finish(counts, code)

/** What tap counted: assertions, and one failure for each file that ended badly. */
async function count(file) {
  const { Parser } = await import('tap-parser')
  const parser = new Parser()
  const results = new Promise((resolve) => parser.once('complete', resolve))
  try {
    await pipeline(createReadStream(file), parser)
  } catch {
    return { pass: 0, fail: 0 }
  }
  return (await results).counts
}

function finish({ pass, fail }, exitCode) {
  console.log(`${pass} passed, ${fail} failed`)
  process.exit(exitCode === 0 && pass > 0 && fail === 0 ? 0 : 1)
}
