/**
 * A process that contends for a folder, run by folder-lock.test.ts with the folder, a mode and a count.
 * `race`: takes and releases the lock `count` times, and while it holds it makes and removes a file that
 * nobody else may have made meanwhile. `hold`: takes it, says so, and waits to be killed. `crash`: takes it
 * `count` times, and kills itself while it holds the last.
 */
import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DiskError } from '../../src/ports/disk.js'
import { lockFolder } from '../../src/runtime/folder-lock.js'

const [folder, mode, count] = process.argv.slice(2)
const proof = join(folder, 'held')

for (let taken = 0; taken < Number(count); ) {
  try {
    const release = await lockFolder(folder)
    fs.writeFileSync(proof, String(process.pid), { flag: mode === 'crash' ? 'w' : 'wx' })
    taken += 1
    if (mode === 'hold') {
      process.stdout.write('held\n')
      await wait(60_000)
    }
    if (taken % 3 === 0) await wait(1)
    if (fs.readFileSync(proof, 'utf8') !== String(process.pid)) throw new Error('two held the folder at once')
    if (mode === 'crash' && taken === Number(count)) process.kill(process.pid, 'SIGKILL')
    fs.unlinkSync(proof)
    await release()
  } catch (error) {
    if (!(error instanceof DiskError && error.kind === 'locked')) throw error
    await wait(Math.random() * 2)
  }
}
