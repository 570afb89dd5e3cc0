/** Who a node is, through processes that are killed as they find out, and a power loss after that. */
import t from 'tap'
import { openIdentity } from '../../src/node/identity.js'
import { StoreMachine } from '../store/store-machine.js'

const shape = { cluster: 'test', partitionCount: 8, replicaCount: 3 }
const folder = 'node'

function open(machine: StoreMachine, hasData: boolean): Promise<string> {
  const { disk, random } = machine.ports
  return openIdentity(disk, folder, random, shape, hasData)
}

t.test('a node that has begun to serve is the same after a kill and a power loss', async (t) => {
  let kills = 0
  for (let seed = 1; seed <= 20; seed += 1) {
    for (let killedAt = 1; ; killedAt += 1) {
      const machine = new StoreMachine(seed)
      await machine.play(machine.ports.disk.makeFolder(folder))
      machine.ports.process.dieAtUse(killedAt, () => machine.machine.kill())
      if ((await machine.play(open(machine, false))) !== 'dead') break
      machine.machine.boot()
      const id = await machine.play(open(machine, false))
      machine.losePower('sectors')
      // Had it taken data meanwhile, a missing identity would be fatal.
      t.equal(await machine.play(open(machine, true)), id, `killed at use ${killedAt}`)
      kills += 1
    }
  }
  t.ok(kills >= 20 * 5, `killed ${kills} times`)
})

t.test('data without an identity is refused', async (t) => {
  const machine = new StoreMachine()
  await machine.play(machine.ports.disk.makeFolder(folder))
  await t.rejects(machine.play(open(machine, true)), {
    code: 'BAD_ARGUMENT',
    message: /node.json is missing/,
  })
})
