import t from 'tap'
import { KeptServing } from '../../src/node/kept-serving.js'
import { checkNodeOptions } from '../../src/node/settings.js'
import { Ring } from '../../src/ring/ring.js'
import { FaultyDisk } from './faulty-disk.js'
import { newFolder, platformWith } from './rig.js'

const [self, other] = ['000000000001', '000000000002']

function ringOf(...ids: readonly string[]): Ring {
  const members = ids.map((id) => ({ id, weight: 1, zone: '' }))
  return Ring.build(members, { partitionCount: 8, replicaCount: 1 })
}

t.test('says whether what is served is on disk, each time anew', async (t) => {
  const disk = new FaultyDisk()
  const platform = platformWith({ disk })
  const settings = checkNodeOptions({ folder: newFolder(t), partitionCount: 8, replicaCount: 1 })
  const reported: string[] = []
  const report = (_level: string, message: string) => void reported.push(message)
  const [alone, both] = [ringOf(self), ringOf(self, other)]
  let ring = alone
  let history = 7
  const kept = { ringDigest: alone.digest, history: 7, served: new Uint8Array(8).fill(1) }
  const mine = KeptServing.from(kept, self, () => ({ ring, history }), { settings, platform, report })
  t.equal(await mine.save(), true)
  ring = both
  history = 8
  mine.serving.follow(both)
  disk.isFull = true
  const partition = Array.from({ length: 8 }, (_, p) => p).find((p) => !both.isOwner(p, self)) ?? -1
  mine.serving.gaveUp(partition)
  const [first, second] = [mine.save(), mine.save()]
  t.strictSame(await Promise.all([first, second]), [false, false], 'they are one write')
  t.strictSame(reported, ['what this node serves cannot be written'])
  t.match(await KeptServing.read(settings, platform), { ringDigest: alone.digest }, 'the one before is kept')
  disk.isFull = false
  t.equal(await mine.save(), true)
  const read = await KeptServing.read(settings, platform)
  t.equal(read?.ringDigest, both.digest)
  t.equal(read?.served[partition], 0)
  const again = () => KeptServing.from(read, self, () => ({ ring, history }), { settings, platform, report })
  t.strictSame(again().serving.wanting(), [], 'known after a restart')
  history = 9
  t.ok(again().serving.wanting().length > 0, 'compared anew when an act has been heard of since')
})
