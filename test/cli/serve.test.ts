/** `gramme serve`: where its settings come from, what is told of bad ones, and how it stops. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { UsageError } from '../../src/cli/exit.js'
import { readHttpSettings, readSettings } from '../../src/cli/serve-settings.js'
import { freePorts, gramme, Running, temporaryFolder } from './processes.js'

t.test('flags come before the environment, that before the file, that before the defaults', async (t) => {
  const file = join(temporaryFolder(t), 'node.yaml')
  writeFileSync(file, 'folder: from-file\nreplicaCount: 5\nweight: 4\nzone: z\nseeds: [a:1]\n')
  const environment = { GRAMME_N: '4', GRAMME_WEIGHT: '3', GRAMME_REQUEST_TIMEOUT: '77', GRAMME_ZONE: '' }
  const settings = readSettings({
    flags: { weight: '2.5', seed: ['b:1,c:2', 'd:3'] },
    environment,
    configFile: file,
  })
  t.match(settings, {
    folder: 'from-file',
    replicaCount: 4,
    weight: 2.5,
    zone: 'z',
    requestTimeoutMs: 77,
    seeds: ['b:1', 'c:2', 'd:3'],
    readQuorum: 3,
    durability: 'interval',
    listen: '127.0.0.1:7401',
  })
})

t.test('each wrong setting is named as the user named it', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'node.json')
  writeFileSync(file, '{"folder": "x", "listen": "nowhere", "wight": 2}')
  const told = (flags: Record<string, unknown>, environment: Record<string, string>, configFile?: string) => {
    try {
      readSettings({ flags, environment, configFile })
    } catch (error) {
      if (error instanceof UsageError) return error.message
      throw error
    }
    return 'accepted'
  }
  t.match(
    told({ r: '9' }, { GRAMME_PARTITIONS: '100', GRAMME_WEIGHT: 'heavy' }, file),
    /GRAMME_PARTITIONS is 100: must be a power of two/,
  )
  t.match(told({}, { GRAMME_WEIGHT: 'heavy' }, file), /GRAMME_WEIGHT is "heavy": /)
  t.match(told({}, {}, file), `listen in ${file} is "nowhere": must be HOST:PORT`)
  t.match(told({}, {}, file), `wight in ${file}: there is no such setting`)
  t.match(told({ data: 'x', r: '9' }, {}), /^--r is 9: must not be over N$/)
  t.match(told({}, {}), /--data/)
  writeFileSync(file, '[1, 2]')
  t.match(told({}, {}, file), /must hold settings by name/)
  writeFileSync(file, '{')
  t.match(told({}, {}, file), /cannot be read/)
  writeFileSync(file, '')
  t.equal(told({ data: 'x' }, {}, file), 'accepted')
})

t.test(
  'HTTP is served only where that is said, and beyond this machine only when that is said, too',
  async (t) => {
    const file = join(temporaryFolder(t), 'node.yaml')
    writeFileSync(file, 'folder: x\nhttp: 127.0.0.1:1\n')
    const read = (flags: Record<string, unknown>, environment = {}, configFile?: string) =>
      readHttpSettings({ flags, environment, configFile })
    t.equal(read({}), undefined)
    t.match(read({}, {}, file), { listen: '127.0.0.1:1', anywhere: false, connectionsMax: 1024 })
    t.match(read({ http: 'localhost:2' }, { GRAMME_HTTP_CONNECTIONS: '5' }, file), {
      listen: 'localhost:2',
      connectionsMax: 5,
    })
    t.match(read({ http: '0.0.0.0:2', httpAnywhere: true }), { anywhere: true })
    t.match(read({ http: '0.0.0.0:2' }, { GRAMME_HTTP_ANYWHERE: 'true' }), { anywhere: true })
    t.throws(() => read({ http: '0.0.0.0:2' }), { message: /^--http is "0.0.0.0:2": .*--http-anywhere/ })
    t.throws(() => read({ http: 'nowhere' }), { message: /HOST:PORT/ })
    t.throws(() => read({ httpAnywhere: true }), { message: /no --http/ })
    t.throws(() => read({ http: '[::1]:2' }, { GRAMME_HTTP_ANYWHERE: 'perhaps' }), {
      message: /GRAMME_HTTP_ANYWHERE/,
    })
    t.match(
      readSettings({ flags: {}, environment: {}, configFile: file }),
      { folder: 'x' },
      'none of the node',
    )
  },
)

t.test('a node serves, logs JSON, holds its folder, and stops in good order', async (t) => {
  const folder = temporaryFolder(t)
  const port = await freePorts(2)
  const words = ['serve', '--data', join(folder, 'one'), '--n', '1', '--listen', `127.0.0.1:${port}`]
  const node = new Running(t, [...words, '--http', '127.0.0.1:0'])
  await node.printed(/"serving"/)
  const [, http] = await node.printed(/"address":"([^"]+)","msg":"serving HTTP"/)
  t.equal((await fetch(`http://${http}/health/ready`)).status, 200)
  for (const line of node.text.trim().split('\n')) t.type(JSON.parse(line).level, 'number')
  t.match(await gramme(['put', 'k', 'v', '--node', `127.0.0.1:${port}`]), { code: 0 })

  const elsewhere = ['--listen', `127.0.0.1:${port + 1}`]
  t.match(await gramme([...words, ...elsewhere]), { code: 1, stderr: /gramme: LOCKED: .*\n$/ })
  t.match(await gramme([...words, '--data', join(folder, 'two')]), {
    code: 1,
    stderr: /gramme: ADDRESS: cannot serve on .*\n$/,
  })
  t.match(await gramme(['check', join(folder, 'one')]), {
    code: 1,
    stderr: /cannot check .* is held by process/,
  })

  node.signal('SIGTERM')
  t.same(await node.ended, { code: 0, signal: null })
  t.match(await gramme(['check', join(folder, 'one')]), { code: 0, stdout: /sound; 1 keys.*last stop clean/ })
  t.match(await gramme([...words, '--n', '2']), { code: 2, stderr: /replicaCount 1/ })

  const again = new Running(t, words)
  await again.printed(/"serving"/)
  t.match(await gramme(['get', 'k', '--node', `127.0.0.1:${port}`]), { code: 0, stdout: /^v$/ })
  again.signal('SIGINT')
  t.same(await again.ended, { code: 0, signal: null }, 'Ctrl-C does the same')
})
