/**
 * What this node serves, kept on disk: saved after each change, and found again at a start if the ring is still the
 * same, and no act of a member has been heard of since. A save that fails is made again with the next change, and whoever asked for it is told: until then a restart
 * may find what was served before, so nothing is to be removed on the strength of it (surrender.ts).
 */
import { DiskError } from '../ports/disk.js'
import { readServed, type Served, writeServed } from '../repair/served-file.js'
import { Serving } from '../repair/serving.js'
import type { Ring } from '../ring/ring.js'
import type { Platform, Report } from './platform.js'
import type { NodeSettings } from './settings.js'

/** By which ring something is served, and by which history; see unseen.ts. */
interface Followed {
  readonly ring: Ring
  readonly history: number
}

export class KeptServing {
  /** The last write that was begun or is waiting: whether it was done. */
  #written: Promise<boolean> = Promise.resolve(true)
  #isWaiting = false

  private constructor(
    readonly serving: Serving,
    private readonly followed: () => Followed,
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
    followed: () => Followed,
    around: { readonly settings: NodeSettings; readonly platform: Platform; readonly report: Report },
  ): KeptServing {
    const { settings, platform, report } = around
    const { ring, history } = followed()
    const isOfNow = kept?.ringDigest === ring.digest && kept.history === history
    const served = isOfNow ? kept.served : new Uint8Array(settings.partitionCount)
    return new KeptServing(new Serving(selfId, ring, served), followed, settings, platform, report)
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
    const { ring, history } = this.followed()
    const state = { ringDigest: ring.digest, history, served: this.serving.served }
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
