/** What an operator reads before an act: an estimate, said as one, in the steps that it has. */
import t from 'tap'
import { planAsText } from '../../src/cli/member-plan.js'
import { planOf } from '../../src/planner/movement.js'

const members = Array.from({ length: 6 }, (_, n) => ({
  id: `n${n}`,
  address: `h${n}:7401`,
  weight: 1,
  zone: '',
}))
const settings = { partitionCount: 256, replicaCount: 3 }

function told(before: number, after: number): string {
  const held = { liveKeys: 3_000_000, liveBytes: 600e6 }
  return planAsText(
    planOf({ settings, before: members.slice(0, before), after: members.slice(0, after), ...held }),
  )
}

t.test('how long it takes is told as "about", and for what load', async (t) => {
  const join = told(5, 6)
  t.match(join, /about [45]\d\d,\d{3} objects and \d+\.\d MiB\n/)
  t.match(
    join,
    /\nin about 1m \d+s, as measured under load on a small machine: about 1m \d+s until new owners serve/,
  )
  t.match(join, /then about \d+s until the others have given it up\n/)
  t.notMatch(join, /at least/)
})

t.test('where nobody gives anything up, there is one step', async (t) => {
  t.match(told(2, 3), /in about \d+m( \d+s)?, as measured under load on a small machine\n/)
  t.equal(told(5, 5), 'nothing moves\n')
})
