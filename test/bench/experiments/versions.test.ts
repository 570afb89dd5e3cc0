import { smallForm } from '../small-form.js'

smallForm('versions', (t, { rows }) => {
  const [none, many] = rows.map(({ values }) => values)
  t.equal(none.saw2Part, 0, 'writers that know of each other leave no siblings')
  t.ok(many.saw2Part > 0)
})
