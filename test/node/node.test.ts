import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Node } from '../../src/node/node.js'
import { checkNodeOptions, type NodeOptions } from '../../src/node/settings.js'
import { inlineWorkers } from '../../src/ports/workers.js'
import { FrameType } from '../../src/wire/frame.js'
import { Get, Put } from '../../src/wire/messages.js'
import { failureOf } from '../coordinator/client.js'
import { FaultyDisk } from './faulty-disk.js'
import {
  callerTo,
  clientOf,
  keyOf,
  newFolder,
  platformWith,
  start,
  startCluster,
  statusOf,
  until,
} from './rig.js'

const alone = { replicaCount: 1 }

t.test('the id is kept with the folder, and told to everybody', async (t) => {
  const { node, address, folder } = await start(t, alone)
  t.match(node.id, /^[0-9a-f]{12}$/)
  const caller = await callerTo(address)
  t.match(caller.peer, { nodeId: node.id, cluster: 'shop' })
  caller.close()
  await node.close()
  const again = await start(t, { ...alone, folder })
  t.equal(again.node.id, node.id)
  const other = await start(t, alone)
  t.not(other.node.id, node.id)
})

t.test('a folder serves the cluster it was made for, and no other', async (t) => {
  const { node, folder } = await start(t, alone)
  await node.close()
  for (const [field, there, here] of [
    ['cluster', 'shop', 'mall'],
    ['partitionCount', 64, 128],
    ['replicaCount', 1, 3],
  ] as const) {
    const failure = await failureOf(start(t, { ...alone, folder, [field]: here }))
    t.match(failure, { code: 'BAD_ARGUMENT' })
    for (const part of [folder, field, String(there), String(here)])
      t.ok(failure?.message.includes(part), part)
  }
  const again = await start(t, { ...alone, folder })
  t.equal(again.node.id, node.id, 'refusals have changed nothing')
})

t.test('a damaged identity is fatal, and named', async (t) => {
  const { node, folder } = await start(t, alone)
  await node.close()
  const path = join(folder, 'node.json')
  const whole = readFileSync(path, 'utf8')
  for (const text of ['', whole.slice(0, 20), whole.replace(/"id": "./, '"id": "x'), '{}']) {
    writeFileSync(path, text)
    t.match(await failureOf(start(t, { ...alone, folder })), {
      code: 'BAD_ARGUMENT',
      message: /node\.json is damaged/,
    })
  }
})

t.test('an identity that is gone while its data is there is not made up', async (t) => {
  const { node, folder } = await start(t, alone)
  const client = await clientOf(t, [node])
  await client.put('key', 'value')
  await client.close()
  await node.close()
  const path = join(folder, 'node.json')
  const whole = readFileSync(path)
  rmSync(path)
  t.match(await failureOf(start(t, { ...alone, folder })), { code: 'BAD_ARGUMENT', message: /node\.json/ })
  writeFileSync(path, whole)
  t.equal((await start(t, { ...alone, folder })).node.id, node.id)
})

t.test('a folder in use is LOCKED, an address in use is ADDRESS', async (t) => {
  const { address, folder } = await start(t, alone)
  t.match(await failureOf(start(t, { ...alone, folder })), { code: 'LOCKED', message: /folder|process|lock/ })
  const taken = { ...alone, listen: address, folder: newFolder(t) }
  t.match(await failureOf(start(t, taken)), { code: 'ADDRESS', message: new RegExp(address) })
  await start(t, { ...taken, listen: '127.0.0.1:0' })
  t.pass('the folder was given back')
})

t.test('a folder that cannot be made is named', async (t) => {
  const folder = newFolder(t)
  writeFileSync(join(folder, 'file'), '')
  const failure = await failureOf(start(t, { ...alone, folder: join(folder, 'file', 'below') }))
  t.match(failure, { code: 'READ_ONLY', message: /cannot use the folder .*below/ })
  mkdirSync(join(folder, 'good'))
  await start(t, { ...alone, folder: join(folder, 'good') })
})

t.test('a start that fails ends its workers', async (t) => {
  let closed = 0
  const workers = {
    ...inlineWorkers,
    close: async () => {
      closed += 1
    },
  }
  await failureOf(start(t, { ...alone, listen: '999.0.0.1:1' }, { workers }))
  t.equal(closed, 1)
})

t.test('wrong options are all named at once, with value and limit', async (t) => {
  const wrong = {
    folder: '',
    listen: 'nowhere',
    advertise: 'host:port',
    seeds: ['127.0.0.1:7401', 'x'],
    cluster: 'c'.repeat(65),
    partitionCount: 100,
    replicaCount: 17,
    weight: 0,
    zone: 'z'.repeat(65),
    durability: 'never',
    requestTimeoutMs: 0,
    gossipIntervalMs: 1,
    segmentBytesMax: 1,
    connectionsMax: 0,
    requestsMax: 0.5,
    colour: 'red',
  } as unknown as NodeOptions
  const failure = await failureOf(Node.start(wrong, platformWith(), () => {}))
  t.equal(failure?.code, 'BAD_ARGUMENT')
  const message = failure?.message ?? ''
  for (const [field, value, limit] of [
    ['folder', '""', '1'],
    ['listen', '"nowhere"', 'HOST:PORT'],
    ['advertise', '"host:port"', 'HOST:PORT'],
    ['seeds.1', '"x"', 'HOST:PORT'],
    ['cluster', `"${'c'.repeat(65)}"`, '64'],
    ['partitionCount', '100', 'power of two'],
    ['replicaCount', '17', '16'],
    ['weight', '0', '0.01'],
    ['zone', `"${'z'.repeat(65)}"`, '64'],
    ['durability', '"never"', 'always'],
    ['requestTimeoutMs', '0', '1'],
    ['gossipIntervalMs', '1', '10'],
    ['segmentBytesMax', '1', '65536'],
    ['connectionsMax', '0', '1'],
    ['requestsMax', '0.5', 'int'],
  ]) {
    const fault = message.split('; ').find((one) => one.startsWith(`${field} is ${value}:`))
    t.ok(fault?.includes(limit), `${field}: ${fault}`)
  }
  t.match(message, /colour/)

  const folder = 'f'
  for (const quorum of ['readQuorum', 'writeQuorum']) {
    t.throws(() => checkNodeOptions({ folder, [quorum]: 4 }), {
      code: 'BAD_ARGUMENT',
      message: `${quorum} is 4: must not be over replicaCount`,
    })
  }
  for (const listen of ['0.0.0.0:7401', '[::]:7401']) {
    t.throws(() => checkNodeOptions({ folder, listen }), {
      code: 'BAD_ARGUMENT',
      message: /listen is .*advertise/,
    })
    t.ok(checkNodeOptions({ folder, listen, advertise: '10.0.0.1:7401' }))
  }
  t.match(checkNodeOptions({ folder, replicaCount: 5 }), {
    readQuorum: 3,
    writeQuorum: 3,
    partitionCount: 1024,
  })
})

t.test('close answers what is under way, gives everything back, and may be called again', async (t) => {
  const disk = new FaultyDisk()
  const { node, address, folder } = await start(t, alone, { disk })
  let open = () => {}
  disk.writeGate = new Promise((resolve) => {
    open = resolve
  })
  const caller = await callerTo(address)
  const header = Put.encode({ key: Buffer.from('key'), writeId: Buffer.alloc(8) })
  const put = caller.call({ type: FrameType.PUT, header, value: [Buffer.from('value')] }, 5000)
  await until('the put is under way', async () => {
    const { counters } = await statusOf(address)
    return counters.some(({ name, value }) => name === 'puts' && value === 1)
  })
  const closed = node.close()
  t.equal(node.close(), closed)
  await until('no more requests are taken', () => !caller.usable)
  t.match(await failureOf(callerTo(address)), { code: 'UNREACHABLE' })
  t.match(await failureOf(caller.call({ type: FrameType.GET }, 1000)), {
    code: 'UNREACHABLE',
    message: /shutting down/,
  })
  open()
  t.match(await put, { type: FrameType.PUT | 0x80 })
  await closed
  caller.close()

  const again = await start(t, { ...alone, folder, listen: address })
  const client = await clientOf(t, [again])
  t.strictSame((await client.get('key')).siblings.map(String), ['value'])
})

t.test('close says so when the disk fails at the end, and gives the folder back all the same', async (t) => {
  const disk = new FaultyDisk()
  const folder = newFolder(t)
  const node = await Node.start({ ...alone, folder, listen: '127.0.0.1:0' }, platformWith({ disk }), () => {})
  const client = await clientOf(t, [node])
  await client.put('key', 'value')
  disk.failsToSync = true
  t.match(await failureOf(node.close()), { code: 'READ_ONLY', message: /may not be safe/ })
  disk.failsToSync = false
  const again = await start(t, { ...alone, folder, cluster: 'gramme', partitionCount: 1024 })
  t.strictSame((await (await clientOf(t, [again])).get('key')).siblings.map(String), ['value'])
})

t.test('connections over the limit are turned away with the reason', async (t) => {
  const { address } = await start(t, { ...alone, connectionsMax: 2 })
  const callers = [await callerTo(address), await callerTo(address)]
  t.match(await failureOf(callerTo(address)), {
    code: 'BUSY',
    message: /2 connections, the limit/,
    retryAfterMs: 1000,
  })
  callers[0].close()
  await until('there is room again', async () => {
    const caller = await callerTo(address).catch(() => undefined)
    caller?.close()
    return caller !== undefined
  })
  callers[1].close()
})

t.test('requests over the limit are turned away with the reason', async (t) => {
  const disk = new FaultyDisk()
  const { address } = await start(t, { ...alone, requestsMax: 3 }, { disk })
  let open = () => {}
  disk.writeGate = new Promise((resolve) => {
    open = resolve
  })
  const caller = await callerTo(address)
  const puts = Array.from({ length: 5 }, (_, index) => {
    const header = Put.encode({ key: Buffer.from(`key ${index}`), writeId: Buffer.alloc(8) })
    return failureOf(caller.call({ type: FrameType.PUT, header, value: [Buffer.from('value')] }, 5000))
  })
  const busy = { code: 'BUSY', message: '3 requests are under way, the limit', retryAfterMs: 100 }
  t.match(await Promise.all(puts.slice(3)), [busy, busy])
  const get = { type: FrameType.GET, header: Get.encode({ key: Buffer.from('key 0') }) }
  t.match(await failureOf(caller.call(get, 1000)), busy)
  open()
  t.strictSame(await Promise.all(puts.slice(0, 3)), [undefined, undefined, undefined])
  t.ok(await caller.call(get, 1000))
  caller.close()
})

t.test('a node whose disk is full refuses puts, serves gets, and comes back by itself', async (t) => {
  const disk = new FaultyDisk()
  const nodes = await startCluster(t, 3, {}, [{ disk }])
  const [full] = nodes
  const client = await clientOf(t, nodes)
  const key = keyOf(full.node, 'first')
  const { context } = await client.put(key, 'before', { w: 3 })
  disk.isFull = true
  await client.put(key, 'during', { context })
  await until('it shows', async () => (await statusOf(full.address)).store?.writable === false)
  t.match((await statusOf(full.address)).store?.readOnlyReason, /full/)
  t.match(
    full.reported.filter(({ level }) => level === 'warn'),
    [{ message: 'store', details: { kind: 'read-only' } }],
  )

  for (let index = 0; index < 20; index++) await client.put(`another ${index}`, 'value')
  const direct = await callerTo(full.address)
  const header = Put.encode({ key: Buffer.from(key), writeId: Buffer.alloc(8) })
  const refused = await failureOf(direct.call({ type: FrameType.PUT, header }, 2000))
  t.match(refused, { code: 'READ_ONLY', message: /full/, retryAfterMs: 1000 })
  t.ok(await direct.call({ type: FrameType.GET, header: Get.encode({ key: Buffer.from(key) }) }, 2000))
  direct.close()
  t.strictSame((await client.get(key)).siblings.map(String), ['during'])

  disk.isFull = false
  await until('it is writable again', async () => (await statusOf(full.address)).store?.writable === true)
  await client.get(key, { r: 3 })
  await until('read repair brings what it missed', async () => {
    const { siblings } = await (await clientOf(t, [full])).get(key, { r: 3 })
    return siblings.length === 1
  })
  await client.put(key, 'after', { w: 3, context: (await client.get(key)).context })
})
