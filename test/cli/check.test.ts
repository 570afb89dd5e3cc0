/** `gramme check` finds a byte that rotted, and says nothing bad of a store that is well. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { connect } from '../../src/client/index.js'
import { startNode } from '../../src/node/index.js'
import { gramme, temporaryFolder } from './processes.js'

t.test('a folder is verified', async (t) => {
  const folder = temporaryFolder(t)
  const node = await startNode({
    folder: join(folder, 'node-1'),
    listen: '127.0.0.1:0',
    replicaCount: 1,
    partitionCount: 16,
  })
  const client = await connect({ seeds: [node.address] })
  await Promise.all(Array.from({ length: 100 }, (_, i) => client.put(`key-${i}`, `value-${i}`.repeat(20))))
  await client.close()
  await node.close()

  for (const path of [folder, join(folder, 'node-1'), join(folder, 'node-1', 'log')]) {
    t.match(await gramme(['check', path]), {
      code: 0,
      stdout: /sound; 100 keys in 16 partitions/,
      stderr: '',
    })
  }
  const log = join(folder, 'node-1', 'log', '0000000001.log')
  const bytes = readFileSync(log)
  bytes[Math.floor(bytes.length / 2)] ^= 0x40
  writeFileSync(log, bytes)
  t.match(await gramme(['check', folder]), {
    code: 1,
    stdout: /problem: /,
    stderr: /gramme: \d+ problems? found/,
  })
  const [report] = JSON.parse((await gramme(['check', folder, '--json'])).stdout)
  t.equal(report.isSound, false)
  t.equal(report.problems.length, report.problemCount)

  t.match(await gramme(['check', join(folder, 'nothing')]), { code: 1, stderr: /cannot read/ })
  t.match(await gramme(['check', temporaryFolder(t)]), { code: 1, stderr: /holds no data of a node/ })
  t.match(await gramme(['check']), { code: 2 })
})
