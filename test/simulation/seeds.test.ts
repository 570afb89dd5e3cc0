/**
 * Whole clusters under faults: some seeds that are always the same, and some that nobody has seen. A failure
 * prints the seed; `npx gramme simulate --seed SEED` plays it again.
 */
import t from 'tap'
import { faultKinds } from '../../src/simulation/fault-model.js'
import { simulate } from '../../src/simulation/index.js'
import { run } from './runs.js'

t.test('seeds that are always the same', async (t) => {
  let requests = 0
  let faults = 0
  for (let seed = 1; seed <= 25; seed += 1) {
    const outcome = await run(t, { seed })
    requests += (outcome.counts.gets ?? 0) + (outcome.counts.writes ?? 0)
    for (const count of Object.values(outcome.faults)) faults += count
  }
  t.ok(requests > 6_000 && faults > 180, `${requests} requests and ${faults} faults are worth the name`)
})

t.test('seeds that nobody has seen', async (t) => {
  const first = Number(process.env.FIRST_SEED ?? Math.floor(Math.random() * 2 ** 31))
  t.comment(`fresh seeds from ${first}`)
  const untilMs = performance.now() + 10_000
  let seeds = 0
  for (; performance.now() < untilMs && seeds < 60; seeds += 1) await run(t, { seed: first + seeds })
  t.comment(`${seeds} fresh seeds`)
})

t.test('every kind of fault happens, and nothing comes of it that must not', async (t) => {
  for (const kind of faultKinds) {
    const outcome = await run(t, { seed: 3, nodes: 3, n: 3, durationMs: 3000, faults: [kind] })
    t.ok((outcome.faults[kind] ?? 0) > 0, `${kind} happens`)
  }
})

t.test('all kinds at once', async (t) => {
  for (let seed = 1; seed <= 4; seed += 1) {
    const faults = faultKinds.filter((kind) => kind !== 'replace' && kind !== 'return')
    const outcome = await run(t, { seed, nodes: 5, n: 3, durationMs: 8000, faults })
    t.equal(Object.keys(outcome.faults).length, faults.length)
  }
})

t.test('a quiet cluster serves everything', async (t) => {
  for (const durability of ['always', 'interval', 'os'] as const) {
    const outcome = await run(t, {
      seed: 11,
      nodes: 5,
      n: 3,
      r: 2,
      w: 2,
      durability,
      faults: [],
      durationMs: 4000,
    })
    const { failed = 0, acked = 0, writes = 0, gets = 0 } = outcome.counts
    // What fails without faults is an update that lost to another writer, or found too many siblings.
    t.ok(
      acked > 0.8 * writes && failed < 0.1 * (gets + writes),
      `${acked} of ${writes} writes, ${failed} failures`,
    )
  }
})

t.test('options that make no sense are refused by name', async (t) => {
  const wrong = [
    [{ n: 4, nodes: 3 }, /^n is 4/],
    [{ n: 3, r: 4 }, /^r is 4/],
    [{ n: 2, w: 3 }, /^w is 3/],
    [{ partitions: 3 }, /^partitions is 3/],
    [{ seed: -1 }, /^seed is -1/],
    [{ durationMs: 0 }, /^durationMs is 0/],
    [{ nodes: 51 }, /^nodes is 51/],
    [{ faults: ['flood'] }, /^faults\.0 is "flood"/],
  ] as const
  for (const [options, message] of wrong) {
    await t.rejects(simulate(options as never), { code: 'BAD_ARGUMENT', message })
  }
})
