/** Which of the result files count: the newest of each experiment, and a small one only where there is no full one. */
import t from 'tap'
import { newestResults, saveResult } from '../../bench/results.js'
import { temporaryFolder } from '../cli/processes.js'
import { resultOf } from './result.js'

t.test('the newest of each, in the order in which they were made', async (t) => {
  const folder = temporaryFolder(t)
  const save = (experiment: string, day: number, isSmall: boolean) =>
    saveResult({ ...resultOf([]), experiment, isSmall, startedAt: `2026-11-0${day}T00:00:00.000Z` }, folder)
  const newest = () =>
    newestResults(folder).map(({ experiment, isSmall, startedAt }) => [
      experiment,
      isSmall ? 'small' : 'full',
      startedAt.slice(9, 10),
    ])
  save('scale', 1, true)
  save('scale', 2, true)
  t.strictSame(newest(), [['scale', 'small', '2']], 'small ones alone: the newest of them')
  save('scale', 3, false)
  save('quorum', 4, false)
  save('scale', 5, true)
  t.strictSame(
    newest(),
    [
      ['scale', 'full', '3'],
      ['quorum', 'full', '4'],
    ],
    'a small one of later does not hide a full one',
  )
  save('scale', 6, false)
  t.strictSame(newest(), [
    ['quorum', 'full', '4'],
    ['scale', 'full', '6'],
  ])
})
