/**
 * The page's script, last part: hands on it. The wheel, buttons, keys, a dragging pointer and two fingers change
 * the window on time; pointing and clicking tell of a thing in the panel; the controls change what is shown.
 */
export const handsScript = `
const byId = (id) => document.getElementById(id)

function open() {
  const timeline = decode(JSON.parse(byId('timeline-data').textContent))
  const rows = new Map()
  timeline.faults.forEach((fault) => fault.places.forEach(([lane, n]) => {
    const name = lane + ' ' + n
    rows.set(name, (rows.get(name) || []).concat(fault))
  }))
  timeline.faultsInRow = (lane, n) => rows.get(lane + ' ' + n) || []
  const askedFor = viewOf(location.hash)
  const stage = {
    timeline, view: askedFor ? bounded(timeline, askedFor.fromMs, askedFor.toMs) : openingView(timeline), canvas: byId('lanes'), axis: byId('axis'), width: 0, over: undefined, chosen: undefined,
  }
  let isDue = false
  const redraw = () => {
    if (isDue) return
    isDue = true
    requestAnimationFrame(() => {
      isDue = false
      stage.width = byId('drawing').clientWidth
      if (stage.width === 0) return
      draw(stage)
      tell(stage)
    })
  }
  let noting
  const look = (fromMs, toMs) => {
    stage.view = bounded(timeline, fromMs, toMs)
    redraw()
    // When it has come to rest: browsers allow few of these.
    window.clearTimeout(noting)
    noting = window.setTimeout(() => history.replaceState(null, '', hashOf(stage.view)), 500)
  }
  window.addEventListener('hashchange', () => {
    const view = viewOf(location.hash)
    if (view) look(view.fromMs, view.toMs)
  })
  const choose = (one) => {
    stage.chosen = one
    shown.about = (one && one.kind === 'violation' && timeline.violations[one.index].key) || ''
    stage.over = undefined
    redraw()
  }
  const hands = { stage, redraw, look, choose }
  hands.zoom = (factor, aroundMs) => {
    const { fromMs, toMs } = stage.view
    const centre = aroundMs === undefined ? (fromMs + toMs) / 2 : aroundMs
    look(centre - (centre - fromMs) * factor, centre + (toMs - centre) * factor)
  }
  hands.pan = (share) => {
    const { fromMs, toMs } = stage.view
    look(fromMs + share * (toMs - fromMs), toMs + share * (toMs - fromMs))
  }
  hands.jump = (kind, index) => {
    const [fromMs, toMs] = timesOf(timeline, kind, index)
    const { view } = stage
    const span = Math.max(Math.min(view.toMs - view.fromMs, 4000), (toMs - fromMs) * 1.5)
    // What led to a violation matters, not what followed.
    const share = kind === 'violation' ? 0.85 : 0.5
    const middle = (fromMs + toMs) / 2
    look(middle - span * share, middle + span * (1 - share))
    choose({ kind, index })
    byId('drawing').scrollIntoView({ block: 'start', behavior: 'auto' })
  }
  hands.step = (by) => {
    const kind = stage.chosen ? stage.chosen.kind : timeline.violations.length > 0 ? 'violation' : 'fault'
    const things = kind === 'message' ? [] : timeline[kind + 's']
    if (things.length === 0) return
    const at = stage.chosen ? stage.chosen.index + by : by > 0 ? 0 : things.length - 1
    hands.jump(kind, (at + things.length) % things.length)
  }
  listenToPointer(hands)
  listenToAxis(hands)
  listenToControls(hands)
  listenToKeys(hands)
  new ResizeObserver(redraw).observe(byId('drawing'))
  const dark = matchMedia('(prefers-color-scheme: dark)')
  dark.addEventListener('change', () => {
    readColours()
    redraw()
  })
  // On a phone the drawing comes first.
  if (innerWidth <= 640) byId('choices').removeAttribute('open')
  readColours()
  redraw()
}

function timesOf(timeline, kind, index) {
  if (kind === 'message') return [timeline.messages.sent[index], timeline.messages.sent[index]]
  const one = timeline[kind + 's'][index]
  return one.atMs === undefined ? [one.fromMs, one.toMs] : [one.atMs, one.atMs]
}

/** What lies under the pointer: the rarest, then the nearest. */
function targetAt(stage, x, y, reach) {
  let best
  for (const target of stage.targets || []) {
    const away = target.line ? awayFromLine(target.line, x, y) : awayFromBox(target, x, y)
    if (away > (target.line ? reach + 2 : reach)) continue
    if (!best || target.rank > best.target.rank || (target.rank === best.target.rank && away <= best.away)) best = { target, away }
  }
  return best && { kind: best.target.kind, index: best.target.index }
}

function awayFromBox({ x, y, width, height }, px, py) {
  return Math.hypot(Math.max(x - px, 0, px - x - width), Math.max(y - py, 0, py - y - height))
}

function awayFromLine([x1, y1, x2, y2], px, py) {
  const square = (x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1)
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((px - x1) * (x2 - x1) + (py - y1) * (y2 - y1)) / square))
  return Math.hypot(px - x1 - share * (x2 - x1), py - y1 - share * (y2 - y1))
}

function listenToPointer({ stage, redraw, look, choose, zoom, pan }) {
  const { canvas } = stage
  const held = new Map()
  let moved = 0
  const placeOf = (event) => {
    const box = canvas.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  // Of the view as it is now, which need not be drawn yet.
  const msPerPixel = () => (stage.view.toMs - stage.view.fromMs) / (stage.width - stage.gutter)
  const msAt = (x) => stage.view.fromMs + (x - stage.gutter) * msPerPixel()
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId)
    held.set(event.pointerId, placeOf(event))
    if (held.size === 1) moved = 0
    byId('drawing').focus({ preventScroll: true })
  })
  canvas.addEventListener('pointermove', (event) => {
    const now = placeOf(event)
    const before = held.get(event.pointerId)
    if (before === undefined) {
      const over = targetAt(stage, now.x, now.y, 3)
      const isSame = (over && over.kind) === (stage.over && stage.over.kind) && (over && over.index) === (stage.over && stage.over.index)
      canvas.classList.toggle('over', over !== undefined)
      if (!isSame) {
        stage.over = over
        redraw()
      }
      return
    }
    const others = Array.from(held.entries()).filter(([id]) => id !== event.pointerId)
    if (others.length > 0) {
      const other = others[0][1]
      const was = Math.max(10, Math.abs(before.x - other.x))
      const is = Math.max(10, Math.abs(now.x - other.x))
      zoom(was / is, msAt((now.x + other.x) / 2))
      moved = 100
    } else {
      moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y)
      if (moved > 4) {
        canvas.classList.add('dragged')
        const ms = (before.x - now.x) * msPerPixel()
        look(stage.view.fromMs + ms, stage.view.toMs + ms)
        if (event.pointerType === 'mouse') {
          window.scrollBy(0, before.y - now.y)
          now.y = before.y
        }
      }
    }
    held.set(event.pointerId, now)
  })
  const letGo = (event) => {
    const was = held.get(event.pointerId)
    held.delete(event.pointerId)
    canvas.classList.remove('dragged')
    if (event.type === 'pointerup' && was !== undefined && moved <= 4) choose(targetAt(stage, was.x, was.y, event.pointerType === 'mouse' ? 3 : 12))
  }
  canvas.addEventListener('pointerup', letGo)
  canvas.addEventListener('pointercancel', letGo)
  canvas.addEventListener('pointerleave', () => {
    if (stage.over === undefined) return
    stage.over = undefined
    redraw()
  })
  canvas.addEventListener('wheel', (event) => {
    const { x } = placeOf(event)
    // Over the names, and where there is nothing more to see, the page scrolls.
    if (x < stage.gutter) return
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
      event.preventDefault()
      pan((event.deltaX || event.deltaY) / stage.width)
      return
    }
    const whole = wholeView(stage.timeline)
    if (event.deltaY > 0 && stage.view.toMs - stage.view.fromMs >= whole.toMs - whole.fromMs) return
    event.preventDefault()
    zoom(Math.exp(Math.max(-120, Math.min(120, event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY)) * 0.0025), msAt(x))
  }, { passive: false })
}

/** On the run in small, the window is taken where the pointer is. */
function listenToAxis({ stage, look }) {
  const { axis } = stage
  let isHeld = false
  const take = (event) => {
    const { fromMs, toMs } = stage.view
    const centre = stage.overviewMs(event.clientX - axis.getBoundingClientRect().left)
    look(centre - (toMs - fromMs) / 2, centre + (toMs - fromMs) / 2)
  }
  axis.addEventListener('pointerdown', (event) => {
    isHeld = true
    axis.setPointerCapture(event.pointerId)
    take(event)
  })
  axis.addEventListener('pointermove', (event) => {
    if (isHeld) take(event)
  })
  for (const name of ['pointerup', 'pointercancel']) axis.addEventListener(name, () => {
    isHeld = false
  })
}

function listenToControls({ stage, redraw, look, zoom, step, jump, choose }) {
  const whole = wholeView(stage.timeline)
  const does = {
    in: () => zoom(0.5), out: () => zoom(2), whole: () => look(whole.fromMs, whole.toMs),
    previous: () => step(-1), next: () => step(1), close: () => choose(undefined),
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button')
    if (!button) return
    if (button.dataset.does) does[button.dataset.does]()
    if (button.dataset.jump) jump(button.dataset.jump.split(' ')[0], Number(button.dataset.jump.split(' ')[1]))
  })
  // A browser that comes back to the page has kept what was set.
  const sync = () => {
    for (const box of document.querySelectorAll('[data-shows]')) shown[box.dataset.shows] = box.checked
    shown.key = byId('key').value
    shown.isKeyWhole = stage.timeline.requests.some((one) => one.key === shown.key)
    shown.text = byId('text').value.trim().toLowerCase()
    redraw()
  }
  for (const input of document.querySelectorAll('.controls input')) input.addEventListener('input', sync)
  sync()
}

function listenToKeys({ look, zoom, pan, step, choose, stage }) {
  const whole = wholeView(stage.timeline)
  const keys = {
    ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2), '+': () => zoom(0.5), '=': () => zoom(0.5), '-': () => zoom(2),
    0: () => look(whole.fromMs, whole.toMs), n: () => step(1), p: () => step(-1), Escape: () => choose(undefined),
  }
  document.addEventListener('keydown', (event) => {
    const isElsewhere = event.target.closest('input, .violations ol, .wide, textarea')
    if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere || !Object.hasOwn(keys, event.key)) return
    event.preventDefault()
    keys[event.key]()
  })
}

/** The panel: of what the pointer is on, or what was chosen. */
function tell(stage) {
  const one = stage.over || stage.chosen
  const [title, body, more] = one ? describe(stage.timeline, one) : ['', 'Point at something, or click it to keep it here.', stage.note]
  byId('panel-title').textContent = title
  byId('panel-body').textContent = (title === '' ? '' : ' ') + body
  byId('panel-more').textContent = more
  byId('panel-close').hidden = stage.chosen === undefined
}

function describe(timeline, { kind, index }) {
  const { lanes, messages } = timeline
  if (kind === 'message') {
    const way = lanes[messages.from[index]].name + ' → ' + lanes[messages.to[index]].name
    const sent = 'sent at ' + asMs(messages.sent[index]) + ' ms'
    const end = messages.isLost(index)
      ? 'lost on the way'
      : messages.hasArrived(index)
        ? 'arrived at ' + asMs(messages.arrived[index]) + ' ms, after ' + asMs(messages.arrived[index] - messages.sent[index]) + ' ms'
        : 'did not arrive'
    return [messages.name(index), way + ', ' + messages.bytes[index] + ' bytes', sent + ', ' + end]
  }
  const one = timeline[kind + 's'][index]
  const lane = one.lane === undefined ? '' : lanes[one.lane].name
  if (kind === 'violation') {
    return ['Violation ' + (index + 1) + ': ' + one.kind, one.key === null ? '' : 'key ‘' + one.key + '’', 'at ' + asMs(one.atMs) + ' ms: ' + one.message]
  }
  if (kind === 'report') return [lane + ' ' + one.level, one.message, 'at ' + asMs(one.atMs) + ' ms' + (one.details === '' ? '' : ': ' + one.details)]
  const lasted = asMs(one.fromMs) + ' to ' + asMs(one.toMs) + ' ms, ' + asMs(one.toMs - one.fromMs) + ' ms'
  if (kind === 'state') return [lane + ' ' + one.state, one.why, lasted]
  if (kind === 'fault') {
    const end = one.isInstant ? 'at ' + asMs(one.fromMs) + ' ms' : lasted + (one.hasEnded ? '' : ' and on to the end')
    return ['Fault ' + one.id + ': ' + one.kind, one.whom, end]
  }
  const end = one.outcome === '' ? 'began at ' + asMs(one.fromMs) + ' ms, under way at the end' : lasted
  return [lane + ' #' + one.number + ' ' + one.kind + ' ‘' + one.key + '’', one.outcome || 'under way', end + (one.detail === '' ? '' : ': ' + one.detail)]
}

open()
`
