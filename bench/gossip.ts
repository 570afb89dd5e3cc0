/**
 * How gossip goes with the size of the cluster: the rounds until all members know a change, and the bytes that a node
 * sends in a round, for one change, for ten at once, and for a newcomer; and what a round costs when there is no
 * news. The gossip is the real one, and its messages are encoded; the network and the clock between are not.
 *
 *     npm run bench -- gossip [--members 10,30,100,300,1000] [--seeds 5] [--json]
 */
import { parseArgs } from 'node:util'
import { type Curve, curve, situations } from '../test/membership/gossip-curve.js'

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      members: { type: 'string', default: '10,30,100,300,1000' },
      seeds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  })
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1)
  if (!values.json) process.stdout.write(head())
  for (const situation of situations) {
    for (const members of values.members.split(',').map(Number)) {
      const line = await curve(situation, members, seeds)
      process.stdout.write(values.json ? `${JSON.stringify({ bench: 'gossip', ...line })}\n` : row(line))
    }
  }
}

function head(): string {
  return `| what | members | rounds, mean | rounds, max | bytes a node and round, mean | max | table |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
`
}

function row({ situation, members, rounds, bytes, tableBytes }: Curve): string {
  const cells = [
    ...[situation, members, rounds.mean.toFixed(1), rounds.max.toFixed(1)],
    ...[Math.round(bytes.mean), bytes.max, tableBytes],
  ]
  return `| ${cells.join(' | ')} |\n`
}
