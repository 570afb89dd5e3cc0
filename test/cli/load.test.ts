/** `gramme load`: all rows, once each, through stops and failures, and `--verify` that would notice. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { connect } from '../../src/client/index.js'
import { startNode } from '../../src/node/index.js'
import { gramme, pause, Running, temporaryFolder } from './processes.js'

async function oneNode(t: Parameters<typeof temporaryFolder>[0], folder: string) {
  const node = await startNode({
    folder: join(folder, 'node'),
    listen: '127.0.0.1:0',
    replicaCount: 1,
    partitionCount: 64,
  })
  t.teardown(() => node.close())
  const client = await connect({ seeds: [node.address] })
  t.teardown(() => client.close())
  return { client, node: ['--node', node.address] }
}

t.test('a table is loaded, verified, loaded again and gone on with', async (t) => {
  const folder = temporaryFolder(t)
  const { client, node } = await oneNode(t, folder)
  const file = join(folder, 'fruit.tsv')
  const rows = Array.from({ length: 2000 }, (_, i) => `fruit-${i}\tsay "${i}\t${i * 7}`)
  writeFileSync(file, `name\tnote\tprice\n${rows.join('\n')}\nfruit-5\tthe last one counts\t1\n`)
  const load = ['load', file, '--key', 'name', ...node]

  t.match(await gramme(load), { code: 0, stdout: /^2,001 rows: 2,001 stored, 0 there already, 0 failed/ })
  t.same(JSON.parse(String((await client.get('fruit-3')).value)), {
    name: 'fruit-3',
    note: 'say "3',
    price: '21',
  })
  t.match(JSON.parse(String((await client.get('fruit-5')).value)), { note: 'the last one counts' })
  t.equal(existsSync(`${file}.load-state.json`), false, 'nothing is left to go on with')
  t.match(await gramme([...load, '--verify']), {
    code: 0,
    stdout: /2,000 as in the file, 0 failed|2,001 as in the file, 0 failed/,
  })
  const again = JSON.parse((await gramme([...load, '--json'])).stdout)
  t.match(again, { rows: 2001, same: 1999, failed: 0 })
  t.equal((await client.get('fruit-5')).siblings.length, 1, 'no siblings')

  await t.test('verify notices what is missing, different, or has siblings', async (t) => {
    await client.delete('fruit-1')
    await client.put('fruit-2', 'other', { context: (await client.get('fruit-2')).context })
    await client.put('fruit-3', 'sibling')
    t.match(await gramme([...load, '--verify']), {
      code: 1,
      stdout: /3 failed/,
      stderr: /3 rows failed, listed in/,
    })
    const failures = readFileSync(`${file}.load-failures.tsv`, 'utf8')
    t.match(failures, /2\tfruit-1\tMISSING[\s\S]*3\tfruit-2\tDIFFERENT[\s\S]*4\tfruit-3\tSIBLINGS/)
    t.match(await gramme(load), { code: 0 })
    t.match(await gramme([...load, '--verify']), { code: 0 }, 'loading mends it')
    t.equal(existsSync(`${file}.load-failures.tsv`), false)
  })

  await t.test('rows that are wrong are reported, and the others stored', async (t) => {
    const bad = join(folder, 'bad.tsv')
    writeFileSync(bad, `name\tnote\ngood\tx\nshort\n${'k'.repeat(2000)}\tlong\n`)
    t.match(await gramme(['load', bad, '--key', 'name', ...node]), {
      code: 1,
      stdout: /3 rows: 1 stored, 0 there already, 2 failed/,
      stderr: /row 2 \(short\): BAD_ROW: [\s\S]*KEY_TOO_LARGE[\s\S]*2 rows failed/,
    })
    t.equal((await client.get('good')).siblings.length, 1)
    writeFileSync(bad, 'name\tnote\ngood\tx\nshort\tnow whole\n')
    t.match(await gramme(['load', bad, '--key', 'name', ...node]), {
      code: 0,
      stdout: /1 stored, 1 there already/,
    })
  })

  t.match(await gramme(['load', file, '--key', 'nam', ...node]), {
    code: 2,
    stderr: /no column 'nam'; it has name, note, price/,
  })
  t.match(await gramme(['load', join(folder, 'no.tsv'), '--key', 'name', ...node]), {
    code: 1,
    stderr: /cannot read/,
  })
  t.match(await gramme(['load', file, ...node]), { code: 2, stderr: /--key/ })
})

t.test('a load that is stopped goes on where it was', async (t) => {
  const folder = temporaryFolder(t)
  const { client, node } = await oneNode(t, folder)
  const file = join(folder, 'many.tsv')
  const total = 20_000
  writeFileSync(file, `name\n${Array.from({ length: total }, (_, i) => `key-${i}`).join('\n')}\n`)
  const load = ['load', file, '--key', 'name', ...node]

  const first = new Running(t, load)
  while ((await client.get('key-500')).siblings.length === 0) await pause(10)
  first.signal('SIGINT')
  t.match(await first.ended, { code: 1 })
  const [, done] = await first.printed(/stopped after row ([\d,]+): the same command goes on/)
  const rowsDone = Number(done.replaceAll(',', ''))
  t.ok(rowsDone >= 1 && rowsDone < total, `${rowsDone} rows were done`)

  const second = JSON.parse((await gramme([...load, '--json'])).stdout)
  t.match(second, { rows: total - rowsDone, failed: 0 })
  t.match(await gramme([...load, '--verify', '--json']), { code: 0, stdout: new RegExp(`"same":${total}`) })
})
