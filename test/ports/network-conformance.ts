/** What "is a Network" means, on the machine's own and on one in memory. */
import fc from 'fast-check'
import type { Test } from 'tap'
import type { Listener, Network, Stream } from '../../src/ports/network.js'

export interface NetworkHarness {
  readonly network: Network
  /** Lets time pass until `promise` has settled. */
  settle<T>(promise: Promise<T>): Promise<T>
  /** Lets everything happen that is about to. */
  calm(): Promise<void>
}

/** One end of a stream, with what happened to it. */
class End {
  readonly received: Buffer[] = []
  receivedBytes = 0
  drainedCount = 0
  readonly closings: (Error | undefined)[] = []
  readonly closed: Promise<void>
  #waits: { bytes: number; resolve: () => void }[] = []
  /** Called with each piece before it is kept. */
  onData: (piece: Uint8Array) => void = () => {}

  constructor(readonly stream: Stream) {
    this.closed = new Promise((resolve) => {
      stream.handle({
        data: (piece) => {
          this.onData(piece)
          this.received.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))
          this.receivedBytes += piece.length
          for (const wait of this.#waits) if (this.receivedBytes >= wait.bytes) wait.resolve()
        },
        drained: () => {
          this.drainedCount += 1
        },
        closed: (cause) => {
          this.closings.push(cause)
          resolve()
        },
      })
    })
  }

  get bytes(): Buffer {
    return Buffer.concat(this.received)
  }

  /** Resolves when so many bytes have come in all. */
  has(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.receivedBytes >= bytes) resolve()
      else this.#waits.push({ bytes, resolve })
    })
  }
}

interface Pair {
  readonly opener: End
  readonly acceptor: End
}

const connectTimeoutMs = 5000

export function networkConformance(t: Test, open: () => NetworkHarness): void {
  async function listening(t: Test, harness: NetworkHarness) {
    const accepted: End[] = []
    const waiting: ((end: End) => void)[] = []
    const listener = await harness.network.listen('127.0.0.1:0', (stream) => {
      const end = new End(stream)
      t.teardown(() => stream.destroy())
      const next = waiting.shift()
      if (next === undefined) accepted.push(end)
      else next(end)
    })
    t.teardown(() => listener.close())
    const accept = () =>
      new Promise<End>((resolve) => {
        const end = accepted.shift()
        if (end === undefined) waiting.push(resolve)
        else resolve(end)
      })
    return { listener, accept }
  }

  async function paired(
    t: Test,
    harness: NetworkHarness,
    server: { listener: Listener; accept: () => Promise<End> },
  ): Promise<Pair> {
    const opened = harness.network.connect(server.listener.address, connectTimeoutMs)
    const opener = new End(await harness.settle(opened))
    t.teardown(() => opener.stream.destroy())
    return { opener, acceptor: await harness.settle(server.accept()) }
  }

  async function pair(t: Test): Promise<Pair & { harness: NetworkHarness }> {
    const harness = open()
    return { harness, ...(await paired(t, harness, await listening(t, harness))) }
  }

  t.test('bytes arrive in order both ways, however they were cut', async (t) => {
    const harness = open()
    const server = await listening(t, harness)
    const cuts = fc.array(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 4 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(cuts, cuts, async (there, back) => {
        const { opener, acceptor } = await paired(t, harness, server)
        for (const chunks of there) opener.stream.write(chunks)
        for (const chunks of back) acceptor.stream.write(chunks)
        const sent = Buffer.concat(there.flat())
        const returned = Buffer.concat(back.flat())
        await harness.settle(Promise.all([acceptor.has(sent.length), opener.has(returned.length)]))
        opener.stream.end()
        await harness.settle(Promise.all([opener.closed, acceptor.closed]))
        return acceptor.bytes.equals(sent) && opener.bytes.equals(returned)
      }),
      { numRuns: 30 },
    )
  })

  t.test('streams of one listener do not mix', async (t) => {
    const harness = open()
    const server = await listening(t, harness)
    const pairs: Pair[] = []
    for (let n = 0; n < 5; n += 1) pairs.push(await paired(t, harness, server))
    for (let round = 0; round < 4; round += 1) {
      for (const [n, { opener }] of pairs.entries()) opener.stream.write([Buffer.alloc(1000, n)])
    }
    await harness.settle(Promise.all(pairs.map(({ acceptor }) => acceptor.has(4000))))
    for (const [n, { acceptor }] of pairs.entries()) t.ok(acceptor.bytes.equals(Buffer.alloc(4000, n)))
    t.ok(pairs.every(({ opener, acceptor }) => opener.stream.remoteAddress && acceptor.stream.remoteAddress))
  })

  t.test('a piece is the receiver’s to keep', async (t) => {
    const { harness, opener, acceptor } = await pair(t)
    for (let n = 0; n < 200; n += 1) {
      opener.stream.write([Buffer.alloc(500, n)])
      if (n % 10 === 0) await harness.settle(acceptor.has(500 * n))
    }
    await harness.settle(acceptor.has(100_000))
    const wrong = acceptor.bytes.findIndex((byte, at) => byte !== Math.floor(at / 500))
    t.equal(wrong, -1)
  })

  t.test('an address is taken once, and is free again when the listener closes', async (t) => {
    const harness = open()
    const server = await listening(t, harness)
    const { address } = server.listener
    t.match(address, /^127\.0\.0\.1:[1-9]\d*$/, 'the real port is told')
    await t.rejects(
      harness.network.listen(address, () => {}),
      { name: 'NetworkError', kind: 'in-use' },
    )

    const { opener, acceptor } = await paired(t, harness, server)
    await server.listener.close()
    await t.rejects(harness.settle(harness.network.connect(address, connectTimeoutMs)), {
      name: 'NetworkError',
      kind: 'unreachable',
    })
    opener.stream.write([Buffer.from('still open')])
    await harness.settle(acceptor.has(10))
    t.equal(acceptor.bytes.toString(), 'still open', 'open streams stay')

    const again = await harness.network.listen(address, () => {})
    t.equal(again.address, address)
    await again.close()
  })

  t.test('what is no address is refused, as a rejection', async (t) => {
    const { network } = open()
    for (const address of ['', 'nowhere', '127.0.0.1', '127.0.0.1:port', '::1:80', '127.0.0.1:70000']) {
      await t.rejects(
        network.connect(address, connectTimeoutMs),
        { name: 'NetworkError', kind: 'failed' },
        address,
      )
      await t.rejects(
        network.listen(address, () => {}),
        { name: 'NetworkError', kind: 'failed' },
        address,
      )
    }
  })

  t.test('an attempt to connect can be given up, before it and in its midst', async (t) => {
    const harness = open()
    const { listener } = await listening(t, harness)
    for (const when of ['before', 'amid']) {
      const giveUp = new AbortController()
      if (when === 'before') giveUp.abort()
      const opening = harness.network.connect(listener.address, connectTimeoutMs, giveUp.signal)
      giveUp.abort()
      await t.rejects(harness.settle(opening), { name: 'NetworkError', kind: 'unreachable' }, when)
    }
    const late = new AbortController()
    const opened = harness.network.connect(listener.address, connectTimeoutMs, late.signal)
    const end = new End(await harness.settle(opened))
    late.abort()
    await harness.calm()
    t.equal(end.closings.length, 0, 'once it is open the signal means nothing')
    end.stream.destroy()
    await harness.settle(end.closed)
  })

  t.test('a paused reader makes the writer wait, and loses nothing', async (t) => {
    const { harness, opener, acceptor } = await pair(t)
    acceptor.stream.pause()
    await harness.calm()
    const chunk = Buffer.alloc(256 * 1024, 7)
    let sentBytes = 0
    // What lies between the two takes some megabytes, and not more.
    while (opener.stream.queuedBytes < 4 * chunk.length && sentBytes < 64 * chunk.length) {
      const within = opener.stream.write([chunk])
      sentBytes += chunk.length
      await harness.calm()
      if (opener.stream.queuedBytes > 0) t.equal(within, false, 'the writer is told to stop')
    }
    t.ok(opener.stream.queuedBytes >= 4 * chunk.length, `of ${sentBytes} bytes some wait`)
    const drainedBefore = opener.drainedCount
    t.equal(acceptor.receivedBytes, 0, 'nothing arrives while paused')

    acceptor.stream.resume()
    await harness.settle(acceptor.has(sentBytes))
    await harness.calm()
    t.equal(opener.stream.queuedBytes, 0)
    t.ok(opener.drainedCount > drainedBefore, 'the writer is told to go on')
    t.ok(acceptor.bytes.every((byte) => byte === 7))
    t.equal(acceptor.receivedBytes, sentBytes)
  })

  t.test('pausing in the midst of a delivery stops the next', async (t) => {
    const { harness, opener, acceptor } = await pair(t)
    acceptor.onData = () => acceptor.stream.pause()
    const sent = Buffer.alloc(300_000, 5)
    opener.stream.write([sent])
    let pieces = 0
    while (acceptor.receivedBytes < sent.length) {
      await harness.settle(acceptor.has(acceptor.receivedBytes + 1))
      await harness.calm()
      pieces += 1
      t.equal(acceptor.received.length, pieces)
      acceptor.stream.resume()
    }
    t.ok(pieces > 1)
  })

  t.test('end sends what is queued; then both sides close, once, in good order', async (t) => {
    const { harness, opener, acceptor } = await pair(t)
    const sent = Buffer.alloc(3_000_000, 9)
    opener.stream.write([sent])
    opener.stream.end()
    t.equal(opener.stream.write([Buffer.from('late')]), false, 'nothing more is taken')
    opener.stream.end()
    await harness.settle(Promise.all([opener.closed, acceptor.closed]))
    await harness.calm()
    t.ok(acceptor.bytes.equals(sent))
    t.strictSame([opener.closings, acceptor.closings], [[undefined], [undefined]])
    opener.stream.destroy()
    acceptor.stream.end()
    t.equal(acceptor.stream.write([Buffer.from('late')]), false)
    await harness.calm()
    t.strictSame([opener.closings.length, acceptor.closings.length], [1, 1])
  })

  t.test('an answer that was written before the other side’s end arrives', async (t) => {
    const { harness, opener, acceptor } = await pair(t)
    const answer = Buffer.alloc(2_000_000, 3)
    acceptor.onData = () => acceptor.stream.write([answer])
    opener.stream.write([Buffer.from('?')])
    opener.stream.end()
    await harness.settle(Promise.all([opener.closed, acceptor.closed]))
    t.ok(opener.bytes.equals(answer))
    t.strictSame([opener.closings, acceptor.closings], [[undefined], [undefined]])
  })

  t.test('destroy closes both sides, once; the destroyed side hears of nothing more', async (t) => {
    const { harness, opener, acceptor } = await pair(t)
    acceptor.stream.pause()
    opener.stream.write([Buffer.alloc(20_000_000, 1)])
    await harness.calm()
    opener.stream.destroy()
    t.equal(opener.closings.length, 0, 'not from within the call')
    t.equal(opener.stream.write([Buffer.from('late')]), false)
    opener.stream.destroy()
    opener.stream.end()
    acceptor.stream.resume()
    acceptor.stream.write([Buffer.from('into the void')])
    await harness.settle(Promise.all([opener.closed, acceptor.closed]))
    await harness.calm()
    t.strictSame([opener.closings.length, acceptor.closings.length], [1, 1])
    t.equal(opener.receivedBytes, 0)
    t.ok(acceptor.bytes.every((byte) => byte === 1))
  })

  t.test('a side that writes to one that is gone is told', async (t) => {
    const { harness, opener, acceptor } = await pair(t)
    opener.stream.pause()
    acceptor.stream.write([Buffer.alloc(1000)])
    await harness.calm()
    opener.stream.destroy()
    await harness.settle(acceptor.closed)
    t.equal(acceptor.closings.length, 1)
    t.equal(acceptor.stream.write([Buffer.from('late')]), false)
    await harness.calm()
    t.equal(acceptor.closings.length, 1)
  })
}
