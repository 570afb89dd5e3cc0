/**
 * How long the threads of a process have been on a processor, as Linux counts it, to the nanosecond; apart for the
 * thread of the event loop, which is a process's first.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { CommandError } from './exit.js'

export interface ProcessorTime {
  readonly loopUs: number
  /** How long the loop could go on and had no processor. */
  readonly loopWaitedUs: number
  readonly besideUs: number
}

/** Throws CommandError where the system does not tell. */
export function processorTimeOf(pid: number): ProcessorTime {
  try {
    let besideUs = 0
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      if (task !== String(pid)) besideUs += threadOf(pid, task).ranUs
    }
    const { ranUs, waitedUs } = threadOf(pid, String(pid))
    return { loopUs: ranUs, loopWaitedUs: waitedUs, besideUs }
  } catch (error) {
    throw new CommandError(
      `processor times cannot be read, for which this needs Linux: ${(error as Error).message}`,
    )
  }
}

/** schedstat: nanoseconds on a processor, nanoseconds waiting for one, turns. */
function threadOf(pid: number, task: string): { readonly ranUs: number; readonly waitedUs: number } {
  const [ranNs, waitedNs] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')
  return { ranUs: Number(ranNs) / 1000, waitedUs: Number(waitedNs) / 1000 }
}
