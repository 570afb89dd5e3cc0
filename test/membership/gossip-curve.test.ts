/**
 * Gossip scales: the rounds until all know grow with the logarithm of the cluster, and the bytes of a round hardly at
 * all. What happens follows from the seeds, so the bounds are exact for these. `npm run bench -- gossip` has the
 * curve up to 1,000 members, and docs/decisions what it came to.
 */
import t from 'tap'
import { curve, type Situation } from './gossip-curve.js'

const seeds = [1, 2, 3]

/** Bytes that a node sends in a round: in the mean, and at most. */
const bounds: Record<Situation, { readonly mean: number; readonly max: number }> = {
  'no news': { mean: 110, max: 500 },
  'one change': { mean: 250, max: 3000 },
  'ten at once': { mean: 750, max: 6000 },
  'a newcomer': { mean: 500, max: 10_000 },
}

for (const members of [10, 30, 100]) {
  t.test(`${members} members`, async (t) => {
    for (const [situation, most] of Object.entries(bounds)) {
      const { rounds, bytes } = await curve(situation as Situation, members, seeds)
      const roundsMax = situation === 'no news' ? 0 : 2 + Math.log2(members)
      t.ok(rounds.max <= roundsMax, `${situation}: all know after ${rounds.max.toFixed(1)} rounds`)
      t.ok(bytes.mean <= most.mean, `${situation}: ${bytes.mean.toFixed(0)} bytes a round`)
      t.ok(bytes.max <= most.max, `${situation}: at most ${bytes.max} bytes`)
    }
  })
}
