import { smallForm } from '../small-form.js'

smallForm('rebalance', (t, { rows }) => {
  t.strictSame(
    rows.map(({ labels }) => labels.phase),
    ['before', 'join', 'between', 'leave', 'after'],
  )
  for (const { labels, values } of rows) {
    if (labels.phase !== 'join' && labels.phase !== 'leave') continue
    t.ok(
      values.filledObjects + values.surrenderedObjects >= values.leastObjects * 0.9,
      'what has to move was moved, but for what was written meanwhile',
    )
    t.equal(values.failed, 0)
  }
})
