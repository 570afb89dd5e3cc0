/** Machines that cannot reach each other, lose power, die or stand still: what the others notice of it, and when. */
import t from 'tap'
import { attempt, connected, type Ear, listening, pair, portsOf } from './ears.js'
import { TestWorld } from './rig.js'

t.test('what passes takes at least the latency of its way, each way its own', async (t) => {
  const world = new TestWorld(1, { latencyMs: 10, jitterMs: 0 })
  world.network.way('two', 'one').conditions.latencyMs = 40
  const { near, far } = await pair(world)
  const startMs = world.scheduler.nowMs
  near.say('there')
  far.say('back')
  await world.advance(100)
  const took = (ear: Ear) => ear.pieces.map(({ atMs }) => Math.round((atMs - startMs) * 1e6) / 1e6)
  t.strictSame([took(far), took(near)], [[10], [40]])

  const slow = world.network.way('one', 'two').conditions
  slow.slowness = 3
  slow.jitterMs = 5
  const delays: number[] = []
  for (let n = 0; n < 300; n += 1) {
    const saidMs = world.scheduler.nowMs
    near.say('x')
    await world.advance(2000)
    delays.push(far.pieces.at(-1)?.atMs ?? 0)
    delays[n] -= saidMs
  }
  t.ok(Math.min(...delays) >= 30, 'never less')
  const median = delays.sort((a, b) => a - b)[150]
  t.ok(median > 35 && median < 55, `half of all take less than a jitter longer: ${median} ms`)
  t.ok(Math.max(...delays) > 100, `some take much longer: ${Math.max(...delays)} ms`)
})

t.test(
  'a partition holds up everything, both ways, and tells nobody; then all of it arrives in order',
  async (t) => {
    const world = new TestWorld()
    const { one, two, near, far } = await pair(world)
    const ways = [world.network.way('one', 'two'), world.network.way('two', 'one')]
    near.say('under way, ')
    for (const way of ways) way.block()
    t.ok(ways.every((way) => way.isBlocked))
    near.say('later, ')
    far.say('back')
    await listening(world, one, 'one:1')
    for (const [from, address] of [
      [one, 'two:1'],
      [two, 'one:1'],
    ] as const) {
      t.match(await attempt(world, from, address), { outcome: /no connection within 300 ms/, tookMs: 300 })
    }
    await world.advance(1e6)
    near.say('last')
    await world.advance(10)
    t.strictSame([near.heard, far.heard], [[], []])
    t.ok(ways.every((way) => way.heldCount > 0))
    for (const way of ways) way.unblock()
    await world.advance(10)
    t.strictSame([near.heard.join(''), far.heard.join('')], ['back', 'under way, later, last'])
    t.equal((await attempt(world, one, 'two:1')).outcome, 'connected')
  },
)

t.test('a way is open when no partition blocks it any more', async (t) => {
  const world = new TestWorld()
  const { near, far } = await pair(world)
  const way = world.network.way('one', 'two')
  way.block()
  way.block()
  near.say('patience')
  way.unblock()
  await world.advance(100)
  t.strictSame([way.isBlocked, far.heard], [true, []])
  way.unblock()
  await world.advance(10)
  t.strictSame([way.isBlocked, far.heard], [false, ['patience']])
})

t.test('a one-way partition blocks one way; connecting takes both', async (t) => {
  const world = new TestWorld()
  const { one, two, near, far, accepted } = await pair(world)
  await listening(world, one, 'one:1')
  const way = world.network.way('one', 'two')
  way.block()
  near.say('not now')
  far.say('through')
  await world.advance(100)
  t.strictSame([near.heard, far.heard], [['through'], []])
  t.match(await attempt(world, one, 'two:1'), { outcome: /no connection/ }, 'asking is blocked')
  t.match(await attempt(world, two, 'one:1'), { outcome: /no connection/ }, 'answering is blocked')
  t.equal(accepted.length, 1)
  way.unblock()
  await world.advance(10)
  t.strictSame(far.heard, ['not now'])
  t.strictSame(
    accepted.at(-1)?.heard,
    ['closed'],
    'what was given up meanwhile is opened, and closed at once',
  )
})

t.test('a machine without power answers nothing, and its peers are not told', async (t) => {
  const world = new TestWorld()
  const { one, two, near, far } = await pair(world)
  two.losePower('nothing')
  await world.advance(100_000)
  t.strictSame(near.heard, [])
  t.match(await attempt(world, one, 'two:1'), { outcome: /no connection within 300 ms/, tookMs: 300 })
  near.say('hello?')
  await world.advance(100_000)
  t.strictSame(near.heard, [], 'nor when they say something')

  two.boot()
  await world.advance(100_000)
  t.strictSame(near.heard, [], 'nor when it is back')
  const refused = await attempt(world, one, 'two:1')
  t.ok(refused.outcome === 'refused' && refused.tookMs < 20, 'but then there is somebody to refuse')
  near.say('hello!')
  await world.advance(10)
  t.strictSame(near.heard, ['reset'], 'and who says something is told')
  t.strictSame(far.heard, [])
  t.equal(world.network.streams.size, 0)
})

t.test('the power of a machine whose process is dead can fail as well', async (t) => {
  const world = new TestWorld()
  const { one, two } = await pair(world)
  two.kill()
  t.equal((await attempt(world, one, 'two:1')).outcome, 'refused')
  two.losePower('nothing')
  t.match(await attempt(world, one, 'two:1'), { outcome: /no connection/ })
  two.boot()
  t.equal((await attempt(world, one, 'two:1')).outcome, 'refused')
})

t.test('who connects and loses power before the answer leaves nothing behind', async (t) => {
  for (const end of ['kill', 'power'] as const) {
    const world = new TestWorld(1, { latencyMs: 10, jitterMs: 0 })
    const { one, accepted } = await pair(world)
    let isSettled = false
    const settled = () => {
      isSettled = true
    }
    portsOf(one).network.connect('two:1', 1000).then(settled, settled)
    await world.advance(15)
    t.equal(accepted.length, 2, 'it is accepted')
    if (end === 'kill') one.kill()
    else one.losePower('nothing')
    await world.advance(50)
    t.strictSame(accepted[1].heard, end === 'kill' ? ['closed'] : [])
    if (end === 'power') {
      one.boot()
      accepted[1].say('are you there?')
      await world.advance(50)
      t.strictSame(accepted[1].heard, ['reset'])
    }
    t.notOk(isSettled)
  }
})

t.test('a killed process’s peers are told, with a reset when it had not read all', async (t) => {
  for (const isUnread of [false, true]) {
    const world = new TestWorld()
    const { one, two, near, far } = await pair(world)
    far.stream.pause()
    if (isUnread) near.say('unread')
    await world.advance(10)
    two.kill()
    await world.advance(10)
    t.strictSame(near.heard, [isUnread ? 'reset' : 'closed'])
    t.strictSame(far.heard, [])
    t.equal(world.network.streams.size, 0)
    const refused = await attempt(world, one, 'two:1')
    t.ok(refused.outcome === 'refused' && refused.tookMs < 20)
    two.boot()
    const again = await listening(world, two, 'two:1')
    const next = await connected(world, one, 'two:1')
    next.say('you again')
    await world.advance(10)
    t.strictSame(again[0].heard, ['you again'])
  }
})

t.test('what a killed process had said before arrives; what is said to it gets a reset', async (t) => {
  const world = new TestWorld()
  const { two, near, far } = await pair(world)
  far.say('last words')
  near.say('unheard')
  two.kill()
  await world.advance(10)
  t.strictSame(near.heard.slice(0, 1), ['last words'])
  t.match(near.heard.at(-1), /reset|closed/)
  t.strictSame(far.heard, [])
})

t.test('for a paused process its kernel accepts and takes what comes, up to the window', async (t) => {
  const world = new TestWorld(1, {}, { windowBytes: 100, markBytes: 10 })
  const { one, two, near, far, accepted } = await pair(world)
  const { process } = portsOf(two)
  process.pause()
  const another = await connected(world, one, 'two:1')
  another.say('waiting')
  t.equal(near.say('x'.repeat(150)), false)
  await world.advance(60_000)
  t.equal(accepted.length, 1, 'it does not know yet')
  t.strictSame([far.heard, near.heard, near.stream.queuedBytes], [[], [], 50])
  t.match(
    [...world.network.streams].map((end) => end.waitsFor),
    [/50 bytes wait for the reader at two:1/],
  )
  process.resume()
  await world.advance(10)
  t.equal(accepted.length, 2)
  t.strictSame(accepted[1].heard, ['waiting'])
  t.equal(far.bytes.toString(), 'x'.repeat(150))
  t.strictSame([near.stream.queuedBytes, near.drained], [0, 1])
  t.ok([...world.network.streams].every((end) => end.waitsFor === undefined))

  process.pause()
  near.say('more')
  near.stream.end()
  await world.advance(10)
  t.strictSame(near.heard, [], 'it is not closed by one alone')
  two.kill()
  await world.advance(10)
  t.strictSame([near.heard, another.heard], [['reset'], ['closed']])
})

t.test('a connection is broken on the way: those who can be reached are told', async (t) => {
  for (const [isToldHere, isToldThere] of [
    [true, true],
    [true, false],
    [false, true],
  ] as const) {
    const world = new TestWorld()
    const { near, far } = await pair(world)
    const end = [...world.network.streams].find((each) => each.remoteAddress === 'two:1')
    end?.cut(isToldHere, isToldThere)
    await world.advance(10)
    t.strictSame(near.heard, isToldHere ? ['reset'] : [])
    t.strictSame(far.heard, isToldThere ? ['reset'] : [])
    if (!isToldThere) far.say('hello?')
    if (!isToldHere) near.say('hello?')
    await world.advance(10)
    t.strictSame(
      [near.heard, far.heard],
      [['reset'], ['reset']],
      'the other finds out when it says something',
    )
  }
})

t.test('loopback is whoever says it; a machine’s name is the same machine', async (t) => {
  const world = new TestWorld()
  const [one, two] = [world.machine('one'), world.machine('two')]
  one.boot()
  two.boot()
  const accepted = await listening(world, one, '127.0.0.1:7')
  await t.rejects(
    portsOf(one).network.listen('one:7', () => {}),
    { name: 'NetworkError', kind: 'in-use' },
  )
  await connected(world, one, 'localhost:7')
  await connected(world, two, 'one:7')
  await world.advance(10)
  t.equal(accepted.length, 2)
  t.equal((await attempt(world, two, '127.0.0.1:7')).outcome, 'refused')
})

t.test('equal seeds give equal runs, others others', async (t) => {
  const run = async (seed: number) => {
    const world = new TestWorld(seed, { cutting: 1, packetLoss: 0.1 })
    const { near, far } = await pair(world)
    for (let n = 0; n < 50; n += 1) {
      near.say(`${n} `.repeat(500))
      far.say(`${n}`)
      await world.advance(3)
    }
    await world.advance(10_000)
    return [world.scheduler.hash, ...far.pieces.map(({ bytes, atMs }) => `${bytes.length} at ${atMs}`)]
  }
  const first = await run(1)
  t.ok(first.length > 50)
  t.strictSame(await run(1), first)
  t.not((await run(2))[0], first[0])
})
