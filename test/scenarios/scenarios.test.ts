/**
 * Plays every scenario of this folder and compares what was said with what is written. REWRITE=1 writes what was
 * said into the files: read the difference as carefully as any other.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { play } from './play.js'
import { readScenario, writeScenario } from './scenario-file.js'
import { ScenarioError } from './words.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
const folder = join('test', 'scenarios')
const names = readdirSync(join(root, folder))
  .filter((name) => name.endsWith('.txt'))
  .sort()
const mustRewrite = process.env.REWRITE === '1'

interface Outcome {
  readonly path: string
  readonly text: string
  /** As it would be written out unplayed, and with what was said. */
  readonly rewritten?: string
  readonly played?: string
  readonly error?: unknown
}

async function outcomeOf(path: string): Promise<Outcome> {
  const text = readFileSync(join(root, path), 'utf8')
  try {
    const parts = readScenario(path, text)
    const rewritten = writeScenario(parts, new Map())
    return { path, text, rewritten, played: writeScenario(parts, await play(path, parts)) }
  } catch (error) {
    return { path, text, error }
  }
}

// Played before tap is there, whose hooks on every promise would take as long again as all of this.
const outcomes: Outcome[] = []
for (const name of names) outcomes.push(await outcomeOf(join(folder, name)))
const { default: t } = await import('tap')

t.ok(names.length > 0, 'there are scenarios')

for (const { path, text, rewritten, played, error } of outcomes) {
  t.test(path, async (t) => {
    if (error !== undefined) throw error
    t.equal(rewritten, text, 'the file is written as it would be written out')
    if (mustRewrite && played !== undefined) writeFileSync(join(root, path), played)
    else t.equal(played, text, 'what was said is what is written')
  })
}

t.test('slips of the pen are errors that name file and line', async (t) => {
  const slips: [string, RegExp][] = [
    ['cluster', /f\.txt:1: a scenario begins with a comment/],
    ['# A.\n\ncluster nodes=3 size=4', /f\.txt:3: nobody knows what 'size=4'/],
    ['# A.\n\ncluster nodes=2 n=3', /f\.txt:3: n=3 is more/],
    ['# A.\ncluster nodes=three', /f\.txt:2: nodes is a number, not 'three'/],
    ['# A.\nexplode node-1', /f\.txt:2: there is no command 'explode'/],
    ['# A.\nlaptop: steal cart', /f\.txt:2: clients do not 'steal'/],
    ['# A.\nlaptop: put cart', /f\.txt:2: a value is missing/],
    ['# A.\nlaptop: put cart milk w=1 r=2', /f\.txt:2: nobody knows what 'r=2'/],
    ['# A.\nadvance soon', /f\.txt:2: a duration is like/],
    ['# A.\npartition node-1 node-2', /f\.txt:2: machines stand on both sides/],
    ['# A.\n----\nok', /f\.txt:2: there is no command/],
    ['# A.\nlaptop: get cart\nholds cart', /f\.txt:3: holds stands in a block of its own/],
  ]
  for (const [text, message] of slips) {
    t.throws(() => readScenario('f.txt', text), { name: 'ScenarioError', message }, text)
  }
  const late: [string, RegExp][] = [
    ['# A.\nlaptop: get cart', /f\.txt:2: there is no cluster/],
    ['# A.', /f\.txt:1: there is no cluster/],
    ['# A.\ncluster\n\ncrash node-4', /f\.txt:4: there is no node 'node-4'/],
    ['# A.\ncluster\n\nstart node-1', /f\.txt:4: there is nothing of that kind to end/],
  ]
  for (const [text, message] of late) {
    await t.rejects(play('f.txt', readScenario('f.txt', text)), new ScenarioError('').constructor, text)
    await t.rejects(play('f.txt', readScenario('f.txt', text)), { message }, text)
  }
})
