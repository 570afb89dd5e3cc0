/**
 * A network for a chaos run: each host is a network namespace with one link to this process's, which routes between
 * them. A rule there that drops what goes from one host to another cuts that way, silently, as a switch does
 * that has failed; this process reaches all hosts as before. Within a sandbox only.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ip = (...words: string[]) => run('ip', words)

export interface Host {
  readonly address: string
  /** Runs a command on it. */
  readonly launcher: readonly string[]
}

export class Lan {
  #hosts = 0
  #rules: string[] = []

  /** Throws where the machine does not allow it. */
  static async open(): Promise<Lan> {
    await writeFile('/proc/sys/net/ipv4/ip_forward', '1')
    const lan = new Lan()
    await ip('link', 'add', 'tried', 'type', 'veth', 'peer', 'name', 'other')
    await ip('link', 'delete', 'tried')
    await lan.#drop('10.77.0.1', '10.77.0.2')
    await lan.heal()
    return lan
  }

  async host(): Promise<Host> {
    this.#hosts += 1
    const [link, subnet] = [`host${this.#hosts}`, `10.77.${this.#hosts}`]
    // Its namespace is there as long as a process is in it: one that waits until this one has gone.
    const keeper = spawn('unshare', ['--net', 'sh', '-c', 'echo; exec cat >/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    await Promise.race([
      once(keeper.stdout, 'data'),
      once(keeper, 'exit').then(([code]) => Promise.reject(new Error(`unshare --net ended by ${code}`))),
    ])
    keeper.unref()
    const launcher = ['nsenter', '--target', String(keeper.pid), '--net']
    const inside = (...words: string[]) => run(launcher[0], [...launcher.slice(1), 'ip', ...words])
    await ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'lan', 'netns', String(keeper.pid))
    await ip('address', 'add', `${subnet}.1/24`, 'dev', link)
    await ip('link', 'set', link, 'up')
    await inside('link', 'set', 'lo', 'up')
    await inside('address', 'add', `${subnet}.2/24`, 'dev', 'lan')
    await inside('link', 'set', 'lan', 'up')
    await inside('route', 'add', 'default', 'via', `${subnet}.1`)
    return { address: `${subnet}.2`, launcher }
  }

  /** Nothing gets from one side to the other any more. */
  async cut(one: readonly Host[], other: readonly Host[]): Promise<void> {
    for (const { address: a } of one) {
      for (const { address: b } of other) {
        await this.#drop(a, b)
        await this.#drop(b, a)
      }
    }
  }

  async heal(): Promise<void> {
    const rules = this.#rules
    this.#rules = []
    for (const rule of rules) await ip('rule', 'delete', 'pref', rule)
  }

  async #drop(from: string, to: string): Promise<void> {
    const rule = String(100 + this.#rules.length)
    await ip('rule', 'add', 'from', from, 'to', to, 'blackhole', 'pref', rule)
    this.#rules.push(rule)
  }
}
