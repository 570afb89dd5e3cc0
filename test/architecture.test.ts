/**
 * The house rules, as a program: which folder may import which, what only the edges may touch, how long a
 * file may be, and that each says at its head what it is. docs/architecture.md draws the same picture.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const source = join(root, 'src')
const linesMax = 400

/** What each folder of src may import; `.` is src itself. Everything may import ports and the root files. */
const allowed: Record<string, readonly string[]> = {
  '.': [],
  ports: [],
  version: [],
  ring: [],
  store: [],
  wire: [],
  admission: [],
  membership: ['ring', 'wire'],
  replica: ['store', 'version'],
  coordinator: ['replica', 'ring', 'store', 'version', 'wire'],
  handoff: ['coordinator', 'replica', 'ring', 'store', 'version', 'wire'],
  repair: ['coordinator', 'replica', 'ring', 'store', 'version', 'wire'],
  node: [
    'admission',
    'coordinator',
    'handoff',
    'membership',
    'repair',
    'replica',
    'ring',
    'store',
    'version',
    'wire',
  ],
  client: ['membership', 'ring', 'wire'],
  workers: ['store'],
  simulation: ['client', 'membership', 'node', 'replica', 'ring', 'store', 'version', 'wire'],
  runtime: [],
  http: ['node', 'wire'],
  planner: ['ring'],
  cli: [
    'client',
    'http',
    'node',
    'planner',
    'simulation',
    'ring',
    'wire',
    'store',
    'runtime',
    'workers',
    'membership',
  ],
}

/** The files where a folder meets the machine; the only ones that may reach past its list. */
const compositionRoots: Record<string, readonly string[]> = {
  'client/index.ts': ['runtime'],
  'node/index.ts': ['runtime', 'workers'],
  'simulation/index.ts': ['runtime'],
}

/** Where Node's own time, randomness, disk, network and threads may be used. */
const edges = ['runtime', 'workers', 'cli', 'http']

const platform = [
  /\bDate\.now\(/,
  /\bMath\.random\(/,
  /\bperformance\.now\(/,
  /(?<![.\w])set(Timeout|Interval|Immediate)\(/,
  /from 'node:(fs|fs\/promises|net|http|tls|timers|timers\/promises|child_process|crypto|os|worker_threads)'/,
]

interface SourceFile {
  readonly path: string
  readonly folder: string
  readonly text: string
}

const files: SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => ({
    path,
    folder: path.includes('/') ? path.slice(0, path.indexOf('/')) : '.',
    text: readFileSync(join(source, path), 'utf8'),
  }))

t.test('there is something to look at', async (t) => {
  t.ok(files.length > 50, `${files.length} files`)
})

t.test('dependencies point one way', async (t) => {
  for (const file of files) {
    const may = allowed[file.folder]
    if (may === undefined) {
      t.fail(`src/${file.folder} is not in the table of this test`)
      continue
    }
    for (const [, specifier] of file.text.matchAll(/from '(\.[^']+)'/g)) {
      const target = relative(source, join(source, dirname(file.path), specifier))
      const folder = target.includes('/') ? target.slice(0, target.indexOf('/')) : '.'
      const fine =
        folder === file.folder ||
        folder === '.' ||
        folder === 'ports' ||
        may.includes(folder) ||
        compositionRoots[file.path]?.includes(folder)
      if (!fine) t.fail(`${file.path} imports ${target}`)
    }
  }
})

t.test('time, randomness, disk and network come in through the ports', async (t) => {
  for (const file of files) {
    if (edges.includes(file.folder)) continue
    for (const pattern of platform) {
      const found = pattern.exec(file.text)
      if (found !== null) t.fail(`${file.path} uses ${found[0]}`)
    }
  }
})

t.test('files are short, and say at their head what they are', async (t) => {
  for (const file of files) {
    const lines = file.text.split('\n').length - 1
    if (lines > linesMax) t.fail(`${file.path} has ${lines} lines, over ${linesMax}`)
    if (!file.text.startsWith('/**') && !file.text.startsWith('#!'))
      t.fail(`${file.path} does not open with a comment`)
  }
})

t.test('nothing is silenced', async (t) => {
  const silenced = /@ts-(ignore|expect-error|nocheck)|biome-ignore|:\s*any\b|\bas any\b/
  for (const file of files) {
    const found = silenced.exec(file.text)
    if (found !== null) t.fail(`${file.path} has ${found[0]}`)
  }
})

t.test('the version is the one in package.json', async (t) => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const text = readFileSync(join(source, 'software-version.ts'), 'utf8')
  t.match(text, `'${manifest.version}'`)
})
