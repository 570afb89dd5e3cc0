import { smallForm } from '../small-form.js'

smallForm('failure', (t, { rows }) => {
  t.strictSame(
    rows.map(({ labels }) => labels.phase),
    ['before', 'killed', 'without it', 'it comes back', 'after'],
  )
})
