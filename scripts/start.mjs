// `npm start`: makes the checkout ready, then runs a cluster on this machine, in this process.
import { setup } from './setup.mjs'

setup()
const { main } = await import('../dist/src/cli/main.js')
await main(['dev', ...process.argv.slice(2)])
