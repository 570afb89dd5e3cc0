/**
 * Results as a page: one file that needs no network and no other file. Charts, the paper's figure beside them, all
 * figures and all settings as tables. What is in doubt is marked wherever it is shown. Whatever comes from a result is
 * escaped; a policy in the head forbids the page to load anything.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { AnyExperiment, Row } from '../experiment.js'
import { figure } from '../figure.js'
import type { Result } from '../results.js'
import { type ChartData, chartData, isDoubted } from './chart-data.js'
import { drawScript } from './draw.js'
import { doubtMark, nameOf, requestsNeeded, unitOf } from './names.js'
import { style } from './style.js'

export interface Reported {
  readonly experiment: AnyExperiment
  readonly result: Result
}

export function reportPage(all: readonly Reported[]): string {
  const charts: ChartData[] = []
  const sections = all.map((one) => sectionOf(one, charts)).join('\n')
  const links = all.map(({ experiment: { name } }) => `<a href="#${name}">${escaped(name)}</a>`).join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Gramme, measured</title>
<style>${uplot('uPlot.min.css')}${style}</style>
</head>
<body>
<h1>Gramme, measured</h1>
<p class="fine">Times on a shared machine are noisy, and ratios sounder than times. Nodes, clients and load share the machine's processors.</p>
${all.length > 1 ? `<nav aria-label="Experiments">${links}</nav>` : ''}
${sections}
<script type="application/json" id="charts">${JSON.stringify(charts).replaceAll('<', '\\u003c')}</script>
<script>${uplot('uPlot.iife.min.js')}</script>
<script>${drawScript}</script>
</body>
</html>
`
}

function sectionOf({ experiment, result }: Reported, charts: ChartData[]): string {
  const { name, question, paper } = experiment
  const figures = experiment.charts
    .map((chart) => chartData(chart, result.rows))
    .filter(({ lines }) => lines.length > 0)
    .map((data) => figureOf(data, charts))
  return `<section id="${name}">
<p class="name">${escaped(name)}${result.isSmall ? ', small form: shows that it runs, and no more' : ''}</p>
<h2>${escaped(question)}</h2>
${factsOf(result)}
${paper === undefined ? '' : `<p class="paper"><b>The paper, ${escaped(paper.source)}.</b> ${escaped(paper.found)}</p>`}
${doubtsOf(result)}
${figures.length > 0 ? `<div class="charts">${figures.join('\n')}</div>` : ''}
<details${figures.length === 0 ? ' open' : ''}><summary>All figures</summary>${tableOf(result.rows)}</details>
<details><summary>Settings</summary>${settingsOf(experiment, result)}</details>
</section>`
}

function factsOf({ startedAt, tookMs, circumstances }: Result): string {
  const { processors, memoryBytes, system, node, gramme, commit, hasUncommitted, loadBefore } = circumstances
  const facts: readonly (readonly [string, string])[] = [
    ['began', startedAt.slice(0, 16).replace('T', ' ')],
    ['took', `${(tookMs / 1000).toFixed(0)} s`],
    ['machine', `${processors}, ${(memoryBytes / 2 ** 30).toFixed(0)} GiB, ${system}`],
    ['Node', node],
    ['Gramme', `${gramme} ${commit}${hasUncommitted ? ' and changes' : ''}`],
    ['load of the machine before', loadBefore.toFixed(1)],
  ]
  return `<dl class="facts">${facts.map(([term, text]) => `<div><dt>${term}</dt><dd>${escaped(text)}</dd></div>`).join('')}</dl>`
}

function doubtsOf({ rows }: Result): string {
  const doubted = rows.filter(isDoubted)
  if (doubted.length === 0) return ''
  const reasons = [...new Set(doubted.flatMap(({ doubts = [] }) => doubts))]
  const shown = reasons.slice(0, doubtsShownMax).map((reason) => `<li>${escaped(reason)}</li>`)
  const more =
    reasons.length > doubtsShownMax ? `<li>and ${reasons.length - doubtsShownMax} more such</li>` : ''
  return `<div class="doubts"><p>${doubted.length} of ${rows.length} cases, marked ${doubtMark}, are not to be taken as figures of the server:</p><ul>${shown.join('')}${more}</ul></div>`
}

const doubtsShownMax = 4

/** For the ear, too: a dagger alone may not be read out. */
const mark = `<span class="mark" aria-hidden="true">${doubtMark}</span><span class="unseen">, in doubt</span>`

function figureOf(data: ChartData, charts: ChartData[]): string {
  const unit = data.unit === '' ? '' : ` <span class="unit">${escaped(data.unit)}</span>`
  const title = `<h3>${escaped(data.title)}${unit}</h3>`
  const caption = captionOf(data)
  if (data.x.every((place) => typeof place === 'string')) {
    return `<figure>${title}${barsOf(data)}${caption}</figure>`
  }
  const factor = data.unit === '%' ? 100 : 1
  const lines = data.lines.map(({ name, values, doubted }) => ({
    name,
    doubted,
    values: values.map((value) => (value === null ? null : value * factor)),
  }))
  charts.push({ ...data, lines })
  const keys = data.lines.map(({ name }, n) => `<li>${swatch(n)}${escaped(name)}</li>`).join('')
  const plot = `<div class="plot" data-chart="${charts.length - 1}" role="img" aria-label="${escaped(data.title)}; the table below has the figures"></div>`
  return `<figure>${title}${plot}<ul class="keys">${keys}</ul><p class="reading" aria-hidden="true"></p>${caption}</figure>`
}

/** Lines are drawn without marks: the caption says how many of their points are in doubt, and the reading which. */
function captionOf({ x, lines }: ChartData): string {
  const points = lines.flatMap(({ values, doubted }) => doubted.filter((_, at) => values[at] !== null))
  const doubted = points.filter((is) => is).length
  if (doubted === 0) return ''
  const text = x.every((place) => typeof place === 'string')
    ? `${doubtMark}: in doubt.`
    : `${doubted} of ${points.length} points are in doubt: the table below marks their cases with ${doubtMark}.`
  return `<figcaption class="fine">${text}</figcaption>`
}

/** As draw.ts has them. */
const dashes = ['', '6 3', '2 3', '10 3 2 3']

function swatch(line: number): string {
  return `<svg width="22" height="8" aria-hidden="true"><line x1="0" y1="4" x2="22" y2="4" stroke="var(--c${line % 8})" stroke-width="2" stroke-dasharray="${dashes[line % 4]}"/></svg>`
}

function barsOf({ x, lines, unit }: ChartData): string {
  const most = Math.max(...lines.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const places = x.map((place, at) => {
    const bars = lines.flatMap(({ name, values, doubted }, n) => {
      const value = values[at]
      if (value === null) return []
      const width = most === 0 ? 0 : (100 * value) / most
      const fill = `<span class="track"><span class="fill" style="width:${width.toFixed(2)}%;background:var(--c${n % 8})"></span></span>`
      return [
        `<div class="bar"><span class="what">${escaped(name)}${doubted[at] ? mark : ''}</span>${fill}<span class="value">${asUnit(value, unit)}</span></div>`,
      ]
    })
    if (bars.length === 0) return ''
    return `<div class="place">${escaped(String(place))}</div>${bars.join('')}`
  })
  return `<div class="bars">${places.join('')}</div>`
}

function asUnit(value: number, unit: string): string {
  return unit === '%' ? `${figure(100 * value)}%` : figure(value)
}

/** Percentiles that too few requests lie beyond are marked: they are guesses. So are cases in doubt, and why is told. */
function tableOf(rows: readonly Row[]): string {
  const labels = [...new Set(rows.flatMap((row) => Object.keys(row.labels)))]
  const values = [...new Set(rows.flatMap((row) => Object.keys(row.values)))]
  const hasDoubts = rows.some(isDoubted)
  const head = [
    ...labels.map((label) => `<th class="word">${escaped(nameOf(label))}</th>`),
    ...values.map(
      (value) =>
        `<th>${escaped(nameOf(value))}${unitOf(value) === '' ? '' : ` ${escaped(unitOf(value))}`}</th>`,
    ),
    ...(hasDoubts ? ['<th class="word">in doubt, since</th>'] : []),
  ]
  const lines = rows.map((row) => {
    const cells = values.map((value) => {
      const number = row.values[value]
      const needed = requestsNeeded(value)
      const isFew = needed !== undefined && (row.values.requests ?? needed) < needed
      const text = number === undefined ? '-' : asUnit(number, unitOf(value))
      return isFew && number !== undefined ? `<td class="few">~${text}</td>` : `<td>${text}</td>`
    })
    const words = labels.map((label, at) => {
      const text = escaped(String(row.labels[label] ?? '-'))
      return `<td class="word">${text}${at === 0 && isDoubted(row) ? mark : ''}</td>`
    })
    const why = hasDoubts ? `<td class="word reasons">${escaped((row.doubts ?? []).join('; '))}</td>` : ''
    return `<tr${isDoubted(row) ? ' class="doubted"' : ''}>${words.join('')}${cells.join('')}${why}</tr>`
  })
  return `<div class="wide" tabindex="0"><table><thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table></div>
<p class="fine">~: fewer than ten requests took longer; a guess.${hasDoubts ? ` ${doubtMark}: in doubt, not to be taken as figures of the server; the last column says why.` : ''}</p>`
}

function settingsOf({ meanings }: AnyExperiment, { settings }: Result): string {
  const lines = Object.entries(settings).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(', ') : String(value)
    return `<tr><td class="word">${escaped(name)}</td><td class="word">${escaped(text === '' ? 'none' : text)}</td><td class="word meaning">${escaped(meanings[name] ?? '')}</td></tr>`
  })
  return `<div class="wide settings" tabindex="0"><table><tbody>${lines.join('')}</tbody></table></div>`
}

function uplot(file: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve('uplot'))
  return readFileSync(join(folder, file), 'utf8')
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
