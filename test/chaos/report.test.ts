import t from 'tap'
import { isBad } from './report.js'
import type { ChaosReport } from './run.js'
import { Tally } from './tally.js'

function reportOf(tally: Tally, more: Partial<ChaosReport> = {}): Omit<ChaosReport, 'folder'> {
  const audit = { lost: [], keys: 1, copies: 3, waitedMs: 0 } as unknown as ChaosReport['audit']
  return {
    phases: tally.reports(),
    skipped: {},
    writes: 1,
    acknowledged: 1,
    problem: undefined,
    audit,
    ...more,
  }
}

t.test('what a run fails by, and keeps its files for', async (t) => {
  const well = new Tally()
  well.began('w1')()
  well.readMissed('stand-ins')
  t.notOk(isBad(reportOf(well)), 'misses of sloppy quorums are told, and no more')
  t.ok(isBad(reportOf(well, { problem: 'it stood still' })))
  const lost = { ...reportOf(well).audit, lost: ['key'] }
  t.ok(isBad(reportOf(well, { audit: lost })))
  for (const phase of ['sigkill', 'join', 'after leave']) {
    const missed = new Tally()
    missed.phase = phase
    missed.readMissed('owners')
    t.ok(isBad(reportOf(missed)), `a get that missed what owners had acknowledged: ${phase}`)
  }
})
