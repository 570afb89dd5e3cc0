/**
 * What this node serves, kept on disk: saved after each change, and found again at a start if the ring is still the
 * same. A save that fails is made again with the next change, and whoever asked for it is told: until then a restart
 * may find what was served before, so nothing is to be removed on the strength of it (surrender.ts).
 */
import { DiskError } from '../ports/disk.js'
import { readServed, type Served, writeServed } from '../repair/served-file.js'
import { Serving } from '../repair/serving.js'
import type { Ring } from '../ring/ring.js'
import type { Platform, Report } from './platform.js'
import type { NodeSettings } from './settings.js'

export class KeptServing {
  /** The last write that was begun or is waiting: whether it was done. */
  #written: Promise<boolean> = Promise.resolve(true)
  #isWaiting = false

  private constructor(
    readonly serving: Serving,
    private readonly ring: () => Ring,
    private readonly settings: NodeSettings,
    private readonly platform: Platform,
    private readonly report: Report,
  ) {}

  /** What a folder says that its node serves; undefined when it says nothing. Throws DiskError. */
  static read(settings: NodeSettings, { disk }: Platform): Promise<Served | undefined> {
    return readServed(disk, settings.folder, settings.partitionCount)
  }

  static from(
    kept: Served | undefined,
    selfId: string,
    ring: () => Ring,
    around: { readonly settings: NodeSettings; readonly platform: Platform; readonly report: Report },
  ): KeptServing {
    const { settings, platform, report } = around
    const isOfRing = kept !== undefined && kept.ringDigest === ring().digest
    const served = isOfRing ? kept.served : new Uint8Array(settings.partitionCount)
    return new KeptServing(new Serving(selfId, ring(), served), ring, settings, platform, report)
  }

  /** Whether what is served now is on disk: false where it cannot be written. */
  save(): Promise<boolean> {
    if (!this.#isWaiting) {
      this.#isWaiting = true
      this.#written = this.#written.then(() => this.#write())
    }
    return this.#written
  }

  async #write(): Promise<boolean> {
    this.#isWaiting = false
    const state = { ringDigest: this.ring().digest, served: this.serving.served }
    try {
      await writeServed(this.platform.disk, this.settings.folder, state)
      return true
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      this.report('error', 'what this node serves cannot be written', { reason: error.message })
      return false
    }
  }
}
