/** Processes: whose events happen, wait for them, or never happen. */
import fc from 'fast-check'
import t from 'tap'
import { sleep } from '../../../src/ports/clock.js'
import { SimulatedProcess } from '../../../src/simulation/world/process.js'
import { EventKind } from '../../../src/simulation/world/scheduler.js'
import { TestWorld } from './rig.js'

function processIn(world: TestWorld): SimulatedProcess {
  return new SimulatedProcess('one 1', 1, world.scheduler)
}

t.test('of a dead process nothing happens any more, and its promises stay pending', async (t) => {
  const world = new TestWorld()
  const machine = world.machine('one')
  const { process, clock, disk, network } = machine.boot()
  await world.settle(disk.makeFolder('f'))
  const file = await world.settle(disk.open('f/a', 'write'))
  const other = await world.settle(disk.open('f/a', 'read'))
  const lock = await world.settle(disk.lock('f'))
  const listener = await network.listen('one:99', () => {})
  const happened: string[] = []
  const tell = (what: string) => () => happened.push(what)
  const tellAll = (name: string) => {
    clock.setTimer(1, tell(`${name} timer`))
    clock.afterTurn(tell(`${name} turn`))
    process.do(tell(`${name} do`))
    for (const promise of [
      sleep(clock, 1),
      file.write([Buffer.from('x')], 0),
      file.read(Buffer.alloc(1), 0),
      file.sync(),
      file.truncate(1),
      file.size(),
      other.close(),
      disk.open('f/b', 'write'),
      disk.list('f'),
      disk.rename('f/a', 'f/c'),
      disk.remove('f/a'),
      disk.makeFolder('g'),
      disk.syncFolder('f'),
      disk.freeBytes('f'),
      disk.lock('f'),
      lock.release(),
      network.connect('one:1', 5),
      listener.close(),
    ]) {
      promise.then(tell(`${name} promise`), tell(`${name} promise`))
    }
    network.listen(`one:${name.length}`, () => {}).then(tell(`${name} listen`))
  }
  const before = file.write([Buffer.from('y')], 0).then(tell('write'))
  await world.settle(before)
  machine.kill()
  happened.length = 0
  t.strictSame([process.state, process.isAlive], ['dead', false])
  tellAll('dead')
  process.pause()
  process.resume()
  tellAll('after')
  await world.advance(10_000)
  t.strictSame(happened, [])
  t.equal(Buffer.from(machine.platter.find('f/a')?.view() ?? []).toString(), 'y', 'nor does its disk change')
})

t.test('what a process has begun when it dies comes to nothing that it would see', async (t) => {
  const world = new TestWorld()
  const machine = world.machine('one')
  const { clock, disk } = machine.boot()
  await world.settle(disk.makeFolder('f'))
  const happened: string[] = []
  clock.setTimer(5, () => happened.push('timer'))
  clock.afterTurn(() => happened.push('turn'))
  disk.open('f/a', 'write').then(() => happened.push('open'))
  machine.kill()
  await world.advance(100)
  t.strictSame(happened, [])
})

t.test('a paused process finds what came meanwhile, in order, when it goes on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 }),
      fc.integer({ min: 0, max: 15 }),
      fc.integer({ min: 0, max: 15 }),
      async (delays, pauseMs, lengthMs) => {
        const world = new TestWorld()
        const { scheduler } = world
        const process = processIn(world)
        const order: string[] = []
        const resumeMs = pauseMs + lengthMs
        scheduler.at(pauseMs, EventKind.fault, undefined, () => process.pause())
        scheduler.at(resumeMs, EventKind.fault, undefined, () => process.resume())
        const expected: string[] = []
        for (const delayMs of [...delays].sort((a, b) => a - b)) {
          const isHeld = delayMs >= pauseMs && delayMs < resumeMs
          expected.push(`${delayMs} at ${isHeld ? resumeMs : delayMs}`)
        }
        for (const delayMs of delays) {
          scheduler.after(delayMs, EventKind.timer, process, () => {
            order.push(`${delayMs} at ${scheduler.nowMs}`)
          })
        }
        await scheduler.run(100)
        if (order.join() !== expected.join()) throw new Error(`${order.join()}, not ${expected.join()}`)
      },
    ),
  )
})

t.test('a paused process that is paused again, or dies, keeps the rest waiting, or for ever', async (t) => {
  for (const end of ['resume', 'die'] as const) {
    const world = new TestWorld()
    const process = processIn(world)
    const happened: string[] = []
    world.scheduler.after(1, EventKind.timer, process, () => {
      happened.push('first')
      process.pause()
    })
    world.scheduler.after(2, EventKind.timer, process, () => happened.push('second'))
    process.pause()
    await world.advance(10)
    t.strictSame([happened, process.state], [[], 'paused'])
    process.resume()
    await world.advance(10)
    t.strictSame(happened, ['first'], 'it stopped again in the midst')
    process[end]()
    await world.advance(10)
    t.strictSame(happened, end === 'resume' ? ['first', 'second'] : ['first'])
  }
})

t.test('do: now, when the process goes on, or never', async (t) => {
  const world = new TestWorld()
  const process = processIn(world)
  const happened: string[] = []
  process.do(() => happened.push('now'))
  t.strictSame(happened, ['now'])
  process.pause()
  process.do(() => happened.push('later'))
  process.do(() => happened.push('last'))
  await world.advance(5)
  t.strictSame(happened, ['now'])
  process.resume()
  t.strictSame(happened, ['now'], 'not within the call')
  await world.advance(0)
  t.strictSame(happened, ['now', 'later', 'last'])
  process.die()
  process.do(() => happened.push('never'))
  await world.advance(5)
  t.strictSame(happened, ['now', 'later', 'last'])
})

t.test('a timer that is cancelled while its event is held does not fire', async (t) => {
  const world = new TestWorld(1)
  const { process, clock } = world.machine('one', { pace: { timerLateMsMax: 0, turnMs: 0 } }).boot()
  const fired: string[] = []
  const timers = ['first', 'second', 'third'].map((name, n) =>
    clock.setTimer(n + 1, () => {
      fired.push(name)
      timers[1].cancel()
    }),
  )
  process.pause()
  await world.advance(50)
  t.equal(process.timers, 3)
  process.resume()
  await world.advance(50)
  t.strictSame(fired, ['first', 'third'])
  t.equal(process.timers, 0)
})

t.test('dieAtUse: the process dies in the midst of that use of a port, and of no other', async (t) => {
  const uses = 6
  const play = async (count: number) => {
    const world = new TestWorld()
    const machine = world.machine('one')
    const { process, clock, disk } = machine.boot()
    await world.settle(disk.makeFolder('f'))
    const done: string[] = []
    process.dieAtUse(count, () => machine.kill())
    const life = async () => {
      const file = await disk.open('f/a', 'write')
      done.push('open')
      await file.write([Buffer.from('abc')], 0)
      done.push('write')
      await file.sync()
      done.push('sync')
      await new Promise<void>((resolve) => clock.afterTurn(resolve))
      done.push('turn')
      await sleep(clock, 3)
      done.push('sleep')
      await disk.rename('f/a', 'f/b')
      done.push('rename')
    }
    void life()
    await world.advance(1000)
    t.equal(process.isAlive, count > uses)
    t.equal(machine.ports === undefined, count <= uses)
    return done
  }
  const all = ['open', 'write', 'sync', 'turn', 'sleep', 'rename']
  for (let count = 1; count <= uses + 1; count += 1) t.strictSame(await play(count), all.slice(0, count - 1))
})
