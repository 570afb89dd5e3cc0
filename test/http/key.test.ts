/** Keys in paths: whatever bytes they are made of. */
import fc from 'fast-check'
import t from 'tap'
import { keyOfPath, pathOfKey } from '../../src/http/key.js'

const keys = fc.uint8Array({ minLength: 1, maxLength: 64 })

t.test('a key that is written in a path is read from it again', async (t) => {
  fc.assert(
    fc.property(keys, (key) => {
      const path = pathOfKey(key)
      t.match(path, /^[A-Za-z0-9\-._~%]*$/)
      return Buffer.from(keyOfPath(path)).equals(Buffer.from(key))
    }),
  )
})

t.test('what JavaScript makes of a text is the key of its UTF-8', async () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 32, unit: 'grapheme' }), (text) =>
      Buffer.from(keyOfPath(encodeURIComponent(text))).equals(Buffer.from(text)),
    ),
  )
})

t.test('other characters stand for themselves; hexadecimal is read in either case', async (t) => {
  t.equal(Buffer.from(keyOfPath('a/b+c&d=e%2f%2F')).toString(), 'a/b+c&d=e//')
  t.equal(keyOfPath('').length, 0)
})

t.test('a % without two digits is told of', async (t) => {
  for (const path of ['%', 'a%4', '%zz', '%%41', '%4G'])
    t.throws(() => keyOfPath(path), { code: 'BAD_ARGUMENT' })
})
