/** What the ledger of a chaos run calls lost. */
import t from 'tap'
import { KeyAccount } from './ledger.js'

const context = Buffer.from('context')
const byOne = { context, w: 1, isSloppy: false }
const byTwo = { context, w: 2, isSloppy: false }

t.test('an acknowledged write must stay until one that had seen it is acknowledged', async (t) => {
  const account = new KeyAccount()
  account.entered('a', undefined)
  t.strictSame(account.lost([]), [], 'not acknowledged: it may be there or not')
  account.acknowledged('a', undefined, byOne)
  t.strictSame(account.lost([]), ['a'])
  account.entered('b', undefined)
  account.acknowledged('b', undefined, byOne)
  t.strictSame(account.lost(['b']), ['a'], 'it had not seen it')
  const seen = account.read(['a', 'b'], context)
  account.entered('c', seen)
  t.strictSame(account.lost([]), [], 'while it is open whether they are superseded')
  account.acknowledged('c', seen, byOne)
  t.strictSame(account.lost(['c']), [])
  t.strictSame(account.returned(['a', 'c']), ['a'])
})

t.test('a delete leaves nothing to look for', async (t) => {
  const account = new KeyAccount()
  account.entered('a', undefined)
  account.acknowledged('a', undefined, byOne)
  const seen = account.read(['a'], context)
  account.entered(undefined, seen)
  account.acknowledged(undefined, seen, byOne)
  t.strictSame(account.lost([]), [])
  t.equal(account.size, 0)
})

t.test('a get must show what a quorum has acknowledged', async (t) => {
  const account = new KeyAccount()
  account.entered('a', undefined)
  account.acknowledged('a', undefined, byOne)
  t.equal(account.missed([], false), undefined, 'one replica is no quorum')
  account.entered('b', undefined)
  account.acknowledged('b', undefined, { ...byTwo, isSloppy: true })
  t.equal(account.missed(['a'], false), 'stand-ins')
  account.entered('c', undefined)
  account.acknowledged('c', undefined, byTwo)
  t.equal(account.missed(['a'], false), 'owners')
  t.equal(account.missed(['a'], true), 'stand-ins')
  t.equal(account.missed(['b', 'c'], false), undefined)
  account.entered('d', account.read(['b', 'c'], context))
  t.equal(account.missed([], false), undefined, 'while it is open whether they are superseded')
})
