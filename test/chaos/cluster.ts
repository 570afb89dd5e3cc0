/**
 * The nodes of a chaos run, each a process of its own: on hosts of their own where the machine allows a network for
 * them, and the first with a disk of its own where it allows that.
 */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PeerHealth } from '../../src/wire/messages.js'
import { freeAddresses, NodeProcess, program, type StatusReply, until } from '../e2e/processes.js'
import { type Host, Lan } from './lan.js'
import { SmallDisk } from './small-disk.js'

const run = promisify(execFile)

/**
 * Generous: a run that waits longer has found something. Under full load what moves has a twentieth of the time, so this is
 * no measure of how long it should take.
 */
const withinMs = 180_000
const pauseMs = 100
const mebibyte = 1024 * 1024

export class ChaosNode extends NodeProcess {
  constructor(
    readonly folder: string,
    readonly host: Host | undefined,
    address: string,
    settings: readonly string[],
  ) {
    super(address, ['--data', folder, '--listen', address, ...settings], host?.launcher)
  }
}

/** What the machine allows; where it does not, why, in the machine's words. */
export interface Means {
  readonly lan: Lan | string
  readonly smallDisk: SmallDisk | string
}

/** `notSandboxed`: why nothing of the kind is to be had. */
export async function meansOf(folder: string, notSandboxed: string | undefined): Promise<Means> {
  if (notSandboxed !== undefined) return { lan: notSandboxed, smallDisk: notSandboxed }
  await run('ip', ['link', 'set', 'lo', 'up']).catch(() => {})
  const why = (error: Error & { stderr?: string }) => (error.stderr || error.message).trim()
  return {
    lan: await Lan.open().catch(why),
    smallDisk: await SmallDisk.mount(join(folder, 'small-disk')).catch(why),
  }
}

export class ChaosCluster {
  /** Those that are members, the oldest first. */
  readonly nodes: ChaosNode[] = []
  readonly #all: ChaosNode[] = []

  constructor(
    private readonly folder: string,
    readonly means: Means,
    /** How many it begins with. */
    readonly size: number,
  ) {}

  async start(): Promise<void> {
    const places = await Promise.all(Array.from({ length: this.size }, () => this.#place()))
    const seeds = places.map(({ address }) => address)
    for (const place of places) this.#add(place, seeds)
    await Promise.all(this.nodes.map((node) => node.start()))
    await this.whole()
  }

  /** One more node, which hears of the others from them. */
  async join(): Promise<void> {
    const node = this.#add(await this.#place(), this.addresses)
    await node.start()
  }

  /** It has left, and is stopped. */
  async drop(node: ChaosNode): Promise<void> {
    await node.stop('SIGTERM')
    this.nodes.splice(this.nodes.indexOf(node), 1)
  }

  get addresses(): string[] {
    return this.nodes.map(({ address }) => address)
  }

  /** An operator's word, put to the cluster by way of a node that is not `gone`. */
  async gramme(words: readonly string[], gone?: ChaosNode): Promise<void> {
    const node = this.nodes.find((one) => one !== gone)
    if (node === undefined) throw new Error('no node is left to ask')
    await run(process.execPath, [program, ...words, '--yes', '--node', node.address])
  }

  /** Resolves when every node thinks every other well, and all have the same ring. */
  whole(): Promise<void> {
    return this.#until((all) =>
      all.every(({ peers, ringDigest }, n) => {
        const well = new Set(
          peers.filter(({ health }) => health === PeerHealth.HEALTH_UP).map(({ address }) => address),
        )
        return (
          ringDigest === all[0].ringDigest &&
          this.nodes.every(({ address }, other) => other === n || well.has(address))
        )
      }),
    )
  }

  /** Resolves when nobody holds what others own: data has followed the ring. */
  settled(): Promise<void> {
    return this.#until((all) => all.every(({ surrender }) => surrender?.keys === 0))
  }

  async #until(condition: (all: readonly StatusReply[]) => boolean): Promise<void> {
    let last: StatusReply[] = []
    const asked = async () => {
      last = await Promise.all(this.nodes.map((node) => node.status()))
      return condition(last)
    }
    await until(asked, withinMs, pauseMs).catch((cause: unknown) => {
      throw new Error(`the cluster does not become whole: ${last.map(whatMoves).join('; ')}`, { cause })
    })
  }

  /** Ends all processes; logs are kept where something is to be found out. */
  async close(isKept: boolean): Promise<void> {
    await Promise.all(this.#all.map((node) => node.stop('SIGKILL')))
    if (isKept) for (const { folder, log } of this.#all) if (log !== '') writeFileSync(`${folder}.log`, log)
    if (this.means.smallDisk instanceof SmallDisk) await this.means.smallDisk.unmount()
  }

  async #place(): Promise<{ address: string; host: Host | undefined }> {
    if (this.means.lan instanceof Lan) {
      const host = await this.means.lan.host()
      return { address: `${host.address}:7401`, host }
    }
    const [address] = await freeAddresses(1)
    return { address, host: undefined }
  }

  #add({ address, host }: { address: string; host: Host | undefined }, seeds: readonly string[]): ChaosNode {
    const { smallDisk } = this.means
    const isOnSmallDisk = this.#all.length === 0 && smallDisk instanceof SmallDisk
    const folder = join(isOnSmallDisk ? smallDisk.folder : this.folder, `node-${this.#all.length}`)
    const settings = [
      ...['--seed', seeds.join(), '--partitions', '64', '--gossip-interval', '200'],
      ...['--repair-interval', '500', '--handoff-interval', '500'],
      ...(isOnSmallDisk ? ['--disk-reserve', String(mebibyte), '--segment-bytes', String(4 * mebibyte)] : []),
    ]
    const node = new ChaosNode(folder, host, address, settings)
    this.#all.push(node)
    this.nodes.push(node)
    return node
  }
}

/** What a node still has to do, and what it has for that. */
function whatMoves({ self, filling, surrender, admission }: StatusReply): string {
  const parts = (admission?.parts ?? []).filter(({ waitMs }) => (waitMs ?? 0) > 0)
  const sources = (filling?.sources ?? [])
    .filter(({ wanting }) => (wanting ?? 0) > 0)
    .map(({ peer, wanting, waitsFor }) => `${wanting} of ${peer} ${waitsFor}`)
  const waits = parts.map(({ name, waitMs }) => `${name} ${Math.round(waitMs ?? 0)} ms`)
  return [
    `${self?.address}: share ${admission?.share?.toFixed(2)} (p99 ${admission?.p99Ms?.toFixed(1)} ms)`,
    `wants ${filling?.wanting}`,
    ...sources,
    `holds ${surrender?.keys} keys of others ${surrender?.problem}`,
    ...waits,
  ].join(', ')
}
