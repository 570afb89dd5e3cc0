import { smallForm } from '../small-form.js'

smallForm('background', (t, { rows }) => {
  const [none, repair, handOff] = rows.map(({ values }) => values)
  t.equal(none.comparedBytes, 0)
  t.ok(repair.comparedBytes > 0, 'repair went on')
  t.ok(handOff.handedOver > 0, 'hints were handed over')
})
