/** Names over power losses, against a list of their changes; and what backups and wiping do to a disk. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { Platter } from '../../../src/simulation/world/platter.js'
import { SeededRandom } from '../../../src/simulation/world/seeded-random.js'
import { StoredFile, type TearStyle } from '../../../src/simulation/world/stored-file.js'

type Names = ReadonlyMap<string, string>

/** One change of names: files are known by their content. */
interface Change {
  readonly apply: (names: Names) => Names
  readonly folders: readonly string[]
  readonly atMs: number
}

function shown(names: Names): string {
  return [...names]
    .map(([name, content]) => `${name}=${content}`)
    .sort()
    .join(' ')
}

class Both {
  readonly platter = new Platter()
  safe: Names = new Map()
  open: Change[] = []
  now: Names = new Map()
  #nowMs = 0
  #files = 0

  constructor() {
    for (const folder of ['a', 'b']) this.platter.makeFolder(folder)
  }

  create(name: string): void {
    this.#files += 1
    const content = `file ${this.#files}`
    const file = StoredFile.of(Buffer.from(content))
    this.#change([[name, content]], new Map([[name, file]]))
  }

  rename(from: string, to: string): void {
    const [content, file] = [this.now.get(from), this.platter.find(from)]
    if (content === undefined || file === undefined) return
    this.#change(
      [
        [from, undefined],
        [to, content],
      ],
      new Map([
        [from, undefined],
        [to, file],
      ]),
    )
  }

  remove(name: string): void {
    if (this.now.has(name)) this.#change([[name, undefined]], new Map([[name, undefined]]))
  }

  syncFolder(folder: string, count = this.platter.nameChangesMade): void {
    const first = this.platter.nameChangesMade - this.#made.length
    this.platter.syncFolder(folder, count)
    const covered = new Set(this.#made.slice(0, count - first))
    for (const change of this.open) {
      if (covered.has(change) && change.folders.includes(folder)) this.safe = change.apply(this.safe)
    }
    this.open = this.open.filter((change) => !(covered.has(change) && change.folders.includes(folder)))
  }

  readonly #made: Change[] = []

  #change(
    entries: readonly (readonly [string, string | undefined])[],
    change: Map<string, StoredFile | undefined>,
  ): void {
    this.#nowMs += 1
    this.platter.rename(change, this.#nowMs)
    const apply = (names: Names) => {
      const next = new Map(names)
      for (const [name, content] of entries) {
        if (content === undefined) next.delete(name)
        else next.set(name, content)
      }
      return next
    }
    const one = { apply, folders: entries.map(([name]) => name[0]), atMs: this.#nowMs }
    this.#made.push(one)
    this.open.push(one)
    this.now = apply(this.now)
  }

  outcomes(style: TearStyle): Set<string> {
    if (style === 'nothing') return new Set([shown(this.safe)])
    const all = this.open.reduce((names, { apply }) => apply(names), this.safe)
    if (style === 'everything') return new Set([shown(all)])
    const found = new Map([[shown(this.safe), this.safe]])
    let names = this.safe
    for (const { apply } of this.open) {
      names = apply(names)
      if (style === 'prefix') found.set(shown(names), names)
      else for (const one of [...found.values()].map(apply)) found.set(shown(one), one)
    }
    return new Set(found.keys())
  }
}

function shownOn(platter: Platter): string {
  return shown(new Map([...platter.snapshot()].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])))
}

const nameArbitrary = fc.constantFrom('a/x', 'a/y', 'a/z', 'b/x', 'b/y')
const stepArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('create' as const), name: nameArbitrary }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('rename' as const), name: nameArbitrary, to: nameArbitrary }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), name: nameArbitrary }) },
  {
    weight: 2,
    // Some began so many changes ago.
    arbitrary: fc.record({
      kind: fc.constant('sync' as const),
      folder: fc.constantFrom('a', 'b'),
      ago: fc.constantFrom(0, 0, 1, 2),
    }),
  },
)

t.test(
  'a power loss leaves the names that are safe, and of the changes since each, whole, or not',
  async () => {
    fc.assert(
      fc.property(
        fc.array(stepArbitrary, { maxLength: 12, size: 'max' }),
        fc.constantFrom<TearStyle>('nothing', 'everything', 'prefix', 'sectors'),
        fc.nat(),
        (steps, style, seed) => {
          const both = new Both()
          const { platter } = both
          for (const step of steps) {
            if (step.kind === 'create') both.create(step.name)
            else if (step.kind === 'rename') both.rename(step.name, step.to)
            else if (step.kind === 'remove') both.remove(step.name)
            else both.syncFolder(step.folder, Math.max(0, platter.nameChangesMade - step.ago))
          }
          assert.equal(shownOn(platter), shown(both.now))
          assert.deepEqual(platter.paths(), [...both.now.keys()].sort())
          for (const folder of ['a', 'b']) {
            const oldest = both.open.find(({ folders }) => folders.includes(folder))
            assert.equal(platter.unsafeSinceMs(folder), oldest?.atMs)
          }
          platter.losePower(style, new SeededRandom(seed, 'power'))
          const left = shownOn(platter)
          assert.ok(both.outcomes(style).has(left), `${style} left ${left}`)
          platter.losePower('nothing', new SeededRandom(seed, 'again'))
          assert.equal(shownOn(platter), left, 'what was found is safe')
        },
      ),
      { numRuns: 500 },
    )
  },
)

t.test('every outcome of changed names comes about', async (t) => {
  const seen = (style: TearStyle) => {
    const found = new Set<string>()
    for (let seed = 0; seed < 100; seed += 1) {
      const both = new Both()
      both.create('a/x')
      both.create('a/y')
      both.syncFolder('a')
      both.rename('a/x', 'a/y')
      both.create('a/z')
      both.platter.losePower(style, new SeededRandom(seed, 'power'))
      found.add(shownOn(both.platter))
    }
    return [...found].sort()
  }
  const [before, renamed] = ['a/x=file 1 a/y=file 2', 'a/y=file 1']
  t.strictSame(seen('nothing'), [before])
  t.strictSame(seen('everything'), [`${renamed} a/z=file 3`])
  t.strictSame(seen('prefix'), [before, renamed, `${renamed} a/z=file 3`])
  t.strictSame(seen('sectors'), [before, `${before} a/z=file 3`, renamed, `${renamed} a/z=file 3`])
})

t.test('unsafeSinceMs counts a file that is removed, as long as it may come back as it was', async (t) => {
  const platter = new Platter()
  platter.makeFolder('a')
  const file = new StoredFile()
  platter.rename(new Map([['a/x', file]]), 1)
  platter.syncFolder('a', platter.nameChangesMade)
  t.equal(platter.unsafeSinceMs('a'), undefined)
  file.write(Buffer.from('not synced'), 0, 5)
  t.equal(platter.unsafeSinceMs('a'), 5)
  t.equal(platter.unsafeSinceMs('b'), undefined, 'another folder has nothing to do with it')
  platter.rename(new Map([['a/x', undefined]]), 9)
  t.equal(platter.unsafeSinceMs('a'), 5)
  platter.syncFolder('a', platter.nameChangesMade)
  t.equal(platter.unsafeSinceMs('a'), undefined)
})

t.test('a backup is what programs saw; restored, it is safe', async (t) => {
  const platter = new Platter()
  platter.makeFolder('a')
  const file = new StoredFile()
  platter.rename(new Map([['a/x', file]]), 0)
  file.write(Buffer.from('old'), 0, 0)
  const backup = platter.snapshot()
  file.write(Buffer.from('new'), 0, 0)
  platter.rename(new Map([['a/y', StoredFile.of(Buffer.from('later'))]]), 0)
  t.equal(
    shown(new Map([...backup].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]))),
    'a/x=old',
  )
  platter.restore(backup)
  t.strictSame([shownOn(platter), platter.usedBytes, platter.unsafeSinceMs('a')], ['a/x=old', 3, undefined])
  platter.losePower('nothing', new SeededRandom(1, 'power'))
  t.equal(shownOn(platter), 'a/x=old')
  platter.find('a/x')?.write(Buffer.from('far'), 0, 0)
  platter.restore(backup)
  t.equal(shownOn(platter), 'a/x=old', 'a backup can be restored again')
})

t.test('wiping loses some files for good, and leaves the others', async (t) => {
  const platter = new Platter()
  for (const name of ['a/x', 'a/y', 'b/x']) {
    platter.rename(new Map([[name, StoredFile.of(Buffer.from(name))]]), 0)
  }
  platter.wipe((path) => path.startsWith('a/'))
  t.strictSame(platter.paths(), ['b/x'])
  platter.losePower('nothing', new SeededRandom(1, 'power'))
  t.strictSame(shownOn(platter), 'b/x=b/x')
})
