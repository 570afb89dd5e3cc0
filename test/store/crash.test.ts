/**
 * Power loss, or a kill, at any use of the clock or the disk: what was acknowledged as `always` is there, or
 * something newer; what was removed so stays removed; nothing is torn, foreign or damaged.
 */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { sleep } from '../../src/ports/clock.js'
import { EventKind } from '../../src/simulation/world/scheduler.js'
import type { TearStyle } from '../../src/simulation/world/stored-file.js'
import type { LogStore } from '../../src/store/log-store.js'
import { openLogStore } from '../../src/store/open-log-store.js'
import type { Durability } from '../../src/store/store.js'
import { bytes, record } from './conformance.js'
import { StoreMachine } from './store-machine.js'

type Action =
  | {
      readonly kind: 'put' | 'remove'
      readonly key: number
      readonly size: number
      readonly durability: Durability
    }
  | { readonly kind: 'wait' | 'compact' | 'second' | 'reopen' }

const keyCount = 6
const weakHash = (key: Uint8Array) => key[1] & 1

/** What each key may be after a crash: values, undefined for none. The first is what is safe. */
class Model {
  readonly states: (string | undefined)[][] = Array.from({ length: keyCount }, () => [undefined])

  called(key: number, value: string | undefined): number {
    return this.states[key].push(value) - 1
  }

  /** Everything before the write with this index is history. */
  safe(key: number, value: string | undefined): void {
    const at = this.states[key].indexOf(value)
    if (at > 0) this.states[key].splice(0, at)
  }
}

function keyOf(key: number): Uint8Array {
  return bytes(`k${key}`)
}

function open(machine: StoreMachine, isWeak: boolean): Promise<LogStore> {
  return openLogStore(
    machine.options({
      segmentBytesMax: 900,
      scanPieceBytes: 512,
      deadRatioMin: 0.01,
      ...(isWeak ? { hashKey: weakHash } : {}),
    }),
  )
}

/** Of the ports, in a life; most are over after as many. */
const usesMax = 200

let writes = 0

/** Plays the actions until they end or the power goes. */
async function play(
  machine: StoreMachine,
  isWeak: boolean,
  actions: readonly Action[],
  model: Model,
): Promise<void> {
  const { clock } = machine.ports
  let store = await open(machine, isWeak)
  let waiting: Promise<void>[] = []
  for (const action of actions) {
    if (action.kind === 'put') {
      const value = `${writes++}:${'v'.repeat(action.size)}`
      model.called(action.key, value)
      const put = store.put(record(action.key % 2, keyOf(action.key), value), action.durability)
      waiting.push(
        put.then(
          () => action.durability === 'always' && model.safe(action.key, value),
          () => {},
        ) as Promise<void>,
      )
    } else if (action.kind === 'remove') {
      // A removal has no value of its own, so it gets a name of its own; `check` reads names as nothing.
      const name = `removed ${writes++}`
      model.called(action.key, name)
      const removed = store.remove(action.key % 2, keyOf(action.key), action.durability)
      waiting.push(
        removed.then(
          () => action.durability === 'always' && model.safe(action.key, name),
          () => {},
        ) as Promise<void>,
      )
    } else {
      await Promise.all(waiting)
      waiting = []
      if (action.kind === 'compact') await store.compactSlice(500)
      if (action.kind === 'second') await sleep(clock, 1000)
      if (action.kind === 'reopen') {
        await store.close()
        // What runs on for a moment when its process has died opens nothing any more.
        if (machine.machine.ports === undefined) return
        store = await open(machine, isWeak)
      }
    }
  }
  await Promise.all(waiting)
  await store.close()
}

/** Opens what the crash left and compares; what is found is safe from here on. */
async function check(machine: StoreMachine, isWeak: boolean, model: Model): Promise<void> {
  const store = await open(machine, isWeak)
  for (let key = 0; key < keyCount; key += 1) {
    const read = await store.get(key % 2, keyOf(key))
    const allowed = model.states[key].map((state) => (state?.startsWith('removed') ? undefined : state))
    const value = read.kind === 'found' ? Buffer.from(read.value).toString() : undefined
    assert.notEqual(read.kind, 'damaged')
    if (!allowed.includes(value)) {
      assert.fail(
        `key ${key} is ${value?.slice(0, 20)}, not of ${allowed.map((state) => state?.slice(0, 20))}`,
      )
    }
    model.states[key] = [value]
  }
  assert.equal(store.stats().damagedRecords, 0)
  await store.close()
}

const actionArbitrary: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('put' as const, 'put' as const, 'remove' as const),
      key: fc.nat(keyCount - 1),
      size: fc.nat(300),
      durability: fc.constantFrom<Durability>('always', 'always', 'interval'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('wait' as const, 'compact' as const, 'second' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
)

/** A kill leaves what was not synced to the next life, which relies on it and may lose power. */
type End = TearStyle | 'kill'
const ends: readonly End[] = ['nothing', 'everything', 'prefix', 'sectors', 'sectors', 'kill']

function endLife({ machine }: StoreMachine, end: End): void {
  if (end === 'kill') machine.kill()
  else machine.losePower(end)
}

/** A life ends at the `count`th use of a port from now: at once, or in the midst of what it began. */
function endAt(machine: StoreMachine, count: number, end: End, delayMs: number): void {
  const { process } = machine.ports
  process.dieAtUse(count, () => {
    if (delayMs === 0) endLife(machine, end)
    else {
      machine.world.scheduler.after(delayMs, EventKind.fault, undefined, () => {
        if (process.isAlive) endLife(machine, end)
      })
    }
  })
}

for (const isWeak of [false, true]) {
  t.test(`power loss at any use of a port${isWeak ? ', with a weak hash' : ''}`, async () => {
    const runs = Number(process.env.CRASH_RUNS ?? 80)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(actionArbitrary, { minLength: 3, maxLength: 30, size: 'max' }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.nat(),
        fc.array(
          fc.record({
            uses: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: usesMax })),
            end: fc.constantFrom(...ends),
            delayMs: fc.constantFrom(0, 0.02, 0.5),
          }),
          { minLength: 3, maxLength: 3 },
        ),
        async (lives, seed, crashes) => {
          const machine = new StoreMachine(seed)
          const model = new Model()
          for (const [life, actions] of lives.entries()) {
            const { uses, end, delayMs } = crashes[life]
            endAt(machine, uses, end, delayMs)
            if ((await machine.play(play(machine, isWeak, actions, model))) !== 'dead') endLife(machine, end)
            machine.machine.boot()
            assert.notEqual(await machine.play(check(machine, isWeak, model)), 'dead')
            machine.restart()
          }
        },
      ),
      { numRuns: runs },
    )
  })
}

// The first of two lives ends while it opens the store, and the next takes for safe what it finds.
for (const before of ['an empty folder', 'a clean stop'] as const) {
  t.test(`a kill as the store is opened, then power loss at any use of a port: ${before}`, async (t) => {
    const story = [0, 1, 2].map((key): Action => ({ kind: 'put', key, size: 200, durability: 'always' }))
    let crashes = 0
    /** Whether both lives ended as they were to. */
    const twice = async (killedAt: number, lostAt: number, seed: number): Promise<boolean> => {
      const machine = new StoreMachine(seed)
      const model = new Model()
      if (before === 'a clean stop') await machine.play(play(machine, false, story, model))
      machine.restart()
      endAt(machine, killedAt, 'kill', 0)
      if ((await machine.play(open(machine, false))) !== 'dead') return false
      machine.machine.boot()
      endAt(machine, lostAt, 'sectors', 0)
      const isDead = (await machine.play(play(machine, false, story, model))) === 'dead'
      if (isDead) machine.machine.boot()
      else machine.losePower('sectors')
      assert.notEqual(await machine.play(check(machine, false, model)), 'dead')
      crashes += 1
      return isDead
    }
    for (let seed = 1; seed <= 2; seed += 1) {
      for (let killedAt = 1; await twice(killedAt, 1, seed); killedAt += 1) {
        for (let lostAt = 2; await twice(killedAt, lostAt, seed * 1000 + lostAt); ) lostAt += 1
      }
    }
    t.ok(crashes > 300, `${crashes} times`)
  })
}
