import t from 'tap'
import { type Member, MemberTable } from '../../src/membership/member.js'
import { Removals } from '../../src/membership/removals.js'
import { nodeIds } from './arbitraries.js'

const [self, gone, other] = nodeIds
const takenForMs = 1000

function member(id: string, more: Partial<Member> = {}): Member {
  const record = { id, incarnation: 1, version: 0, address: '10.0.0.1:7401', weight: 1, zone: '' }
  return { ...record, status: 'up', removes: [], ...more }
}

/** What is thought at some time after one change of the table. */
function heard(before: readonly Member[], news: readonly Member[], isInStep = true) {
  const table = new MemberTable(before)
  let nowMs = 100
  const removals = new Removals(self, table, takenForMs, { nowMs: () => nowMs })
  table.merge(news)
  removals.follow(isInStep)
  return (atMs: number) => {
    nowMs = atMs
    return removals.refusal(gone)
  }
}

const removes = (id: string, more: Partial<Member> = {}) =>
  member(id, { version: 1, removes: [gone], ...more })

t.test('what a removed node holds is taken for a while from when that was heard', async (t) => {
  const refusal = heard([member(self), member(gone), member(other)], [removes(other)])
  t.equal(refusal(100), undefined)
  t.equal(refusal(1099), undefined)
  t.match(refusal(1100), /was removed \(0.0 min ago\): what it holds may be older than deletes/)
  t.match(refusal(1e7), /min ago/)
})

t.test('who is a member, or not known, is not refused', async (t) => {
  t.equal(heard([member(self), member(gone)], [member(other)])(1e9), undefined)
  t.equal(heard([member(self)], [])(1e9), undefined)
})

t.test('who cannot know that it heard in time takes nothing', async (t) => {
  const all = [member(self), member(gone), member(other)]
  t.match(heard(all, [removes(other)], false)(100), /not known when/, 'it may have missed much')
  t.match(
    heard([member(self), member(gone), removes(other)], [])(100),
    /not known when/,
    'it has started again',
  )
  t.match(heard([member(self)], [member(gone), removes(other)])(100), /./, 'it heard of both at once')
  const left = member(self, { status: 'left' })
  t.match(heard([left, member(gone), member(other)], [removes(other)])(100), /./, 'it was not asked itself')
  const back = member(self, { version: 1 })
  t.match(heard([left, member(gone), member(other)], [back, removes(other)])(100), /./, 'nor just before')
  const leaving = member(gone, { status: 'leaving' })
  t.match(heard([member(self), leaving, member(other)], [removes(other)])(100), /./, 'the ring was the same')
})

t.test('who takes the place of another by one act takes what that one holds', async (t) => {
  const left = member(self, { status: 'left' })
  t.equal(heard([left, member(gone), member(other)], [removes(self)])(100), undefined)
})

t.test('a removal that is taken back and made again begins its time anew', async (t) => {
  const table = new MemberTable([member(self), member(gone)])
  let nowMs = 0
  const removals = new Removals(self, table, takenForMs, { nowMs: () => nowMs })
  const change = (version: number, ids: string[], atMs: number) => {
    nowMs = atMs
    table.merge([member(self, { version, removes: ids })])
    removals.follow(true)
  }
  const refusalAt = (atMs: number) => {
    nowMs = atMs
    return removals.refusal(gone)
  }
  change(1, [gone], 0)
  change(2, [], 900)
  t.equal(refusalAt(5000), undefined)
  change(3, [gone], 6000)
  t.equal(refusalAt(6500), undefined)
  nowMs = 7000
  t.throws(() => removals.check(gone), { code: 'REMOVED' })
})
