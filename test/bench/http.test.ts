/**
 * The bench of the HTTP gateway, in small: it asks the bare server and a cluster in both ways. That it says nothing of
 * speed here is on purpose; and flags that are no numbers are refused before anything is started.
 */
import t from 'tap'
import { smallLines, told } from './single-part.js'

interface Line {
  readonly server: string
  readonly method: string
  readonly requests: number
  readonly perSecond: number
  readonly ratio: number
  readonly failed: number
}

t.test('the small form asks a bare server and three nodes, and every request is answered', async (t) => {
  const lines = await smallLines<Line>('http')
  t.strictSame(
    lines.map(({ server, method }) => `${server} ${method}`),
    ['bare', '3 nodes'].flatMap((server) => ['GET', 'PUT'].map((method) => `${server} ${method}`)),
  )
  for (const { requests, perSecond, ratio, failed } of lines) {
    t.ok(requests > 0 && perSecond > 0 && ratio > 0)
    t.equal(failed, 0)
  }
})

t.test('wrong flags are refused in words', async (t) => {
  t.match(
    await told('http', '--seconds', 'x'),
    /^bench: --seconds is 'x'; it must be a number from 0.1 to 600\n$/,
  )
  t.match(await told('http', '--keys', '1.5'), /--keys is '1.5'; it must be a whole number/)
  t.match(await told('repair', '--partitions', '100'), /partitionCount is 100; it must be a power of two/)
})
