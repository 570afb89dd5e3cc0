/**
 * `import { startNode } from 'gramme/server'`: a node within a process, on the machine's own clock, disk and
 * network.
 */
import { systemClock } from '../runtime/clock.js'
import { systemDisk } from '../runtime/disk.js'
import { systemNetwork } from '../runtime/network.js'
import { systemRandom } from '../runtime/random.js'
import { WorkerPool } from '../workers/pool.js'
import { Node } from './node.js'
import type { Report } from './platform.js'
import type { NodeOptions } from './settings.js'

export type { ErrorCode } from '../errors.js'
export { GrammeError } from '../errors.js'
export type { Node } from './node.js'
export type { Report } from './platform.js'
export type { NodeOptions } from './settings.js'

/**
 * Starts a node; resolves when it serves. `report` gets a line for each thing an operator may want to know;
 * without it the node is silent. Throws GrammeError: BAD_ARGUMENT, LOCKED, ADDRESS, READ_ONLY.
 */
export function startNode(options: NodeOptions, report: Report = () => {}): Promise<Node> {
  const platform = {
    clock: systemClock,
    random: systemRandom,
    disk: systemDisk(),
    network: systemNetwork,
    workers: new WorkerPool(),
    memoryBytes: () => process.memoryUsage.rss(),
  }
  return Node.start(options, platform, report)
}
