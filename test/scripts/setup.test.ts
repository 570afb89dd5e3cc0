/** The set-up builds what changed, and only that; what stands in its way is one line. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { run } from '../cli/processes.js'
import { makeCheckout } from './checkout.js'

t.test('sources are compiled when they changed', async (t) => {
  const { folder, write } = makeCheckout(t)
  const setup = () => run([join(folder, 'scripts', 'setup.mjs')])
  const compiled = (name: string) => existsSync(join(folder, 'dist', 'src', `${name}.js`))
  write('src/one.ts', 'export const one = 1\n')
  write('src/two.ts', 'export const two = 2\n')

  t.match(await setup(), { code: 0, stdout: '', stderr: 'gramme: compiling\n' })
  t.ok(compiled('one') && compiled('two'))
  t.match(await setup(), { code: 0, stdout: '', stderr: '' }, 'nothing to do, nothing to say')

  rmSync(join(folder, 'src', 'two.ts'))
  write('src/three.ts', 'export const three = 3\n')
  t.match(await setup(), { code: 0, stderr: 'gramme: compiling\n' })
  t.ok(compiled('three'))
  t.notOk(compiled('two'), 'what a deleted source left is gone')

  write('src/three.ts', 'export const three: string = 3\n')
  t.match(await setup(), {
    code: 1,
    stderr: /src\/three\.ts[\s\S]*\ngramme: the sources do not compile, see above\n$/,
  })
  t.match(await setup(), { code: 1 }, 'and says so again')
  write('src/three.ts', 'export const three = 3\n')
  t.match(await setup(), { code: 0 })
})

t.test('dependencies that cannot be had are one line', async (t) => {
  const { folder, write } = makeCheckout(t)
  write('src/one.ts', 'export const one = 1\n')
  rmSync(join(folder, 'node_modules'))
  const nowhere = {
    npm_config_registry: 'http://127.0.0.1:1/',
    npm_config_cache: join(folder, 'cache'),
    npm_config_fetch_retries: '0',
  }
  t.match(await run([join(folder, 'scripts', 'setup.mjs')], { env: nowhere }), {
    code: 1,
    stderr:
      /npm ci\)\ngramme: the dependencies cannot be installed: npm's registry cannot be reached \(ECONNREFUSED\)\n$/,
  })
  rmSync(join(folder, 'package-lock.json'))
  t.match(await run([join(folder, 'scripts', 'setup.mjs')]), {
    code: 1,
    stderr: 'gramme: package-lock.json is missing or damaged\n',
  })
})
