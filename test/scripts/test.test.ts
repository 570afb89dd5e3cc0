/** `npm test` ends with the counts, and fails when a test does, or when there was none. */
import { join } from 'node:path'
import t from 'tap'
import { run } from '../cli/processes.js'
import { makeCheckout } from './checkout.js'

t.test('the last line counts', async (t) => {
  const { folder, write } = makeCheckout(t)
  const test = (...words: string[]) => run([join(folder, 'scripts', 'test.mjs'), ...words])
  write(
    'test/well/one.test.ts',
    "import t from 'tap'\nt.ok(true)\nt.test('inner', async (t) => t.equal(1, 1))\n",
  )
  write('test/ill/two.test.ts', "import t from 'tap'\nt.ok(true)\nt.ok(false)\n")
  write('test/ill/three.test.ts', "throw new Error('at once')\nexport {}\n")

  t.match(await test('well'), { code: 0, stdout: /(^|\n)2 passed, 0 failed\n$/ })
  t.match(await test(), { code: 1, stdout: /\n3 passed, 2 failed\n$/ })
  t.match(await test('nosuch'), {
    code: 1,
    stdout: /^0 passed, 0 failed\n$/,
    stderr: /no test's path holds nosuch/,
  })
})
