/**
 * The page's script, third part: what is marked in the lanes (faults, requests, what nodes reported, violations),
 * and above them the axis with the whole run in small. The rarer a thing is, the later it is drawn: nothing
 * usual hides what went wrong.
 */
export const marksScript = `
const small = '11px system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif'

/** As much of the text as there is room for; empty when that says nothing. */
function fitted(pen, text, room) {
  if (pen.measureText(text).width <= room) return text
  let length = Math.min(text.length, Math.floor(room / 4))
  while (length > 2 && pen.measureText(text.slice(0, length) + '…').width > room) length -= 1
  return length > 2 ? text.slice(0, length) + '…' : ''
}

/** While a fault or request is looked at: when, and for a fault where it is felt. */
function drawOtherSides({ timeline, pen, layout, x, over, chosen }) {
  const one = over || chosen
  if (!one || (one.kind !== 'fault' && one.kind !== 'request')) return
  const thing = one.kind === 'fault' ? timeline.faults[one.index] : timeline.requests[one.index]
  const left = x(thing.fromMs)
  const width = Math.max(3, x(thing.toMs) - left)
  if (one.kind === 'request') {
    pen.globalAlpha = 0.07
    pen.fillStyle = colours.ink
    pen.fillRect(left, 0, width, layout.height)
  } else {
    pen.fillStyle = colours[thing.family]
    const fill = (alpha) => (n) => {
      pen.globalAlpha = alpha
      pen.fillRect(left, layout.lanes[n].top, width, layout.lanes[n].bottom - layout.lanes[n].top)
    }
    thing.places.map((place) => place[0]).forEach(fill(0.2))
    thing.otherLanes.forEach(fill(0.09))
  }
  pen.globalAlpha = 1
}

function drawFault(stage, fault, i) {
  const { timeline, pen, layout, x, view, gutter, width } = stage
  if (fault.toMs < view.fromMs - 1 / stage.perMs || fault.fromMs > view.toMs) return
  const left = x(fault.fromMs)
  const right = Math.min(Math.max(x(fault.toMs), left + 2), width + 10)
  pen.font = small
  for (const [lane, n] of fault.places) {
    const y = layout.lanes[lane].faults + n * row.fault
    // Its name may stand as far as the next in its row.
    const next = timeline.faultsInRow(lane, n).find((other) => other.fromMs > fault.fromMs)
    const room = (next ? Math.min(x(next.fromMs), width) : width) - 4
    pen.globalAlpha = isFaultMeant(timeline, i) || isOn(stage, 'fault', i) ? 1 : 0.2
    pen.fillStyle = colours[fault.family]
    let textX = Math.max(left, gutter) + 7
    let textEnd = room
    if (fault.isInstant) {
      pen.beginPath()
      pen.moveTo(left, y + 2)
      pen.lineTo(left + 5, y + 7)
      pen.lineTo(left, y + 12)
      pen.lineTo(left - 5, y + 7)
      pen.fill()
      textX = left + 9
    } else {
      const alpha = pen.globalAlpha
      pen.globalAlpha = alpha * 0.26
      pen.fillRect(left, y + 1, right - left, row.fault - 2)
      pen.globalAlpha = alpha
      pen.fillRect(left, y + 1, 3, row.fault - 2)
      if (fault.hasEnded && right - left > 70) pen.fillRect(right - 1, y + 1, 1, row.fault - 2)
      textEnd = Math.max(right - 3, room)
    }
    pen.fillStyle = colours.ink
    const text = textEnd - textX > 18 ? fitted(pen, fault.kind, textEnd - textX) : ''
    if (text !== '') pen.fillText(text, textX, y + row.fault / 2)
    if (isOn(stage, 'fault', i)) outline(stage, left - (fault.isInstant ? 5 : 0), y + 1, fault.isInstant ? 10 : right - left, row.fault - 2)
    pen.globalAlpha = 1
    const end = Math.max(right, text === '' ? 0 : textX + pen.measureText(text).width)
    stage.targets.push({ kind: 'fault', index: i, rank: 2, x: left - 5, y, width: end - left + 5, height: row.fault })
  }
}

/** Neither well nor ill. */
function isOpen(outcome) {
  return outcome === '' || outcome === 'client died'
}

function colourOf(timeline, outcome) {
  if (isOpen(outcome)) return colours['under-way']
  if (outcome === 'ok') return colours.ok
  return colours['error-' + (Math.min(3, timeline.codes.indexOf(outcome)) + 1)]
}

function drawRequests(stage) {
  const { timeline, view } = stage
  const later = []
  timeline.requests.forEach((request, i) => {
    if (request.toMs < view.fromMs || request.fromMs > view.toMs) return
    if (request.outcome === 'ok') drawRequest(stage, request, i)
    else later.push(i)
  })
  for (const i of later) drawRequest(stage, timeline.requests[i], i)
}

function drawRequest(stage, request, i) {
  const { timeline, pen, layout, x, gutter, width } = stage
  const isMeant = isRequestMeant(timeline, i)
  const left = Math.max(x(request.fromMs), -10)
  const length = Math.max(1.5, Math.min(x(request.toMs), width + 10) - left)
  const y = layout.lanes[request.lane].requests + request.row * row.request
  const height = row.request - 2
  const colour = colourOf(timeline, request.outcome)
  pen.globalAlpha = isMeant ? 1 : 0.13
  pen.fillStyle = colour
  if (isOpen(request.outcome)) {
    pen.globalAlpha *= 0.55
    pen.fillRect(left, y, length, height)
    stripes(pen, left, y, length, height)
  } else pen.fillRect(left, y, length, height)
  pen.globalAlpha = isMeant ? 1 : 0.3
  // A gap, so that one after the other does not look like one.
  if (length > 4) {
    pen.fillStyle = colours.raised
    pen.fillRect(left + length - 0.75, y, 0.75, height)
  }
  const start = Math.max(left, gutter) + 4
  // Where there are not rows enough, the next one covers the rest.
  const end = Math.min(left + length, x(timeline.nextInRow[i]))
  const room = end - start - 4
  if (room > 46) {
    pen.font = small
    pen.fillStyle = isOpen(request.outcome) ? colours.ink : colours['on-bar']
    const code = request.outcome === 'ok' ? '' : request.outcome === '' ? ' (under way)' : ' ' + request.outcome
    pen.fillText(fitted(pen, request.kind + ' ' + request.key + code, room), start, y + height / 2 + 0.5)
  }
  if (isOn(stage, 'request', i)) outline(stage, left, y, length, height)
  pen.globalAlpha = 1
  stage.targets.push({ kind: 'request', index: i, rank: isMeant ? 3 : 0, x: left - 1, y: y - 1, width: length + 2, height: height + 2 })
}

/** A small flag on the line: filled for errors. */
function drawReport(stage, report, i) {
  const { timeline, pen, layout, view } = stage
  if (report.atMs < view.fromMs || report.atMs > view.toMs || !isReportMeant(timeline, i)) return
  const x = stage.x(report.atMs)
  const y = layout.lanes[report.lane].line
  pen.fillStyle = colours[report.level]
  pen.strokeStyle = colours[report.level]
  pen.lineWidth = 1.5
  pen.beginPath()
  pen.moveTo(x, y + 1)
  pen.lineTo(x - 4, y - 7)
  pen.lineTo(x + 4, y - 7)
  pen.closePath()
  if (report.level === 'error') pen.fill()
  else {
    pen.save()
    pen.fillStyle = colours.raised
    pen.fill()
    pen.restore()
    pen.stroke()
  }
  if (isOn(stage, 'report', i)) outline(stage, x - 5, y - 8, 10, 10)
  stage.targets.push({ kind: 'report', index: i, rank: 4, x: x - 5, y: y - 9, width: 10, height: 12 })
}

function drawViolation(stage, violation, i) {
  const { timeline, pen, layout, view } = stage
  if (violation.atMs < view.fromMs || violation.atMs > view.toMs) return
  const x = stage.x(violation.atMs)
  const isChosen = isOn(stage, 'violation', i)
  pen.globalAlpha = isViolationMeant(timeline, i) ? 1 : 0.35
  pen.fillStyle = colours.violation
  pen.fillRect(x - (isChosen ? 2 : 1.25), 0, isChosen ? 4 : 2.5, layout.height)
  pen.globalAlpha = 1
  stage.targets.push({ kind: 'violation', index: i, rank: 5, x: x - 4, y: 0, width: 8, height: layout.height })
}

const axisHeights = { overview: 30, ticks: 24 }

function drawAxis(stage, count) {
  const { timeline, width, gutter, view, x } = stage
  const height = axisHeights.overview + axisHeights.ticks
  const pen = sheetOf(stage.axis, width, height)
  drawOverview(stage, pen)
  const top = axisHeights.overview
  const spanMs = view.toMs - view.fromMs
  const step = stepFor(spanMs, Math.max(2, (width - gutter) / 90))
  const digits = Math.max(0, Math.min(3, -Math.floor(Math.log10(step))))
  pen.font = small
  pen.textAlign = 'left'
  for (let tick = Math.ceil(view.fromMs / step); tick * step <= view.toMs; tick += 1) {
    const at = x(tick * step)
    pen.fillStyle = colours.line
    pen.fillRect(Math.round(at), top, 1, axisHeights.ticks)
    pen.fillStyle = colours.soft
    const text = asMs(tick * step, digits)
    const textEnd = at + 4 + pen.measureText(text).width
    const isFlagged = timeline.violations.some((one) => x(one.atMs) > at - 10 && x(one.atMs) < textEnd + 10)
    if (textEnd + 30 < width && !isFlagged) pen.fillText(text, at + 4, top + 12)
  }
  pen.fillStyle = colours.soft
  pen.textAlign = 'right'
  pen.fillText('ms', width - 8, top + 12)
  pen.textAlign = 'left'
  if (gutter > 0) pen.fillText('time', 10, top + 12)
  for (const phase of timeline.phases) {
    const at = x(phase.atMs)
    if (at < gutter || at > width) continue
    pen.fillStyle = colours.accent
    pen.fillRect(Math.round(at), top + 4, 2, axisHeights.ticks - 4)
  }
  timeline.violations.forEach((violation, i) => {
    const at = x(violation.atMs)
    if (at < gutter || at > width) return
    const text = String(i + 1)
    const wide = pen.measureText(text).width + 8
    pen.fillStyle = colours.violation
    pen.fillRect(at - wide / 2, top + 8, wide, axisHeights.ticks - 8)
    pen.fillStyle = colours['on-bar']
    pen.fillText(text, at - wide / 2 + 4, top + 16.5)
  })
  pen.fillStyle = colours.line
  pen.fillRect(0, height - 1, width, 1)
  stage.note = count === 0 ? '' : count + (stage.isDense ? ' messages in view, as density' : ' messages in view')
}

/** The whole run: messages as a profile, faults and violations as marks, and the window on it. */
function drawOverview(stage, pen) {
  const { timeline, width, gutter, view } = stage
  const whole = wholeView(timeline)
  const high = axisHeights.overview
  const at = (ms) => gutter + ((ms - whole.fromMs) / (whole.toMs - whole.fromMs)) * (width - gutter)
  stage.overviewMs = (px) => whole.fromMs + ((px - gutter) / (width - gutter)) * (whole.toMs - whole.fromMs)
  const bins = Math.max(1, Math.floor((width - gutter) / 2))
  if (!stage.profile || stage.profile.length !== bins) {
    stage.profile = new Float64Array(bins)
    const { messages } = timeline
    for (let i = 0; i < messages.count; i += 1) stage.profile[Math.min(bins - 1, Math.floor((messages.sent[i] / whole.toMs) * bins))] += 1
    stage.profileMost = stage.profile.reduce((most, one) => Math.max(most, one), 1)
  }
  pen.fillStyle = colours.line
  stage.profile.forEach((one, bin) => {
    const bar = Math.sqrt(one / stage.profileMost) * (high - 6)
    pen.fillRect(gutter + bin * 2, high - bar, 2, bar)
  })
  for (const fault of timeline.faults) {
    pen.fillStyle = colours[fault.family]
    pen.globalAlpha = 0.55
    pen.fillRect(at(fault.fromMs), 2, Math.max(1.5, at(fault.toMs) - at(fault.fromMs)), 3)
    pen.globalAlpha = 1
  }
  for (const violation of timeline.violations) {
    pen.fillStyle = colours.violation
    pen.fillRect(at(violation.atMs) - 1, 0, 2, high)
  }
  const left = at(view.fromMs)
  const right = at(view.toMs)
  pen.fillStyle = colours.accent
  pen.globalAlpha = 0.14
  pen.fillRect(left, 0, Math.max(2, right - left), high)
  pen.globalAlpha = 1
  pen.fillRect(left, 0, 2, high)
  pen.fillRect(Math.max(left + 2, right - 2), 0, 2, high)
  if (gutter > 0) {
    pen.font = small
    pen.fillStyle = colours.soft
    pen.fillText('whole run', 10, high / 2)
  }
  pen.fillStyle = colours.line
  pen.fillRect(0, high, width, 1)
}
`
