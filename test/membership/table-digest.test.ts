import fc from 'fast-check'
import t from 'tap'
import { compareAge, MemberTable } from '../../src/membership/member.js'
import { areSame, bucketCount, bucketOf, hashOfAge, TableDigest } from '../../src/membership/table-digest.js'
import { anyRecords, memberOf, nodeIds } from './arbitraries.js'

t.test('tables have equal digests just when they have the same records', async () => {
  fc.assert(
    fc.property(anyRecords, anyRecords, fc.boolean(), (a, b, isSame) => {
      const one = new MemberTable()
      for (const record of a) one.merge([record])
      const other = new MemberTable()
      other.merge(isSame ? [...a].reverse() : b)
      const ages = (table: MemberTable) => JSON.stringify(table.all())
      if (areSame(one.digest.table, other.digest.table) !== (ages(one) === ages(other)))
        throw new Error('the digest tells otherwise')
    }),
  )
})

t.test('buckets differ where records do', async () => {
  fc.assert(
    fc.property(anyRecords, anyRecords, (a, b) => {
      const [one, other] = [a, b].map((records) => {
        const table = new MemberTable()
        table.merge(records)
        return table
      })
      const [mine, theirs] = [one.digest.buckets(), other.digest.buckets()]
      for (let bucket = 0; bucket < bucketCount; bucket += 1) {
        const areEqual = JSON.stringify(one.inBucket(bucket)) === JSON.stringify(other.inBucket(bucket))
        if ((mine[bucket] === theirs[bucket]) !== areEqual) throw new Error(`bucket ${bucket}`)
      }
    }),
  )
})

t.test('every record is in one bucket, its own', async (t) => {
  const table = new MemberTable(nodeIds.map((id) => memberOf(id, 1, 1)))
  const found = Array.from({ length: bucketCount }, (_, bucket) => table.inBucket(bucket)).flat()
  t.strictSame(
    [...found].sort((a, b) => (a.id < b.id ? -1 : 1)),
    table.all(),
  )
  for (const { id } of found) t.ok(table.inBucket(bucketOf(id)).some((one) => one.id === id))
})

t.test('taking in twice is taking out', async (t) => {
  const digest = new TableDigest()
  const [a, b] = nodeIds.map((id) => memberOf(id, 1, 1))
  digest.toggle(a)
  const before = digest.table
  digest.toggle(b)
  t.notOk(areSame(before, digest.table))
  digest.toggle(b)
  t.strictSame(digest.table, before)
  digest.toggle(a)
  t.strictSame(digest.table, { high: 0, low: 0 })
})

t.test('of equal ages the hashes are equal, and of others not', async (t) => {
  const age = { id: nodeIds[0], incarnation: 0, version: 0 }
  const old = { ...age, incarnation: -0 }
  t.equal(compareAge(memberOf(age.id, 0, 0), memberOf(age.id, -0, 0)), 0)
  t.strictSame(hashOfAge(old), hashOfAge(age))
  t.notSame(hashOfAge({ ...age, version: 1 }), hashOfAge(age))
  t.notSame(hashOfAge({ ...age, incarnation: 0.5 }), hashOfAge(age))
  t.notSame(hashOfAge({ ...age, id: nodeIds[1] }), hashOfAge(age))
})

t.test('the hash is the one that FRAMES.md tells of', async (t) => {
  const age = { id: '0a1b2c3d4e5f', incarnation: 1_700_000_000_000, version: 2 }
  const { high, low } = hashOfAge(age)
  t.equal(`${high.toString(16)} ${low.toString(16)} ${bucketOf(age.id)}`, '14d27301 1bf72abb 28')
})
