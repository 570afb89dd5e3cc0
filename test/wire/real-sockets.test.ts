/** Sessions and callers over the machine's own network and clock: what only real sockets can show. */
import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Listener } from '../../src/ports/network.js'
import { systemClock } from '../../src/runtime/clock.js'
import { systemNetwork } from '../../src/runtime/network.js'
import { Caller, callerDefaults } from '../../src/wire/caller.js'
import { FrameType, replyBit } from '../../src/wire/frame.js'
import {
  type Serve,
  Session,
  type SessionEvent,
  type SessionLimits,
  sessionDefaults,
} from '../../src/wire/session.js'
import { decodeAll } from './frames.js'
import { clientIdentity, echo, get, helloBytes, nodeIdentity, RawPeer } from './rig.js'

async function listening(t: Test, serve: Serve, limits: Partial<SessionLimits> = {}) {
  const sessions = new Set<Session>()
  const events: SessionEvent[] = []
  const listener: Listener = await systemNetwork.listen('127.0.0.1:0', (stream) => {
    const session: Session = new Session(stream, {
      clock: systemClock,
      identity: nodeIdentity,
      limits: { ...sessionDefaults, ...limits },
      serve,
      ended: () => sessions.delete(session),
      report: (event) => events.push(event),
    })
    sessions.add(session)
  })
  t.teardown(async () => {
    await listener.close()
    for (const session of sessions) session.destroy()
  })
  return { address: listener.address, sessions, events }
}

async function calling(t: Test, address: string): Promise<Caller> {
  const options = { ...callerDefaults, network: systemNetwork, clock: systemClock, identity: clientIdentity }
  const caller = await Caller.open(address, options)
  t.teardown(() => caller.close())
  return caller
}

async function raw(t: Test, address: string): Promise<RawPeer> {
  const peer = new RawPeer(await systemNetwork.connect(address, 2000))
  t.teardown(() => peer.stream.destroy())
  return peer
}

async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 8000
  while (!condition()) {
    if (performance.now() > endMs) throw new Error('it did not come about')
    await pause(2)
  }
}

t.test('many requests at once, small and large, each its own answer', async (t) => {
  const { address, sessions } = await listening(t, echo)
  const caller = await calling(t, address)
  const sizes = Array.from({ length: 400 }, (_, n) => (n % 50 === 0 ? 1_000_000 : n))
  const frames = await Promise.all(
    sizes.map((size, n) => caller.call({ type: FrameType.GET, value: [Buffer.alloc(size, n)] }, 10_000)),
  )
  t.ok(frames.every(({ value }, n) => Buffer.alloc(sizes[n], n).equals(value)))
  caller.close()
  await until(() => sessions.size === 0)
})

t.test('a reader that stops reading is bounded in memory, then dropped', async (t) => {
  const value = Buffer.alloc(256 * 1024)
  let served = 0
  const serve: Serve = async () => {
    served += 1
    return { value: [value] }
  }
  const limits = { queuedBytesHigh: 1024 * 1024, stalledTimeoutMs: 300, inFlightMax: 8 }
  const { address, sessions, events } = await listening(t, serve, limits)
  const reader = await raw(t, address)
  reader.send(helloBytes())
  await until(() => reader.frames.length === 1)
  reader.stream.pause()
  for (let id = 2; id < 2000; id += 1) reader.send(get(id))
  const good = await calling(t, address)
  await good.call({ type: FrameType.GET }, 5000)
  await until(() => events.length > 0)
  t.match(events, [{ kind: 'stalled', reason: /not read for 300 ms/ }])
  // The limit, what the sockets of both sides hold, and what was under way.
  t.ok(served < 200, `${served} of 2000 requests were served`)
  await until(() => sessions.size === 1)
  await good.call({ type: FrameType.GET }, 5000)
})

t.test('a reader that only pauses gets everything', async (t) => {
  const value = Buffer.alloc(256 * 1024, 6)
  const serve: Serve = async () => ({ value: [value] })
  const { address, events } = await listening(t, serve, { queuedBytesHigh: 1024 * 1024 })
  const reader = await raw(t, address)
  reader.send(helloBytes())
  reader.stream.pause()
  for (let id = 2; id <= 100; id += 1) reader.send(get(id))
  await pause(50)
  reader.stream.resume()
  await until(() => reader.frames.length === 100)
  t.ok(
    reader.frames
      .slice(1)
      .every((frame) => frame.type === (FrameType.GET | replyBit) && value.equals(frame.value)),
  )
  t.strictSame(events, [])
})

t.test('a socket that says nothing is hung up on', async (t) => {
  const { address, sessions, events } = await listening(t, echo, { greetingTimeoutMs: 80 })
  const silent = await raw(t, address)
  await until(() => silent.closed)
  t.match(silent.failures, [{ code: 'PROTOCOL', message: /no HELLO within 80 ms/ }])
  t.match(events, [{ kind: 'violation' }])
  t.equal(sessions.size, 0)
})

t.test('half a connection is none: when the asker closes its half, the session ends', async (t) => {
  const { address, sessions } = await listening(t, () => new Promise(() => {}))
  const peer = await raw(t, address)
  peer.send(helloBytes(), get(2))
  await until(() => peer.frames.length === 1)
  peer.stream.end()
  await until(() => sessions.size === 0)
  await until(() => peer.closed)
  t.equal(peer.frames.length, 1)
})

t.test('a reset in the midst of requests ends that session, and no other', async (t) => {
  const { address, sessions, events } = await listening(t, async (frame) => {
    await pause(30)
    return { value: [frame.value] }
  })
  const good = await calling(t, address)
  const [host, port] = address.split(':')
  const socket = net.connect(Number(port), host)
  await once(socket, 'connect')
  socket.write(Buffer.concat([helloBytes(), get(2), get(3), get(4).subarray(0, 9)]))
  const call = good.call({ type: FrameType.GET, value: [Buffer.from('good')] }, 5000)
  await once(socket, 'data')
  socket.resetAndDestroy()
  t.equal(Buffer.from((await call).value).toString(), 'good')
  await until(() => sessions.size === 1)
  t.strictSame(events, [])
})

t.test('a browser that strays in can read why it is refused', async (t) => {
  const { address, sessions } = await listening(t, echo)
  const [host, port] = address.split(':')
  const socket = net.connect(Number(port), host)
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await once(socket, 'close')
  const { frames } = decodeAll(chunks)
  t.match(frames, [{ type: FrameType.FAILURE, requestId: 0 }])
  t.match(Buffer.concat(chunks).toString('latin1'), /frame length 1195725856 is over the limit 4096/)
  await until(() => sessions.size === 0)
})

t.test('drain over real sockets: what is under way is answered, and the caller is told', async (t) => {
  const { address, sessions } = await listening(t, async (frame) => {
    await pause(40)
    return { value: [frame.value] }
  })
  const caller = await calling(t, address)
  const ended = new Promise<Error>((resolve) => {
    caller.onEnded = resolve
  })
  const calls = Array.from({ length: 20 }, () =>
    caller.call({ type: FrameType.GET, value: [Buffer.alloc(100_000)] }, 5000),
  )
  await pause(10)
  for (const session of sessions) session.drain()
  t.match(await ended, { code: 'UNREACHABLE', message: /shutting down/ })
  const frames = await Promise.all(calls)
  t.ok(frames.every(({ value }) => value.length === 100_000))
  await until(() => sessions.size === 0)
})
