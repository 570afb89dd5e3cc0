// `npm run chaos`: makes the checkout ready, then does things to real nodes under load; --help tells which.
import { setup } from './setup.mjs'

setup()
await import('../dist/test/chaos/main.js')
