/**
 * The versions that a log store holds, from the key directory, whose tables are in the order of key hashes: so
 * what a narrow range holds is found without a look at the rest of the partition.
 */
import type { LiveRecords } from './live-records.js'
import type { SpoiledRecord } from './log-store-parts.js'
import { recordOf } from './partition-scan.js'
import type { RecordReader } from './reader.js'
import type { Digest, StoreRecord } from './store.js'
import { compareVersions, type HashRange, type Version, type Versions } from './versions.js'

export interface HeldVersionsParts {
  readonly live: LiveRecords
  readonly reader: RecordReader
  /** Throws when the store is closed. */
  readonly checkOpen: () => void
  readonly spoiled: SpoiledRecord
}

export class HeldVersions implements Versions {
  constructor(private readonly parts: HeldVersionsParts) {}

  leaves(partition: number): Uint32Array {
    this.parts.checkOpen()
    return this.parts.live.trees.leaves(partition)
  }

  root(partition: number): Digest {
    this.parts.checkOpen()
    return this.parts.live.trees.root(partition)
  }

  count(partition: number): number {
    this.parts.checkOpen()
    return this.parts.live.directory.countIn(partition)
  }

  within(partition: number, range: HashRange): Version[] {
    this.parts.checkOpen()
    const { live } = this.parts
    const { directory } = live
    const versions: Version[] = []
    for (const slot of directory.slotsWithin(partition, range.from, range.to)) {
      if (live.isDamaged(partition, slot)) continue
      versions.push({
        keyHash: directory.keyHashAt(partition, slot),
        high: directory.digestHighAt(partition, slot),
        low: directory.digestLowAt(partition, slot),
      })
    }
    return versions.sort(compareVersions)
  }

  async records(partition: number, keyHash: number): Promise<StoreRecord[]> {
    this.parts.checkOpen()
    const { live, reader, spoiled } = this.parts
    const { directory } = live
    const reading: Promise<StoreRecord | undefined>[] = []
    for (let slot = directory.first(partition, keyHash); slot !== -1; ) {
      const segment = directory.segmentAt(partition, slot)
      const offset = directory.offsetAt(partition, slot)
      const read = reader.read(segment, offset, directory.lengthAt(partition, slot))
      reading.push(
        read.then((raw) => {
          if (raw.kind === 'whole') return recordOf(raw)
          spoiled(partition, keyHash, segment, offset)
          return undefined
        }),
      )
      slot = directory.next(partition, keyHash, slot)
    }
    return (await Promise.all(reading)).filter((record) => record !== undefined)
  }
}
