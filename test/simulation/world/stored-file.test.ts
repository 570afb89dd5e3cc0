/** One file over power losses, against a list of its changes: what is safe, what is open, what a failed sync lost. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { SeededRandom } from '../../../src/simulation/world/seeded-random.js'
import { StoredFile, sectorBytes, type TearStyle } from '../../../src/simulation/world/stored-file.js'

interface Change {
  readonly atMs: number
  readonly apply: (bytes: Buffer) => Buffer
  /** What of it may be there alone: a cut, or one sector of a write. */
  readonly pieces: ((bytes: Buffer) => Buffer)[]
  fate: 'open' | 'safe' | 'lost'
}

function written(at: Buffer, position: number, bytes: Uint8Array): Buffer {
  const longer = Buffer.alloc(Math.max(at.length, position + bytes.length))
  at.copy(longer)
  longer.set(bytes, position)
  return longer
}

function truncated(at: Buffer, length: number): Buffer {
  const cut = Buffer.alloc(length)
  at.copy(cut)
  return cut
}

function piecesOf(position: number, bytes: Uint8Array): Change['pieces'] {
  const pieces: Change['pieces'] = []
  for (let from = position; from < position + bytes.length; ) {
    const to = Math.min(position + bytes.length, (Math.floor(from / sectorBytes) + 1) * sectorBytes)
    const [start, part] = [from, bytes.subarray(from - position, to - position)]
    pieces.push((at) => written(at, start, part))
    from = to
  }
  return pieces
}

/** A file and its model, changed together. */
class Both {
  readonly file = new StoredFile()
  readonly changes: Change[] = []
  #nowMs = 0
  readonly #syncs: { count: number; beganMs: number }[] = []

  write(position: number, bytes: Uint8Array): void {
    this.#nowMs += 1
    this.file.write(Uint8Array.from(bytes), position, this.#nowMs)
    if (bytes.length > 0) {
      this.#add({ apply: (at) => written(at, position, bytes), pieces: piecesOf(position, bytes) })
    }
  }

  truncate(length: number): void {
    this.#nowMs += 1
    this.file.truncate(length, this.#nowMs)
    const apply = (at: Buffer) => truncated(at, length)
    this.#add({ apply, pieces: [apply] })
  }

  #add(change: Pick<Change, 'apply' | 'pieces'>): void {
    this.changes.push({ ...change, atMs: this.#nowMs, fate: 'open' })
  }

  beginSync(): void {
    this.#nowMs += 1
    assert.equal(this.file.changesMade, this.changes.length)
    this.#syncs.push({ count: this.changes.length, beganMs: this.#nowMs })
  }

  /** Syncs end in any order, well or not. */
  endSync(which: number, isGood: boolean): void {
    this.#nowMs += 1
    if (this.#syncs.length === 0) return
    const [sync] = this.#syncs.splice(which % this.#syncs.length, 1)
    if (isGood) this.file.sync(sync.count, sync.beganMs)
    else this.file.syncFailed(sync.count)
    for (const change of this.changes.slice(0, sync.count)) {
      if (change.fate === 'open') change.fate = isGood ? 'safe' : 'lost'
    }
  }

  after(...fates: Change['fate'][]): Buffer {
    return this.changes
      .filter(({ fate }) => fates.includes(fate))
      .reduce<Buffer>((at, { apply }) => apply(at), Buffer.alloc(0))
  }

  get open(): Change[] {
    return this.changes.filter(({ fate }) => fate === 'open')
  }

  /** All that a power loss may leave. */
  outcomes(style: TearStyle): Set<string> {
    const safe = this.after('safe')
    const found = new Set<string>()
    const add = (bytes: Buffer) => found.add(bytes.toString('latin1'))
    if (style === 'nothing') add(safe)
    else if (style === 'everything') add(this.after('safe', 'open'))
    else if (style === 'prefix') {
      add(safe)
      let at = safe
      for (const piece of this.open.flatMap(({ pieces }) => pieces)) {
        at = piece(at)
        add(at)
      }
    } else {
      let all = new Map<string, Buffer>([[safe.toString('latin1'), safe]])
      for (const piece of this.open.flatMap(({ pieces }) => pieces)) {
        const more = [...all.values()].map(piece)
        all = new Map([...all, ...more.map((bytes): [string, Buffer] => [bytes.toString('latin1'), bytes])])
      }
      for (const text of all.keys()) found.add(text)
    }
    return found
  }
}

type Step =
  | { readonly kind: 'write'; readonly position: number; readonly length: number; readonly fill: number }
  | { readonly kind: 'truncate'; readonly length: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'end'; readonly which: number; readonly isGood: boolean }

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      position: fc.oneof(fc.nat(1300), fc.constantFrom(0, 512, 1024)),
      length: fc.oneof(fc.nat(1100), fc.constantFrom(512, 1024)),
      fill: fc.integer({ min: 1, max: 255 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const), length: fc.nat(2000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('begin' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(3),
      isGood: fc.constantFrom(true, true, true, false),
    }),
  },
)

function played(steps: readonly Step[]): Both {
  const both = new Both()
  for (const step of steps) {
    if (step.kind === 'write') {
      // So few are open at a time that all outcomes can be listed.
      if (both.open.length < 3) both.write(step.position, new Uint8Array(step.length).fill(step.fill))
    } else if (step.kind === 'truncate') both.truncate(step.length)
    else if (step.kind === 'begin') both.beginSync()
    else both.endSync(step.which, step.isGood)
  }
  return both
}

const styles: readonly TearStyle[] = ['nothing', 'everything', 'prefix', 'sectors']

t.test('programs see every change; a power loss leaves what is safe and some of what is open', async () => {
  fc.assert(
    fc.property(fc.array(stepArbitrary, { maxLength: 14, size: 'max' }), fc.nat(), (steps, seed) => {
      const both = played(steps)
      const { file } = both
      assert.ok(both.after('safe', 'open', 'lost').equals(file.view()))
      for (const style of styles) {
        const random = new SeededRandom(seed, style)
        const outcomes = both.outcomes(style)
        for (let n = 0; n < 4; n += 1) {
          const left = file.afterPowerLoss(style, random)
          assert.ok(outcomes.has(Buffer.from(left.view()).toString('latin1')), `${style} of ${outcomes.size}`)
          assert.equal(left.unsafeSinceMs, undefined, 'what is found is safe')
          assert.ok(Buffer.from(left.view()).equals(left.afterPowerLoss('nothing', random).view()))
        }
      }
    }),
    { numRuns: 300 },
  )
})

t.test(
  'unsafeSinceMs is there as long as something is at risk, and not later than the oldest of it',
  async () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 30, size: 'max' }), (steps) => {
        const both = played(steps)
        const atRisk = both.changes.filter(({ fate }) => fate !== 'safe')
        const { unsafeSinceMs } = both.file
        if (atRisk.length === 0) assert.equal(unsafeSinceMs, undefined)
        else assert.ok(unsafeSinceMs !== undefined && unsafeSinceMs <= atRisk[0].atMs)
      }),
      { numRuns: 500 },
    )
  },
)

t.test('unsafeSinceMs goes on with every sync, unless one has failed', async (t) => {
  const file = new StoredFile()
  t.equal(file.unsafeSinceMs, undefined)
  file.write(Buffer.from('a'), 0, 10)
  file.write(Buffer.from('b'), 1, 20)
  t.equal(file.unsafeSinceMs, 10)
  const before = file.changesMade
  file.write(Buffer.from('c'), 2, 40)
  file.sync(before, 30)
  t.equal(file.unsafeSinceMs, 30, 'what was written meanwhile came after the sync began')
  file.syncFailed(file.changesMade)
  file.write(Buffer.from('d'), 3, 60)
  file.sync(file.changesMade, 70)
  t.equal(file.unsafeSinceMs, 30, 'what is lost stays so')
  t.equal(
    Buffer.from(file.afterPowerLoss('everything', new SeededRandom(1, '')).view()).toString('hex'),
    '61620064',
  )
})

t.test('every outcome that can be comes about', async (t) => {
  const file = new StoredFile()
  for (let sector = 0; sector < 2; sector += 1) file.write(new Uint8Array(512).fill(9), sector * 512, 0)
  file.sync(file.changesMade, 0)
  // Across three sectors, in the midst of the first and the last; then a cut.
  file.write(new Uint8Array(800).fill(1), 300, 1)
  file.truncate(700, 2)
  const seen = (style: TearStyle) => {
    const random = new SeededRandom(4, style)
    const left = Array.from({ length: 400 }, () => {
      const bytes = Buffer.from(file.afterPowerLoss(style, random).view())
      return `${bytes.length}: ${[200, 400, 600, 1060].map((at) => bytes[at] ?? '-').join(' ')}`
    })
    return [...new Set(left)].sort()
  }
  t.strictSame(seen('nothing'), ['1024: 9 9 9 -'])
  t.strictSame(seen('everything'), ['700: 9 1 1 -'])
  t.strictSame(seen('prefix'), [
    '1024: 9 1 1 -',
    '1024: 9 1 9 -',
    '1024: 9 9 9 -',
    '1100: 9 1 1 1',
    '700: 9 1 1 -',
  ])
  t.strictSame(seen('sectors'), [
    '1024: 9 1 1 -',
    '1024: 9 1 9 -',
    '1024: 9 9 1 -',
    '1024: 9 9 9 -',
    '1100: 9 1 1 1',
    '1100: 9 1 9 1',
    '1100: 9 9 1 1',
    '1100: 9 9 9 1',
    '700: 9 1 1 -',
    '700: 9 1 9 -',
    '700: 9 9 1 -',
    '700: 9 9 9 -',
  ])
})

t.test('rot turns bits over for programs and for good, also of what is not synced yet', async (t) => {
  for (const isSynced of [true, false]) {
    const file = StoredFile.of(Buffer.from('aaaa'))
    file.write(Buffer.from('bb'), 1, 1)
    if (isSynced) file.sync(file.changesMade, 2)
    file.rot(2, 3)
    file.rot(99, 3)
    t.equal(Buffer.from(file.view()).toString(), 'abaa')
    file.sync(file.changesMade, 3)
    t.equal(Buffer.from(file.afterPowerLoss('nothing', new SeededRandom(1, '')).view()).toString(), 'abaa')
    file.write(Buffer.from('c'), 2, 4)
    t.equal(Buffer.from(file.view()).toString(), 'abca', 'writing it again mends it')
  }
})

t.test('a file holds its own copy of what it begins with', async (t) => {
  const bytes = Buffer.from('abc')
  const file = StoredFile.of(bytes)
  bytes[0] = 120
  t.equal(Buffer.from(file.view()).toString(), 'abc')
  t.equal(file.safeLength, 3)
  t.equal(file.view(5, 9).length, 0)
  t.equal(Buffer.from(file.view(1, 9)).toString(), 'bc')
})
