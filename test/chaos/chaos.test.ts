/** Chaos in short: real processes killed, hung and restarted under load lose no acknowledged write. */
import t from 'tap'
import { chaos, faultNames } from './run.js'

t.test('what was acknowledged is with all its owners, whatever was done to the nodes', async (t) => {
  const load = { workers: 6, keysPerWorker: 20, pauseMs: 10 }
  const say = (line: string) => t.comment(line)
  const report = await chaos({
    nodes: 4,
    faults: faultNames,
    rounds: 1,
    phaseMs: 1000,
    seed: 1,
    ...load,
    say,
  })
  t.ok(report.acknowledged > 100, `${report.acknowledged} writes were acknowledged`)
  t.equal(report.audit.copies, 3 * report.audit.keys)
  t.strictSame(report.audit.lost, [])
})
