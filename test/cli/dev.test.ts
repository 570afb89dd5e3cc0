/** A local cluster from its start to its end, as somebody trying it out would run it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { connect } from '../../src/client/index.js'
import { freePorts, gramme, portsFree, Running, temporaryFolder } from './processes.js'

t.test('a cluster is started, tried, loses nodes, is stopped and started again', async (t) => {
  const data = join(temporaryFolder(t), 'data')
  const port = await freePorts(3)
  const words = ['dev', '--data', data, '--port', String(port)]
  const addresses = [0, 1, 2].map((i) => `127.0.0.1:${port + i}`)
  const node = ['--node', addresses[0], '--node', addresses[1], '--node', addresses[2]]

  const cluster = new Running(t, words)
  await cluster.printed(/ready/)
  const pids = addresses.map((address) => Number(new RegExp(`${address} +(\\d+)`).exec(cluster.text)?.[1]))
  t.ok(pids.every(Number.isInteger), 'each node is listed with its process')
  t.match(cluster.text, /33\.33% +1024/, 'and its share')
  t.match(cluster.text, /ready: 3 nodes, N=3, R=2, W=2/)

  await t.test('get, put and delete', async (t) => {
    t.match(await gramme(['get', 'cart', ...node]), {
      code: 3,
      stdout: '',
      stderr: 'gramme: there is no cart\n',
    })
    t.match(await gramme(['put', 'cart', 'apple', ...node]), { code: 0, stdout: '', stderr: '' })
    t.match(await gramme(['get', 'cart', ...node]), { code: 0, stdout: /^apple$/, stderr: '' })
    t.match(await gramme(['put', 'cart', ...node], { input: 'from stdin\n' }), { code: 0 })
    t.match(await gramme(['get', 'cart'], { env: { GRAMME_NODE: addresses[1] } }), {
      stdout: /^from stdin\n$/,
    })
    t.match(await gramme(['put', 'cart', '--file', join(data, 'cluster.json'), ...node]), { code: 0 })
    t.equal(JSON.parse((await gramme(['get', 'cart', ...node])).stdout).nodes, 3, 'a file')
    t.match(await gramme(['delete', 'cart', ...node]), { code: 0 })
    t.match(await gramme(['delete', 'never there', ...node]), { code: 0 })
    t.match(await gramme(['get', 'cart', ...node, '--json']), {
      code: 3,
      stdout: /"siblings":\[\]/,
      stderr: /"code":"NOT_FOUND"/,
    })
  })

  await t.test('by HTTP, from any node', async (t) => {
    const url = (i: number) => `http://127.0.0.1:${port + 1000 + i}/kv/by%20http`
    t.equal((await fetch(url(0), { method: 'PUT', body: 'apple' })).status, 204)
    for (const i of [0, 1, 2]) t.equal(await (await fetch(url(i))).text(), 'apple')
    t.match(await gramme(['get', 'by http', ...node]), { code: 0, stdout: 'apple' })
  })

  await t.test('what expires', async (t) => {
    t.match(await gramme(['put', 'session', 'open', '--ttl', '3600', ...node]), { code: 0 })
    const { siblings } = JSON.parse((await gramme(['get', 'session', '--json', ...node])).stdout)
    t.equal(Date.parse(siblings[0].expiresAt) - Date.parse(siblings[0].writtenAt), 3_600_000)
    t.match(await gramme(['put', 'session', 'shut', '--ttl', '0.001', ...node]), { code: 0 })
    t.match(await gramme(['get', 'session', ...node]), { code: 3, stderr: /there is no session/ })
    t.match(await gramme(['put', 'session', 'x', '--ttl', '0', ...node]), { code: 2, stderr: /--ttl/ })
  })

  await t.test('siblings are shown, and replaced by their context', async (t) => {
    await gramme(['put', 'fruit', 'apple', ...node])
    const context = (await gramme(['get', 'fruit', '--context', ...node])).stdout.trim()
    await gramme(['put', 'fruit', 'pear', '--context', context, ...node])
    await gramme(['put', 'fruit', 'plum', '--context', context, ...node])
    const both = JSON.parse((await gramme(['get', 'fruit', '--json', ...node])).stdout)
    t.same(both.siblings.map((one: { value: string }) => one.value).sort(), ['pear', 'plum'])
    t.match(await gramme(['get', 'fruit', ...node]), { code: 0, stdout: /2 siblings[\s\S]*pear|plum/ })
    await gramme(['put', 'fruit', 'both', '--context', both.context, ...node])
    t.match(await gramme(['get', 'fruit', ...node]), { stdout: /^both$/ })
    await gramme(['put', 'fruit', 'blind', '--blind', ...node])
    t.match(await gramme(['get', 'fruit', ...node]), { stdout: /2 siblings/ })
    await gramme(['put', 'fruit', 'one', ...node])
    t.match(await gramme(['get', 'fruit', ...node]), { stdout: /^one$/ })
    t.match(await gramme(['put', 'other', 'x', '--context', context, ...node]), {
      code: 2,
      stderr: /BAD_CONTEXT/,
    })
  })

  await t.test('status and ring', async (t) => {
    const status = JSON.parse((await gramme(['status', '--json', ...node])).stdout)
    t.same(
      status.nodes.map((one: Record<string, unknown>) => [
        one.address,
        one.up,
        one.virtualNodes,
        one.damagedRecords,
      ]),
      addresses.map((address) => [address, true, 1024, 0]),
    )
    const ring = JSON.parse((await gramme(['ring', '--json', ...node])).stdout)
    t.equal(ring.nodes.length, 3)
    t.match(await gramme(['status', ...node]), { code: 0, stdout: /3 of 3 nodes up/ })
    t.match(await gramme(['ring', ...node]), { code: 0, stdout: /efficiency: replicas 1\.0000/ })
  })

  await t.test('a plan of it, and of what it would be with two nodes more', async (t) => {
    const live = ['plan', '--from', addresses[1], '--sample', '0.1', '--requests', '500', '--json']
    const planned = await gramme([...live, '--what-if', 'add 2 weight=4; load 1.5'])
    t.match(planned, { code: 0, stderr: /what the machines are is assumed/ })
    const { before, after, movement, notes } = JSON.parse(planned.stdout)
    t.match(notes, [/new-001 to new-002 is taken to be a 'node' .* 4 times the share/])
    t.match(before.ring, { partitionCount: 1024, replicaCount: 3, readQuorum: 2, writeQuorum: 2 })
    t.same(
      before.ring.nodes.map(({ virtualNodes }: { virtualNodes: number }) => virtualNodes),
      [1024, 1024, 1024],
    )
    t.ok(before.ring.nodes[0].keys > 0, 'its keys are counted')
    t.same(
      after.ring.nodes.map(({ weight }: { weight: number }) => weight),
      [1, 1, 1, 4, 4],
    )
    t.ok(movement.replicasMoved > 0 && movement.replicasMoved <= 1.1 * movement.replicasLeast)
  })

  await t.test('with one node killed no request fails; with two, those fail that need two', async (t) => {
    const client = await connect({ seeds: addresses })
    t.teardown(() => client.close())
    let killed = false
    let after = 0
    const work = async (worker: number) => {
      for (let i = 0; after < 200; i += 1) {
        await client.put(`key-${worker}-${i}`, `value-${i}`)
        t.equal((await client.get(`key-${worker}-${i}`)).siblings.length, 1)
        if (killed) after += 1
      }
    }
    const working = Promise.all([0, 1, 2, 3].map(work))
    process.kill(pids[2], 'SIGKILL')
    await cluster.printed(/node 3 .* has ended: SIGKILL; 2 nodes are left/)
    killed = true
    await t.resolves(working, 'every request is answered')
    t.match(await gramme(['status', ...node]), {
      code: 0,
      stdout: new RegExp(`${addresses[2]} does not answer`),
    })

    process.kill(pids[1], 'SIGKILL')
    await cluster.printed(/node 2 .* has ended/)
    t.match(await gramme(['get', 'fruit', ...node]), {
      code: 1,
      stdout: '',
      stderr: /^gramme: QUORUM_NOT_MET: .*1 of the 2/,
    })
    t.match(await gramme(['put', 'fruit', 'x', '--json', ...node]), {
      code: 1,
      stderr: /"code":"QUORUM_NOT_MET".*"needed":2/,
    })
    t.match(await gramme(['get', 'fruit', '--r', '1', ...node]), { code: 0, stdout: /^one$/ })
    t.match(await gramme(['put', 'fruit', 'alone', '--r', '1', '--w', '1', ...node]), { code: 0 })
  })

  await t.test('the command it prints brings a node back', async (t) => {
    const [, line] = await cluster.printed(/node 2 .* has ended.*\n +npx gramme (.*)\n/)
    const again = new Running(t, line.split(' '))
    await again.printed(/"serving"/)
    t.match(
      await gramme(['get', 'fruit', ...node]),
      { code: 0, stdout: /^alone$/ },
      'and repaired on reading',
    )
    again.signal('SIGTERM')
    t.same(await again.ended, { code: 0, signal: null })
  })

  cluster.signalGroup('SIGINT')
  t.same(await cluster.ended, { code: 0, signal: null })
  t.match(cluster.text, /stopping 1 node\nstopped\n$/, 'Ctrl-C ends it without noise')
  t.ok(await portsFree(port, 3), 'and leaves no process behind')

  await t.test('started again, it finds the data', async (t) => {
    const again = new Running(t, words)
    await again.printed(/ready/)
    t.match(await gramme(['get', 'fruit', ...node]), { code: 0, stdout: /^alone$/ })
    again.signal('SIGKILL')
    await again.ended
    t.ok(await portsFree(port, 3), 'the nodes end with the process that started them')
    t.match(await gramme(['check', data]), { code: 0, stdout: /node-1\/log: sound/ })
  })

  await t.test('but not as another cluster', async (t) => {
    t.match(await gramme([...words, '--nodes', '4', '--n', '2']), {
      code: 2,
      stderr: /^gramme: .* made with --nodes 3, not 4 and --n 3, not 2.*\n$/,
    })
    t.match(await gramme([...words, '--partitions', '64']), { code: 2, stderr: /--partitions 1024, not 64/ })
  })
})

t.test('weights, zones, and the address of a taken port', async (t) => {
  const folder = temporaryFolder(t)
  const port = await freePorts(3)
  const words = ['dev', '--port', String(port), '--partitions', '64', '--data']
  const cluster = new Running(t, [
    ...words,
    join(folder, 'a'),
    '--weights',
    '1,1,2',
    '--n',
    '1',
    '--zones',
    'x,y,z',
  ])
  await cluster.printed(/ready: 3 nodes, N=1, R=1, W=1/)
  t.match(cluster.text, /2 +z +50\.00% +32\n/)

  const second = await gramme([...words, join(folder, 'b')])
  t.match(second, { code: 1, stderr: /^gramme: ADDRESS: .*is in use already\n$/ })
  const elsewhere = await freePorts(3)
  t.match(await gramme(['dev', '--port', String(elsewhere), '--data', join(folder, 'a')]), {
    code: 1,
    stderr: /^gramme: LOCKED: .*is held by process.*\n$/,
  })
  const overlapping = ['dev', '--port', String(port + 2), '--partitions', '64', '--data', join(folder, 'c')]
  t.match(await gramme(overlapping), { code: 1, stderr: /^gramme: ADDRESS: .*is in use already\n$/ })
  const status = await gramme(['status', '--node', `127.0.0.1:${port}`])
  t.match(status.stdout, /3 of 3 nodes up/, 'the cluster that was there has met nobody')

  cluster.signal('SIGTERM')
  t.same(await cluster.ended, { code: 0, signal: null })
  t.ok(await portsFree(port, 3))
})

t.test('a folder that cannot be written is one clear line, as is a shape that makes no sense', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'file')
  writeFileSync(file, '')
  for (const data of [file, join(file, 'below'), '/proc/nothing']) {
    t.match(await gramme(['dev', '--data', data]), {
      code: 1,
      stdout: '',
      stderr: /^gramme: the data folder .* cannot be written: .*\n$/,
    })
  }
  const data = ['--data', join(folder, 'new'), '--port', String(await freePorts(3))]
  t.match(await gramme(['dev', ...data, '--n', '2', '--r', '3']), {
    code: 2,
    stderr: /--r is 3: must not be over N\n$/,
  })
  t.match(await gramme(['dev', ...data, '--weights', '1,2', '--nodes', '3']), {
    code: 2,
    stderr: /--weights is for 2 nodes/,
  })
  t.match(await gramme(['dev', ...data, '--weights', 'heavy']), { code: 2, stderr: /--weights/ })
})
