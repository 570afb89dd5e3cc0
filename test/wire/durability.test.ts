/** Which word each number stands for, to whom, and what becomes of those that are none of ours. */
import t from 'tap'
import {
  durabilityFromWire,
  durabilityToWire,
  writeDurabilities,
  writeDurabilityFromWire,
} from '../../src/wire/durability.js'

t.test("every word comes back as it was sent, and none stands for the node's own", async (t) => {
  const numbers = writeDurabilities.map((word) => durabilityToWire(word))
  t.strictSame(numbers, [1, 4, 2, 3])
  t.strictSame(numbers.map(writeDurabilityFromWire), [...writeDurabilities])
  t.equal(durabilityToWire(undefined), 0)
  t.equal(writeDurabilityFromWire(0), undefined)
  t.equal(durabilityFromWire(0), undefined)
})

t.test('what nobody knows is taken for the safest; so is `one` by a replica', async (t) => {
  for (const number of [5, 1000, -1, 2 ** 31 - 1]) {
    t.equal(writeDurabilityFromWire(number), 'always', String(number))
    t.equal(durabilityFromWire(number), 'always', String(number))
  }
  t.strictSame([1, 2, 3, 4].map(durabilityFromWire), ['always', 'interval', 'os', 'always'])
})
