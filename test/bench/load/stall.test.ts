/** A server that stands still across the end of a measurement: what was due meanwhile is in the figures. */
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { MeasuredCluster } from '../../../bench/cluster.js'
import { inFolder } from '../../../bench/folder.js'
import type { LoadOutcome } from '../../../bench/load/generator.js'
import { loadSettings, withGenerator } from '../../../bench/loads.js'

t.test('what came due while nothing was answered is sent, and counts', async (t) => {
  const outcome = await inFolder(tmpdir(), stalled)
  t.equal(outcome.sent, 400, 'all that was due')
  t.equal(outcome.response.count, 400)
  t.match(outcome, { failed: 0, neverSent: 0 })
  t.ok(outcome.held > 100, `${outcome.held} waited until others were answered`)
  t.ok(outcome.achievedPerSecond < 350, `${outcome.achievedPerSecond} a second were answered in time`)
  t.ok(
    outcome.response.p90Ms > 500,
    `p90 ${outcome.response.p90Ms} ms: a fifth at least had to wait for as long`,
  )
})

async function stalled(folder: string): Promise<LoadOutcome> {
  const cluster = await MeasuredCluster.start(folder, 1, () => ({ replicaCount: 1 }))
  try {
    const settings = { ...loadSettings, keys: 50, sizes: '100' }
    return await withGenerator(cluster.target({ hedging: 'off' }), settings, async (generator) => {
      await generator.preload()
      const [{ pid }] = cluster.nodes
      const loading = generator.load({
        pace: { kind: 'open', ratePerSecond: 400, arrivals: 'even' },
        mix: 'C',
        popularity: 'uniform',
        conflictRate: 0,
        warmUpMs: 0,
        measureMs: 1000,
        sliceMs: 0,
        inFlightMax: 20,
      })
      await sleep(500)
      process.kill(pid, 'SIGSTOP')
      await sleep(1200)
      process.kill(pid, 'SIGCONT')
      return await loading
    })
  } finally {
    await cluster.stop()
  }
}
