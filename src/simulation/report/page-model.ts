/**
 * The page's script, first part: what was embedded (timeline.ts) turned back into what can be searched by time,
 * what is to be seen of it (filters), and which moment lies where. Touches nothing of the page itself. No
 * backslashes or backticks in this text: it travels in a template.
 */
export const modelScript = `
const groups = ['client', 'replica', 'gossip']

function decode(data) {
  const columns = data.messages
  const count = columns.kind.length
  const sent = new Float64Array(count)
  const arrived = new Float64Array(count)
  const took = columns.tookUs
  let us = 0
  let longestMs = 0
  for (let i = 0; i < count; i += 1) {
    us += columns.sentUs[i]
    sent[i] = us / 1000
    arrived[i] = took[i] < 0 ? NaN : (us + took[i]) / 1000
    if (took[i] / 1000 > longestMs) longestMs = took[i] / 1000
  }
  const messages = {
    count, sent, arrived, longestMs,
    from: Uint16Array.from(columns.from),
    to: Uint16Array.from(columns.to),
    bytes: Float64Array.from(columns.bytes),
    name: (i) => columns.kinds[columns.kind[i]][0],
    group: (i) => columns.kinds[columns.kind[i]][1],
    isLost: (i) => took[i] === -2,
    hasArrived: (i) => took[i] >= 0,
  }
  return Object.assign({}, data, { messages, nextInRow: nextInRowOf(data.requests) })
}

/** When the next request in its row begins, of each. */
function nextInRowOf(requests) {
  const next = new Float64Array(requests.length)
  const begins = new Map()
  for (let i = requests.length - 1; i >= 0; i -= 1) {
    const name = requests[i].lane + ' ' + requests[i].row
    next[i] = begins.has(name) ? begins.get(name) : Infinity
    begins.set(name, requests[i].fromMs)
  }
  return next
}

/** The first index whose value is not below. */
function firstFrom(sorted, value) {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

/** What is to be seen; changed by the controls. */
const shown = {
  client: true, replica: true, gossip: false, requests: true, faults: true, reports: true, infos: false,
  key: '', isKeyWhole: false, text: '',
  /** The key of the violation that is looked at. */
  about: '',
}

const stories = new Map()

/** All the words of a thing, for the filter. */
function wordsOf(kind, index, make) {
  const name = kind + index
  let words = stories.get(name)
  if (words === undefined) {
    words = make().join(' ').toLowerCase()
    stories.set(name, words)
  }
  return words
}

function hasText(kind, index, make) {
  return shown.text === '' || wordsOf(kind, index, make).includes(shown.text)
}

function isRequestMeant(timeline, i) {
  const one = timeline.requests[i]
  if (shown.key === '') {
    if (shown.about !== '' && one.key !== shown.about) return false
  } else if (shown.isKeyWhole ? one.key !== shown.key : !one.key.includes(shown.key)) return false
  return hasText('request', i, () => ['#' + one.number, timeline.lanes[one.lane].name, one.kind, one.key, one.outcome || 'under way', one.detail])
}

function isFaultMeant(timeline, i) {
  const one = timeline.faults[i]
  return hasText('fault', i, () => [one.kind, one.family, one.whom])
}

function isReportMeant(timeline, i) {
  const one = timeline.reports[i]
  if (one.level === 'info' ? !shown.infos : !shown.reports) return false
  return hasText('report', i, () => [timeline.lanes[one.lane].name, one.level, one.message, one.details])
}

function isViolationMeant(timeline, i) {
  const one = timeline.violations[i]
  return shown.key === '' || one.key === null || one.key.includes(shown.key)
}

/** Messages that are sent or under way in this stretch, of the groups and words that are to be seen. */
function messagesWithin(timeline, fromMs, toMs) {
  const { messages, lanes } = timeline
  const found = []
  const last = firstFrom(messages.sent, toMs)
  const isSeen = groups.map((group) => shown[group])
  for (let i = firstFrom(messages.sent, fromMs - messages.longestMs); i < last; i += 1) {
    if (!isSeen[messages.group(i)]) continue
    if (messages.sent[i] < fromMs && !(messages.arrived[i] >= fromMs)) continue
    if (shown.text !== '') {
      const words = messages.name(i) + ' ' + lanes[messages.from[i]].name + ' ' + lanes[messages.to[i]].name
      if (!words.toLowerCase().includes(shown.text)) continue
    }
    found.push(i)
  }
  return found
}

/** Where the page opens: at what led to the first violation, or with everything. */
function openingView(timeline) {
  const wholeMs = timeline.endMs
  if (timeline.violations.length === 0) return wholeView(timeline)
  const atMs = Math.min(...timeline.violations.map((one) => one.atMs))
  const fromMs = Math.max(0, atMs - 2500)
  return { fromMs, toMs: Math.min(wholeMs * 1.01, Math.max(atMs + 250, fromMs + 500)) }
}

function wholeView(timeline) {
  return { fromMs: 0, toMs: timeline.endMs * 1.01 }
}

/** A view as the end of the page's address, so that a moment can be pointed to: #14100-14250. */
function hashOf(view) {
  const text = (ms) => String(Number(ms.toFixed(3)))
  return '#' + text(view.fromMs) + '-' + text(view.toMs)
}

function viewOf(hash) {
  const found = /^#([0-9.]+)-([0-9.]+)$/.exec(hash)
  if (!found || !(Number(found[1]) < Number(found[2]))) return undefined
  return { fromMs: Number(found[1]), toMs: Number(found[2]) }
}

const spanMsMin = 0.1

function bounded(timeline, fromMs, toMs) {
  const whole = wholeView(timeline)
  const span = Math.min(whole.toMs, Math.max(spanMsMin, toMs - fromMs))
  const from = Math.min(Math.max(0, fromMs), whole.toMs - span)
  return { fromMs: from, toMs: from + span }
}

/** Round steps, about as many as asked for. */
function stepFor(spanMs, ticks) {
  const rough = spanMs / ticks
  const magnitude = Math.pow(10, Math.floor(Math.log10(rough)))
  for (const factor of [1, 2, 5]) if (rough <= factor * magnitude) return factor * magnitude
  return 10 * magnitude
}

function asMs(ms, digits) {
  return ms.toFixed(digits === undefined ? 3 : digits)
}
`
