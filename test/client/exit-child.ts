/** An application that is done: after `close` nothing keeps its process, whatever state the links are in. */
import { connect } from '../../src/client/index.js'

process.on('unhandledRejection', (error) => {
  console.error('unhandled', error)
  process.exit(3)
})
const client = await connect({ seeds: process.argv.slice(2) })
await client.put('k', 'v')
const requests = Array.from({ length: 20 }, (_, n) => client.get(`k${n}`))
await client.close()
const outcomes = await Promise.allSettled(requests)
const codes = new Set(
  outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'done')),
)
console.log([...codes].join())
