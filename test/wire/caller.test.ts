import t from 'tap'
import { GrammeError } from '../../src/errors.js'
import { Caller } from '../../src/wire/caller.js'
import { FrameType, replyBit } from '../../src/wire/frame.js'
import { failureHeader, Welcome } from '../../src/wire/messages.js'
import { frameBytes } from './frames.js'
import { address, clientIdentity, echo, nodeIdentity, outcome, peerIdentity, RawPeer, Rig } from './rig.js'

const ask = { type: FrameType.GET }

async function rigged(options: ConstructorParameters<typeof Rig>[0] = {}): Promise<Rig> {
  const rig = new Rig(options)
  await rig.listen()
  return rig
}

function welcomeBytes(fields: object = {}, requestId = 1): Buffer {
  const { cluster, nodeId, agent } = nodeIdentity
  const header = Welcome.encode({ version: 1, cluster, nodeId, agent, ...fields }).finish()
  return frameBytes({ type: FrameType.HELLO | replyBit, requestId, header })
}

function failureBytes(error: GrammeError, requestId: number): Buffer {
  return frameBytes({ type: FrameType.FAILURE, requestId, header: failureHeader(error).finish() })
}

/** A listener that says what the test tells it to; `opening` is said as soon as somebody connects. */
async function scripted(opening: Buffer[] = [welcomeBytes()]) {
  const rig = new Rig()
  const accepted: RawPeer[] = []
  await rig.network.listen(address, (stream) => {
    const peer = new RawPeer(stream)
    accepted.push(peer)
    // In one piece, so that what is behind the first frame arrives with it.
    peer.send(Buffer.concat(opening))
  })
  return { rig, accepted }
}

t.test('it knows who answered', async (t) => {
  const rig = await rigged()
  const caller = await rig.caller()
  t.strictSame(caller.peer, { nodeId: 'aaaaaaaaaaaa', cluster: 'shop', agent: 'gramme-node/test' })
  t.equal(caller.address, address)
  t.ok(caller.usable)
})

t.test('who cannot be reached, or does not answer, or refuses', async (t) => {
  const nowhere = new Rig()
  await t.rejects(nowhere.caller(), { name: 'GrammeError', code: 'UNREACHABLE', message: /node:7401/ })

  const cut = new Rig()
  cut.silence()
  await t.rejects(cut.caller({ connectTimeoutMs: 70 }), { code: 'UNREACHABLE', message: /within 70 ms/ })

  const silent = await scripted([])
  await t.rejects(silent.rig.caller({ connectTimeoutMs: 70 }), { code: 'TIMEOUT', message: /within 70 ms/ })
  await silent.rig.calm()
  t.ok(silent.accepted[0].closed)

  const rig = await rigged()
  const foreign = { ...clientIdentity, cluster: 'bank' }
  await t.rejects(rig.caller({ identity: foreign }), { code: 'CLUSTER_MISMATCH', message: /not 'bank'/ })
  const full = await scripted([failureBytes(new GrammeError('BUSY', 'full', { retryAfterMs: 9 }), 0)])
  await t.rejects(full.rig.caller(), { code: 'BUSY', message: 'full', retryAfterMs: 9 })

  for (const { clock } of [nowhere, cut, silent.rig, rig, full.rig]) {
    await clock.advance(20)
    t.equal(clock.timerCount, 0, 'nothing is left behind')
  }
})

t.test('who answers what cannot be', async (t) => {
  const cases: [string, Buffer, string, RegExp][] = [
    ['another version', welcomeBytes({ version: 2 }), 'PROTOCOL', /version 2/],
    ['another cluster', welcomeBytes({ cluster: 'bank' }), 'CLUSTER_MISMATCH', /'bank'/],
    [
      'no Welcome',
      frameBytes({ type: 129, requestId: 1, header: Buffer.of(255) }),
      'PROTOCOL',
      /does not decode/,
    ],
    ['another type', frameBytes({ type: 130, requestId: 1 }), 'PROTOCOL', /type 1 with type 130/],
    [
      'a frame of another version',
      frameBytes({ type: 129, version: 3, requestId: 1 }),
      'PROTOCOL',
      /version 3/,
    ],
    ['no frame', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'PROTOCOL', /what is no frame/],
    [
      'a FAILURE that does not decode',
      frameBytes({ type: 255, requestId: 1, header: Buffer.of(255) }),
      'PROTOCOL',
      /decode/,
    ],
  ]
  for (const [name, bytes, code, message] of cases) {
    const { rig, accepted } = await scripted([bytes])
    await t.rejects(rig.caller({ identity: peerIdentity }), { name: 'GrammeError', code, message }, name)
    await rig.calm()
    t.ok(accepted[0].closed, name)
    t.equal(rig.clock.timerCount, 0, name)
  }
})

t.test('answers find their requests, in whatever order they come', async (t) => {
  const rig = await rigged()
  const caller = await rig.caller()
  const calls = [1, 2, 3].map((n) => caller.call({ ...ask, flags: n, value: [Buffer.of(n)] }, 1000))
  t.equal(caller.inFlight, 3)
  await rig.calm()
  t.match(
    rig.held.map(({ frame }) => frame),
    [1, 2, 3].map((n) => ({ type: FrameType.GET, flags: n, deadlineMs: 1000, value: Buffer.of(n) })),
  )
  for (const n of [1, 2, 0]) rig.held[n].answer({ value: [rig.held[n].frame.value, Buffer.from('!')] })
  const frames = await rig.clock.settle(Promise.all(calls))
  t.strictSame(
    frames.map(({ value }) => [...value]),
    [
      [1, 33],
      [2, 33],
      [3, 33],
    ],
  )
  t.equal(caller.inFlight, 0)
  await rig.calm()
  t.equal(
    rig.clock.timerCount,
    3,
    'nobody waits for their deadlines: the two ends watch for silence, and one what leaves',
  )
})

t.test('requests of one turn go in one piece', async (t) => {
  const { rig, accepted } = await scripted()
  const caller = await rig.caller()
  await rig.calm()
  const sizes: number[] = []
  const { length } = accepted[0].frames
  for (let n = 0; n < 50; n += 1) void outcome(caller.call(ask, 1000))
  while (accepted[0].frames.length < length + 50) {
    const before = accepted[0].receivedBytes
    await rig.clock.advance(0.25)
    if (accepted[0].receivedBytes > before) sizes.push(accepted[0].receivedBytes - before)
  }
  t.strictSame(sizes, [50 * 20])
})

t.test('a failure rejects its request with what was said', async (t) => {
  const rig = await rigged()
  const caller = await rig.caller()
  const call = caller.call(ask, 1000)
  await rig.calm()
  rig.held[0].fail(new GrammeError('QUORUM_NOT_MET', 'alone', { needed: 2, got: 1 }))
  await t.rejects(rig.clock.settle(call), {
    name: 'GrammeError',
    code: 'QUORUM_NOT_MET',
    message: 'alone',
    needed: 2,
    got: 1,
  })
  t.ok(caller.usable)
})

t.test('a request ends at its deadline, once; its late answer is nobody’s', async (t) => {
  const rig = await rigged()
  const caller = await rig.caller()
  let ends = 0
  const late = caller.call(ask, 50)
  const count = () => {
    ends += 1
  }
  late.then(count, count)
  const other = caller.call(ask, 1000)
  await rig.clock.advance(49)
  t.equal(ends, 0)
  await rig.clock.advance(20)
  await t.rejects(late, { code: 'TIMEOUT', message: /did not answer within 50 ms/ })
  t.equal(caller.inFlight, 1)
  rig.held[0].answer({ value: [Buffer.from('late')] })
  await rig.calm()
  t.equal(ends, 1)
  const next = caller.call(ask, 1000)
  await rig.calm()
  t.equal(new Set(rig.held.map(({ frame }) => frame.requestId)).size, 3, 'its id is not given to another')
  rig.held[2].answer({ value: [Buffer.from('next')] })
  rig.held[1].answer({ value: [Buffer.from('other')] })
  const values = await rig.clock.settle(Promise.all([other, next]))
  t.strictSame(
    values.map(({ value }) => Buffer.from(value).toString()),
    ['other', 'next'],
  )
})

t.test('an answer that comes twice, or to no request, is dropped', async (t) => {
  const { rig, accepted } = await scripted()
  const caller = await rig.caller()
  const first = caller.call(ask, 1000)
  await rig.calm()
  const { requestId } = accepted[0].frames[1]
  const reply = (id: number, text: string) =>
    frameBytes({ type: FrameType.GET | replyBit, requestId: id, value: Buffer.from(text) })
  accepted[0].send(reply(0, 'none'), reply(999, 'none'), reply(requestId, 'one'), reply(requestId, 'two'))
  accepted[0].send(failureBytes(new GrammeError('BUSY', 'of no request'), 999))
  t.equal(Buffer.from((await rig.clock.settle(first)).value).toString(), 'one')
  await rig.calm()
  const second = caller.call(ask, 1000)
  accepted[0].send(reply(requestId + 1, 'three'))
  t.equal(Buffer.from((await rig.clock.settle(second)).value).toString(), 'three')
})

t.test('an answer of the wrong type ends the connection', async (t) => {
  const { rig, accepted } = await scripted()
  const caller = await rig.caller()
  const [wrong, other] = [outcome(caller.call(ask, 1000)), outcome(caller.call(ask, 1000))]
  await rig.calm()
  accepted[0].send(frameBytes({ type: FrameType.PUT | replyBit, requestId: 2 }))
  t.match(await rig.clock.settle(wrong), { code: 'PROTOCOL', message: /type 16 with type 145/ })
  t.match(await rig.clock.settle(other), { code: 'PROTOCOL' })
  await rig.calm()
  t.ok(accepted[0].closed)
  t.notOk(caller.usable)
})

t.test('bytes that are no frame end the connection, and only that', async (t) => {
  const { rig, accepted } = await scripted()
  const [broken, good] = [await rig.caller(), await rig.caller()]
  const call = outcome(broken.call(ask, 1000))
  const goodCall = good.call(ask, 1000)
  await rig.calm()
  accepted[0].send(Buffer.from('ffffffff', 'hex'))
  t.match(await rig.clock.settle(call), { code: 'PROTOCOL', message: /sent what is no frame: frame length/ })
  accepted[1].send(frameBytes({ type: FrameType.GET | replyBit, requestId: 2 }))
  t.match(await rig.clock.settle(goodCall), { requestId: 2 })
})

t.test('beyond the limit in flight a request is refused at once, and not sent', async (t) => {
  const rig = await rigged()
  const caller = await rig.caller({ inFlightMax: 2 })
  const calls = [caller.call(ask, 1000), caller.call(ask, 1000)]
  await t.rejects(caller.call(ask, 1000), { code: 'BUSY', message: /2 requests to node:7401 are unanswered/ })
  await rig.calm()
  t.equal(rig.held.length, 2)
  rig.held[0].answer({})
  await rig.clock.settle(calls[0])
  const third = caller.call(ask, 1000)
  await rig.calm()
  t.equal(rig.held.length, 3)
  for (const { answer } of rig.held) answer({})
  await rig.clock.settle(third)
})

t.test('beyond the limit of bytes waiting a request is refused at once', async (t) => {
  const { rig, accepted } = await scripted()
  const caller = await rig.caller({ queuedBytesMax: 200_000 })
  accepted[0].stream.pause()
  const value = [Buffer.alloc(100_000)]
  for (let n = 0; n < 3; n += 1) {
    void outcome(caller.call({ ...ask, value }, 1_000_000))
    await rig.calm()
  }
  void outcome(caller.call({ ...ask, value }, 1_000_000))
  await t.rejects(caller.call(ask, 1000), {
    code: 'BUSY',
    retryAfterMs: 50,
    message: /\d+ bytes wait to be sent/,
  })
  accepted[0].stream.resume()
  await rig.calm()
  const again = caller.call(ask, 1000)
  await rig.calm()
  t.equal(accepted[0].frames.at(-1)?.value.length, 0)
  accepted[0].send(
    frameBytes({ type: FrameType.GET | replyBit, requestId: accepted[0].frames.at(-1)?.requestId ?? 0 }),
  )
  await rig.clock.settle(again)
})

t.test('what cannot be sent for too long ends the connection, and all that waits behind it', async (t) => {
  const { rig, accepted } = await scripted()
  const caller = await rig.caller({ unsentMsMax: 1000, pingIntervalMs: 1_000_000 })
  const value = [Buffer.alloc(300_000)]
  const first = outcome(caller.call({ ...ask, value }, 60_000))
  await rig.clock.advance(1500)
  t.ok(caller.usable, 'it has left in time')
  accepted[0].stream.pause()
  const stuck = outcome(caller.call({ ...ask, value }, 60_000))
  const behind = outcome(caller.call({ ...ask, value }, 60_000))
  await rig.clock.advance(900)
  t.ok(caller.usable)
  await rig.clock.advance(1100)
  for (const one of [first, stuck, behind]) {
    t.match(await rig.clock.settle(one), {
      code: 'CONNECTION_LOST',
      message: /\d+ bytes .* have waited to be sent for over 1000 ms/,
    })
  }
  await rig.calm()
  t.equal(rig.clock.timerCount, 0)
})

t.test('a queue that moves on is left alone', async (t) => {
  const { rig, accepted } = await scripted()
  const caller = await rig.caller({ unsentMsMax: 1000, pingIntervalMs: 1_000_000 })
  const value = [Buffer.alloc(300_000)]
  for (let n = 0; n < 10; n += 1) {
    accepted[0].stream.pause()
    void outcome(caller.call({ ...ask, value }, 60_000))
    await rig.clock.advance(600)
    accepted[0].stream.resume()
    await rig.clock.advance(100)
  }
  t.ok(caller.usable)
  t.equal(accepted[0].frames.length, 11)
  caller.close()
})

t.test('deadlines travel rounded up, never as none, and within their field', async (t) => {
  const rig = await rigged({ serve: echo })
  const sent: number[] = []
  const { rig: other, accepted } = await scripted()
  const caller = await other.caller()
  for (const timeoutMs of [0.2, 1, 1.5, 0xffffffff, 1e12, Number.POSITIVE_INFINITY])
    void outcome(caller.call(ask, timeoutMs))
  await other.clock.advance(0.5)
  for (const frame of accepted[0].frames.slice(1)) sent.push(frame.deadlineMs)
  t.strictSame(sent, [1, 1, 2, 0xffffffff, 0xffffffff, 0xffffffff])
  const real = await rig.caller()
  await rig.clock.settle(real.call(ask, Number.POSITIVE_INFINITY))
})

t.test('the end of the connection ends every request, and is told once', async (t) => {
  const { rig, accepted } = await scripted()
  const caller = await rig.caller()
  const told: GrammeError[] = []
  caller.onEnded = (cause) => told.push(cause)
  const calls = [outcome(caller.call(ask, 1000)), outcome(caller.call(ask, 1000))]
  await rig.calm()
  accepted[0].stream.destroy()
  for (const call of calls)
    t.match(await rig.clock.settle(call), { code: 'CONNECTION_LOST', message: /lost node:7401/ })
  t.match(told, [{ code: 'CONNECTION_LOST' }])
  t.match(
    await outcome(caller.call(ask, 1000)),
    { code: 'UNREACHABLE', message: /no connection to node:7401: lost/ },
    'this one was not sent',
  )
  caller.close()
  await rig.calm()
  t.equal(told.length, 1)
  t.equal(rig.clock.timerCount, 0)
  const late: GrammeError[] = []
  caller.onEnded = (cause) => late.push(cause)
  t.equal(late.length, 1, 'who asks to be told later is told at once')
})

t.test('close ends requests under way with CLOSED', async (t) => {
  const rig = await rigged()
  const caller = await rig.caller()
  const call = outcome(caller.call(ask, 1000))
  await rig.calm()
  caller.close()
  t.match(await call, { code: 'CLOSED' })
  t.match(await outcome(caller.call(ask, 1000)), { code: 'CLOSED' })
  await rig.calm()
  t.equal(rig.ended.length, 1)
  t.equal(rig.clock.timerCount, 0)
})

t.test('the last word of a node that hangs up is what requests end with', async (t) => {
  const { rig, accepted } = await scripted()
  const caller = await rig.caller()
  const call = outcome(caller.call(ask, 1000))
  await rig.calm()
  accepted[0].send(failureBytes(new GrammeError('PROTOCOL', 'frame length 1 is under'), 0))
  accepted[0].stream.end()
  t.match(await rig.clock.settle(call), { code: 'PROTOCOL', message: 'frame length 1 is under' })
})

t.test('CLOSING: told once, no new requests, answers still come', async (t) => {
  const rig = await rigged()
  const caller = await rig.caller()
  const told: GrammeError[] = []
  caller.onEnded = (cause) => told.push(cause)
  const call = caller.call(ask, 1000)
  await rig.calm()
  rig.sessions[0].drain()
  await rig.calm()
  t.match(told, [{ code: 'UNREACHABLE', message: /shutting down/ }])
  t.notOk(caller.usable)
  t.match(await outcome(caller.call(ask, 1000)), { code: 'UNREACHABLE', message: /shutting down/ })
  rig.held[0].answer({ value: [Buffer.from('the last')] })
  t.equal(Buffer.from((await rig.clock.settle(call)).value).toString(), 'the last')
  await rig.calm()
  t.equal(told.length, 1)
  t.equal(rig.clock.timerCount, 0)
})

t.test('CLOSING twice, or right behind the WELCOME, or behind what is no frame, is told once', async (t) => {
  const closing = frameBytes({ type: FrameType.CLOSING })
  const { rig } = await scripted([welcomeBytes(), closing, closing])
  const caller = await rig.caller()
  const told: GrammeError[] = []
  caller.onEnded = (cause) => told.push(cause)
  t.match(told, [{ message: /shutting down/ }])
  t.notOk(caller.usable)

  const other = await scripted()
  const second = await other.rig.caller()
  const toldToo: GrammeError[] = []
  second.onEnded = (cause) => toldToo.push(cause)
  other.accepted[0].send(Buffer.concat([frameBytes({ type: 1, version: 9 }), closing]))
  await other.rig.calm()
  t.match(toldToo, [{ code: 'PROTOCOL' }])
})

t.test('the connection ends right behind the WELCOME: no timer is left', async (t) => {
  const { rig } = await scripted([welcomeBytes(), frameBytes({ type: 1, version: 9 })])
  const caller = await rig.caller()
  t.notOk(caller.usable)
  await rig.calm()
  t.equal(rig.clock.timerCount, 0)
})

t.test('a silent node is asked, and given up when it stays silent', async (t) => {
  const { rig, accepted } = await scripted()
  const caller = await rig.caller({ pingIntervalMs: 1000 })
  const call = outcome(caller.call(ask, 60_000))
  await rig.clock.advance(1100)
  t.strictSame(
    accepted[0].frames.map(({ type }) => type),
    [FrameType.HELLO, FrameType.GET, FrameType.PING],
  )
  await rig.clock.advance(2000)
  t.match(await rig.clock.settle(call), { code: 'CONNECTION_LOST', message: /has been silent for \d+ ms/ })
  await rig.calm()
  t.ok(accepted[0].closed)
  t.equal(rig.clock.timerCount, 0)
})

t.test('a cut cable is noticed, too', async (t) => {
  const rig = await rigged()
  const caller = await rig.caller({ pingIntervalMs: 1000 })
  const told: GrammeError[] = []
  caller.onEnded = (cause) => told.push(cause)
  await rig.clock.advance(5000)
  t.strictSame(told, [])
  rig.silence()
  await rig.clock.advance(4000)
  t.match(told, [{ code: 'CONNECTION_LOST', message: /silent/ }])
})

t.test('pings keep an idle connection, at both ends', async (t) => {
  const rig = await rigged({ limits: { idleTimeoutMs: 3000 } })
  const caller = await rig.caller({ pingIntervalMs: 1000 })
  await rig.clock.advance(60_000)
  t.ok(caller.usable)
  t.equal(rig.ended.length, 0)
  t.equal(rig.held.length, 0, 'serving has nothing to do with it')
})

t.test('every request ends just once, whatever happens', async (t) => {
  // Answers in random order, late ones, refusals and an end in the midst.
  const rig = await rigged({ limits: { inFlightMax: 20 } })
  const caller = await rig.caller({ inFlightMax: 30 })
  const ends = new Map<number, number>()
  const kinds = new Map<string, number>()
  let state = 12_345
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  for (let n = 0; n < 400; n += 1) {
    ends.set(n, 0)
    const value = [Buffer.from(String(n))]
    const end = (kind: string) => {
      ends.set(n, (ends.get(n) ?? 0) + 1)
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
    caller.call({ ...ask, value }, 20 + random(200)).then(
      (frame) => end(Buffer.from(frame.value).toString() === String(n) ? 'answered' : 'wrong'),
      (error: GrammeError) => end(error.code),
    )
    if (random(3) === 0) await rig.clock.advance(random(5))
    for (let answers = random(2); answers > 0 && rig.held.length > 0; answers -= 1) {
      const [held] = rig.held.splice(random(rig.held.length), 1)
      if (random(10) === 0) held.fail(new GrammeError('READ_ONLY', 'no'))
      else held.answer({ value: [held.frame.value] })
    }
  }
  rig.sessions[0].destroy()
  await rig.clock.advance(1000)
  t.ok([...ends.values()].every((times) => times === 1))
  t.strictSame([...kinds.keys()].sort(), ['BUSY', 'CONNECTION_LOST', 'READ_ONLY', 'TIMEOUT', 'answered'])
})

t.test('a node that hangs up in the greeting', async (t) => {
  const rig = new Rig()
  await rig.network.listen(address, (stream) => stream.destroy())
  await t.rejects(rig.clock.settle(Caller.open(address, rig.callerOptions())), {
    code: 'CONNECTION_LOST',
    message: /the node closed the connection/,
  })
})
