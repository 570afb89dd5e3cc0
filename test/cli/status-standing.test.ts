/** What is said of nodes that are no members: their state, what can be done, and who is silent. */
import t from 'tap'
import type { MemberStatus } from '../../src/cli/node-status.js'
import { formerAsText, standingRemarks, stateOf } from '../../src/cli/status-standing.js'
import type { Member } from '../../src/membership/member.js'

function member(id: string, more: Partial<Member> = {}): Member {
  const record = { id, incarnation: 1, version: 0, address: `${id}:7401`, weight: 1, zone: '' }
  return { ...record, status: 'up', removes: [], ...more }
}

function one(id: string, standing: MemberStatus['standing'], answers = true): MemberStatus {
  const status = answers ? ({} as NonNullable<MemberStatus['status']>) : undefined
  return { member: member(id), standing, status, problem: '' }
}

t.test('the state says what a node is, and whether it is down', async (t) => {
  const states = ['up', 'leaving', 'waiting', 'left', 'removed'] as const
  t.strictSame(
    states.map((state) => stateOf(one('a', state))),
    states,
  )
  t.equal(stateOf(one('a', 'up', false)), 'down')
  t.equal(stateOf(one('a', 'waiting', false)), 'waiting, down')
})

t.test('of those that are no members it says which command has them be', async (t) => {
  const known = [member('a'), member('b', { removes: ['a'] }), member('c', { removes: ['a'] })]
  t.strictSame(standingRemarks(one('a', 'up'), known), [])
  t.strictSame(standingRemarks(one('a', 'left'), known), [])
  t.match(standingRemarks(one('a', 'waiting'), known), [/a:7401 waits to be told: `gramme join a`/])
  t.match(standingRemarks(one('a', 'removed'), known), [
    /removed by b:7401, c:7401: `gramme restore a` takes that back/,
  ])
})

t.test('who is silent and no member any more is in one line, however many those are', async (t) => {
  t.strictSame(formerAsText([]), [])
  t.strictSame(formerAsText([one('a', 'left', false), one('b', 'removed', false)]), [
    'not members any more, and silent: a at a:7401 (left), b at b:7401 (removed)',
  ])
  const many = Array.from({ length: 30 }, (_, n) => one(`n${n}`, 'left', false))
  t.match(formerAsText(many), [/n7 at n7:7401 \(left\), and 22 from before that$/])
})
