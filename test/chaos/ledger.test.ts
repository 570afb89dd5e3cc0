/** What the ledger of a chaos run calls lost. */
import t from 'tap'
import { KeyAccount } from './ledger.js'

const context = Buffer.from('context')

t.test('an acknowledged write must stay until one that had seen it is acknowledged', async (t) => {
  const account = new KeyAccount()
  account.entered('a', undefined)
  t.strictSame(account.lost([]), [], 'not acknowledged: it may be there or not')
  account.acknowledged('a', undefined, context)
  t.strictSame(account.lost([]), ['a'])
  account.entered('b', undefined)
  account.acknowledged('b', undefined, context)
  t.strictSame(account.lost(['b']), ['a'], 'it had not seen it')
  const seen = account.read(['a', 'b'], context)
  account.entered('c', seen)
  t.strictSame(account.lost([]), [], 'while it is open whether they are superseded')
  account.acknowledged('c', seen, context)
  t.strictSame(account.lost(['c']), [])
  t.strictSame(account.returned(['a', 'c']), ['a'])
})

t.test('a delete leaves nothing to look for', async (t) => {
  const account = new KeyAccount()
  account.entered('a', undefined)
  account.acknowledged('a', undefined, context)
  const seen = account.read(['a'], context)
  account.entered(undefined, seen)
  account.acknowledged(undefined, seen, context)
  t.strictSame(account.lost([]), [])
  t.equal(account.size, 0)
})
