/** Actors never come back, whatever the calendar clock says. */
import t from 'tap'
import { ActorMint, compareAge, describeActor, sameNode } from '../../src/version/actor.js'
import { seededRandom } from './cluster-model.js'

const start = Date.UTC(2026, 0, 1)

t.test('an actor says its node and the second its run started, in 16 bytes', async (t) => {
  const random = { next: () => 0, fill: (target: Uint8Array) => void target.fill(0xff) }
  const mint = new ActorMint('0123456789ab', random, () => Date.UTC(2020, 0, 1) + 258_000)
  // Serials start below half of their range: 7f, not ff.
  t.equal(describeActor(mint.mint()), '0123456789ab-00000102-7fffffffffff')
  t.equal(describeActor(mint.mint()), '0123456789ab-00000102-800000000000')
})

t.test('a mint knows its own actors, and only those it has minted', async (t) => {
  const mint = new ActorMint('0123456789ab', seededRandom(1), () => start)
  const twin = new ActorMint('0123456789ab', seededRandom(2), () => start)
  const other = new ActorMint('ba9876543210', seededRandom(1), () => start)
  t.notOk(mint.isOurs(twin.mint()), 'nothing minted yet')
  const actors = Array.from({ length: 300 }, () => mint.mint())
  t.equal(new Set(actors).size, 300)
  t.strictSame(actors.slice().sort(), actors, 'of one run, by age')
  for (const actor of actors) t.equal(actor.length, 16)
  t.ok(actors.every((actor) => mint.isOurs(actor)))
  t.notOk(mint.isOurs(twin.mint()), 'the same node, another run in the same second')
  t.notOk(mint.isOurs(other.mint()))
  const copy = new ActorMint('0123456789ab', seededRandom(1), () => start)
  for (const actor of actors) t.equal(copy.mint(), actor)
  t.notOk(mint.isOurs(copy.mint()), 'the next one, not minted yet')
  t.notOk(mint.isOurs(''))
})

t.test('retire gives up all that were minted, and what follows is younger', async (t) => {
  let wallMs = start
  const mint = new ActorMint('0123456789ab', seededRandom(3), () => wallMs)
  const old = mint.mint()
  mint.retire()
  t.notOk(mint.isOurs(old))
  const next = mint.mint()
  t.ok(mint.isOurs(next))
  t.ok(compareAge(old, next) < 0, 'although the clock stood still')
  wallMs -= 1e9
  mint.retire()
  t.notOk(mint.isOurs(next))
  t.ok(compareAge(next, mint.mint()) < 0, 'although the clock went back')
})

t.test('calendar clocks before 2020 and after 2156 are borne', async (t) => {
  for (const wallMs of [-1e15, 0, 1e16]) {
    const mint = new ActorMint('0123456789ab', seededRandom(4), () => wallMs)
    const before = mint.mint()
    mint.retire()
    t.notOk(mint.isOurs(before))
    t.ok(mint.isOurs(mint.mint()))
  }
})

t.test('age goes by start across nodes; nodes are told apart', async (t) => {
  const older = new ActorMint('ffffffffffff', seededRandom(5), () => start).mint()
  const younger = new ActorMint('000000000000', seededRandom(6), () => start + 1000).mint()
  t.ok(compareAge(older, younger) < 0)
  t.ok(compareAge(younger, older) > 0)
  t.equal(compareAge(older, older), 0)
  t.notOk(sameNode(older, younger))
  t.ok(sameNode(older, new ActorMint('ffffffffffff', seededRandom(7), () => 0).mint()))
})

t.test('a node id is 12 hex digits', async (t) => {
  for (const id of ['', '0123456789a', '0123456789abc', '0123456789AB', 'not-hex-at-al']) {
    t.throws(() => new ActorMint(id, seededRandom(1), () => start), { name: 'InvariantError' })
  }
})
