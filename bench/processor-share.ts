/** How much of the machine others used meanwhile: what is measured beside them is not what the machine can do. */
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

interface Reading {
  readonly atMs: number
  /** Of all processes, and of those named; milliseconds of processor time. */
  readonly allMs: number
  readonly oursMs: number
}

/** Linux counts in hundredths of a second. */
const tickMs = 10

export class ProcessorShare {
  readonly #from: Reading

  constructor(private readonly pids: readonly number[]) {
    this.#from = read(pids)
  }

  /** Cores that others were using, in the mean since this was made; 0 where the system does not tell. */
  coresOfOthers(): number {
    const [from, to] = [this.#from, read(this.pids)]
    const othersMs = to.allMs - from.allMs - (to.oursMs - from.oursMs)
    return Math.min(availableParallelism(), Math.max(0, othersMs / (to.atMs - from.atMs)))
  }
}

function read(pids: readonly number[]): Reading {
  const atMs = performance.now()
  try {
    const [, user, nice, system, , , irq, softirq, steal = 0] = readFileSync('/proc/stat', 'utf8')
      .split('\n')[0]
      .split(/\s+/)
      .map(Number)
    const oursMs = pids.reduce((sum, pid) => sum + threadsMs(pid), 0)
    return { atMs, allMs: (user + nice + system + irq + softirq + steal) * tickMs, oursMs }
  } catch {
    return { atMs, allMs: 0, oursMs: 0 }
  }
}

/** A process that is gone has used nothing since. */
function threadsMs(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => {
      const [ranNs] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')
      return sum + Number(ranNs) / 1e6
    }, 0)
  } catch {
    return 0
  }
}
