/** An application's own workload and merge function, as a user of `gramme/simulation` writes them. */
import t from 'tap'
import { jsonCodec } from '../../src/client/index.js'
import { GrammeError } from '../../src/errors.js'
import { simulate, type Workload } from '../../src/simulation/index.js'
import { run } from './runs.js'

const union = (carts: readonly string[][]) => [...new Set(carts.flat())].sort()

/** Every client puts things into one cart; what was acknowledged must be in it at the end. */
function shoppingCart(merge: (carts: readonly string[][]) => string[]) {
  const added: string[] = []
  const workload: Workload<string[], string[]> = {
    codec: jsonCodec<string[]>(),
    async run({ client, index, random, sleep, isOver, nowMs }) {
      for (let n = 0; !isOver(); n += 1) {
        const item = `item ${n} of ${index} at ${Math.round(nowMs())}`
        try {
          await client.update('cart', (carts) => [...merge(carts), item])
          added.push(item)
        } catch (error) {
          if (!(error instanceof GrammeError)) throw error
        }
        await sleep(random.next() * 300)
      }
    },
    async check({ client, expect }) {
      const { siblings } = await client.get('cart')
      const cart = union(siblings)
      for (const item of added) expect(cart.includes(item), `${item} is in the cart`)
    },
  }
  return { workload, added }
}

const options = { nodes: 5, n: 3, r: 2, w: 2, clients: 3, durability: 'always', durationMs: 6000 } as const

t.test('a cart that is merged by union loses nothing that was put into it', async (t) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { workload, added } = shoppingCart(union)
    const faults = ['crash', 'partition', 'pause', 'delay', 'client-crash', 'torn-write'] as const
    await run(t, { ...options, seed, workload, faults })
    t.ok(added.length > 5, `${added.length} items were put in`)
  }
})

t.test('a cart of which the first sibling wins loses something, and is found out', async (t) => {
  let found = 0
  for (let seed = 1; seed <= 10 && found === 0; seed += 1) {
    const { workload } = shoppingCart((carts) => carts[0] ?? [])
    const outcome = await simulate({ ...options, seed, workload, faults: ['partition'], minimiseMs: 0 })
    for (const { kind, message } of outcome.violations) {
      t.equal(kind, 'workload-failed')
      t.match(message, /is in the cart/)
      found += 1
    }
  }
  t.ok(found > 0)
})

t.test('the same workload under the same seed is the same run', async (t) => {
  const hash = async () => {
    const { workload } = shoppingCart(union)
    return (await simulate({ ...options, seed: 5, workload, minimiseMs: 0 })).hash
  }
  t.equal(await hash(), await hash())
})

t.test('what a workload throws is told, unless it is the error of a request', async (t) => {
  const throwing = (error: unknown) =>
    simulate({
      ...options,
      seed: 1,
      faults: [],
      minimiseMs: 0,
      workload: { run: () => Promise.reject(error) },
    })
  const bug = await throwing(new TypeError('a bug of the application'))
  t.match(bug.violations[0], { kind: 'workload-failed', message: /a bug of the application/ })
  const refused = await throwing(new GrammeError('BUSY', 'too much'))
  t.ok(refused.passed)
})

t.test('a workload that does not end is told of', async (t) => {
  const outcome = await simulate({
    ...options,
    seed: 1,
    faults: [],
    minimiseMs: 0,
    durationMs: 500,
    workload: { run: () => new Promise(() => {}) },
  })
  t.match(outcome.violations[0], { kind: 'never-at-rest', message: /every request has ended/ })
})
