/** The report: rows become lines and bars, gaps stay gaps, and nothing of a result gets into the page unescaped. */
import t from 'tap'
import { experiment, type Row } from '../../../bench/experiment.js'
import { chartData, median } from '../../../bench/report/chart-data.js'
import { nameOf, unitOf } from '../../../bench/report/names.js'
import { reportPage } from '../../../bench/report/page.js'
import type { Result } from '../../../bench/results.js'
import { resultAsText } from '../../../bench/run-experiment.js'
import { resultOf } from '../result.js'

const rows: Row[] = [
  { labels: { nodes: 3, percent: 50, repeat: 1 }, values: { p999Ms: 4 } },
  { labels: { nodes: 3, percent: 10, repeat: 1 }, values: { p999Ms: 1 } },
  { labels: { nodes: 3, percent: 10, repeat: 2 }, values: { p999Ms: 3 } },
  { labels: { nodes: 3, percent: 10, repeat: 3 }, values: { p999Ms: 2 } },
  { labels: { nodes: 5, percent: 50, repeat: 1 }, values: { p999Ms: 6 } },
]

t.test('a line for each group, x in order, repeats by their median, gaps', async (t) => {
  const chart = { title: 'p99.9', x: 'percent', lines: ['nodes'], values: ['p999Ms'] }
  const { x, lines, unit } = chartData(chart, rows)
  t.strictSame(x, [10, 50])
  const doubted = [false, false]
  t.strictSame(lines, [
    { name: 'nodes 3', values: [2, 4], doubted },
    { name: 'nodes 5', values: [null, 6], doubted },
  ])
  const [{ labels, values }, ...others] = rows
  const [line] = chartData(chart, [{ labels, values, doubts: ['late'] }, ...others]).lines
  t.strictSame(line.doubted, [false, true], 'a point is in doubt where one of its repeats is')
  t.equal(unit, 'ms')
  t.equal(chartData({ ...chart, only: { nodes: 5 } }, rows).lines.length, 1)
  t.strictSame(chartData({ ...chart, values: ['maxMs'] }, rows).lines, [], 'what nobody measured is no line')
})

t.test('several values, each a line; words as places', async (t) => {
  const chart = { title: '', x: 'way', lines: [], values: ['readMeanMs', 'writeMeanMs'] }
  const { x, lines } = chartData(chart, [
    { labels: { way: 'server' }, values: { readMeanMs: 2, writeMeanMs: 3 } },
    { labels: { way: 'client' }, values: { readMeanMs: 1 } },
  ])
  t.strictSame(x, ['server', 'client'])
  const doubted = [false, false]
  t.strictSame(lines, [
    { name: 'read mean', values: [2, 1], doubted },
    { name: 'write mean', values: [3, null], doubted },
  ])
})

t.test('names for people', async (t) => {
  t.equal(median([4, 1, 2, 3]), 2.5)
  t.equal(`${nameOf('writeP999Ms')} ${unitOf('writeP999Ms')}`, 'write p99.9 ms')
  t.equal(`${nameOf('p9999Ms')}`, 'p99.99')
  t.equal(`${nameOf('achievedPerSecond')} ${unitOf('achievedPerSecond')}`, 'achieved /s')
  t.equal(unitOf('requests'), '')
})

const trial = experiment({
  name: 'trial',
  question: 'Is <b> escaped?',
  paper: { source: 'Fig. <1>', found: '"so"' },
  settings: { keys: 3, what: '<i>' },
  meanings: { keys: 'how many', what: '&' },
  small: {},
  charts: [
    { title: 'numbers', x: 'percent', lines: ['nodes'], values: ['p999Ms'] },
    { title: 'words', x: 'word', lines: [], values: ['p999Ms'] },
  ],
  run: async () => [],
})

const result: Result = resultOf(
  rows.map((row) => ({
    ...row,
    labels: { ...row.labels, word: '</script><script>' },
    values: { ...row.values, requests: 50 },
    doubts: ['late <u>'],
  })),
)

t.test('the page stands alone, and what comes from a result is escaped', async (t) => {
  const page = reportPage([{ experiment: trial, result }])
  t.match(page, 'uPlot')
  t.match(page, "default-src 'none'")
  t.notMatch(page, /<(link|img)\b|src=|href="http/)
  for (const raw of ['Is <b>', '<i>', '<u>', '2 x <script>', 'Fig. <1>', '</script><script>alert']) {
    t.notOk(page.includes(raw), raw)
  }
  t.equal(page.split('</script>').length - 1, 3, 'three scripts and no more')
  t.match(page, '&lt;/script&gt;')
  t.match(page, '5 of 5 cases, marked †, are not to be taken as figures of the server')
  t.match(page, '~4', 'a percentile of few requests is marked')
})

t.test('what is in doubt is marked wherever it is shown, and nothing else is', async (t) => {
  const row = (word: string, percent: number, doubts: string[]): Row => ({
    labels: { word, percent, nodes: 3, repeat: 1 },
    values: { p999Ms: percent },
    doubts,
  })
  const some = resultOf([row('sure', 10, []), row('late', 20, ['late & busy', 'lost']), row('fine', 30, [])])
  const page = reportPage([{ experiment: trial, result: some }])
  const body = page.slice(page.indexOf('<body>'))
  const lines = body
    .split('<tr')
    .slice(1)
    .map((line) => line.split('</tr>')[0])
  const caseOf = (word: string) => lines.find((line) => line.includes(`>${word}<`)) ?? ''
  t.match(caseOf('late'), /^ class="doubted">.*late<span class="mark" aria-hidden="true">†<\/span>/)
  t.match(caseOf('late'), '<span class="unseen">, in doubt</span>', 'it is said to those who do not see it')
  t.match(caseOf('late'), '<td class="word reasons">late &amp; busy; lost</td>')
  for (const word of ['sure', 'fine']) t.notMatch(caseOf(word), /†|class="doubted"/, word)
  t.match(body, '†: in doubt, not to be taken as figures of the server', 'the legend')

  const [lineChart, bars] = body.split('<figure>').slice(1)
  t.match(lineChart, '1 of 3 points are in doubt')
  t.match(
    bars.slice(0, bars.indexOf('</figure>')),
    /late<\/div><div class="bar">[^/]*p99.9<span class="mark"/,
  )
  t.equal(bars.slice(0, bars.indexOf('</figure>')).split('†').length - 1, 2, 'one bar, and the legend')

  t.notMatch(
    reportPage([{ experiment: trial, result: resultOf([row('sure', 10, [])]) }]).split('<body>')[1],
    /class="mark"|in doubt, since|are in doubt/,
    'a page without doubts speaks of none',
  )
})

t.test('on the terminal as well', async (t) => {
  const text = resultAsText({
    rows: [
      { labels: { nodes: 3, repeat: 1 }, values: { p999Ms: 1 } },
      { labels: { nodes: 5, repeat: 1 }, values: { p999Ms: 2 }, doubts: ['late'] },
    ],
  })
  t.match(text.split('\n')[0], /^ +nodes 3 +†nodes 5$/)
  t.match(text, '†: not to be taken as figures of the server:\n  late\n')
})
