/**
 * Random histories: clients write, read and retry through any node while links are cut, slow, silent or lose
 * replies, and disks refuse. Beside it runs a model of who has seen what: a set of writes a client. When all
 * is healed and read, no acknowledged write may be missing unless a write that had seen it took its place.
 */
import fc from 'fast-check'
import t from 'tap'
import { Client, newWriteId, type PutAsked } from './client.js'
import { InProcessCluster, type TestNode, type Way } from './in-process-cluster.js'

const key = 'cart:42'
const nodeCount = 4
const deadlineMs = 60

const nodeIndex = fc.nat(nodeCount - 1)
const clientIndex = fc.nat(2)
const quorum = fc.integer({ min: 1, max: 3 })

type Step =
  | { kind: 'put'; client: number; node: number; w: number; forgetful: boolean }
  | { kind: 'retry'; pick: number; node: number }
  | { kind: 'get'; client: number; node: number; r: number }
  | { kind: 'way'; from: number; to: number; way: Way }
  | { kind: 'disk'; node: number; failing: boolean }
  | { kind: 'wait'; ms: number }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      client: clientIndex,
      node: nodeIndex,
      w: quorum,
      forgetful: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('retry' as const), pick: fc.nat(), node: nodeIndex }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('get' as const),
      client: clientIndex,
      node: nodeIndex,
      r: quorum,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('way' as const),
      from: nodeIndex,
      to: nodeIndex,
      way: fc.constantFrom<Way>('open', 'cut', 'hung', 'reply-lost', 'reply-hung', 3, 40),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('disk' as const), node: nodeIndex, failing: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 70 }) }),
  },
)

interface Write {
  readonly text: string
  readonly asked: PutAsked
  /** The writes that its client had seen, and what those had seen. */
  readonly past: ReadonlySet<string>
  /** How many coordinators may have taken it, at least: a write taken twice may come back, see version/write.ts. */
  attempts: number
  acknowledged: boolean
}

interface Knowledge {
  context: Uint8Array | undefined
  seen: ReadonlySet<string>
}

class History {
  readonly cluster = new InProcessCluster({ nodes: nodeCount })
  readonly client = new Client(this.cluster)
  readonly writes: Write[] = []
  readonly clients: Knowledge[] = Array.from({ length: 3 }, () => ({ context: undefined, seen: new Set() }))
  readonly #underWay: Promise<void>[] = []

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#step(step)
    await this.cluster.clock.settle(Promise.all(this.#underWay))
  }

  async #step(step: Step): Promise<void> {
    const { cluster } = this
    const { nodes } = cluster
    if (step.kind === 'wait') return cluster.clock.advance(step.ms)
    if (step.kind === 'way') return cluster.setWay(nodes[step.from], nodes[step.to], step.way)
    if (step.kind === 'disk') {
      nodes[step.node].store.failPuts = step.failing ? 'disk-full' : undefined
    } else if (step.kind === 'get') {
      this.#underWay.push(this.#get(this.clients[step.client], nodes[step.node], step.r))
    } else if (step.kind === 'put') {
      const known = step.forgetful
        ? { context: undefined, seen: new Set<string>() }
        : this.clients[step.client]
      const context = known.context === undefined ? {} : { context: known.context }
      const write = {
        text: `write ${this.writes.length}`,
        asked: { writeId: newWriteId(), w: step.w, deadlineMs, ...context },
        past: known.seen,
        attempts: 0,
        acknowledged: false,
      }
      this.writes.push(write)
      this.#underWay.push(this.#put(write, nodes[step.node], this.clients[step.client]))
    } else if (this.writes.length > 0) {
      const write = this.writes[step.pick % this.writes.length]
      this.#underWay.push(this.#put(write, nodes[step.node], undefined))
    }
  }

  async #put(write: Write, node: TestNode, by: Knowledge | undefined): Promise<void> {
    // A node that is no owner forwards, to another owner when the first one's reply is lost: as good as a retry.
    write.attempts += this.cluster.placed(key).owners.includes(node) ? 1 : 2
    try {
      const { context } = await this.client.putNow(node, key, write.text, write.asked)
      write.acknowledged = true
      if (by !== undefined) Object.assign(by, { context, seen: new Set([...write.past, write.text]) })
    } catch {
      // Whatever became of it: it was not acknowledged.
    }
  }

  async #get(by: Knowledge, node: TestNode, r: number): Promise<void> {
    try {
      const { texts, context } = await this.client.getNow(node, key, { r, deadlineMs })
      Object.assign(by, { context, seen: this.#closure(texts) })
    } catch {
      // A client that got no answer knows what it knew.
    }
  }

  #closure(texts: readonly string[]): Set<string> {
    const pasts = this.writes.filter(({ text }) => texts.includes(text)).map(({ past }) => [...past])
    return new Set([...texts, ...pasts.flat()])
  }

  /** Everything works again, and is read until nobody is behind; what each owner then holds. */
  async healed(): Promise<string[][]> {
    const { cluster, client } = this
    cluster.heal()
    for (const node of cluster.nodes) node.store.failPuts = undefined
    await cluster.calm()
    await cluster.deliverHints()
    const { owners } = cluster.placed(key)
    await client.get(owners[0], key, { r: 3 })
    await cluster.calm()
    const held = []
    for (const owner of owners) held.push((await client.get(owner, key, { r: 1 })).texts)
    return held
  }
}

/** A write that W = 1 acknowledged is with a stand-in alone: no owner's disk takes it. */
const allOwnersFull: Step[] = [
  { kind: 'disk', node: 0, failing: true },
  { kind: 'disk', node: 1, failing: true },
  { kind: 'disk', node: 3, failing: true },
  { kind: 'put', client: 0, node: 0, w: 1, forgetful: false },
  { kind: 'wait', ms: 70 },
]

t.test('no acknowledged write is lost but to one that had seen it', async (t) => {
  let acknowledged = 0
  let superseded = 0
  let concurrent = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 10, maxLength: 40 }), async (steps) => {
      const history = new History()
      await history.run(steps)
      const [final, ...others] = await history.healed()
      for (const other of others) {
        if (other.join() !== final.join()) throw new Error(`owners differ: ${final} and ${other}`)
      }
      if (new Set(final).size !== final.length) throw new Error(`a write shows twice: ${final}`)
      for (const { text, acknowledged: isKept, attempts } of history.writes) {
        const wasSeenBy = history.writes.filter(({ past }) => past.has(text))
        const isThere = final.includes(text)
        if (isKept && !isThere && wasSeenBy.length === 0)
          throw new Error(`${text} is lost; there is ${final}`)
        if (isThere && attempts === 1 && wasSeenBy.some((by) => by.acknowledged)) {
          throw new Error(`${text} is back, though an acknowledged write had seen it`)
        }
        if (isKept) acknowledged += 1
        if (isKept && !isThere) superseded += 1
      }
      if (final.length > 1) concurrent += 1
      if (history.cluster.bugs.length > 0) throw history.cluster.bugs[0]
    }),
    { numRuns: 150, examples: [[allOwnersFull]] },
  )
  t.comment(
    `${acknowledged} acknowledged, ${superseded} of them superseded, ${concurrent} ends with siblings`,
  )
  t.ok(acknowledged > 100 && superseded > 20 && concurrent > 10, 'the histories are worth their name')
})
