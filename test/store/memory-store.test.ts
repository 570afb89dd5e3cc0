import t from 'tap'
import { MemoryStore } from '../../src/store/memory-store.js'
import { bytes, record, storeConformance } from './conformance.js'

storeConformance(t, { open: async () => new MemoryStore() })

t.test('refuses what goes over its bound, changes nothing, and takes more when there is room', async (t) => {
  const store = new MemoryStore({ bytesMax: 100 })
  const full = { name: 'StoreError', kind: 'disk-full' }
  await store.put(record(0, 'a', new Uint8Array(59)))
  await t.rejects(store.put(record(0, 'b', new Uint8Array(40))), full)
  t.strictSame(await store.get(0, bytes('b')), { kind: 'missing' })
  t.match(store.stats(), { keys: 1, liveBytes: 60, writable: false, readOnlyReason: /full: 100 bytes/ })
  await store.put(record(0, 'b', new Uint8Array(39)))
  t.equal(store.stats().liveBytes, 100, 'the bound itself is allowed')
  await t.rejects(store.put(record(0, 'a', new Uint8Array(60))), full)
  await store.put(record(0, 'a', new Uint8Array(59).fill(1)))
  t.notOk(store.stats().writable, 'a replacement of the same size gives nothing back')
  await store.put(record(0, 'a', new Uint8Array(10)))
  t.ok(store.stats().writable)
  await t.rejects(store.put(record(0, 'c', new Uint8Array(80))), full)
  await store.remove(0, bytes('a'))
  t.match(store.stats(), { keys: 1, liveBytes: 40, writable: true })
  await store.put(record(0, 'c', new Uint8Array(59)))
})
