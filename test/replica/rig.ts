/** Replicas over each kind of store, and what their tests say often. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { Replica } from '../../src/replica/replica.js'
import { openLogStore } from '../../src/store/open-log-store.js'
import type { Store } from '../../src/store/store.js'
import { ActorMint } from '../../src/version/actor.js'
import { Clock } from '../../src/version/clock.js'
import { liveSiblings, type VersionedObject } from '../../src/version/object.js'
import { defaultWriteLimits, type Write } from '../../src/version/write.js'
import { optionsFor } from '../store/harness.js'
import { seededRandom } from '../version/cluster-model.js'

/** The partition does not matter to a replica, so long as it is the same. */
export const partition = 3
export const key = Buffer.from('cart:42')

export interface ReplicaRig {
  readonly replica: Replica
  readonly mint: ActorMint
  readonly store: Store
}

export function replicaOver(store: Store, nodeNumber = 1): ReplicaRig {
  const nodeId = String(nodeNumber).padStart(12, '0')
  const mint = new ActorMint(nodeId, seededRandom(nodeNumber), () => 1_700_000_000_000)
  return { store, mint, replica: new Replica({ store, mint, limits: defaultWriteLimits }) }
}

/** A log store in a folder of its own; both are gone when the test is over. */
export async function newLogStore(t: Test): Promise<{ store: Store; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'gramme-replica-'))
  const store = await openLogStore(optionsFor(folder))
  t.teardown(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { store, folder }
}

let writes = 0

/** A write of this text with an id of its own, unless `more` says otherwise. */
export function writeOf(text: string, more: Partial<Write> = {}): Write {
  const id = Buffer.alloc(8)
  id.writeUInt32BE(++writes, 4)
  return {
    writeId: id.toString('latin1'),
    tombstone: false,
    ttlMs: 0,
    value: Buffer.from(text),
    context: Clock.empty,
    writtenAtMs: 1_700_000_000_000,
    ...more,
  }
}

export const plain = { durability: undefined, ifCurrent: false }

/** Takes a write and waits until it is stored. */
export async function take(replica: Replica, write: Write, more: { ifCurrent?: boolean } = {}) {
  const taken = await replica.take(partition, key, { ...plain, ...more, write })
  await taken.stored
  return taken
}

export async function held(replica: Replica): Promise<VersionedObject> {
  const read = await replica.read(partition, key)
  if (read.kind !== 'found') throw new Error(`the copy is ${read.kind}`)
  return read.object
}

export function texts(object: VersionedObject): string[] {
  return liveSiblings(object, 0)
    .map(({ value }) => Buffer.from(value).toString())
    .sort()
}

export function dotsOf(object: VersionedObject): string[] {
  return object.siblings.flatMap(({ dots }) =>
    dots.map(({ actor, counter }) => `${Buffer.from(actor, 'latin1').toString('hex')}:${counter}`),
  )
}
