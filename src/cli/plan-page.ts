/**
 * A forecast as a page: one file without scripts, that needs no network and no other file. Its pictures are SVG; what they
 * show stands below them as the text of `gramme plan`, too. All that comes from the plan is escaped.
 */
import { resources } from '../planner/demand.js'
import type { Forecast } from '../planner/forecast.js'
import type { NodeOutlook } from '../planner/outlook.js'
import type { Verdict } from '../planner/verdict.js'
import { verdictAsText } from './plan-text.js'

/** One line of a picture: a name, and bars that stand one under the other. */
interface Line {
  readonly name: string
  readonly bars: readonly { readonly value: number; readonly text: string; readonly kind: number }[]
  /** Where a limit is, in the unit of the bars. */
  readonly limit?: number
}

interface Picture {
  readonly title: string
  readonly about: string
  /** What the kinds of bars are. */
  readonly kinds: readonly string[]
  readonly lines: readonly Line[]
}

/** A picture of a thousand nodes helps nobody: these are the fullest. */
const linesMax = 40
const [nameWidth, barWidth, textWidth, barHeight] = [190, 420, 150, 14]

const style = `
:root { color-scheme: light dark; --a: #2b6cb0; --b: #dd8a1f; --c: #2f855a; --d: #8f4fa8; --limit: #c53030 }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif }
svg text { fill: currentColor } .k0 { fill: var(--a) } .k1 { fill: var(--b) } .k2 { fill: var(--c) } .k3 { fill: var(--d) }
.limit { stroke: var(--limit); stroke-width: 2 } .yes { color: var(--c) } .no { color: var(--limit) } .unsure { color: var(--b) }
pre { overflow-x: auto; font-size: 12px } figure { margin: 1.5rem 0 } i { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 1em }
i.k0 { background: var(--a) } i.k1 { background: var(--b) } i.k2 { background: var(--c) } i.k3 { background: var(--d) }
`

const classes: Readonly<Record<Verdict, string>> = { enough: 'yes', unsure: 'unsure', 'not enough': 'no' }

/** `text`: the same for people without pictures. */
export function forecastPage(forecast: Forecast, title: string, text: string): string {
  const { verdict } = forecast
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="${classes[verdict]}"><strong>${verdictAsText(verdict)}</strong></p>
${[balance(forecast), use(forecast), room(forecast), response(forecast)]
  .filter(({ lines }) => lines.length > 0)
  .map(drawn)
  .join('\n')}
<h2>In figures</h2>
<pre>${escaped(text)}</pre>
</body>
</html>
`
}

function balance({ ring }: Forecast): Picture {
  return {
    title: 'Balance',
    about: 'Virtual nodes that each node holds, and the quota that its weight asks for (red).',
    kinds: ['virtual nodes', 'of which it is the first owner'],
    lines: ring.nodes.map(({ id, virtualNodes, firstOwner, quota }) => ({
      name: id,
      limit: quota,
      bars: [
        { value: virtualNodes, text: String(virtualNodes), kind: 0 },
        { value: firstOwner, text: String(firstOwner), kind: 1 },
      ],
    })),
  }
}

function use({ outlooks }: Forecast): Picture {
  const [well] = outlooks
  return {
    title: 'What each node uses, with all well',
    about:
      'The part of each resource. Processors and network have a limit of their own, memory and disk another.',
    kinds: resources,
    lines: [...well.nodes]
      .sort((a, b) => fullest(b) - fullest(a))
      .map(({ id, uses }) => ({
        name: id,
        bars: uses.map(({ part }, kind) => ({ value: part, text: percent(part), kind })),
      })),
  }
}

function room({ outlooks }: Forecast): Picture {
  return {
    title: 'Room for more load',
    about:
      'How many times the load there is room for, with all well and with each failure; 1 (red) is the load itself.',
    kinds: ['times the load'],
    lines: outlooks
      .filter(({ loadFactor }) => Number.isFinite(loadFactor))
      .map(({ failure, loadFactor }) => ({
        name: failure,
        limit: 1,
        bars: [{ value: loadFactor, text: loadFactor.toFixed(2), kind: 2 }],
      })),
  }
}

function response({ responses }: Forecast): Picture {
  return {
    title: 'How quickly requests are answered',
    about: 'Simulated; milliseconds.',
    kinds: ['p50', 'p99', 'p99.9'],
    lines: responses.flatMap(({ failure, atLoad }) =>
      atLoad === undefined
        ? []
        : [
            {
              name: failure,
              bars: [atLoad.all.p50Ms, atLoad.all.p99Ms, atLoad.all.p999Ms].map((value, kind) => ({
                value,
                text: `${value.toFixed(2)} ms`,
                kind,
              })),
            },
          ],
    ),
  }
}

function fullest({ uses }: NodeOutlook): number {
  return Math.max(...uses.map(({ part }) => part))
}

function drawn({ title, about, kinds, lines: all }: Picture): string {
  const lines = all.slice(0, linesMax)
  const most = Math.max(
    Number.MIN_VALUE,
    ...lines.flatMap(({ bars, limit = 0 }) => [limit, ...bars.map(({ value }) => value)]),
  )
  const lineHeights = lines.map(({ bars }) => bars.length * barHeight + 8)
  const height = lineHeights.reduce((sum, one) => sum + one, 0)
  let top = 0
  const parts = lines.map((line, n) => {
    const drawing = lineDrawn(line, top, most)
    top += lineHeights[n]
    return drawing
  })
  const legend = kinds.map((kind, n) => `<i class="k${n}"></i>${escaped(kind)}`).join('')
  const left = all.length - lines.length
  return `<figure>
<h2>${escaped(title)}</h2>
<figcaption>${escaped(about)}${legend}${left > 0 ? ` (${left} more nodes are not drawn)` : ''}</figcaption>
<svg viewBox="0 0 ${nameWidth + barWidth + textWidth} ${height}" role="img" aria-label="${escaped(title)}">${parts.join('')}</svg>
</figure>`
}

function lineDrawn({ name, bars, limit }: Line, top: number, most: number): string {
  const scaled = (value: number) => Number(((Math.max(0, value) / most) * barWidth).toFixed(1))
  const drawnBars = bars.map(({ value, text, kind }, n) => {
    const y = top + n * barHeight
    const width = scaled(value)
    return `<rect class="k${kind}" x="${nameWidth}" y="${y}" width="${width}" height="${barHeight - 3}"/><text x="${nameWidth + width + 6}" y="${y + barHeight - 4}">${escaped(text)}</text>`
  })
  const bottom = top + bars.length * barHeight
  const x = nameWidth + scaled(limit ?? 0)
  const line =
    limit === undefined ? '' : `<line class="limit" x1="${x}" x2="${x}" y1="${top - 2}" y2="${bottom}"/>`
  return `<text x="${nameWidth - 8}" y="${top + barHeight - 4}" text-anchor="end">${escaped(shortened(name))}</text>${drawnBars.join('')}${line}`
}

function shortened(name: string): string {
  return name.length > 28 ? `${name.slice(0, 27)}…` : name
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)}%`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
