/**
 * The page's script: draws the charts with uPlot, as wide as there is room, in the colours of the page's style, and
 * again when day becomes night. What the pointer is at is read out below, with a mark where it is in doubt.
 */
import { doubtMark } from './names.js'

export const drawScript = `
(() => {
'use strict'
const dashes = [[], [6, 3], [2, 3], [10, 3, 2, 3], [], [6, 3], [2, 3], [10, 3, 2, 3]]
const charts = JSON.parse(document.getElementById('charts').textContent)
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const shown = (value) => {
  if (value === null || value === undefined) return '-'
  const size = Math.abs(value)
  if (size >= 1e9) return +(value / 1e9).toPrecision(3) + ' G'
  if (size >= 1e6) return +(value / 1e6).toPrecision(3) + ' M'
  return size >= 1000 ? Math.round(value).toLocaleString('en') : String(+value.toPrecision(3))
}
const plots = []

function draw(box, chart) {
  const font = '12px system-ui, sans-serif'
  const axis = () => ({ stroke: colour('--soft'), font, grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1, size: 4 } })
  const reading = box.parentElement.querySelector('.reading')
  const numbers = chart.lines.flatMap((line) => line.values.filter((value) => value !== null))
  const isLog = chart.isLog && numbers.every((value) => value > 0)
  const options = {
    width: box.clientWidth, height: 260,
    scales: {
      x: { time: false, distr: chart.isLogX ? 3 : 1, range: (u, min, max) => chart.isLogX ? [10 ** Math.floor(Math.log10(min)), 10 ** Math.ceil(Math.log10(max))] : [min - (max - min || 2) * 0.03, max + (max - min || 2) * 0.03] },
      y: isLog ? { distr: 3 } : { range: (u, min, max) => [Math.min(0, min), max * 1.06 || 1] },
    },
    axes: [
      { ...axis(), label: chart.xTitle, labelSize: 20, labelFont: font, size: 32, values: (u, splits) => splits.map((v) => v === null ? '' : shown(v)) },
      { ...axis(), size: 56, values: (u, splits) => splits.map((v) => v === null || (isLog && Math.abs(Math.log10(v) % 1) > 1e-9 && Math.abs(Math.log10(v) % 1) < 1 - 1e-9 && splits.length > 8) ? '' : shown(v)) },
    ],
    series: [{}, ...chart.lines.map((line, n) => ({
      label: line.name, stroke: colour('--c' + (n % 8)), width: 2, dash: dashes[n % 8], spanGaps: true,
      points: { show: true, size: 6, fill: colour('--c' + (n % 8)) },
    }))],
    cursor: { drag: { x: false, y: false }, points: { size: 8 } },
    hooks: { setCursor: [(u) => {
      const at = u.cursor.idx
      reading.textContent = at === null || at === undefined ? '' :
        chart.xTitle + ' ' + shown(chart.x[at]) + ': ' + chart.lines.map((line) => line.name + ' ' + shown(line.values[at]) + (line.doubted[at] ? '${doubtMark}' : '')).join(', ')
    }] },
  }
  return new uPlot(options, [chart.x, ...chart.lines.map((line) => line.values)], box)
}

function drawAll() {
  for (const plot of plots.splice(0)) plot.destroy()
  for (const box of document.querySelectorAll('.plot')) plots.push(draw(box, charts[Number(box.dataset.chart)]))
}

let waiting = 0
new ResizeObserver(() => {
  cancelAnimationFrame(waiting)
  waiting = requestAnimationFrame(() => {
    for (const plot of plots) {
      const width = plot.root.parentElement.clientWidth
      if (width > 0 && width !== plot.width) plot.setSize({ width, height: 260 })
    }
  })
}).observe(document.body)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll)
drawAll()
})()
`
