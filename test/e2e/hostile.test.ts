/** Any bytes on the port of a real node: what they get, and that nobody else notices. */
import { randomBytes } from 'node:crypto'
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { connect } from '../../src/client/index.js'
import { errorCodeOf } from '../../src/errors.js'
import { type Frame, FrameType, nodeLimits, replyBit } from '../../src/wire/frame.js'
import { FrameDecoder } from '../../src/wire/frame-decoder.js'
import { Failure, Get, Put } from '../../src/wire/messages.js'
import { frameBytes } from '../wire/frames.js'
import { helloBytes } from '../wire/rig.js'
import { ProcessCluster, until } from './processes.js'

const cluster = await ProcessCluster.start(t, 1, () => ['--n', '1'])
const [node] = cluster.nodes
const client = await connect({ seeds: cluster.addresses })
t.teardown(() => client.close())
await client.put('k', 'v')
await client.put('large', Buffer.alloc(64 * 1024, 1))

/** A connection that sends what it likes, and what came of it. */
class Stranger {
  readonly frames: Frame[] = []
  readonly socket: net.Socket
  closed = false

  constructor(t: Test) {
    const [host, port] = node.address.split(':')
    this.socket = net.connect({ port: Number(port), host, noDelay: true })
    const decoder = new FrameDecoder(nodeLimits)
    this.socket.on('data', (chunk) => decoder.push(chunk, (frame) => this.frames.push(frame)))
    this.socket.on('error', () => {})
    this.socket.on('close', () => {
      this.closed = true
    })
    t.teardown(() => this.socket.destroy())
  }

  send(...bytes: Uint8Array[]): this {
    for (const piece of bytes) this.socket.write(piece)
    return this
  }

  get failures() {
    return this.frames
      .filter(({ type }) => type === FrameType.FAILURE)
      .map(({ requestId, header }) => {
        const { code, message } = Failure.decode(header)
        return { requestId, code: errorCodeOf(code), message }
      })
  }
}

const getBytes = (requestId: number, key = 'k') =>
  frameBytes({ type: FrameType.GET, requestId, header: Get.encode({ key: Buffer.from(key) }).finish() })
const putBytes = (requestId: number, key: string, value: Uint8Array, writeId = randomBytes(8)) =>
  frameBytes({
    type: FrameType.PUT,
    requestId,
    header: Put.encode({ key: Buffer.from(key), writeId }).finish(),
    value,
  })

/** Runs `attack` while an honest client works, and checks that it noticed nothing. */
async function besides(t: Test, attack: () => Promise<void>): Promise<void> {
  let over = false
  const honest = (async () => {
    let served = 0
    while (!over || served < 5) {
      const { siblings } = await client.get('k')
      if (siblings.length !== 1) t.fail(`an honest client got ${siblings.length} siblings`)
      served += 1
      await pause(20)
    }
  })()
  try {
    await attack()
  } finally {
    over = true
    await honest
  }
}

t.test('bytes that are no frames: FAILURE PROTOCOL, and closed', async (t) => {
  await besides(t, async () => {
    for (const [bytes, message] of [
      [Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'), /frame length \d+ is over the limit 4096/],
      [Buffer.alloc(64, 0xff), /frame length 4294967295 is over the limit 4096/],
      [Buffer.alloc(64), /frame length 0 is under/],
      [getBytes(7), /first frame must be a HELLO/],
      [Buffer.concat([helloBytes(), Buffer.alloc(64, 0xff)]), /over the limit 1114128/],
      [
        Buffer.concat([helloBytes(), frameBytes({ type: FrameType.PUT, requestId: 2, length: 1024 ** 3 })]),
        /frame length 1073741824 is over the limit/,
      ],
      [
        Buffer.concat([
          helloBytes(),
          frameBytes({ type: FrameType.GET, requestId: 2, header: Buffer.alloc(70_000) }),
        ]),
        /header length 70000 is over the limit 65536/,
      ],
      [
        Buffer.concat([helloBytes(), frameBytes({ type: FrameType.GET, requestId: 2, headerLength: 99 })]),
        /header length 99 is over the limit 0/,
      ],
      [Buffer.concat([helloBytes(), frameBytes({ type: 99, requestId: 2 })]), /no request has the type 99/],
      [
        Buffer.concat([helloBytes(), frameBytes({ version: 9, type: FrameType.GET, requestId: 2 })]),
        /version 9/,
      ],
      [Buffer.concat([helloBytes(), frameBytes({ type: FrameType.REPLICA_GET, requestId: 2 })]), /for nodes/],
      [
        Buffer.concat([
          helloBytes(),
          frameBytes({ type: FrameType.GET, requestId: 2, header: Buffer.alloc(9, 0xff) }),
        ]),
        /header of a GET does not decode/,
      ],
    ] as const) {
      const stranger = new Stranger(t).send(bytes)
      await until(() => stranger.closed)
      t.match(stranger.failures, [{ code: 'PROTOCOL', message }], String(message))
    }
  })
})

t.test('random bytes, whatever they are', async (t) => {
  await besides(t, async () => {
    const strangers = Array.from({ length: 200 }, (_, n) => {
      const garbage = randomBytes(20 + n * 7)
      return new Stranger(t).send(n % 2 === 0 ? garbage : Buffer.concat([helloBytes(), garbage]))
    })
    // Those whose first bytes happen to be a plausible length wait for the rest: they end, and are let go.
    await pause(200)
    for (const { socket } of strangers) socket.end()
    await until(() => strangers.every(({ closed }) => closed))
    t.ok(strangers.some(({ failures }) => failures.length > 0))
  })
})

t.test('one byte at a time is a session like any other; cut anywhere, nothing happens', async (t) => {
  const value = randomBytes(300)
  const session = Buffer.concat([helloBytes(), putBytes(2, 'slowly', value), getBytes(3, 'k')])
  const slow = new Stranger(t)
  for (const byte of session) {
    slow.send(Uint8Array.of(byte))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => slow.frames.length === 3)
  t.strictSame(slow.failures, [])
  t.ok((await client.get('slowly')).siblings[0].equals(value))

  const cutPut = Buffer.concat([helloBytes(), putBytes(2, 'cut', value)])
  await besides(t, async () => {
    const places = [1, 4, 19, 25, helloBytes().length, helloBytes().length + 30, cutPut.length - 1]
    const strangers = places.map((place) => new Stranger(t).send(cutPut.subarray(0, place)))
    await pause(100)
    for (const { socket } of strangers) socket.destroy()
    const ended = new Stranger(t).send(cutPut.subarray(0, cutPut.length - 1))
    ended.socket.end()
    await until(() => ended.closed)
  })
  t.strictSame((await client.get('cut')).siblings, [])
})

t.test('flipped bits of a valid session: an answer or a refusal, never another value', async (t) => {
  const value = Buffer.from('flip this value')
  const writeId = Buffer.alloc(8, 7)
  const session = Buffer.concat([helloBytes(), putBytes(2, 'flipped', value, writeId), getBytes(3, 'k')])
  await besides(t, async () => {
    const bits = Array.from({ length: 160 }, (_, n) => Math.floor((n * session.length * 8) / 160))
    await Promise.all(
      bits.map(async (bit) => {
        const flipped = Buffer.from(session)
        flipped[bit >> 3] ^= 1 << (bit & 7)
        const stranger = new Stranger(t).send(flipped)
        await pause(300)
        stranger.socket.end()
        await until(() => stranger.closed)
        const types = stranger.frames.map(({ type }) => type)
        const known = [FrameType.HELLO, FrameType.PUT, FrameType.GET, FrameType.PING, FrameType.RING].map(
          (type) => type | replyBit,
        )
        const strange = types.filter(
          (type) =>
            type !== FrameType.FAILURE && !known.includes(type) && type !== (FrameType.STATUS | replyBit),
        )
        if (strange.length > 0) t.fail(`bit ${bit}: ${types}`)
      }),
    )
  })
  t.strictSame((await client.get('k')).siblings, [Buffer.from('v')])
})

t.test('silent, and never done greeting: both are hung up on, after 5 s', async (t) => {
  const silent = new Stranger(t)
  const endless = new Stranger(t)
  const hello = frameBytes({ type: FrameType.HELLO, requestId: 1, header: Buffer.alloc(4000) })
  const startMs = performance.now()
  await besides(t, async () => {
    for (let n = 0; !(silent.closed && endless.closed); n += 1) {
      if (!endless.closed) endless.send(hello.subarray(n, n + 1))
      await pause(50)
      if (performance.now() - startMs > 20_000) break
    }
  })
  t.ok(performance.now() - startMs > 4500)
  for (const { failures } of [silent, endless]) t.match(failures, [{ code: 'PROTOCOL', message: /no HELLO/ }])
})

t.test('those who ask for much and read nothing are bounded in memory', async (t) => {
  const before = (await node.status()).memoryBytes as number
  const asked = Array.from({ length: 200 }, (_, n) => getBytes(n + 2, 'large'))
  await besides(t, async () => {
    const readers = Array.from({ length: 50 }, () => {
      const reader = new Stranger(t)
      reader.socket.pause()
      return reader.send(helloBytes(), ...asked)
    })
    await pause(1500)
    const grownMiB = (((await node.status()).memoryBytes as number) - before) / 1024 ** 2
    // Far more was asked for. Each may have 4 MiB of answers waiting, and one or two more on their way.
    t.ok(grownMiB < 300, `${Math.round(grownMiB)} MiB more`)
    t.comment(`${Math.round(grownMiB)} MiB more`)
    for (const { socket } of readers) socket.destroy()
  })
  await until(async () => (await node.status()).clients <= 2)
})

t.test('after all this the node is as it was', async (t) => {
  t.strictSame((await client.get('k')).siblings, [Buffer.from('v')])
  t.notMatch(node.log, /"level":(50|60)/, 'no error was logged')
  t.notMatch(node.log, /connection internal/)
  t.equal(await node.stop('SIGTERM'), 0)
})
