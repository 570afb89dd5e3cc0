/**
 * The page: whole, closed to the network, and what it was given: hostile text stays text, what is embedded is
 * decoded by the page's own script to what was put in. How it looks is for eyes.
 */
import { runInNewContext, Script } from 'node:vm'
import t from 'tap'
import { escaped, timelinePage } from '../../../src/simulation/report/page.js'
import { modelScript } from '../../../src/simulation/report/page-model.js'
import { type Timeline, timelineOf } from '../../../src/simulation/report/timeline.js'
import { smallTrace, TestTrace } from './traces.js'

const about = { title: 'Seed 7', facts: [['seed', '7'] as const] }

const hostile = `</script><script>alert(1)</script><!--<img src=x onerror='a()'>" & ]]>\u2028\u0000`

function dataOf(page: string): Timeline {
  const [, text] = /<script type="application\/json" id="timeline-data">([^<]*)<\/script>/.exec(page) ?? []
  return JSON.parse(text) as Timeline
}

/** The page's own functions, run without a page. */
function model<T>(expression: string, values: Record<string, unknown>): T {
  return runInNewContext(`${modelScript}\n;(${expression})`, { ...values }) as T
}

t.test('elements open and close in order, with nothing from elsewhere', async (t) => {
  const page = timelinePage(smallTrace(), about)
  const bare = page.replace(/(<(script|style)[^>]*>)[\s\S]*?(<\/\2>)/g, '$1$3')
  const open: string[] = []
  for (const [, slash, name] of bare.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (['meta', 'input'].includes(name)) continue
    if (slash === '') open.push(name)
    else t.equal(open.pop(), name)
  }
  t.strictSame(open, [])
  t.match(page, /^<!doctype html>\n<html lang="en">/)
  t.match(page, `default-src 'none'`)
  t.notMatch(page, /(src|href)=|https?:|@import|url\(/)
  const ids = [...bare.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  t.equal(new Set(ids).size, ids.length, 'ids are used once')
})

t.test('the script is one that a browser can read, and ends where it should', async (t) => {
  const page = timelinePage(smallTrace(), about)
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text)
  t.equal(scripts.length, 1)
  t.doesNotThrow(() => new Script(scripts[0]))
  t.notMatch(scripts[0], /<!--/)
  const wanted = [...scripts[0].matchAll(/byId\('([^']+)'\)/g)].map(([, id]) => id)
  for (const id of wanted) t.match(page, `id="${id}"`)
  const deeds = [...page.matchAll(/data-does="([a-z]+)"/g)].map(([, name]) => name)
  for (const name of deeds) t.match(scripts[0], new RegExp(`\\b${name}: \\(\\) =>`))
})

t.test('colours that the canvas asks for are in the style, by day and by night', async (t) => {
  const page = timelinePage(smallTrace(), about)
  const [, list] = /for \(const name of \[([^\]]+)\]\) colours/.exec(page) ?? []
  const names = [...list.matchAll(/'([a-z0-9-]+)'/g)].map(([, name]) => name)
  t.ok(names.length > 20)
  const used = [...page.matchAll(/--of:var\(--([a-z0-9-]+)\)/g)].map(([, name]) => name)
  for (const name of [...names, ...used]) t.equal(page.split(` --${name}: `).length, 3, name)
})

t.test('hostile text stays text', async (t) => {
  const made = new TestTrace()
  made.put('client-1', 'key', 'value', 1, 2, hostile)
  made.at(3).report('node-1', 'error', hostile, { [hostile]: hostile })
  made.at(4).process('node-1', 'killed', hostile)
  made.at(5).phase(hostile)
  made.violation(6, hostile, hostile)
  made.message(hostile, 'node-1', hostile, 7, 8)
  const page = timelinePage(made.trace, { title: hostile, facts: [[hostile, hostile]] })
  const calm = timelinePage(new TestTrace().trace, about)
  const tags = (text: string) =>
    new Set([...text.matchAll(/<[!/]?[a-z-]+/gi)].map(([tag]) => tag.toLowerCase()))
  const more = [...tags(page)].filter((tag) => !tags(calm).has(tag))
  t.strictSame(
    more.filter((tag) => /script|img|!--/.test(tag)),
    [],
  )
  t.equal(page.split('</script>').length, calm.split('</script>').length)
  t.notMatch(page, '<img')
  t.notMatch(page, '\u0000')
  const data = dataOf(page)
  t.equal(data.reports[0].message, hostile)
  t.equal(data.violations[0].message, hostile)
  t.equal(data.phases[0].name, hostile)
  t.equal(data.messages.kinds[0][0], hostile)
  t.equal(escaped(`<a b="c" d='e'>&\u0007`), '&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;\ufffd')
})

t.test('what is embedded is what was put in, and the script decodes it', async (t) => {
  const trace = smallTrace()
  const data = dataOf(timelinePage(trace, about))
  t.strictSame(data, JSON.parse(JSON.stringify(timelineOf(trace))))
  const decoded = model<{
    messages: Record<string, (i: number) => unknown> & { sent: number[]; arrived: number[]; count: number }
  }>('decode(data)', { data })
  const { messages } = decoded
  t.equal(messages.count, trace.messages.length)
  trace.messages.forEach((message, i) => {
    t.equal(messages.name(i), message.name)
    t.equal(messages.isLost(i), message.isLost)
    t.equal(messages.hasArrived(i), message.arrivedMs !== undefined)
    t.ok(Math.abs(messages.sent[i] - message.sentMs) < 0.001)
    if (message.arrivedMs !== undefined) t.ok(Math.abs(messages.arrived[i] - message.arrivedMs) < 0.001)
  })
})

t.test('messages in view: those sent in it, and those still under way', async (t) => {
  const data = dataOf(timelinePage(smallTrace(), about))
  const within = (fromMs: number, toMs: number, shown = '') => [
    ...model<number[]>(`(${shown || 'shown'}, messagesWithin(decode(data), ${fromMs}, ${toMs}))`, { data }),
  ]
  t.strictSame(within(0, 400), [0, 1, 3], 'gossip only where it is asked for')
  t.strictSame(within(0, 400, 'shown.gossip = true'), [0, 1, 2, 3, 4])
  t.strictSame(within(110.5, 110.6), [0])
  t.strictSame(within(111.05, 111.2), [1])
  t.strictSame(within(0, 400, `shown.text = 'reply'`), [3])
})

t.test('it opens before the first violation, or with the whole run', async (t) => {
  const made = new TestTrace()
  made.at(60_000).phase('end')
  const opening = () => ({
    ...model<object>('openingView(decode(data))', { data: dataOf(timelinePage(made.trace, about)) }),
  })
  t.strictSame(opening(), { fromMs: 0, toMs: 60_600 })
  t.match(timelinePage(made.trace, about), 'No promise was broken')
  made.violation(40_000, 'later')
  made.violation(30_000, 'first')
  t.strictSame(opening(), { fromMs: 27_500, toMs: 30_250 })
})

t.test('a view survives in the address', async (t) => {
  const view = model<object>('viewOf(hashOf({ fromMs: 12.5, toMs: 1000.1239 }))', {})
  t.strictSame({ ...view }, { fromMs: 12.5, toMs: 1000.124 })
  for (const hash of ['', '#', '#x-y', '#5-5', '#9-1']) t.equal(model('viewOf(hash)', { hash }), undefined)
})

t.test('tables hold the first few hundred, and say of how many', async (t) => {
  const made = new TestTrace()
  for (let n = 0; n < 400; n += 1) made.put('client-1', `k${n}`, 'v', n, n + 1)
  for (let n = 0; n < 30; n += 1) made.violation(500 + n, `broken ${n}.`)
  const page = timelinePage(made.trace, about)
  t.match(page, 'the first 300 of 400')
  t.match(page, '‘k299’')
  t.notMatch(page, '‘k300’')
  t.match(page, 'and 10 more')
  t.equal(page.split('data-jump="violation 29"').length, 2, 'in the table')
  t.equal(page.split('data-jump="violation 19"').length, 3, 'in the list and the table')
})
