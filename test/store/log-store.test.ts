import t from 'tap'
import { openLogStore } from '../../src/store/open-log-store.js'
import type { Store } from '../../src/store/store.js'
import { storeConformance } from './conformance.js'
import { newFolder, optionsFor } from './harness.js'

for (const segmentBytesMax of [700, 1 << 20]) {
  t.test(`segments of ${segmentBytesMax} bytes`, async (t) => {
    const settings = new Map<Store, Parameters<typeof openLogStore>[0]>()
    const open = async (options: Parameters<typeof openLogStore>[0]) => {
      const store = await openLogStore(options)
      settings.set(store, options)
      return store
    }
    storeConformance(t, {
      open: (options = {}) => open(optionsFor(newFolder(t), { segmentBytesMax, ...options })),
      async reopen(store) {
        await store.close()
        const options = settings.get(store)
        if (options === undefined) throw new Error('a store of another harness')
        return open(options)
      },
    })
  })
}
