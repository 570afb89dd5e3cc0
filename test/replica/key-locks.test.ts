/** Turns for writers of one key: in order, one at a time, up to a limit beyond which there is BUSY at once. */
import t from 'tap'
import { KeyLocks } from '../../src/replica/key-locks.js'

const waitingMax = 1024

t.test('a line that is full refuses at once, and moves on as it was', async (t) => {
  const locks = new KeyLocks()
  let end = () => {}
  const untilEnd = new Promise<void>((done) => {
    end = done
  })
  const first = locks.run('cart', () => untilEnd)
  const order: number[] = []
  const line = Array.from({ length: waitingMax }, (_, n) => locks.run('cart', async () => order.push(n)))
  const busy = { code: 'BUSY', retryAfterMs: 50, message: '1024 writers of this key are waiting, the limit' }
  await t.rejects(
    locks.run('cart', async () => {}),
    busy,
  )
  t.equal(await locks.run('other', async () => 'done'), 'done', 'writers of other keys do not wait')
  end()
  await Promise.all([first, ...line])
  t.strictSame(
    order,
    Array.from({ length: waitingMax }, (_, n) => n),
  )
  t.notOk(locks.isTaken('cart'))
  t.equal(await locks.run('cart', async () => 'done'), 'done')
})

t.test('one that fails passes its turn on', async (t) => {
  const locks = new KeyLocks()
  const failing = locks.run('cart', async () => {
    throw new Error('no')
  })
  const next = locks.run('cart', async () => 'done')
  await t.rejects(failing, { message: 'no' })
  t.equal(await next, 'done')
})
