import fc from 'fast-check'
import t from 'tap'
import {
  Health,
  pingAfterMs,
  probeGapMs,
  streakMax,
  suspectAfterMaxMs,
  suspectAfterMinMs,
} from '../../src/membership/health.js'
import { LinkModel } from './link-model.js'

const lookEveryMs = 50
const hourMs = 3_600_000

/** Hung from one time to another. */
function hung(fromMs: number, untilMs: number) {
  return (nowMs: number) => (nowMs >= fromMs && nowMs < untilMs ? untilMs : nowMs)
}

t.test(
  'a node that hangs is suspected in a few tenths of a second, and known as well soon after',
  async (t) => {
    const model = new LinkModel({ hungUntilMs: hung(10_000, 40_000) })
    model.run(10_000)
    t.equal(model.health.suspicions, 0)
    const suspectedMs = model.run(5000, () => model.health.state === 'suspect')
    t.ok(suspectedMs - 10_000 <= suspectAfterMinMs + lookEveryMs + 20, `after ${suspectedMs - 10_000} ms`)
    model.run(40_000 - model.nowMs)
    t.equal(model.health.state, 'suspect')
    const upMs = model.run(5000, () => model.health.state === 'up')
    t.ok(upMs - 40_000 <= 4 * probeGapMs, `${upMs - 40_000} ms after it is back`)
    t.equal(model.health.suspicions, 1)
  },
)

t.test('a suspect of which nothing is heard is deaf after a while, and not while it answers', async (t) => {
  const health = new Health()
  health.opened(1, 0)
  t.notOk(health.isDeaf(5000, 0), 'an idle one is none')
  t.ok(health.look(10_000, 9800, 0), 'into the silence')
  health.pinged(10_000)
  health.look(10_100, 9800, 0)
  t.equal(health.state, 'suspect')
  t.notOk(health.isDeaf(11_099, 0))
  t.ok(health.isDeaf(11_100, 0))
  t.notOk(health.isDeaf(11_100, 10_500), 'heard of since')
  health.awoke(11_100)
  t.notOk(health.isDeaf(12_000, 0), 'this process has stood still itself')
  health.opened(1, 12_200)
  t.equal(health.state, 'up')
  t.notOk(health.isDeaf(20_000, 12_200))
})

t.test('the longer a link usually takes, the longer it is given: it is suspected once', async (t) => {
  for (const latencyMs of [50, 150, 300]) {
    const model = new LinkModel({ latencyMs })
    model.run(hourMs / 10)
    t.ok(model.health.suspicions <= 1, `${latencyMs} ms each way: ${model.health.suspicions}`)
    t.ok(model.suspectMs < 2000)
  }
})

t.test('a coordinator that waits for others is not silent', async (t) => {
  const model = new LinkModel({ workMs: () => 4000, paceMs: 1000 })
  model.run(60_000)
  t.equal(model.health.suspicions, 0)
  t.ok(model.pings > 10, `${model.pings} pings were answered`)
  t.ok(model.health.suspectAfterMs(model.nowMs) < 300, 'and it is not taken for a slow link')
})

t.test('nobody pings where nothing is silent', async (t) => {
  const model = new LinkModel({})
  model.run(60_000)
  t.equal(model.pings, 0)
})

t.test('a lossy link does not flap', async (t) => {
  for (const lossRate of [0.01, 0.02, 0.05]) {
    for (const seed of [1, 2, 3]) {
      const model = new LinkModel({ lossRate, seed })
      model.run(hourMs / 2)
      const { suspicions } = model.health
      t.ok(suspicions <= 10, `${lossRate}: suspected ${suspicions} times in half an hour`)
      t.ok(model.suspectMs < 0.005 * model.nowMs, `${Math.round(model.suspectMs)} ms together`)
    }
  }
})

t.test('and a node that hangs behind a lossy link is still suspected', async (t) => {
  const model = new LinkModel({ lossRate: 0.05, hungUntilMs: hung(600_000, 660_000) })
  model.run(600_000)
  const suspectedMs = model.run(60_000, () => model.health.state === 'suspect')
  t.ok(suspectedMs - 600_000 <= suspectAfterMaxMs + 1000, `after ${suspectedMs - 600_000} ms`)
  model.run(660_000 - model.nowMs)
  const upMs = model.run(60_000, () => model.health.state === 'up')
  t.ok(upMs - 660_000 < 5000, `${upMs - 660_000} ms after it is back`)
})

t.test('one that hangs again and again has more to prove each time, within a bound', async (t) => {
  const health = new Health()
  health.opened(1, 0)
  const proofs: number[] = []
  let nowMs = 0
  for (let round = 0; round < 9; round += 1) {
    // Silent, with a request owed all the time.
    const owedMs = nowMs
    while (health.state === 'up') {
      nowMs += lookEveryMs
      if (health.look(nowMs, owedMs, owedMs)) health.pinged(nowMs)
    }
    let sentMs = nowMs
    health.pingExpired(owedMs + 2 * lookEveryMs, nowMs)
    let proof = 0
    while (health.state === 'suspect') {
      nowMs += probeGapMs
      if (!health.look(nowMs, undefined, nowMs)) continue
      sentMs = nowMs
      health.pinged(sentMs)
      proof += 1
      health.ponged(sentMs, nowMs + 1)
    }
    proofs.push(proof)
  }
  t.strictSame(proofs.slice(0, 3), [2, 4, 8])
  t.ok(proofs.every((proof) => proof <= streakMax))
  t.equal(proofs.at(-1), streakMax)
  // Ten quiet minutes, and it is as good as new.
  nowMs += 600_000
  const owedMs = nowMs
  while (health.state === 'up') {
    nowMs += lookEveryMs
    if (health.look(nowMs, owedMs, owedMs)) health.pinged(nowMs)
  }
  t.equal(health.suspicions, 10)
})

t.test('probes that are lost are sent again, more and more seldom', async (t) => {
  const health = new Health()
  health.opened(1, 0)
  const sent: number[] = []
  let pingMs: number | undefined
  let timeoutMs = 0
  for (let nowMs = 0; nowMs <= 60_000; nowMs += lookEveryMs) {
    if (pingMs !== undefined && nowMs >= pingMs + timeoutMs) {
      health.pingExpired(pingMs, nowMs)
      pingMs = undefined
    }
    if (!health.look(nowMs, 0, 0)) continue
    t.equal(pingMs, undefined, 'one at a time')
    pingMs = nowMs
    timeoutMs = health.pingTimeoutMs
    health.pinged(nowMs)
    sent.push(nowMs)
  }
  t.equal(health.state, 'suspect')
  t.ok(sent.length < 20, `${sent.length} pings in a minute`)
  const gapsMs = sent.slice(1).map((ms, n) => ms - sent[n])
  t.ok(Math.max(...gapsMs) <= 5000 + lookEveryMs, `${gapsMs}`)
})

t.test('a process that stood still itself accuses nobody', async (t) => {
  const health = new Health()
  health.opened(1, 0)
  t.notOk(health.look(1000, 990, 980))
  health.awoke(9000)
  t.notOk(health.look(9000, 990, 980), 'what came meanwhile is not read yet')
  t.notOk(health.look(9050, 990, 980))
  t.ok(health.look(9000 + pingAfterMs, 990, 980))
  t.equal(health.state, 'up')
})

t.test('a node that answers pings and does no work is suspected, too, and for longer', async (t) => {
  const health = new Health()
  health.opened(1, 0)
  health.workExpired(500, 1000)
  t.equal(health.state, 'up', 'a short deadline proves nothing')
  health.workDone(1500)
  health.workExpired(2000, 2000)
  t.equal(health.state, 'up', 'nor does one that is late while others are done')
  health.workExpired(2000, 4000)
  t.equal(health.state, 'suspect')
  let pings = 0
  for (let nowMs = 4000; health.state === 'suspect'; nowMs += probeGapMs) {
    if (!health.look(nowMs, undefined, nowMs)) continue
    health.pinged(nowMs)
    health.ponged(nowMs, nowMs)
    pings += 1
  }
  t.equal(pings, 8)
})

t.test(
  'lost once and connected again it is up at once; lost again and again it has to prove itself',
  async (t) => {
    const health = new Health()
    t.equal(health.state, 'up', 'nothing is known')
    health.lost(false, 10)
    t.equal(health.state, 'down')
    t.equal(health.suspicions, 0, 'it never was there')
    health.opened(1, 100)
    t.equal(health.state, 'up')
    health.lost(false, 1000)
    t.equal(health.state, 'down')
    t.notOk(health.look(2000, 500, 500), 'nothing to ping')
    health.opened(1, 3000)
    t.equal(health.state, 'up')
    health.lost(false, 4000)
    health.opened(1, 5000)
    t.equal(health.state, 'suspect')
    t.ok(health.isWatched)
    health.lost(false, 5100)
    t.equal(health.suspicions, 2)
  },
)

t.test('what others say brings a ping forward, and no more', async (t) => {
  const health = new Health()
  health.opened(1, 0)
  t.notOk(health.look(1000, undefined, 900))
  health.probeSoon()
  t.ok(health.isWatched)
  t.ok(health.look(1050, undefined, 900))
  health.pinged(1050)
  t.notOk(health.isWatched)
  t.equal(health.state, 'up')
  health.ponged(1050, 1051)
  t.equal(health.state, 'up')
})

t.test('whatever comes in whatever order', async () => {
  const event = fc.record({
    kind: fc.constantFrom(
      'opened',
      'lost',
      'look',
      'ponged',
      'pingExpired',
      'workExpired',
      'workDone',
      'probeSoon',
      'awoke',
    ),
    afterMs: fc.double({ min: 0, max: 3000, noNaN: true }),
    owedMs: fc.option(fc.double({ min: 0, max: 5000, noNaN: true })),
    heardMs: fc.double({ min: 0, max: 5000, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 200 }), (events) => {
      const health = new Health()
      let nowMs = 0
      let isConnected = false
      let pingMs: number | undefined
      let pingedSinceUp = false
      for (const { kind, afterMs, owedMs, heardMs } of events) {
        nowMs += afterMs
        const before = health.state
        if (kind === 'opened') health.opened(1, nowMs)
        else if (kind === 'lost') health.lost(false, nowMs)
        else if (kind === 'look') {
          const owed = owedMs === null ? undefined : nowMs - owedMs
          const isPing = health.look(nowMs, owed, nowMs - heardMs)
          if (before === 'up' && health.state === 'suspect' && !pingedSinceUp) return false
          if (isPing) {
            health.pinged(nowMs)
            pingMs = nowMs
            pingedSinceUp = true
          }
        } else if (kind === 'ponged') health.ponged(pingMs ?? -1, nowMs)
        else if (kind === 'pingExpired') health.pingExpired(pingMs ?? -1, nowMs)
        else if (kind === 'workExpired') health.workExpired(heardMs, nowMs)
        else if (kind === 'workDone') health.workDone(nowMs)
        else if (kind === 'probeSoon') health.probeSoon()
        else health.awoke(nowMs)
        if (kind === 'opened') isConnected = true
        if (kind === 'lost') isConnected = false
        if (isConnected && health.state === 'down') return false
        if (kind === 'lost' && health.state !== 'down') return false
        if (before !== 'up' && health.state === 'up') pingedSinceUp = false
        const boundMs = health.suspectAfterMs(nowMs)
        if (boundMs < suspectAfterMinMs || boundMs > suspectAfterMaxMs) return false
      }
      return true
    }),
  )
})
