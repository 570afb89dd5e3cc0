/** What moves between nodes, as `status --transfers` has it from the nodes' own words. */
import t from 'tap'
import type { MemberStatus } from '../../src/cli/node-status.js'
import { transfersAsText, transfersOf } from '../../src/cli/status-transfers.js'
import { StatusReply } from '../../src/wire/messages.js'

const addressOf = (id: string) => `${id}:7401`

function memberThat(id: string, says: Parameters<typeof StatusReply.encode>[0]): MemberStatus {
  const status = StatusReply.decode(StatusReply.encode(says).finish())
  const member = { id, address: addressOf(id), weight: 1, zone: '', status: 0 }
  return { member, status } as unknown as MemberStatus
}

t.test(
  'a node that gives up: bytes, rate and time left, from what it has done at this stretch',
  async (t) => {
    const surrender = { partitions: 3, keys: 300, runningMs: 2000, runningKeys: 100, runningBytes: 4000 }
    t.strictSame(transfersOf([memberThat('a', { surrender })]), [
      {
        kind: 'surrender',
        from: 'a:7401',
        to: 'its owners',
        partitions: 3,
        keys: 300,
        bytes: 4000,
        bytesPerSecond: 2000,
        remainingMs: 6000,
        waitsFor: '',
      },
    ])
    const began = { partitions: 3, keys: 300, runningMs: 10, problem: 'an owner is still being filled' }
    t.match(transfersOf([memberThat('a', { surrender: began })]), [
      { bytes: 0, bytesPerSecond: 0, remainingMs: undefined, waitsFor: 'an owner is still being filled' },
    ])
    t.strictSame(transfersOf([memberThat('a', { surrender: { partitions: 0, given: 7 } })]), [])
  },
)

t.test('who is given what a node gives up, who is given most of it first', async (t) => {
  const toOf = (owners: readonly string[]) => {
    const surrender = { partitions: 3, keys: 300, owners: [...owners] }
    const [{ to }] = transfersOf([memberThat('a', { surrender }), memberThat('b', {}), memberThat('c', {})])
    return to
  }
  t.equal(toOf(['c', 'gone', 'b']), 'c:7401, gone, b:7401')
  t.equal(toOf(['c', 'b', 'd', 'e', 'f']), 'c:7401, b:7401, d and 2 more')
  t.equal(toOf([]), 'its owners', 'a node of an older build names none')
})

t.test('hints, of one owner that is given them and one that is away', async (t) => {
  const owed = [
    { owner: 'b', keys: 50, runningMs: 1000, runningKeys: 10, runningBytes: 500 },
    { owner: 'gone', keys: 8, waitsFor: 'it cannot be reached' },
  ]
  const transfers = transfersOf([memberThat('a', { hints: { owed } }), memberThat('b', {})])
  t.match(transfers, [
    {
      kind: 'hints',
      to: 'b:7401',
      keys: 50,
      bytes: 500,
      bytesPerSecond: 500,
      remainingMs: 5000,
      waitsFor: '',
    },
    { kind: 'hints', to: 'gone', keys: 8, bytes: undefined, remainingMs: undefined, waitsFor: /reached/ },
  ])
  const text = transfersAsText(transfers)
  t.match(text, /a:7401 +b:7401 +- +50 +500 B +500 B +5s +-/)
  t.match(text, /a:7401 +gone +- +8 +- +- +- +it cannot be reached/)
})

t.test('where nothing moves it says so', async (t) => {
  t.equal(transfersAsText(transfersOf([memberThat('a', {})])), 'nothing moves between nodes\n')
})
