import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import { FrameType, replyBit } from '../../src/wire/frame.js'
import { Failure, Hello, Welcome } from '../../src/wire/messages.js'
import { refuse } from '../../src/wire/refuse.js'
import { sessionDefaults } from '../../src/wire/session.js'
import { frameBytes } from './frames.js'
import { address, clientIdentity, echo, get, helloBytes, peerIdentity, Rig } from './rig.js'

const getReply = FrameType.GET | replyBit

async function rigged(options: ConstructorParameters<typeof Rig>[0] = {}): Promise<Rig> {
  const rig = new Rig(options)
  await rig.listen()
  return rig
}

t.test('a greeting is welcomed, and says what may be sent', async (t) => {
  const rig = await rigged()
  const peer = await rig.raw()
  peer.send(helloBytes(clientIdentity, 77))
  await rig.calm()
  t.strictSame(peer.heard, [[FrameType.HELLO | replyBit, 77]])
  t.match(Welcome.decode(peer.frames[0].header), {
    version: 1,
    cluster: 'shop',
    nodeId: 'aaaaaaaaaaaa',
    valueBytesMax: 1024 * 1024,
    inFlightMax: 1024,
  })
  t.match(rig.sessions[0].peer, { nodeId: '', agent: 'client/test', remoteAddress: /^here:/ })
  t.notOk(peer.closed)
})

t.test('greetings that are refused are answered, and the connection closed', async (t) => {
  const hello = (fields: object) =>
    frameBytes({ type: 1, requestId: 9, header: Hello.encode(fields).finish() })
  const cases: [string, Buffer, string, string][] = [
    ['version', hello({ versionMin: 2, versionMax: 5 }), 'PROTOCOL', 'refused'],
    ['cluster', hello({ versionMin: 1, versionMax: 1, cluster: 'bank' }), 'CLUSTER_MISMATCH', 'refused'],
    ['first frame no HELLO', frameBytes({ type: FrameType.GET, requestId: 9 }), 'PROTOCOL', 'violation'],
    [
      'no Hello inside',
      frameBytes({ type: 1, requestId: 9, header: Buffer.of(255) }),
      'PROTOCOL',
      'violation',
    ],
  ]
  for (const [name, bytes, code, kind] of cases) {
    const rig = await rigged()
    const peer = await rig.raw()
    peer.send(bytes, get(10))
    await rig.calm()
    t.match(peer.failures, [{ code, requestId: 9 }], name)
    t.ok(peer.closed, name)
    t.match(rig.events, [{ kind, reason: peer.failures[0].message }], name)
    t.equal(rig.ended.length, 1, name)
    t.equal(rig.held.length, 0, 'nothing behind it is served')
    t.equal(rig.clock.timerCount, 0, 'no timer is left')
  }
})

t.test('the version byte of a HELLO is not looked at: it is how versions are told', async (t) => {
  const rig = await rigged()
  const peer = await rig.raw()
  const bytes = helloBytes()
  bytes[4] = 7
  peer.send(bytes)
  await rig.calm()
  t.strictSame(peer.heard, [[FrameType.HELLO | replyBit, 1]])
})

t.test('who does not greet in time is told and hung up on', async (t) => {
  const rig = await rigged({ limits: { greetingTimeoutMs: 1000 } })
  const silent = await rig.raw()
  const slow = await rig.raw()
  slow.send(helloBytes().subarray(0, 10))
  await rig.clock.advance(990)
  t.notOk(silent.closed || slow.closed)
  await rig.clock.advance(20)
  for (const peer of [silent, slow]) {
    t.match(peer.failures, [{ code: 'PROTOCOL', message: 'no HELLO within 1000 ms', requestId: 0 }])
    t.ok(peer.closed)
  }
})

t.test('who is told and does not hang up is dropped', async (t) => {
  const rig = await rigged({ limits: { greetingTimeoutMs: 1000 } })
  const peer = await rig.raw()
  peer.stream.pause()
  peer.send(get(1))
  await rig.clock.advance(900)
  t.equal(rig.ended.length, 1)
  t.equal(rig.clock.timerCount, 1, 'it lingers')
  await rig.clock.advance(200)
  t.equal(rig.clock.timerCount, 0)
  peer.send(get(2))
  await rig.calm()
  peer.stream.resume()
  await rig.calm()
  t.match(peer.closings, [{ message: /reset/ }], 'what is sent now finds nobody')
})

t.test('requests are served at once and answered in any order', async (t) => {
  const rig = await rigged()
  const peer = await rig.greeted()
  peer.send(get(1), get(2), get(3))
  await rig.calm()
  t.strictSame(
    rig.held.map(({ frame }) => frame.requestId),
    [1, 2, 3],
  )
  for (const n of [2, 0, 1]) rig.held[n].answer({ flags: n, value: [Buffer.of(n)] })
  await rig.calm()
  t.strictSame(peer.heard, [
    [getReply, 3],
    [getReply, 1],
    [getReply, 2],
  ])
  t.match(peer.frames, [{ flags: 2, deadlineMs: 0, value: Buffer.of(2) }, { flags: 0 }, { flags: 1 }])
})

t.test('a request arrives with its fields and its asker', async (t) => {
  const asked: unknown[] = []
  const rig = await rigged({
    serve: async (frame, peer) => {
      asked.push([frame, peer])
      return {}
    },
  })
  const peer = await rig.greeted(peerIdentity)
  const header = Buffer.from('header')
  const value = Buffer.from('value')
  peer.send(frameBytes({ type: 49, flags: 1, requestId: 0xffffffff, deadlineMs: 1234, header, value }))
  await rig.calm()
  t.match(asked, [
    [
      { version: 1, type: 49, flags: 1, requestId: 0xffffffff, deadlineMs: 1234, header, value },
      { nodeId: 'bbbbbbbbbbbb', agent: 'gramme-node/test' },
    ],
  ])
  t.strictSame(peer.heard, [[49 | replyBit, 0xffffffff]])
})

t.test('a PING is answered by the session itself', async (t) => {
  const rig = await rigged()
  const peer = await rig.greeted()
  peer.send(frameBytes({ type: FrameType.PING, requestId: 5 }))
  await rig.calm()
  t.strictSame(peer.heard, [[FrameType.PING | replyBit, 5]])
  t.equal(rig.held.length, 0)
})

t.test('what serving throws: an error of ours as it is, others as INTERNAL and reported', async (t) => {
  const rig = await rigged()
  const peer = await rig.greeted()
  peer.send(get(1), get(2), get(3), get(4))
  await rig.calm()
  rig.held[0].fail(new GrammeError('QUORUM_NOT_MET', 'alone', { needed: 2, got: 1 }))
  rig.held[1].fail(new GrammeError('BUSY', 'later', { retryAfterMs: 250 }))
  const bug = new TypeError('a bug')
  rig.held[2].fail(bug)
  await rig.calm()
  t.match(peer.failures, [
    { code: 'QUORUM_NOT_MET', message: 'alone', requestId: 1 },
    { code: 'BUSY', message: 'later', requestId: 2 },
    { code: 'INTERNAL', message: /a bug/, requestId: 3 },
  ])
  t.match(Failure.decode(peer.frames[0].header), { code: 5, needed: 2, got: 1 })
  t.match(Failure.decode(peer.frames[1].header), { code: 8, retryAfterMs: 250 })
  t.match(rig.events, [{ kind: 'internal', reason: 'a bug', cause: bug }])
  rig.held[3].answer({})
  await rig.calm()
  t.strictSame(peer.heard.at(-1), [getReply, 4], 'the connection goes on')
})

t.test('PROTOCOL from serving is answered, and ends the connection', async (t) => {
  const rig = await rigged()
  const peer = await rig.greeted()
  peer.send(get(1), frameBytes({ type: 99, requestId: 2 }))
  await rig.calm()
  rig.held[1].fail(new GrammeError('PROTOCOL', 'no request has the type 99'))
  await rig.calm()
  t.match(peer.failures, [{ code: 'PROTOCOL', message: 'no request has the type 99', requestId: 2 }])
  t.ok(peer.closed)
  t.match(rig.events, [{ kind: 'violation' }])
  rig.held[0].answer({})
  await rig.calm()
  t.equal(peer.frames.length, 1, 'what ends later has nobody to tell')
  t.equal(rig.clock.timerCount, 0)
})

t.test('bytes that break the frame: told, closed, and nobody else notices', async (t) => {
  const lengthOver = Buffer.from('ffffffff', 'hex')
  const cases: [string, Buffer, RegExp, number][] = [
    ['length over the limit', lengthOver, /frame length 4294967295 is over the limit/, 0],
    ['length under the least', Buffer.alloc(20), /frame length 0 is under/, 0],
    ['header over its frame', frameBytes({ type: 16, headerLength: 5 }), /header length 5 is over/, 0],
    ['another version', frameBytes({ type: 16, version: 2, requestId: 8 }), /version 2 is not spoken/, 8],
    ['a request in HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'), /frame length 1195725856/, 0],
  ]
  for (const [name, bytes, reason, requestId] of cases) {
    const rig = await rigged()
    const good = await rig.greeted()
    good.send(get(1))
    const bad = await rig.greeted()
    bad.send(get(5), bytes, get(6))
    await rig.calm()
    t.match(bad.failures, [{ code: 'PROTOCOL', message: reason, requestId }], name)
    t.ok(bad.closed, name)
    t.match(rig.events, [{ kind: 'violation', reason }], name)
    t.strictSame(
      rig.held.map(({ frame }) => frame.requestId),
      [1, 5],
      'nothing behind it is served',
    )
    rig.held[0].answer({})
    good.send(get(2))
    await rig.calm()
    t.strictSame(good.heard, [[getReply, 1]], name)
    t.equal(rig.held.length, 3)
    t.notOk(good.closed, name)
    t.equal(rig.ended.length, 1)
  }
})

t.test(
  'before the greeting only little is taken; after it a client may send a value, a node more',
  async (t) => {
    const before = await rigged()
    const early = await before.raw()
    early.send(frameBytes({ type: 1, value: Buffer.alloc(5000) }).subarray(0, 4))
    await before.calm()
    t.match(early.failures, [{ message: /frame length 5016 is over the limit 4096/ }])

    const long = frameBytes({ type: 17, requestId: 3, value: Buffer.alloc(2_000_000) })
    const rig = await rigged()
    const client = await rig.greeted()
    client.send(long)
    await rig.calm()
    t.match(client.failures, [{ code: 'PROTOCOL', message: /over the limit/ }])
    const node = await rig.greeted(peerIdentity)
    node.send(long)
    await rig.calm()
    t.equal(rig.held[0].frame.value.length, 2_000_000)
  },
)

t.test('requests beyond the limit in flight wait unread, and go on in order', async (t) => {
  const rig = await rigged({
    limits: { inFlightMax: 3 },
    network: { windowBytes: 100, pieceBytes: 50 },
  })
  const peer = await rig.greeted()
  const ids = Array.from({ length: 40 }, (_, n) => n + 1)
  peer.send(...ids.map((id) => get(id)))
  await rig.calm()
  t.equal(rig.held.length, 3)
  t.ok(peer.stream.queuedBytes > 500, 'the asker is made to wait')
  let most = 0
  for (let n = 0; n < ids.length; n += 1) {
    rig.held[n].answer({})
    await rig.calm()
    most = Math.max(most, rig.held.length - n - 1)
  }
  t.equal(most, 3)
  t.strictSame(
    rig.held.map(({ frame }) => frame.requestId),
    ids,
  )
  t.strictSame(
    peer.heard.map(([, id]) => id),
    ids,
  )
  t.equal(peer.stream.queuedBytes, 0)
})

t.test(
  'a reader that does not read: no more is taken from it, then values are refused, then it goes',
  async (t) => {
    const network = { windowBytes: 1000, markBytes: 100 }
    const limits = { queuedBytesHigh: 2000, queuedBytesBusy: 10_000, queuedBytesMax: 11_000 }
    const rig = await rigged({ network, limits, serve: echo })
    const peer = await rig.greeted()
    peer.stream.pause()
    const sent = 100
    for (let id = 1; id <= sent; id += 1) {
      peer.send(get(id, Buffer.alloc(400)))
      await rig.clock.advance(1)
    }
    t.ok(peer.stream.queuedBytes > 30_000, 'what it asks for is left unread')
    t.notOk(rig.ended.length)
    peer.stream.resume()
    await rig.clock.advance(1000)
    t.strictSame(
      peer.heard,
      Array.from({ length: sent }, (_, n) => [getReply, n + 1]),
      'and answered when it reads again',
    )

    const greedy = await rigged({ network, limits })
    const reader = await greedy.greeted()
    reader.stream.pause()
    for (let id = 1; id <= 20; id += 1) reader.send(get(id))
    await greedy.calm()
    t.equal(greedy.held.length, 20)
    for (const { answer } of greedy.held) answer({ value: [Buffer.alloc(1000)] })
    await greedy.calm()
    t.notOk(greedy.ended.length, 'under way already, and too much')
    reader.stream.resume()
    await greedy.clock.advance(1000)
    t.equal(reader.heard.length, 20)
    t.match(reader.failures[0], { code: 'BUSY', requestId: 10, message: /\d+ bytes of answers wait/ })
    t.equal(reader.failures.length, 11)
    t.strictSame(greedy.events, [])

    const flood = await rigged({ network, limits })
    const deaf = await flood.greeted()
    deaf.stream.pause()
    for (let id = 1; id <= 20; id += 1) deaf.send(get(id))
    await flood.calm()
    const header = { len: 1000, finish: () => Buffer.alloc(1000) }
    for (const { answer } of flood.held) answer({ header })
    await flood.calm()
    t.match(flood.events, [{ kind: 'overflow', reason: /over the limit 11000/ }])
    t.equal(flood.ended.length, 1)
  },
)

t.test('a single answer over the limits goes out: it is one that was asked for', async (t) => {
  const rig = await rigged({ limits: { queuedBytesHigh: 1000, queuedBytesBusy: 2000 } })
  const peer = await rig.greeted()
  peer.send(get(1), get(2))
  await rig.calm()
  rig.held[0].answer({ value: [Buffer.alloc(300_000)] })
  rig.held[1].answer({})
  await rig.calm()
  t.strictSame(peer.heard, [
    [getReply, 1],
    [getReply, 2],
  ])
})

t.test('a flood of PINGs that nobody reads the answers of is not read on', async (t) => {
  const rig = await rigged({
    network: { windowBytes: 1000, markBytes: 100 },
    limits: { queuedBytesHigh: 5000, queuedBytesMax: 1_000_000 },
  })
  const peer = await rig.greeted()
  peer.stream.pause()
  const pings = Buffer.concat(
    Array.from({ length: 1000 }, (_, id) => frameBytes({ type: FrameType.PING, requestId: id })),
  )
  peer.send(pings)
  await rig.calm()
  t.ok(peer.stream.queuedBytes > 10_000, `${peer.stream.queuedBytes} bytes are left unread`)
  peer.stream.resume()
  await rig.clock.advance(1000)
  t.equal(peer.frames.length, 1000)
})

t.test('a reader that takes nothing for long is dropped; one that takes a little is not', async (t) => {
  const limits = { stalledTimeoutMs: 1000, idleTimeoutMs: 100_000 }
  const rig = await rigged({ network: { windowBytes: 100 }, limits })
  const [dead, slow] = [await rig.greeted(), await rig.greeted()]
  for (const peer of [dead, slow]) {
    peer.stream.pause()
    peer.send(get(1))
  }
  await rig.calm()
  for (const { answer } of rig.held) answer({ value: [Buffer.alloc(3000)] })
  for (let n = 0; n < 25; n += 1) {
    await rig.clock.advance(200)
    slow.stream.resume()
    await rig.clock.advance(0.3)
    slow.stream.pause()
    if (n === 2) t.equal(rig.ended.length, 0)
  }
  t.match(rig.events, [{ kind: 'stalled', reason: /not read for 1000 ms/ }])
  t.strictSame(rig.ended, [rig.sessions[0]])
  t.ok(slow.receivedBytes > 1000 && slow.receivedBytes < 3000)
})

t.test('a busy reader that is always behind is not taken for a dead one', async (t) => {
  const limits = { stalledTimeoutMs: 1000, idleTimeoutMs: 100_000 }
  const rig = await rigged({ network: { windowBytes: 1000, latencyMs: 10 }, limits, serve: echo })
  const peer = await rig.greeted()
  // More is asked for than the line carries, so that something waits at every moment, also just after writes.
  for (let id = 1; id <= 400; id += 1) {
    peer.send(get(id, Buffer.alloc(300)))
    await rig.clock.advance(10)
  }
  t.strictSame(rig.events, [])
  t.equal(rig.ended.length, 0)
})

t.test('an idle connection is told and closed; one that asks, or waits for an answer, is not', async (t) => {
  const rig = await rigged({ limits: { idleTimeoutMs: 1000 } })
  const [idle, pinging, waiting] = [await rig.greeted(), await rig.greeted(), await rig.greeted()]
  waiting.send(get(1))
  for (let n = 0; n < 10; n += 1) {
    pinging.send(frameBytes({ type: FrameType.PING, requestId: n }))
    await rig.clock.advance(300)
  }
  t.match(idle.failures, [{ code: 'TIMEOUT', message: 'nothing was heard for 1000 ms', requestId: 0 }])
  t.ok(idle.closed)
  t.notOk(pinging.closed || waiting.closed)
  rig.held[0].answer({})
  await rig.clock.advance(1600)
  t.strictSame(waiting.heard, [
    [getReply, 1],
    [FrameType.FAILURE, 0],
  ])
})

t.test('drain: no more is wanted, what is under way is answered, then it closes', async (t) => {
  const rig = await rigged()
  const [busy, idle] = [await rig.greeted(), await rig.greeted()]
  busy.send(get(1), get(2))
  await rig.calm()
  for (const session of rig.sessions) {
    session.drain()
    session.drain()
  }
  await rig.calm()
  t.strictSame(busy.heard, [[FrameType.CLOSING, 0]])
  t.notOk(busy.closed)
  t.strictSame(idle.heard, [[FrameType.CLOSING, 0]])
  t.notOk(idle.closed, 'what crossed may still come')
  await rig.clock.advance(sessionDefaults.drainGraceMs)
  t.ok(idle.closed)
  t.notOk(busy.closed)
  busy.send(get(3))
  await rig.calm()
  for (const { answer } of rig.held) answer({})
  await rig.calm()
  t.notOk(busy.closed)
  await rig.clock.advance(sessionDefaults.drainGraceMs)
  t.strictSame(
    busy.heard.slice(1).map(([, id]) => id),
    [1, 2, 3],
    'a request that crossed is served',
  )
  t.ok(busy.closed)
  t.equal(rig.ended.length, 2)
  t.equal(rig.clock.timerCount, 0)
})

t.test('drain before the greeting just closes', async (t) => {
  const rig = await rigged()
  const peer = await rig.raw()
  await rig.calm()
  rig.sessions[0].drain()
  await rig.calm()
  t.strictSame(peer.frames, [])
  t.ok(peer.closed)
})

t.test('drain of a reader that had been paused closes when it has read', async (t) => {
  const rig = await rigged({
    network: { windowBytes: 1000 },
    limits: { queuedBytesHigh: 2000, greetingTimeoutMs: 10_000 },
  })
  const peer = await rig.greeted()
  peer.stream.pause()
  peer.send(get(1))
  await rig.calm()
  rig.held[0].answer({ value: [Buffer.alloc(9000)] })
  await rig.calm()
  rig.sessions[0].drain()
  await rig.calm()
  peer.stream.resume()
  await rig.clock.advance(sessionDefaults.drainGraceMs + 100)
  t.strictSame(peer.heard, [
    [getReply, 1],
    [FrameType.CLOSING, 0],
  ])
  t.ok(peer.closed)
  t.equal(rig.clock.timerCount, 0, 'without waiting for the time limit')
})

t.test('a connection that is turned away is told why, without having greeted', async (t) => {
  const rig = new Rig()
  const error = new GrammeError('BUSY', 'full', { retryAfterMs: 1000 })
  await rig.network.listen(address, (stream) => refuse(stream, rig.clock, error))
  const polite = await rig.raw()
  const deaf = await rig.raw()
  deaf.stream.pause()
  polite.send(helloBytes())
  await rig.calm()
  t.match(polite.failures, [{ code: 'BUSY', message: 'full', requestId: 0 }])
  t.ok(polite.closed)
  t.equal(rig.clock.timerCount, 1)
  await rig.clock.advance(6000)
  t.equal(rig.clock.timerCount, 0, 'nobody is waited for longer than the time to greet')
})

t.test('destroy drops everything, once', async (t) => {
  const rig = await rigged()
  const peer = await rig.greeted()
  peer.send(get(1))
  await rig.calm()
  rig.sessions[0].destroy()
  rig.sessions[0].destroy()
  rig.sessions[0].drain()
  rig.held[0].answer({})
  await rig.calm()
  t.ok(peer.closed)
  t.strictSame(peer.frames, [])
  t.equal(rig.ended.length, 1)
  t.equal(rig.clock.timerCount, 0)
})

t.test('a peer that goes away ends its session, whatever is under way', async (t) => {
  const rig = await rigged()
  for (const how of ['end', 'destroy'] as const) {
    const peer = await rig.greeted()
    peer.send(get(1))
    await rig.calm()
    peer.stream[how]()
    await rig.calm()
    rig.held.pop()?.answer({})
    await rig.calm()
    t.ok(peer.closed)
  }
  t.equal(rig.ended.length, 2)
  t.strictSame(rig.events, [])
  t.equal(rig.clock.timerCount, 0)
})
