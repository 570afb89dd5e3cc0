/** The story: the right lines, in order, in columns; its middle left out; no line that breaks. */
import t from 'tap'
import { story, storyPerNode } from '../../../src/simulation/report/story.js'
import { smallTrace, TestTrace } from './traces.js'

t.test('one line an event, by time', async (t) => {
  t.strictSame(story(smallTrace()).split('\n'), [
    '     0.000  -         phase: forming',
    '     1.000  node-1    started',
    '     2.000  node-2    started',
    '    50.000  node-1    serving',
    '    60.000  client-1  connected',
    '   100.000  -         phase: faults',
    "   110.000  client-1  #1 put 'key 1' begins",
    "   113.250  client-1  #1 put 'key 1' ends ok after 3.250 ms: one",
    '   150.000  node-2    fault 1 crash begins: node-2; amount 7',
    '   150.000  node-2    killed: at use 7',
    '   160.000  node-1    warn: connection lost (address node-2:1, tries 2)',
    "   200.000  client-1  #2 put 'key 2' begins",
    "   240.000  client-1  #2 put 'key 2' ends QUORUM_NOT_MET after 40.000 ms: two: needed 2, got 1",
    '   250.000  node-1    fault 2 cut: node-1 | client-1',
    "   280.000  client-1  #3 put 'key 3' begins, and does not end: three",
    '   300.000  node-2    fault 1 crash ends',
    "   320.000  -         VIOLATION value-nobody-wrote: a get returned what nobody wrote (key 'key 1')",
  ])
})

t.test('messages where they are asked for: sent, arrived, lost', async (t) => {
  t.strictSame(story(smallTrace(), { fromMs: 111, toMs: 149, messages: 'all' }).split('\n').slice(3), [
    '   111.000  node-1    has PUT from client-1, 1.000 ms on the way',
    '   111.100  node-1    sends REPLICA_PUT (100 bytes) to node-2',
    '   111.500  node-2    sends GOSSIP (100 bytes) to node-1, which is lost',
    '   112.000  node-2    has REPLICA_PUT from node-1, 0.900 ms on the way',
    '   112.500  node-1    sends PUT reply (100 bytes) to client-1',
    '   113.200  client-1  has PUT reply from node-1, 0.700 ms on the way',
    "   113.250  client-1  #1 put 'key 1' ends ok after 3.250 ms: one",
    '   149.000  node-1    sends PING (100 bytes) to node-2, which does not arrive',
  ])
})

t.test('a story that begins in the middle says first how things stand', async (t) => {
  t.strictSame(story(smallTrace(), { fromMs: 200, toMs: 240 }).split('\n'), [
    '   200.000  node-1    has been serving since 50.000',
    '   200.000  node-2    has been down since 150.000 (killed: at use 7)',
    '   200.000  client-1  has been serving since 60.000 (connected)',
    '   200.000  node-2    fault 1 crash has gone on since 150.000: node-2; amount 7',
    "   200.000  client-1  #2 put 'key 2' begins",
    "   240.000  client-1  #2 put 'key 2' ends QUORUM_NOT_MET after 40.000 ms: two: needed 2, got 1",
  ])
})

t.test('at most so many lines: the middle is left out', async (t) => {
  const whole = story(smallTrace()).split('\n')
  for (const linesMax of [1, 2, 3, 6, 16]) {
    const lines = story(smallTrace(), { linesMax }).split('\n')
    t.equal(lines.length, linesMax)
    const at = lines.findIndex((line) => line.endsWith(`${whole.length - linesMax + 1} lines left out`))
    t.equal(at, Math.ceil((linesMax - 1) / 2))
    t.strictSame(lines.slice(0, at), whole.slice(0, at))
    t.strictSame(lines.slice(at + 1), whole.slice(whole.length - (linesMax - 1 - at)))
  }
  t.equal(story(smallTrace(), { linesMax: whole.length }), whole.join('\n'))
})

t.test('a section a machine, nodes first', async (t) => {
  const sections = storyPerNode(smallTrace()).split('\n\n')
  t.strictSame(
    sections.map((section) => section.split('\n').slice(0, 2)),
    [
      ['run', '---'],
      ['node-1', '------'],
      ['node-2', '------'],
      ['client-1', '--------'],
    ],
  )
  t.strictSame(sections[2].split('\n').slice(2), [
    '     2.000  started',
    '   150.000  fault 1 crash begins: node-2; amount 7',
    '   150.000  killed: at use 7',
    '   300.000  fault 1 crash ends',
  ])
  t.match(sections[0], /VIOLATION/)
  const short = storyPerNode(smallTrace(), { linesMax: 1, messages: 'all' }).split('\n\n')
  for (const section of short) t.match(section, /^[^\n]+\n-+\n +\.\.\. {2}\d+ lines left out$/)
})

t.test('a fault of several machines is told once in the whole, and in the section of each', async (t) => {
  const made = new TestTrace()
  made.fault(4, 'packet-loss', 10, 20, ['node-2', 'node-10'], ['node-10', 'node-2'], 0.123456)
  made.fault(5, 'partition', 30, 40, ['node-2'], ['node-10'])
  t.strictSame(story(made.trace).split('\n').slice(0, 3), [
    '    10.000  2 machines  fault 4 packet-loss begins: all machines; amount 0.1235',
    '    20.000  2 machines  fault 4 packet-loss ends',
    '    30.000  node-2      fault 5 partition begins: node-2 | node-10',
  ])
  const sections = storyPerNode(made.trace).split('\n\n')
  t.match(sections[1], /^node-2\n(.|\n)*packet-loss begins/, 'by number, not by letter')
  t.match(sections[2], /^node-10\n(.|\n)*packet-loss begins/)
  t.match(sections[2], /partition begins: node-2 \| node-10/, 'the other side is in it, too')
  t.equal(sections[0], 'run\n---\nnothing')
})

t.test('nothing that is told breaks a line, or speaks to a terminal', async (t) => {
  const made = new TestTrace()
  made.violation(1, 'two\nlines\u001b[31m\u2028')
  made.at(2).report('node-1', 'error', 'a\r\nb', { circle: 1n, error: new Error('x\ty') })
  t.strictSame(story(made.trace).split('\n'), [
    '     1.000  -       VIOLATION value-nobody-wrote: two\\nlines\\u001b[31m\\u2028',
    '     2.000  node-1  error: a\\u000d\\nb (circle 1, error x\\u0009y)',
  ])
})

t.test('a request whose client dies over it', async (t) => {
  const made = new TestTrace()
  made.put('client-1', 'k', 'v', 10)
  made.at(20).process('client-1', 'killed')
  t.strictSame(story(made.trace).split('\n'), [
    "    10.000  client-1  #1 put 'k' begins, and its client dies before it ends: v",
    '    20.000  client-1  killed',
  ])
})

t.test('of nothing there is no story', async (t) => {
  t.equal(story(new TestTrace().trace), '')
  t.equal(storyPerNode(new TestTrace().trace), 'run\n---\nnothing')
})
