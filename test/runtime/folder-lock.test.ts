import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { lockFolder } from '../../src/runtime/folder-lock.js'

const contender = fileURLToPath(new URL('./folder-lock-contender.js', import.meta.url))
const root = fs.mkdtempSync(join(tmpdir(), 'gramme-lock-'))
t.teardown(() => fs.rmSync(root, { recursive: true, force: true }))

function folder(): string {
  return fs.mkdtempSync(join(root, 'd-'))
}

function contend(folder: string, mode: string, count: number): ChildProcess {
  return spawn(process.execPath, [contender, folder, mode, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function ending(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'exit')
  return signal ?? String(code)
}

function lockNames(folder: string): string[] {
  return fs.readdirSync(folder).filter((name) => name.startsWith('LOCK'))
}

t.test('processes that race never hold it together', async (t) => {
  const shared = folder()
  const children = [1, 2, 3].map(() => contend(shared, 'race', 100))
  t.strictSame(await Promise.all(children.map(ending)), ['0', '0', '0'])
  t.strictSame(lockNames(shared), [], 'nothing is left behind')
})

t.test('processes that race and are killed while they hold it never hold it together', async (t) => {
  const shared = folder()
  await Promise.all(
    [1, 2, 3].map(async () => {
      for (let round = 0; round < 3; round += 1) {
        t.equal(await ending(contend(shared, 'crash', 4)), 'SIGKILL')
      }
    }),
  )
  const release = await lockFolder(shared)
  t.strictSame(lockNames(shared), ['LOCK'], 'leftovers are swept')
  await release()
})

t.test('a live holder is named; one that is killed can be followed at once', async (t) => {
  const shared = folder()
  const holder = contend(shared, 'hold', 1)
  await once(holder.stdout as NodeJS.EventEmitter, 'data')
  await t.rejects(lockFolder(shared), {
    kind: 'locked',
    message: new RegExp(`held by process ${holder.pid} `),
  })
  holder.kill('SIGKILL')
  await ending(holder)
  await (await lockFolder(shared))()
})

t.test('a process id that is used again is not taken for the holder', async (t) => {
  const shared = folder()
  const release = await lockFolder(shared)
  const path = join(shared, 'LOCK')
  const ours = JSON.parse(fs.readFileSync(path, 'utf8'))
  if (ours.started === undefined) return t.comment('this system does not tell when a process started')
  fs.writeFileSync(path, JSON.stringify({ ...ours, started: `${ours.started}1`, token: 'abc' }))
  const next = await lockFolder(shared)
  await release()
  await t.rejects(
    lockFolder(shared),
    { name: 'DiskError', kind: 'locked' },
    'the former holder frees nothing',
  )
  await next()
  t.strictSame(lockNames(shared), [])
})

t.test('a lock torn by a power loss is taken over, and so is a chain of dead successors', async (t) => {
  for (const content of ['', '{"pid":', '{"pid":-1,"token":"ab"}', 'null', '{"pid":1,"token":"../x"}']) {
    const shared = folder()
    fs.writeFileSync(join(shared, 'LOCK'), content)
    await (await lockFolder(shared))()
    t.strictSame(lockNames(shared), [], JSON.stringify(content))
  }
  const shared = folder()
  const dead = { pid: 2 ** 30, started: 'x:1' }
  fs.writeFileSync(join(shared, 'LOCK'), JSON.stringify({ ...dead, token: 'aa' }))
  fs.writeFileSync(join(shared, 'LOCK.after-aa'), JSON.stringify({ ...dead, token: 'bb' }))
  fs.writeFileSync(join(shared, 'LOCK.after-bb'), JSON.stringify({ ...dead, token: 'cc' }))
  const many = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(shared)))
  t.equal(many.filter((outcome) => outcome.status === 'fulfilled').length, 1)
  t.strictSame(lockNames(shared), ['LOCK'])
})
