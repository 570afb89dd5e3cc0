/** What must be agreed on before a version is forgotten, and for how long. */
import fc from 'fast-check'
import t from 'tap'
import { Agreements, obstacleTo, type Standing } from '../../src/repair/reap-votes.js'

const standings: readonly Standing[] = ['holds', 'nothing', 'other', 'alive', 'hint', 'unsure']
const owners = ['a', 'b', 'c']

t.test(
  'nothing stands in the way just when every owner holds it, and every other member it or nothing',
  async () => {
    const anyStanding = fc.constantFrom(...standings)
    const anyVotes = fc.tuple(
      fc.record({ a: anyStanding, b: anyStanding, c: anyStanding }, { requiredKeys: [] }),
      fc.array(anyStanding, { maxLength: 3 }),
    )
    fc.assert(
      fc.property(anyVotes, ([ofOwners, ofOthers]) => {
        const votes = new Map<string, Standing>(Object.entries(ofOwners))
        for (const [i, standing] of ofOthers.entries()) votes.set(`other ${i}`, standing)
        const isFree =
          owners.every((owner) => votes.get(owner) === 'holds') &&
          ofOthers.every((standing) => standing === 'holds' || standing === 'nothing')
        const obstacle = obstacleTo(votes, owners)
        if ((obstacle === undefined) !== isFree) throw new Error(`${obstacle}`)
      }),
      { numRuns: 3000 },
    )
  },
)

t.test('agreement lasts from its beginning, for just that version, until somebody disagrees', async (t) => {
  const agreements = new Agreements(2)
  const [one, two, three] = [1, 2, 3].map((low) => ({ high: 7, low }))
  t.equal(agreements.agree(0, one, 10), 10)
  t.equal(agreements.agree(0, one, 20), 10)
  t.equal(agreements.agree(0, two, 30), 30)
  t.equal(agreements.agree(1, three, 40), undefined, 'there is room for two')
  agreements.end(0, one)
  agreements.end(0, one)
  t.equal(agreements.agree(1, three, 50), 50)
  t.equal(agreements.agree(0, one, 60), undefined)
  agreements.keepOnly(0, [one])
  t.equal(agreements.count, 1, 'two is no longer dead')
  t.equal(agreements.agree(0, two, 70), 70, 'and begins anew')
  agreements.clear()
  t.equal(agreements.count, 0)
})
