/**
 * What is done to the nodes of a chaos run. Each fault is seen to have its effect, and is over when it resolves:
 * what follows is a cluster that must become whole by itself.
 */
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { MemberStatus, PeerHealth } from '../../src/wire/messages.js'
import { until } from '../e2e/processes.js'
import { lacking } from './audit.js'
import type { ChaosCluster, ChaosNode, Means } from './cluster.js'
import { Lan } from './lan.js'
import type { ChaosLoad } from './load.js'
import { SmallDisk } from './small-disk.js'

export interface Act {
  readonly cluster: ChaosCluster
  readonly victim: ChaosNode
  readonly load: ChaosLoad
  readonly phaseMs: number
}

export interface Fault {
  readonly act: (act: Act) => Promise<void>
  /** Who is hit, where that is not one node by chance. */
  readonly hits?: string
}

const withinMs = 60_000

const known = {
  sigkill: {
    act: async ({ victim, phaseMs }) => {
      await victim.stop('SIGKILL')
      await sleep(phaseMs)
      await victim.start()
    },
  },
  /** Hangs, with its connections open, and goes on. */
  sigstop: {
    act: async ({ victim, phaseMs }) => {
      victim.signal('SIGSTOP')
      await sleep(phaseMs)
      victim.signal('SIGCONT')
    },
  },
  /** Each in turn is stopped in good order and started again, as for a new version. */
  restart: {
    hits: 'all, one by one',
    act: async ({ cluster }) => {
      for (const node of cluster.nodes) {
        await node.stop('SIGTERM')
        await node.start()
        await cluster.whole()
      }
    },
  },
  /** Two nodes and the others do not reach each other; clients reach both sides. */
  partition: {
    hits: 'two and the others',
    act: async ({ cluster, victim, phaseMs }) => {
      const { lan } = cluster.means
      if (!(lan instanceof Lan)) throw new Error(`there is no network to cut: ${lan}`)
      const at = cluster.nodes.indexOf(victim)
      const few = [victim, cluster.nodes[(at + 1) % cluster.nodes.length]]
      const many = cluster.nodes.filter((node) => !few.includes(node))
      const hosts = (nodes: readonly ChaosNode[]) => nodes.flatMap(({ host }) => host ?? [])
      await lan.cut(hosts(few), hosts(many))
      await Promise.all([
        until(() => thinkGone(few, many), withinMs, 100),
        until(() => thinkGone(many, few), withinMs, 100),
        sleep(phaseMs),
      ])
      await lan.heal()
    },
  },
  /** The disk of the first node has no byte left, and then has again. */
  'disk-full': {
    hits: 'the first',
    act: async ({ cluster, phaseMs }) => {
      const { smallDisk } = cluster.means
      if (!(smallDisk instanceof SmallDisk)) throw new Error(`there is no disk to fill: ${smallDisk}`)
      const [node] = cluster.nodes
      const isWritable = async () => (await node.status()).store?.writable === true
      await smallDisk.fill()
      await until(async () => !(await isWritable()), withinMs, 100)
      await sleep(phaseMs)
      await smallDisk.free()
      await until(isWritable, withinMs, 100)
    },
  },
  /** Its disk is gone: a node is started where it was, and takes its place when the operator has said so. */
  wipe: {
    act: async ({ cluster, victim, load, phaseMs }) => {
      // What one node has acknowledged is as safe as its disk. So there is no such write when that is taken away.
      load.writeQuorumMin = 2
      const [other] = cluster.nodes.filter((node) => node !== victim)
      const without = await lacking(load.accounts, other.address, withinMs)
      if (without.length > 0) throw new Error(`owners lack what was acknowledged: ${without.slice(0, 5)}`)
      const old = await idOf(victim)
      await victim.stop('SIGKILL')
      load.writeQuorumMin = 1
      await rm(victim.folder, { recursive: true })
      await sleep(phaseMs)
      await victim.start('--joins', 'when-told')
      const id = await idOf(victim)
      let refusal: unknown
      const replaced = async () => {
        refusal = await cluster.gramme(['replace', old, id], victim).then(() => undefined, String)
        return refusal === undefined
      }
      // The one that is asked may not have heard of the new one yet.
      await until(replaced, withinMs, 100).catch((cause) => {
        throw new Error(`it is not replaced: ${refusal}`, { cause })
      })
      await cluster.whole()
      await cluster.settled()
    },
  },
  /** One node more. */
  join: {
    hits: 'nobody',
    act: async ({ cluster, phaseMs }) => {
      await cluster.join()
      await cluster.whole()
      await Promise.all([cluster.settled(), sleep(phaseMs)])
    },
  },
  /** A node weighs twice as much, and then as before. */
  reweight: {
    act: async ({ cluster, victim, phaseMs }) => {
      const share = async () => (await victim.status()).virtualNodes
      const before = await share()
      await cluster.gramme(['reweight', victim.address, '2'])
      await until(async () => (await share()) > before, withinMs, 100)
      await cluster.whole()
      await Promise.all([cluster.settled(), sleep(phaseMs)])
      await cluster.gramme(['reweight', victim.address, '1'])
      await until(async () => (await share()) === before, withinMs, 100)
      await cluster.whole()
      await cluster.settled()
    },
  },
  /** The newest hands over what it holds, and is stopped when it holds nothing. */
  leave: {
    hits: 'the newest',
    act: async ({ cluster, phaseMs }) => {
      if (cluster.nodes.length === cluster.size) await cluster.join()
      await cluster.whole()
      const newest = cluster.nodes[cluster.nodes.length - 1]
      await cluster.gramme(['leave', newest.address])
      // Whoever is stopped before that may hold something, as far as the others know, and new owners wait for it.
      const hasLeft = async () => (await newest.status()).self?.status === MemberStatus.MEMBER_LEFT
      await Promise.all([until(hasLeft, withinMs, 100), sleep(phaseMs)])
      const [other] = cluster.nodes
      await until(async () => !(await hasPeer(other, newest)), withinMs, 100)
      await cluster.drop(newest)
    },
  },
} satisfies Record<string, Fault>

export type FaultName = keyof typeof known
export const faults: Readonly<Record<FaultName, Fault>> = known
export const faultNames = Object.keys(known) as FaultName[]

/** Why a fault cannot be had on this machine. */
export function whyNot(name: FaultName, { lan, smallDisk }: Means): string | undefined {
  if (name === 'partition' && !(lan instanceof Lan)) return `no network namespaces: ${lan}`
  if (name === 'disk-full' && !(smallDisk instanceof SmallDisk)) return `no small disk: ${smallDisk}`
  return undefined
}

async function idOf(node: ChaosNode): Promise<string> {
  const { self } = await node.status()
  if (typeof self?.id !== 'string') throw new Error(`${node.address} does not say who it is`)
  return self.id
}

/** Whether a node is a member that holds data, as far as another one knows. */
async function hasPeer(other: ChaosNode, { address }: ChaosNode): Promise<boolean> {
  return (await other.status()).peers.some((peer) => peer.address === address)
}

async function thinkGone(nodes: readonly ChaosNode[], gone: readonly ChaosNode[]): Promise<boolean> {
  const all = await Promise.all(nodes.map((node) => node.status()))
  const addresses = new Set(gone.map(({ address }) => address))
  return all.every(({ peers }) =>
    peers.every(({ address, health }) => !addresses.has(address ?? '') || health !== PeerHealth.HEALTH_UP),
  )
}
