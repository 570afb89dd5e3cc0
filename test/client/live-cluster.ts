/** Real nodes in this process: real sockets, a real log on disk. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Test } from 'tap'
import { type Node, type NodeOptions, startNode } from '../../src/node/index.js'

export interface LiveCluster {
  readonly nodes: Node[]
  readonly addresses: string[]
  /** Starts one more, and waits until all know it. */
  add(options?: Partial<NodeOptions>): Promise<Node>
}

export async function liveCluster(
  t: Test,
  options: Partial<NodeOptions> & { nodes?: number } = {},
): Promise<LiveCluster> {
  const { nodes: count = 3, ...shared } = options
  const folder = mkdtempSync(join(tmpdir(), 'gramme-live-'))
  const nodes: Node[] = []
  const addresses: string[] = []
  t.teardown(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    rmSync(folder, { recursive: true })
  })
  const start = async (own: Partial<NodeOptions> = {}) => {
    const node = await startNode({
      folder: join(folder, String(nodes.length + 1)),
      listen: '127.0.0.1:0',
      seeds: addresses.slice(0, 1),
      partitionCount: 64,
      gossipIntervalMs: 50,
      ...shared,
      ...own,
    })
    nodes.push(node)
    addresses.push(node.address)
    return node
  }
  const agreed = () =>
    until(() =>
      nodes.every(
        ({ ring }) => ring.shares().length === nodes.length && ring.digest === nodes[0].ring.digest,
      ),
    )
  for (let n = 0; n < count; n += 1) await start()
  await agreed()
  const add = async (own?: Partial<NodeOptions>) => {
    const node = await start(own)
    await agreed()
    return node
  }
  return { nodes, addresses, add }
}

export async function until(condition: () => boolean | Promise<boolean>, endMs = 15_000): Promise<void> {
  const giveUpMs = performance.now() + endMs
  while (!(await condition())) {
    if (performance.now() > giveUpMs) throw new Error(`it did not come about: ${condition}`)
    await pause(10)
  }
}
