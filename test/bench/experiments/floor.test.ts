import { smallForm } from '../small-form.js'

smallForm('floor', (t, { rows }) => {
  t.strictSame(
    rows.map(({ labels }) => labels.operation),
    ['get', 'put'],
  )
  for (const { values } of rows) {
    t.equal(values.failed, 0, 'no request fails')
    t.ok(values.perSecond > 0 && values.echoPerSecond > 0)
    t.equal(values.ofEchoPart, values.perSecond / values.echoPerSecond, 'of what the echo does')
    t.ok(values.p50Ms > 0 && values.p50Ms <= values.p99Ms && values.p99Ms <= values.p999Ms)
    t.ok(values.serversUs > 0 && values.generatorUs > 0)
  }
})
