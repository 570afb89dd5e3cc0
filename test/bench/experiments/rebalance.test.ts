import { smallForm } from '../small-form.js'

smallForm('rebalance', (t, { rows }) => {
  t.strictSame(
    rows.map(({ labels }) => labels.phase),
    ['before', 'join', 'between', 'leave', 'after'],
  )
  for (const { labels, values } of rows) {
    if (labels.phase !== 'join' && labels.phase !== 'leave') continue
    // What is written meanwhile comes to its new owner as it is written.
    const moved = values.filledObjects + values.surrenderedObjects + values.requests
    t.ok(moved >= values.leastObjects, 'what has to move was moved, but for what was written meanwhile')
  }
})
