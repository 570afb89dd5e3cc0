/** Real processes: SIGKILL at random moments, and the lock between two. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { inlineWorkers } from '../../src/ports/workers.js'
import { systemDisk } from '../../src/runtime/disk.js'
import { checkStore } from '../../src/store/check.js'
import { openLogStore } from '../../src/store/open-log-store.js'
import { bytes } from './conformance.js'
import { newFolder, optionsFor } from './harness.js'
import { isRemoval, killKeys, killValue } from './kill-values.js'

const child = fileURLToPath(new URL('./kill-child.js', import.meta.url))

t.test('killed at any moment, it reopens with all that was acknowledged', async (t) => {
  const folder = newFolder(t)
  /** For each key, the numbers of the last write acknowledged and the last begun. */
  const done = new Map<number, number>()
  const begun = new Map<number, number>()
  let nextValue = 1
  let lines = 0
  for (let round = 0; round < 6; round += 1) {
    const writer = spawn(process.execPath, [child, folder, String(nextValue)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const reader = createInterface({ input: writer.stdout })
    let isOpen: () => void = () => {}
    const opened = new Promise<void>((resolve) => {
      isOpen = resolve
    })
    reader.on('line', (line) => {
      if (line === 'open') return isOpen()
      const [word, ...numbers] = line.split(' ')
      const [key, value] = numbers.map(Number)
      if (word === 'done') done.set(key, value)
      else begun.set(key, value)
      nextValue = Math.max(nextValue, value + 1)
      lines += 1
    })
    const ended = Promise.all([once(writer, 'exit'), once(reader, 'close')])
    await opened
    if (round === 0) await t.rejects(openLogStore(optionsFor(folder)), { name: 'StoreError', kind: 'locked' })
    await sleep(20 + Math.random() * 150)
    writer.kill('SIGKILL')
    await ended
    const store = await openLogStore(optionsFor(folder))
    assert.ok(!store.wasClean)
    for (let key = 0; key < killKeys; key += 1) {
      const read = await store.get(key % 16, bytes(`k${key}`))
      assert.notEqual(read.kind, 'damaged')
      const text = read.kind === 'found' ? Buffer.from(read.value).toString() : undefined
      const textOf = (value: number | undefined) =>
        value === undefined || isRemoval(value) ? undefined : killValue(value)
      // At most one write of this key was under way, and it may show as well.
      const [safe, under] = [done.get(key), begun.get(key) ?? done.get(key)]
      assert.ok(
        text === textOf(safe) || text === textOf(under),
        `key ${key}: ${text?.slice(0, 9)}, not ${safe}`,
      )
      if (text !== textOf(safe) && under !== undefined) done.set(key, under)
      else if (safe === undefined) begun.delete(key)
      else begun.set(key, safe)
    }
    await store.close()
  }
  t.ok(lines > 100, `${lines} writes were acknowledged`)
  const report = await checkStore({ folder, disk: systemDisk(), workers: inlineWorkers })
  t.ok(report.isSound)
})
