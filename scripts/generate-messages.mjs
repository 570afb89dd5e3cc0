// Makes protocol/generated/ from protocol/gramme.proto with protobufjs' own generator. The result is
// committed; a test makes it again and compares.
//
//   node scripts/generate-messages.mjs [FOLDER]      (default: protocol/generated)
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = process.argv[2] ?? join(root, 'protocol', 'generated')
const bin = join(root, 'node_modules', '.bin')

mkdirSync(folder, { recursive: true })
const options = [
  '--no-create',
  '--no-verify',
  '--no-convert',
  '--no-delimited',
  '--no-typeurl',
  '--no-service',
]
const script = join(folder, 'messages.js')
execFileSync(
  join(bin, 'pbjs'),
  [
    '--target',
    'static-module',
    '--wrap',
    'es6',
    '--es6',
    ...options,
    '--out',
    script,
    'protocol/gramme.proto',
  ],
  { cwd: root, stdio: 'inherit' },
)
execFileSync(join(bin, 'pbts'), ['--out', join(folder, 'messages.d.ts'), script], {
  cwd: root,
  stdio: 'inherit',
})
