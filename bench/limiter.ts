/**
 * Makes a process as slow as a smaller machine: it gets a share of one processor and no more. By a quota of the
 * kernel's (cgroup, where this user may make one); else by stopping and continuing the whole process in turn, and how
 * long it really ran is measured.
 *
 * Invariant: a process that was limited runs freely again after `release`, whatever happened in between.
 */
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Limit {
  readonly how: 'quota' | 'duty cycle'
  /** Of one processor, 0 to 1, as far as it is known: what was asked of a quota, what was measured of a duty cycle. */
  readonly share: () => number
  readonly release: () => void
}

const periodUs = 20_000
const groups = '/sys/fs/cgroup'
const dutyPeriodMs = 20

let made = 0

export function limitTo(pid: number, share: number): Limit {
  return byQuota(pid, share) ?? byDutyCycle(pid, share)
}

function byQuota(pid: number, share: number): Limit | undefined {
  made += 1
  const name = `gramme-bench-${process.pid}-${made}`
  const quotaUs = Math.max(1000, Math.round(periodUs * share))
  const kinds: readonly Kind[] = [
    { folder: groups, controller: '', limits: [['cpu.max', `${quotaUs} ${periodUs}`]] },
    {
      folder: join(groups, 'cpu'),
      controller: 'cpu',
      limits: [
        ['cpu.cfs_period_us', String(periodUs)],
        ['cpu.cfs_quota_us', String(quotaUs)],
      ],
    },
  ]
  for (const { folder, controller, limits } of kinds) {
    const group = join(folder, name)
    try {
      const home = join(folder, groupOf(pid, controller))
      mkdirSync(group)
      try {
        for (const [file, value] of limits) writeFileSync(join(group, file), value, { flag: 'r+' })
        writeFileSync(join(group, 'cgroup.procs'), String(pid))
      } catch (error) {
        rmdirSync(group)
        throw error
      }
      return { how: 'quota', share: () => share, release: () => leave(pid, group, home) }
    } catch {
      // Not this kind of cgroup, or not allowed: the next way.
    }
  }
  return undefined
}

/** Version 2 of cgroups, or version 1, which has a tree of groups for each controller. */
interface Kind {
  readonly folder: string
  readonly controller: string
  readonly limits: readonly (readonly [file: string, value: string])[]
}

/** Throws where there is none. */
function groupOf(pid: number, controller: string): string {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').split('\n')
  for (const line of lines) {
    const [, controllers = '', path] = line.split(':')
    if (path !== undefined && controllers.split(',').includes(controller)) return path
  }
  throw new Error(`process ${pid} is in no group of '${controller}'`)
}

/** A process that has ended is in no group any more. */
function leave(pid: number, group: string, home: string): void {
  try {
    writeFileSync(join(home, 'cgroup.procs'), String(pid))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  rmdirSync(group)
}

export function byDutyCycle(pid: number, share: number): Limit {
  let ranMs = 0
  let passedMs = 0
  let sinceMs = performance.now()
  let runs = true
  let timer: NodeJS.Timeout | undefined
  const turn = () => {
    const now = performance.now()
    passedMs += now - sinceMs
    if (runs) ranMs += now - sinceMs
    sinceMs = now
    // Timers are late by a different amount each time: what it has run too long it stands still the longer for.
    runs = ranMs < share * passedMs
    signal(pid, runs ? 'SIGCONT' : 'SIGSTOP')
    timer = setTimeout(turn, dutyPeriodMs * (runs ? share : 1 - share))
  }
  turn()
  return {
    how: 'duty cycle',
    share: () => (passedMs === 0 ? 1 : ranMs / passedMs),
    release: () => {
      clearTimeout(timer)
      signal(pid, 'SIGCONT')
    },
  }
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended.
  }
}
