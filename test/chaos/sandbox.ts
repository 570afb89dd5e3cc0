/**
 * A place of its own for a chaos run: Linux namespaces for processes, mounts and network. What is mounted, cut and
 * started there is nobody else's, and the kernel clears it away when the first process in it ends, however that
 * comes about.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

const variable = 'GRAMME_CHAOS_INSIDE'
const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
/** The second way is for who is not root, where the machine allows that. */
const ways = [namespaces, ['--user', '--map-root-user', ...namespaces]]

export type Sandbox =
  /** This process is within; `ended` tells when the one that started it has gone. */
  | { readonly kind: 'inside'; readonly ended: AbortSignal }
  /** The run was made by a process within. */
  | { readonly kind: 'done'; readonly exitCode: number }
  /** There are no namespaces to be had here. */
  | { readonly kind: 'none'; readonly why: string }

/** Runs this program once more, within namespaces, where they are to be had. */
export async function enterSandbox(file: string, words: readonly string[]): Promise<Sandbox> {
  if (process.env[variable] !== undefined) return { kind: 'inside', ended: endOfInput() }
  let why = `there are none on ${process.platform}`
  for (const way of process.platform === 'linux' ? ways : []) {
    const tried = spawnSync('unshare', [...way, 'true'], { encoding: 'utf8' })
    if (tried.status === 0) return { kind: 'done', exitCode: await within(way, file, words) }
    why =
      tried.error?.message ?? (tried.stderr.trim().split('\n').at(-1) || `unshare ended by ${tried.status}`)
  }
  return { kind: 'none', why }
}

async function within(way: readonly string[], file: string, words: readonly string[]): Promise<number> {
  const child = spawn('unshare', [...way, process.execPath, file, ...words], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, [variable]: '1' },
  })
  // It ends with its input: when this process is asked to end, and when it is killed.
  const end = () => child.stdin?.end()
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  const [code] = await once(child, 'exit')
  return typeof code === 'number' ? code : 1
}

function endOfInput(): AbortSignal {
  const ended = new AbortController()
  process.stdin.once('close', () => ended.abort())
  process.stdin.resume()
  process.stdin.unref()
  return ended.signal
}
