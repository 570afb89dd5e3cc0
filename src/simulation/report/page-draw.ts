/**
 * The page's script, second part: the lanes and all that is in them, drawn from nothing at each change, and only
 * what is in view. What was drawn leaves a target, so that the pointer finds it (page-hands.ts). Arrows that
 * would be a solid block are drawn as density instead: how much each machine sends.
 */
export const drawScript = `
const row = { request: 13, fault: 15, line: 12, density: 20, pad: 5, phases: 16 }
const colours = {}

function readColours() {
  const style = getComputedStyle(document.documentElement)
  for (const name of ['raised', 'band', 'ink', 'soft', 'line', 'accent', 'violation', 'select', 'on-bar', 'serving', 'starting', 'stopping',
    'paused', 'down', 'ok', 'under-way', 'error-1', 'error-2', 'error-3', 'error-4', 'client', 'replica', 'gossip', 'failure',
    'network', 'disk', 'clock', 'process', 'data', 'info', 'warn', 'error']) colours[name] = style.getPropertyValue('--' + name).trim()
}

/** A canvas at the screen's own resolution, empty. */
function sheetOf(canvas, width, height) {
  const scale = Math.min(3, window.devicePixelRatio || 1)
  const wide = Math.round(width * scale)
  const high = Math.round(height * scale)
  if (canvas.width !== wide) canvas.width = wide
  if (canvas.height !== high) canvas.height = high
  canvas.style.height = height + 'px'
  const pen = canvas.getContext('2d')
  pen.setTransform(scale, 0, 0, scale, 0, 0)
  pen.clearRect(0, 0, width, height)
  pen.font = '11px system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif'
  pen.textBaseline = 'middle'
  return pen
}

/** Where each lane's parts lie: the line, to which messages go, is above the requests, so that these stay free of arrows. */
function layOut(timeline) {
  let y = timeline.phases.length > 0 ? row.phases : 0
  const place = (lane) => {
    const top = y
    if (lane.isEverywhere) {
      const rows = shown.faults ? lane.faultRows : 0
      y += rows === 0 ? 0 : rows * row.fault + row.pad
      return { top, faults: top + 1, line: top + 1 + row.fault / 2, density: top, requests: top, bottom: y }
    }
    y += row.pad
    const faults = y
    if (shown.faults) y += lane.faultRows * row.fault
    const line = y + row.line / 2 + 1
    y += row.line + row.density + 4
    const requests = y
    if (shown.requests) y += lane.requestRows * row.request
    y += row.pad
    return { top, requests, faults, line, density: line + 8, bottom: y }
  }
  const last = timeline.lanes.length - 1
  const everywhere = place(timeline.lanes[last])
  const lanes = timeline.lanes.slice(0, last).map(place)
  lanes.push(everywhere)
  return { lanes, height: Math.max(y, 80) }
}

function draw(stage) {
  const { timeline, view, width } = stage
  const { fromMs, toMs } = view
  stage.gutter = width < 600 ? 0 : 84
  stage.layout = layOut(timeline)
  stage.targets = []
  stage.labels = []
  stage.perMs = (width - stage.gutter) / (toMs - fromMs)
  stage.x = (ms) => stage.gutter + (ms - fromMs) * stage.perMs
  stage.pen = sheetOf(stage.canvas, width, stage.layout.height)
  const { pen } = stage
  drawGround(stage)
  pen.save()
  pen.beginPath()
  pen.rect(stage.gutter, 0, width - stage.gutter, stage.layout.height)
  pen.clip()
  drawOtherSides(stage)
  const within = messagesWithin(timeline, fromMs, toMs)
  stage.isDense = within.length > (width - stage.gutter) * 0.45
  if (stage.isDense) drawDensity(stage, within)
  drawStates(stage)
  if (!stage.isDense) for (const i of within) drawMessage(stage, i, within.length)
  if (stage.isDense) drawLostOnes(stage, within)
  if (shown.faults) timeline.faults.forEach((fault, i) => drawFault(stage, fault, i))
  if (shown.requests) drawRequests(stage)
  timeline.reports.forEach((report, i) => drawReport(stage, report, i))
  timeline.violations.forEach((violation, i) => drawViolation(stage, violation, i))
  pen.restore()
  drawNames(stage)
  drawAxis(stage, within.length)
}

function isOn(stage, kind, index) {
  const is = (one) => one && one.kind === kind && one.index === index
  return is(stage.over) || is(stage.chosen)
}

function outline(stage, x, y, width, height) {
  stage.pen.globalAlpha = 1
  stage.pen.strokeStyle = colours.select
  stage.pen.lineWidth = 2
  stage.pen.strokeRect(x - 1, y - 1, width + 2, height + 2)
}

function drawGround({ timeline, pen, width, layout, x, gutter }) {
  layout.lanes.forEach((lane, n) => {
    pen.fillStyle = n % 2 === 0 ? colours.raised : colours.band
    pen.fillRect(0, lane.top, width, lane.bottom - lane.top)
    const before = timeline.lanes[n - 1]
    const isBoundary = before && !before.isClient && timeline.lanes[n].isClient
    if (isBoundary) {
      pen.fillStyle = colours.soft
      pen.fillRect(0, lane.top, width, 1)
    }
  })
  timeline.phases.forEach((phase, n) => {
    const at = Math.round(x(phase.atMs))
    const next = timeline.phases[n + 1]
    const end = Math.min(width, next ? x(next.atMs) : width)
    if (end < gutter || at > width) return
    pen.fillStyle = colours.line
    if (at >= gutter) pen.fillRect(at, 0, 1, layout.height)
    const start = Math.max(at, gutter) + 5
    pen.fillStyle = colours.soft
    if (end - start > 24) pen.fillText(fitted(pen, phase.name, end - start - 4), start, row.phases / 2 + 1)
  })
  if (gutter > 0 && timeline.phases.length > 0) pen.fillText('phase', 10, row.phases / 2 + 1)
}

function drawNames({ timeline, pen, layout, gutter }) {
  timeline.lanes.forEach((lane, n) => {
    const place = layout.lanes[n]
    if (place.bottom === place.top || (lane.isEverywhere && gutter === 0)) return
    pen.font = '600 12px system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif'
    const name = gutter > 0 ? fitted(pen, lane.name, gutter - 14) : lane.name
    // Without a gutter, the name stands below its line, where only messages pass.
    const x = gutter > 0 ? 10 : 6
    const y = gutter > 0 ? place.line : place.line + 16
    if (gutter === 0) {
      pen.fillStyle = n % 2 === 0 ? colours.raised : colours.band
      pen.globalAlpha = 0.9
      pen.fillRect(0, y - 8, pen.measureText(name).width + 10, 20)
      pen.globalAlpha = 1
    }
    pen.fillStyle = colours.ink
    pen.fillText(name, x, y)
  })
  if (gutter > 0) {
    pen.fillStyle = colours.line
    pen.fillRect(gutter - 1, 0, 1, layout.height)
  }
}

const lineHeights = { serving: 6, starting: 6, stopping: 6, paused: 8, down: 2 }

function drawStates(stage) {
  const { timeline, pen, layout, x, view } = stage
  timeline.states.forEach((one, i) => {
    if (one.toMs < view.fromMs || one.fromMs > view.toMs) return
    const { line } = layout.lanes[one.lane]
    const left = Math.max(x(one.fromMs), -10)
    const right = Math.min(x(one.toMs), stage.width + 10)
    const height = lineHeights[one.state]
    pen.fillStyle = colours[one.state]
    const length = Math.max(1, right - left)
    if (one.state === 'down') for (let at = left; at < right; at += 7) pen.fillRect(at, line - 1, Math.min(4, right - at), 2)
    else pen.fillRect(left, line - height / 2, length, height)
    if (one.state === 'paused') stripes(pen, left, line - height / 2, length, height)
    if (one.state !== 'serving' && length > 70) {
      pen.font = '10px system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif'
      pen.fillStyle = colours.soft
      pen.fillText(fitted(pen, one.state, length - 10), Math.max(left, stage.gutter === 0 ? 60 : stage.gutter) + 4, line + 11)
    }
    if (isOn(stage, 'state', i)) outline(stage, left, line - height / 2, length, height)
    stage.targets.push({ kind: 'state', index: i, rank: 0, x: left, y: line - 5, width: length, height: 10 })
  })
}

function stripes(pen, x, y, width, height) {
  pen.save()
  pen.beginPath()
  pen.rect(x, y, width, height)
  pen.clip()
  pen.strokeStyle = colours.raised
  pen.lineWidth = 1.5
  pen.beginPath()
  for (let at = Math.max(x, 0) - height; at < Math.min(x + width, 4000); at += 6) {
    pen.moveTo(at, y + height)
    pen.lineTo(at + height, y)
  }
  pen.stroke()
  pen.restore()
}

/** What all but the highest few do not exceed. */
function usualMost(sums) {
  const counts = sums.flatMap((lane) => Array.from(lane.filter((count) => count > 0))).sort((a, b) => a - b)
  return counts.length === 0 ? 1 : counts[Math.floor((counts.length - 1) * 0.98)]
}

/** How much each machine sends, a bar every few pixels, by group. */
function drawDensity({ timeline, pen, width, layout, x, gutter }, within) {
  const { messages } = timeline
  const binWidth = 3
  const bins = Math.ceil((width - gutter) / binWidth)
  const counts = timeline.lanes.map(() => groups.map(() => new Float64Array(bins)))
  const sums = timeline.lanes.map(() => new Float64Array(bins))
  for (const i of within) {
    const bin = Math.floor((x(messages.sent[i]) - gutter) / binWidth)
    if (bin < 0 || bin >= bins) continue
    const lane = messages.from[i]
    counts[lane][messages.group(i)][bin] += 1
    sums[lane][bin] += 1
  }
  pen.globalAlpha = 0.75
  // By the square root, and the highest bursts cut: beside them, what is usual is still to be seen.
  const most = usualMost(sums)
  const high = (count) => Math.sqrt(Math.min(1, count / most)) * row.density
  counts.forEach((lane, n) => {
    const floor = layout.lanes[n].density + row.density
    const done = new Float64Array(bins)
    lane.forEach((of, group) => {
      pen.fillStyle = colours[groups[group]]
      for (let bin = 0; bin < bins; bin += 1) {
        if (of[bin] === 0) continue
        const below = high(done[bin])
        done[bin] += of[bin]
        pen.fillRect(gutter + bin * binWidth, floor - high(done[bin]), binWidth - 0.5, high(done[bin]) - below)
      }
    })
  })
  pen.globalAlpha = 1
}

/** The middlebox's victims are few, and told even where arrows are not. */
function drawLostOnes(stage, within) {
  const { messages } = stage.timeline
  for (const i of within) {
    if (!messages.isLost(i)) continue
    const x = stage.x(messages.sent[i])
    const y = stage.layout.lanes[messages.from[i]].line + 7
    cross(stage.pen, x, y, isOn(stage, 'message', i) ? colours.select : colours.failure, 3)
    stage.targets.push({ kind: 'message', index: i, rank: 1, x: x - 4, y: y - 4, width: 8, height: 8 })
  }
}

function cross(pen, x, y, colour, size) {
  pen.strokeStyle = colour
  pen.lineWidth = 1.75
  pen.beginPath()
  pen.moveTo(x - size, y - size)
  pen.lineTo(x + size, y + size)
  pen.moveTo(x - size, y + size)
  pen.lineTo(x + size, y - size)
  pen.stroke()
}

function drawMessage(stage, i, count) {
  const { timeline, pen, layout, x } = stage
  const { messages } = timeline
  const isChosen = isOn(stage, 'message', i)
  const x1 = x(messages.sent[i])
  const y1 = layout.lanes[messages.from[i]].line
  const y2 = layout.lanes[messages.to[i]].line
  const hasArrived = messages.hasArrived(i)
  const towards = Math.sign(y2 - y1) || 1
  const endX = hasArrived ? x(messages.arrived[i]) : x1 + 7
  const endY = hasArrived ? y2 : y1 + towards * 20
  const name = messages.name(i)
  const colour = isChosen ? colours.select : name.startsWith('FAILURE') ? colours.failure : colours[groups[messages.group(i)]]
  // Fewer arrows may speak louder.
  pen.globalAlpha = isChosen ? 1 : Math.max(0.4, Math.min(0.9, 120 / count))
  pen.strokeStyle = colour
  pen.fillStyle = colour
  pen.lineWidth = isChosen ? 2.5 : 1.1
  pen.beginPath()
  pen.moveTo(x1, y1)
  pen.lineTo(endX, endY)
  pen.stroke()
  if (messages.isLost(i)) cross(pen, endX, endY, isChosen ? colour : colours.failure, 3.5)
  else if (!hasArrived) {
    pen.beginPath()
    pen.arc(endX, endY, 2.5, 0, 2 * Math.PI)
    pen.stroke()
  } else arrowHead(pen, x1, y1, endX, endY, count > 250 ? 4 : 6)
  pen.globalAlpha = 1
  if (count <= (stage.width - stage.gutter) / 22) nameArrow(stage, name, x1, y1, endX, endY)
  stage.targets.push({ kind: 'message', index: i, rank: 1, line: [x1, y1, endX, endY] })
}

function arrowHead(pen, x1, y1, x2, y2, size) {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1
  const ux = (x2 - x1) / length
  const uy = (y2 - y1) / length
  pen.beginPath()
  pen.moveTo(x2, y2)
  pen.lineTo(x2 - ux * size - uy * size * 0.45, y2 - uy * size + ux * size * 0.45)
  pen.lineTo(x2 - ux * size + uy * size * 0.45, y2 - uy * size - ux * size * 0.45)
  pen.fill()
}

/** Beside the arrow, where no other name stands. */
function nameArrow({ pen, gutter, width, labels }, name, x1, y1, x2, y2) {
  pen.font = '10px system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif'
  const wide = pen.measureText(name).width
  if (Math.abs(y2 - y1) < 18) return
  for (const share of [0.35, 0.5, 0.65, 0.8, 0.2]) {
    const x = x1 + (x2 - x1) * share + 5
    const y = y1 + (y2 - y1) * share
    if (x < gutter || x + wide > width) continue
    const isTaken = labels.some((one) => x < one.x + one.wide + 4 && one.x < x + wide + 4 && Math.abs(y - one.y) < 13)
    if (isTaken) continue
    labels.push({ x, y, wide })
    pen.lineWidth = 3
    pen.lineJoin = 'round'
    pen.strokeStyle = colours.raised
    pen.strokeText(name, x, y)
    pen.fillText(name, x, y)
    return
  }
}
`
