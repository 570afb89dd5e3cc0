/** A process gets about its share of a processor, by either means, and all of it again afterwards. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { byDutyCycle, type Limit, limitTo } from '../../bench/limiter.js'

/** In state T it stands still. */
function stateOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1][0]
}

async function limited(t: Test, limit: (pid: number, share: number) => Limit): Promise<Limit> {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
  t.teardown(() => child.kill('SIGKILL'))
  const pid = child.pid ?? 0
  const limiting = limit(pid, 0.2)
  await sleep(500)
  t.ok(limiting.share() < 0.5, `${limiting.how}: ${limiting.share()}`)
  limiting.release()
  for (let look = 0; look < 5; look += 1) {
    await sleep(30)
    t.not(stateOf(pid), 'T', 'it runs freely')
  }
  return limiting
}

t.test('by stopping and continuing it in turn', async (t) => {
  const limiting = await limited(t, byDutyCycle)
  t.equal(limiting.how, 'duty cycle')
})

t.test('by whatever the machine allows', async (t) => {
  const limiting = await limited(t, limitTo)
  t.match(limiting.how, /^(quota|duty cycle)$/)
})

t.test('a process that ends while it is limited', async (t) => {
  for (const limit of [byDutyCycle, limitTo]) {
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
    const limiting = limit(child.pid ?? 0, 0.5)
    await new Promise((resolve) => child.once('exit', resolve))
    limiting.release()
    t.pass('is no error')
  }
})
