/** What "is a Clock" means, on the machine's clock and on a simulated one. */
import type { Test } from 'tap'
import { type Clock, sleep } from '../../src/ports/clock.js'

export interface ClockHarness {
  readonly clock: Clock
  /** Lets time pass until `promise` has settled. */
  settle<T>(promise: Promise<T>): Promise<T>
}

export function clockConformance(t: Test, open: () => ClockHarness): void {
  t.test('time does not go back', async (t) => {
    const { clock, settle } = open()
    let last = clock.nowMs()
    for (let n = 0; n < 50; n += 1) {
      await settle(sleep(clock, n % 5 === 0 ? 1 : 0))
      const now = clock.nowMs()
      if (now < last) t.fail(`${now} after ${last}`)
      last = now
    }
    t.ok(Number.isFinite(clock.wallMs()))
  })

  t.test('a timer fires once, not before its time, in order of time', async (t) => {
    const { clock, settle } = open()
    const fired: number[] = []
    const start = clock.nowMs()
    const delays = [12.5, 0, 3, 7.25, 1]
    await settle(
      new Promise<void>((resolve) => {
        for (const delay of delays) {
          clock.setTimer(delay, () => {
            t.ok(clock.nowMs() - start >= delay, `${delay} ms`)
            fired.push(delay)
            if (fired.length === delays.length) resolve()
          })
        }
      }),
    )
    await settle(sleep(clock, 15))
    t.strictSame(fired, [0, 1, 3, 7.25, 12.5])
  })

  t.test('a cancelled timer does not fire; cancelling late or twice is harmless', async (t) => {
    const { clock, settle } = open()
    let fired = 0
    const early = clock.setTimer(2, () => {
      fired += 1
    })
    const late = clock.setTimer(1, () => {
      fired += 10
    })
    const far = clock.setTimer(2 ** 40, () => {
      fired += 100
    })
    early.cancel()
    early.cancel()
    await settle(sleep(clock, 10))
    late.cancel()
    t.equal(fired, 10, 'nor does one that is due in decades')
    far.cancel()
  })

  t.test('afterTurn calls later, each once, in order', async (t) => {
    const { clock, settle } = open()
    const order: string[] = []
    const called = new Promise<void>((resolve) => {
      clock.afterTurn(() => order.push('first'))
      clock.afterTurn(() => {
        order.push('second')
        resolve()
      })
    })
    queueMicrotask(() => order.push('microtask'))
    order.push('now')
    await settle(called)
    t.strictSame(order, ['now', 'microtask', 'first', 'second'])
  })
}
