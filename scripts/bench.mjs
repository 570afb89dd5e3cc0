// `npm run bench`: makes the checkout ready, then runs the benchmarks that are named, in this process.
import { setup } from './setup.mjs'

setup()
await import('../dist/bench/run.js')
