// Makes a checkout ready to run: dependencies as locked, sources compiled, `npx gramme` in its place. Does only what
// is missing, and says nothing when nothing is.
//
// It runs before there are any dependencies, and so uses none.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const nodeMajorMin = 20
const sourceFolders = ['src', 'test', 'bench']
/** What a build depends on beside the sources. */
const buildInputs = ['tsconfig.json', 'package.json', 'package-lock.json', 'protocol/generated']

/** Why the checkout cannot be made ready, in one line. */
class SetupError extends Error {}

/** Makes the checkout ready. When that cannot be, says why in one line and ends the process with code 1. */
export function setup() {
  try {
    checkNodeVersion()
    installDependencies()
    build()
    linkCommand()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`gramme: ${error.message}`)
    process.exit(1)
  }
}

function checkNodeVersion() {
  const [major] = process.versions.node.split('.').map(Number)
  if (major >= nodeMajorMin) return
  throw new SetupError(`Node ${nodeMajorMin} or newer is needed; this is ${process.versions.node}`)
}

function installDependencies() {
  if (installedAsLocked()) return
  say('installing the locked dependencies (npm ci)')
  // An outer `npm start` leaves its own settings in the environment; the test runner and compiler are needed
  // even where that says production.
  const result = run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
  if (result.status === 0) return
  const output = `${result.stdout}${result.stderr}`
  const network = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/.exec(
    output,
  )
  if (network !== null) {
    throw new SetupError(
      `the dependencies cannot be installed: npm's registry cannot be reached (${network[1]})`,
    )
  }
  process.stderr.write(output)
  throw new SetupError('the dependencies cannot be installed: npm ci failed, see above')
}

/** Compares the lock with npm's own list of what it installed. Packages for other platforms are left out there. */
function installedAsLocked() {
  const locked = readJson('package-lock.json')?.packages
  const installed = readJson('node_modules/.package-lock.json')?.packages
  if (locked === undefined) throw new SetupError('package-lock.json is missing or damaged')
  if (installed === undefined) return false
  return Object.entries(locked).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true
    const there = installed[path]
    return there === undefined
      ? optional === true
      : there.version === version && there.integrity === integrity
  })
}

function build() {
  const stampFile = join(root, 'dist', '.built')
  const stamp = fingerprint()
  if (readText(stampFile) === stamp) return
  say('compiling')
  fs.rmSync(stampFile, { force: true })
  const result = run(process.execPath, [binOf('typescript', 'tsc')])
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout}${result.stderr}`)
    throw new SetupError('the sources do not compile, see above')
  }
  removeStale()
  fs.writeFileSync(stampFile, stamp)
}

/** Changes whenever a file that the build reads is added, removed or written. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const path of [...sourceFolders, ...buildInputs].flatMap((name) => filesUnder(join(root, name)))) {
    const { size, mtimeMs } = fs.statSync(path)
    hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** Removes what was compiled from sources that are no more: tap would run them, and imports would find them. */
function removeStale() {
  for (const path of sourceFolders.flatMap((name) => filesUnder(join(root, 'dist', name)))) {
    const source = relative(join(root, 'dist'), path).replace(/(\.d\.ts|\.js|\.js\.map)$/, '.ts')
    if (!fs.existsSync(join(root, source))) fs.rmSync(path)
  }
}

/** With this link `npx gramme` finds the checkout's own command at once. */
function linkCommand() {
  const link = join(root, 'node_modules', '.bin', 'gramme')
  const target = join('..', '..', 'bin', 'gramme.js')
  try {
    if (fs.readlinkSync(link) === target) return
  } catch {}
  fs.rmSync(link, { force: true })
  fs.symlinkSync(target, link)
}

/** The file that an installed package runs under this command's name. */
export function binOf(packageName, command) {
  const { bin } = readJson(`node_modules/${packageName}/package.json`) ?? {}
  const file = typeof bin === 'string' ? bin : bin?.[command]
  if (file === undefined)
    throw new SetupError(`the package ${packageName} is not installed whole: remove node_modules`)
  return join(root, 'node_modules', packageName, file)
}

function run(command, args) {
  const shell = process.platform === 'win32' && command === 'npm'
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, shell })
  if (result.error !== undefined) throw new SetupError(`${command} cannot be run: ${result.error.message}`)
  return result
}

function filesUnder(path) {
  const stat = fs.statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return []
  if (!stat.isDirectory()) return [path]
  return fs
    .readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)))
}

function readText(path) {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function readJson(path) {
  try {
    return JSON.parse(readText(join(root, path)) ?? '')
  } catch {
    return undefined
  }
}

function say(text) {
  console.error(`gramme: ${text}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup()
