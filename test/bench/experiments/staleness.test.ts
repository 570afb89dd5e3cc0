import { smallForm } from '../small-form.js'

smallForm('staleness', (t, { rows }) => {
  for (const { values } of rows) {
    t.equal(values.missed, 0, 'every write is seen in the end')
    if (values.quorumsMeet === 1) t.equal(values.stalePart, 0, 'and at once where quorums meet')
  }
})
