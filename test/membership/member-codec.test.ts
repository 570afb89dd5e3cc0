import fc from 'fast-check'
import t from 'tap'
import type { gramme } from '#messages'
import { membersFromWire, memberToWire } from '../../src/membership/member-codec.js'
import { Gossip } from '../../src/wire/messages.js'
import { anyRecords, memberOf, nodeIds } from './arbitraries.js'

/** As it comes from the wire. */
function travelled(records: gramme.Member.$Properties[]): gramme.Member.$Properties[] {
  return Gossip.decode(Gossip.encode({ members: records }).finish()).members
}

t.test('records come through the wire as they were', async () => {
  fc.assert(
    fc.property(anyRecords, (members) => {
      const back = membersFromWire(travelled(members.map(memberToWire)))
      if (JSON.stringify(back) !== JSON.stringify(members)) throw new Error('changed on the way')
    }),
  )
})

const good = memberOf(nodeIds[0], 1_700_000_000_000, 3)
const wire = memberToWire(good)

const bad: Record<string, gramme.Member.$Properties> = {
  'no id': { ...wire, id: '' },
  'an id of other letters': { ...wire, id: 'G'.repeat(12) },
  'an id too long': { ...wire, id: 'a'.repeat(13) },
  'a negative incarnation': { ...wire, incarnation: -1 },
  'an incarnation beyond exact numbers': { ...wire, incarnation: 2 ** 60 },
  'an endless incarnation': { ...wire, incarnation: Number.POSITIVE_INFINITY },
  'an incarnation that is no number': { ...wire, incarnation: Number.NaN },
  'no address': { ...wire, address: '' },
  'an address without a port': { ...wire, address: 'host' },
  'an address with a port too high': { ...wire, address: 'host:65536' },
  'an address too long': { ...wire, address: `${'h'.repeat(260)}:7401` },
  'no weight': { ...wire, weight: 0 },
  'a negative weight': { ...wire, weight: -1 },
  'a weight too high': { ...wire, weight: 1e6 },
  'a weight that is no number': { ...wire, weight: Number.NaN },
  'a zone too long': { ...wire, zone: 'z'.repeat(65) },
}

t.test('a record that does not hold what records hold is dropped, alone', async (t) => {
  for (const [name, record] of Object.entries(bad)) {
    t.strictSame(membersFromWire(travelled([record, wire])), [good], name)
  }
})

t.test('a status that this release does not know owns nothing', async (t) => {
  for (const status of ['up', 'leaving', 'waiting', 'left'] as const) {
    t.strictSame(membersFromWire(travelled([memberToWire({ ...good, status })])), [{ ...good, status }])
  }
  t.match(membersFromWire(travelled([{ ...wire, status: 99 as 0 }])), [{ status: 'left' }])
})

t.test('what is longest is taken', async (t) => {
  const longest = { ...good, address: `${'h'.repeat(256)}:7401`, zone: 'z'.repeat(64), weight: 100 }
  t.strictSame(membersFromWire(travelled([memberToWire(longest)])), [longest])
  const first = { ...good, incarnation: 0, version: 0, zone: '' }
  t.strictSame(membersFromWire(travelled([memberToWire(first)])), [first], 'zeros are left out and put back')
})
