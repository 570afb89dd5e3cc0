/**
 * A trace as a page: one file that needs no network and no other file, to be opened in any browser, kept, and
 * sent to somebody. Drawn by its script on a canvas; violations, faults, requests and reports stand below as
 * tables, too. All that comes from the run is escaped: in the text as entities, in the embedded data as JSON
 * without a single `<`. A policy in its head forbids it to load anything.
 */
import type { FaultFamily } from './describe.js'
import { drawScript } from './page-draw.js'
import { handsScript } from './page-hands.js'
import { marksScript } from './page-marks.js'
import { modelScript } from './page-model.js'
import { pageStyle } from './page-style.js'
import { type Timeline, timelineOf } from './timeline.js'
import type { Trace } from './trace.js'

export interface AboutPage {
  readonly title: string
  /** What run this is: name and value, in order. */
  readonly facts: readonly (readonly [string, string])[]
}

/** Of a table; the drawing has all. */
const rowsMax = 300
/** Of the list at the head of the page. */
const violationsListedMax = 20

const drawingLabel =
  'Timeline. Arrow keys pan, plus and minus zoom, 0 shows the whole run, n and p go to the next and previous ' +
  'violation. The tables below hold the same in text.'

const keysLine = `<p class="keys"><kbd>←</kbd> <kbd>→</kbd> pan, <kbd>+</kbd> <kbd>−</kbd> or the wheel zoom, dragging pans,
<kbd>0</kbd> whole run, <kbd>n</kbd> <kbd>p</kbd> next and previous, <kbd>Esc</kbd> lets go</p>`

export function timelinePage(trace: Trace, about: AboutPage): string {
  const timeline = timelineOf(trace)
  // Strict mode, and no names that could meet with the browser's.
  const script = `(() => {\n'use strict'\n${modelScript}${drawScript}${marksScript}${handsScript}})()`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escaped(about.title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${escaped(about.title)}</h1>
<dl class="facts">${about.facts.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`).join('')}</dl>
</header>
<main>
${violationList(timeline)}
${controls(timeline)}
<noscript><p>The drawing needs JavaScript. The tables below do not.</p></noscript>
<div class="drawing" id="drawing" tabindex="0" role="group" aria-label="${drawingLabel}">
<canvas id="axis" height="54" aria-hidden="true"></canvas>
<canvas id="lanes" height="300" role="img" aria-label="${escaped(summary(timeline))}"></canvas>
<div class="panel" aria-live="polite">
<button type="button" id="panel-close" data-does="close" hidden>Close</button>
<p><strong id="panel-title"></strong><span id="panel-body"></span></p>
<p class="more" id="panel-more"></p>
</div>
</div>
${legend(timeline)}
${keysLine}
${tables(timeline)}
</main>
<script type="application/json" id="timeline-data">${embedded(timeline)}</script>
<script>${script}</script>
</body>
</html>
`
}

/** Text in a page, whatever it holds. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/(?![\t\n])\p{Cc}/gu, '\ufffd')
}

/** Data in a script element: nothing in it can end that, nor begin a comment. */
export function embedded(data: unknown): string {
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function summary({ lanes, messages, requests, faults, violations, endMs }: Timeline): string {
  return `${lanes.length - 1} machines, ${messages.kind.length} messages, ${requests.length} requests, ${faults.length} faults and ${violations.length} violations in ${Math.round(endMs)} ms`
}

function violationList({ violations }: Timeline): string {
  if (violations.length === 0) return '<p class="fine">No promise was broken in this run.</p>'
  const title = violations.length === 1 ? '1 violation' : `${violations.length} violations`
  const items = violations.slice(0, violationsListedMax).map(({ kind, message, atMs, key }, index) => {
    const about = key === null ? '' : ` <span class="when">key ‘${escaped(key)}’</span>`
    const what = `<span class="kind">${index + 1}. ${escaped(kind)}</span>: ${escaped(message)}`
    const when = `<span class="when">at ${ms(atMs)} ms</span>`
    return `<li><button type="button" data-jump="violation ${index}"><span class="what">${what}</span>${about} ${when}</button></li>`
  })
  const left = violations.length - items.length
  if (left > 0) items.push(`<li class="when">and ${left} more, in the drawing and the table below</li>`)
  return `<section class="violations" aria-labelledby="violations"><h2 id="violations">${title}</h2><ol>${items.join('')}</ol></section>`
}

function controls({ requests, violations }: Timeline): string {
  const keys = [...new Set(requests.map(({ key }) => key))].slice(0, 500)
  const box = (name: string, text: string, swatch: string, isOn: boolean) =>
    `<label><input type="checkbox" data-shows="${name}"${isOn ? ' checked' : ''}>${swatch}${text}</label>`
  const button = (does: string, text: string, more = '') =>
    `<button type="button" data-does="${does}"${more}>${text}</button>`
  const search = (id: string, text: string, more: string) =>
    `<label>${text} <input type="search" id="${id}" ${more} autocomplete="off" spellcheck="false" placeholder="any"></label>`
  const group = (id: string, title: string, boxes: readonly string[]) =>
    `<div role="group" aria-labelledby="${id}"><span class="head" id="${id}">${title}</span>${boxes.join('')}</div>`
  const steps = [button('previous', '‹', ' aria-label="Previous"'), button('next', 'Next ›')]
  const buttons = [
    button('out', '−', ' class="square" aria-label="Zoom out"'),
    button('in', '+', ' class="square" aria-label="Zoom in"'),
    button('whole', 'Whole run'),
    ...(violations.length === 0 ? [] : steps),
  ]
  const messages = [
    box('client', 'client requests', swatchOf('client', 'thin'), true),
    box('replica', 'replica traffic', swatchOf('replica', 'thin'), true),
    box('gossip', 'gossip, pings', swatchOf('gossip', 'thin'), false),
  ]
  const others = [
    box('requests', 'requests', '', true),
    box('faults', 'faults', '', true),
    box('reports', 'warnings', '', true),
    box('infos', 'notes', '', false),
  ]
  return `<div class="controls">
<div class="buttons">${buttons.join('')}</div>
<details class="choices" id="choices" open><summary>What is shown</summary><div>
${group('choices-messages', 'Messages', messages)}
${group('choices-others', 'Also', others)}
<div class="searches">${search('key', 'Key', 'list="keys"')}${search('text', 'Text', '')}</div>
</div></details>
<datalist id="keys">${keys.map((key) => `<option value="${escaped(key)}"></option>`).join('')}</datalist>
</div>`
}

const familyNames: Readonly<Record<FaultFamily, string>> = {
  network: 'network',
  disk: 'disk',
  clock: 'clock',
  process: 'process',
  data: 'lost or spoiled data',
}

function legend({ codes, faults }: Timeline): string {
  const families = (Object.keys(familyNames) as FaultFamily[]).filter((family) =>
    faults.some((one) => one.family === family),
  )
  const entry = (swatch: string, text: string) => `<li>${swatch}${text}</li>`
  const head = (text: string) => `<li class="over">${text}</li>`
  return [
    [
      head('Process'),
      entry(swatchOf('serving'), 'serving'),
      entry(swatchOf('starting'), 'starting or stopping'),
      entry(swatchOf('paused', 'striped'), 'paused'),
      entry(`<span class="swatch glyph" style="--of:var(--soft)">╌╌</span>`, 'down'),
      entry(`<span class="swatch glyph" style="--of:var(--warn)">▽</span>`, 'warning'),
      entry(`<span class="swatch glyph" style="--of:var(--error)">▼</span>`, 'error'),
    ],
    [
      head('Request'),
      entry(swatchOf('ok'), 'ok'),
      ...codes.map((code, index) => entry(swatchOf(`error-${Math.min(index, 3) + 1}`), escaped(code))),
      entry(swatchOf('under-way', 'striped'), 'under way at the end, or its client died'),
    ],
    [
      head('Message'),
      entry(swatchOf('failure', 'thin'), 'failure'),
      entry(`<span class="swatch glyph" style="--of:var(--failure)">✕</span>`, 'lost'),
      entry(`<span class="swatch glyph" style="--of:var(--soft)">○</span>`, 'did not arrive'),
      entry('', 'bars where arrows would be too many: how much each machine sends'),
    ],
    ...(families.length === 0
      ? []
      : [
          [
            head('Fault'),
            ...families.map((family) => entry(swatchOf(family, 'span'), familyNames[family])),
            entry(`<span class="swatch glyph" style="--of:var(--soft)">◆</span>`, 'at once'),
          ],
        ]),
    [
      head('Run'),
      entry(swatchOf('violation', 'upright'), 'violation'),
      entry(swatchOf('accent', 'upright'), 'a phase begins'),
    ],
  ]
    .map((line) => `<ul class="key">${line.join('')}</ul>`)
    .join('')
}

function swatchOf(colour: string, shape = ''): string {
  return `<span class="swatch ${shape}" style="--of:var(--${colour})"></span>`
}

function tables({ violations, faults, requests, reports, lanes, phases }: Timeline): string {
  const jump = (kind: string, index: number, atMs: number) =>
    `<td class="number"><button type="button" data-jump="${kind} ${index}">${ms(atMs)}</button></td>`
  const cells = (...texts: string[]) => texts.map((text) => `<td>${escaped(text)}</td>`).join('')
  const number = (text: string) => `<td class="number">${text}</td>`
  const all = [
    table('Violations', ['at, ms', 'kind', 'key', 'message'], violations, (one, i) => {
      return jump('violation', i, one.atMs) + cells(one.kind, one.key ?? '', one.message)
    }),
    table('Faults', ['at, ms', 'for, ms', 'kind', 'whom'], faults, (one, i) => {
      const lasted = one.isInstant ? '' : ms(one.toMs - one.fromMs)
      return jump('fault', i, one.fromMs) + number(lasted) + cells(one.kind, one.whom)
    }),
    table('Requests', ['at, ms', 'took, ms', 'client', 'request', 'outcome', ''], requests, (one, i) => {
      const took = one.outcome === '' ? '' : ms(one.toMs - one.fromMs)
      const request = `#${one.number} ${one.kind} ‘${one.key}’`
      const outcome = one.outcome === '' ? 'under way' : one.outcome
      return (
        jump('request', i, one.fromMs) +
        number(took) +
        cells(lanes[one.lane].name, request, outcome, one.detail)
      )
    }),
    table('Reports', ['at, ms', 'machine', 'level', 'message', ''], reports, (one, i) => {
      return jump('report', i, one.atMs) + cells(lanes[one.lane].name, one.level, one.message, one.details)
    }),
    table('Phases', ['at, ms', 'phase'], phases, (one) => number(ms(one.atMs)) + cells(one.name)),
  ]
  return `<section class="tables" aria-label="The same as tables">${all.join('\n')}</section>`
}

function table<T>(
  title: string,
  columns: readonly string[],
  things: readonly T[],
  row: (thing: T, index: number) => string,
): string {
  if (things.length === 0) return ''
  const rows = things.slice(0, rowsMax).map((thing, index) => `<tr>${row(thing, index)}</tr>`)
  const count =
    rows.length < things.length ? `the first ${rows.length} of ${things.length}` : String(things.length)
  const head = columns
    .map((column) => `<th scope="col"${column.endsWith(', ms') ? ' class="number"' : ''}>${column}</th>`)
    .join('')
  return `<details><summary>${title} <span>${count}</span></summary>
<div class="wide" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></details>`
}

function ms(value: number): string {
  return value.toFixed(3)
}
