/** The laws of versions, in random histories checked against the model of cluster-model.ts. */
import fc from 'fast-check'
import t from 'tap'
import { merge, type VersionedObject } from '../../src/version/object.js'
import { encodeObject } from '../../src/version/object-codec.js'
import type { WriteLimits } from '../../src/version/write.js'
import { ClusterModel, objectOf, type Replica } from './cluster-model.js'

const replicaCount = 4

type Step = { kind: Kind; where: number; which: number }
type Kind = keyof typeof doings

/** What can happen at a replica. `which` picks the context, write, copy or past that it happens with. */
const doings = {
  put: (model: ClusterModel, at: Replica, which: number) =>
    model.put(at, pick(model.contexts, which), 'stored'),
  putBlind: (model: ClusterModel, at: Replica) => model.put(at, model.contexts[0], 'stored'),
  putAppendFailed: (model: ClusterModel, at: Replica, which: number) =>
    model.put(at, pick(model.contexts, which), 'append-failed'),
  retry: (model: ClusterModel, at: Replica, which: number) => {
    if (model.attempts.length > 0) model.retry(at, pick(model.attempts, which))
  },
  get: (model: ClusterModel, at: Replica, which: number) =>
    model.get(model.replicas.filter((replica, index) => replica === at || (which >> index) & 1)),
  send: (model: ClusterModel, at: Replica) => model.send(at),
  deliver: (model: ClusterModel, at: Replica, which: number) => {
    if (model.sent.length > 0) model.deliver(pick(model.sent, which), at)
  },
  restart: (model: ClusterModel, at: Replica, which: number) => model.restart(at, pick(at.past, which)),
  wipe: (model: ClusterModel, at: Replica) => model.restart(at, at.past[0]),
  forget: (model: ClusterModel, at: Replica) => model.forget(at),
}
const often: Kind[] = ['put', 'get', 'deliver']

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...(Object.keys(doings) as Kind[]), ...often),
  where: fc.nat({ max: 15 }),
  which: fc.nat({ max: 999 }),
})
const history = fc.record({ seed: fc.nat(), steps: fc.array(step, { maxLength: 60, size: 'max' }) })

/** Recent ones more often than old ones: index 0 is the newest. */
function pick<T>(list: readonly T[], which: number): T {
  const back = which % 3 === 0 ? which % list.length : which % Math.min(3, list.length)
  return list[list.length - 1 - back]
}

function run(
  seed: number,
  steps: readonly Step[],
  limits: Partial<WriteLimits>,
  exact: boolean,
): ClusterModel {
  const model = new ClusterModel(replicaCount, seed, limits)
  for (const each of steps) {
    doings[each.kind](model, model.replicas[each.where % replicaCount], each.which)
    for (const { copy } of model.replicas) model.check(copy, exact)
  }
  return model
}

/** Hands every copy to every other replica, in some order, until nobody learns anything. */
function converge(model: ClusterModel): void {
  for (let round = 0; round < 2; round++) {
    for (const from of model.replicas) for (const to of model.replicas) model.deliver(from.copy, to)
  }
}

function bytesOf(object: VersionedObject): string {
  return encodeObject(object, 'peer').toString('hex')
}

t.test('any history agrees with the causal model: nothing lost, nothing back, no event twice', async () => {
  fc.assert(
    fc.property(history, ({ seed, steps }) => {
      const model = run(seed, steps, {}, true)
      converge(model)
      const [first, ...others] = model.replicas.map(({ copy }) => {
        model.check(copy, true)
        const object = objectOf(copy)
        return object === undefined ? 'none' : bytesOf(object)
      })
      return others.every((bytes) => bytes === first)
    }),
    { numRuns: 1000 },
  )
})

t.test(
  'what was superseded with another event of its write may be left beside what follows a retry',
  async (t) => {
    const siblings = (at: Replica) => objectOf(at.copy)?.siblings.length
    const all = (model: ClusterModel) => {
      for (const { copy } of model.replicas) model.check(copy, true)
    }
    const once = new ClusterModel(4, 1)
    const [first, second] = once.replicas
    once.put(first, once.contexts[0], 'stored')
    const seesOne = once.contexts[once.contexts.length - 1]
    once.retry(second, once.attempts[0])
    once.deliver(second.copy, first)
    once.put(first, once.contexts[0], 'stored')
    once.put(first, seesOne, 'stored')
    all(once)
    once.retry(first, once.attempts[once.attempts.length - 1])
    once.put(second, once.contexts[once.contexts.length - 1], 'stored')
    all(once)
    t.equal(siblings(second), 2, 'the retry does not tell of the event that is held here')
    converge(once)
    all(once)
    t.equal(siblings(second), siblings(first))

    const twice = new ClusterModel(4, 1)
    const [here, both, , there] = twice.replicas
    twice.put(here, twice.contexts[0], 'stored')
    const seesHere = twice.contexts[twice.contexts.length - 1]
    twice.retry(there, twice.attempts[0])
    twice.deliver(here.copy, both)
    twice.deliver(there.copy, both)
    twice.put(here, seesHere, 'stored')
    const next = twice.attempts[twice.attempts.length - 1]
    const seesNext = twice.contexts[twice.contexts.length - 1]
    twice.retry(both, next)
    twice.deliver(both.copy, here)
    twice.put(here, twice.contexts[0], 'stored')
    twice.put(here, seesNext, 'stored')
    twice.put(there, twice.contexts[twice.contexts.length - 1], 'stored')
    all(twice)
    t.equal(siblings(there), 2)
    converge(twice)
    all(twice)
  },
)

t.test('with clocks cut short, superseded writes may come back and none is lost', async () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 4 }), ({ seed, steps }, clockEntriesMax) => {
      const model = run(seed, steps, { clockEntriesMax, clockDotsMax: clockEntriesMax - 1 }, false)
      converge(model)
      for (const { copy } of model.replicas) model.check(copy, false)
    }),
    { numRuns: 1000 },
  )
})

t.test('merge is commutative, associative and idempotent, to the byte', async () => {
  fc.assert(
    fc.property(history, fc.boolean(), fc.nat(), ({ seed, steps }, cut, which) => {
      const model = run(seed, steps, cut ? { clockEntriesMax: 2, clockDotsMax: 1 } : {}, !cut)
      const objects = [...model.sent, ...model.replicas.map(({ copy }) => copy)]
        .map(objectOf)
        .filter((object) => object !== undefined)
      if (objects.length === 0) return
      const [a, b, c] = [0, 1, 2].map((index) => objects[(which + index * 7) % objects.length])
      const join = (x: VersionedObject, y: VersionedObject) => merge(x, y).object
      if (bytesOf(join(a, b)) !== bytesOf(join(b, a))) throw new Error('not commutative')
      if (bytesOf(join(join(a, b), c)) !== bytesOf(join(a, join(b, c)))) throw new Error('not associative')
      if (join(a, a) !== a) throw new Error('not idempotent')
      const { object, localChanged, incomingChanged } = merge(a, b)
      if (localChanged !== (bytesOf(object) !== bytesOf(a))) throw new Error('wrong about local')
      if (incomingChanged !== (bytesOf(object) !== bytesOf(b))) throw new Error('wrong about incoming')
      if (!localChanged && object !== a) throw new Error('unchanged, and yet another object')
    }),
    { numRuns: 1000 },
  )
})
