/**
 * One process at a time in a folder, by a file LOCK that names its holder: process id, when that process
 * started (ids are used again), and a random token that never returns. Node has no flock, so a lock whose
 * holder died stays behind and must be taken over, by exactly one of those who may try at once.
 *
 * Invariant: a file with token T is replaced only by the holder of LOCK.after-T, itself a lock of the same
 * kind, and only after reading again that it is still T. Since T never returns, someone who looked long ago
 * and acts late finds another token and gives up. Files appear whole: they are linked or renamed into place.
 *
 * Sees only processes of this machine (and, in containers, of this process namespace). Where the system
 * does not tell when a process started (no /proc), a reused id reads as alive: refused, never shared.
 */
import { randomBytes } from 'node:crypto'
import { link, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DiskError } from '../ports/disk.js'

const fileName = 'LOCK'
/** Each retry means that someone else got on meanwhile; so many in a row is no accident. */
const triesMax = 100

interface Holder {
  readonly pid: number
  readonly started: string | undefined
  readonly token: string
}

/** Takes the folder; resolves to its release. Throws DiskError `locked`, or what the file system throws. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const self: Holder = {
    pid: process.pid,
    started: await startOf(process.pid),
    token: randomBytes(12).toString('hex'),
  }
  await take(folder, fileName, self)
  await sweep(folder)
  return () => release(join(folder, fileName), self)
}

async function take(folder: string, name: string, self: Holder): Promise<void> {
  const path = join(folder, name)
  for (let tries = 0; tries < triesMax; tries += 1) {
    if (await place(folder, self, (temporary) => link(temporary, path))) return
    const holder = await readHolder(path)
    if (holder === undefined) continue
    if (await isAlive(holder)) {
      const who = holder.pid === self.pid ? 'this process' : 'process'
      throw new DiskError('locked', `${folder} is held by ${who} ${holder.pid} (${path})`)
    }
    const successor = `${fileName}.after-${holder.token}`
    await take(folder, successor, self)
    try {
      const again = await readHolder(path)
      if (again?.token !== holder.token) continue
      if (await place(folder, self, (temporary) => rename(temporary, path))) return
    } finally {
      await release(join(folder, successor), self)
    }
  }
  throw new DiskError('locked', `${folder} changes hands too often to be taken (${path})`)
}

/** Writes `self` to a file of its own and has it moved into place; false when it was in the way or swept. */
async function place(
  folder: string,
  self: Holder,
  move: (temporary: string) => Promise<void>,
): Promise<boolean> {
  const temporary = join(folder, `${fileName}.${randomBytes(6).toString('hex')}`)
  await writeFile(temporary, JSON.stringify(self), { flag: 'wx' })
  try {
    await move(temporary)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false
    throw error
  } finally {
    await unlinkIfThere(temporary)
  }
}

async function release(path: string, self: Holder): Promise<void> {
  if ((await readHolder(path))?.token === self.token) await unlinkIfThere(path)
}

/** Removes what contenders left when they were killed. Live ones see LOCK held, and find nothing to do. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${fileName}.`)) await unlinkIfThere(join(folder, name))
  }
}

/** Who holds the lock, or undefined when nobody does. One that cannot be read was torn by a power loss. */
async function readHolder(path: string): Promise<Holder | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    const { pid, started, token } = JSON.parse(text)
    if (Number.isSafeInteger(pid) && pid > 0 && /^[0-9a-f]+$/.test(token)) return { pid, started, token }
  } catch {}
  return { pid: 0, started: undefined, token: 'unreadable' }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.pid === 0) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: it is there, and someone else's.
    if (codeOf(error) === 'ESRCH') return false
  }
  const started = await startOf(holder.pid)
  return started === undefined || holder.started === undefined || started === holder.started
}

/** When the process started: boot and clock tick. 'ended' for one that only waits to be reaped. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in parentheses, which may hold anything; the third is the state.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : `${boot}:${fields[19]}`
  } catch {
    return undefined
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error
  })
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
