import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('../../../', import.meta.url))

t.test('the committed messages are what the generator makes of the .proto', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gramme-messages-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  execFileSync(process.execPath, [join(root, 'scripts', 'generate-messages.mjs'), folder])
  for (const name of ['messages.js', 'messages.d.ts']) {
    const committed = readFileSync(join(root, 'protocol', 'generated', name), 'utf8')
    // Not compared by tap: its diff of files this long takes minutes.
    t.ok(
      readFileSync(join(folder, name), 'utf8') === committed,
      `${name}: run npm run generate if this fails`,
    )
  }
})

t.test('they do not reflect at run time', async (t) => {
  const script = readFileSync(join(root, 'protocol', 'generated', 'messages.js'), 'utf8')
  const imports = [...script.matchAll(/^import .* from "(.*)"/gm)].map(([, from]) => from)
  t.strictSame(imports, ['protobufjs/minimal.js'])
})
