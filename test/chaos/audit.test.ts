/** That the end of a chaos run would notice what is not there. */
import t from 'tap'
import { connect } from '../../src/client/index.js'
import { ProcessCluster } from '../e2e/processes.js'
import { audit, lacking } from './audit.js'
import { KeyAccount } from './ledger.js'

t.test('what an owner does not hold is told of, owner by owner', async (t) => {
  const cluster = await ProcessCluster.start(t, 3)
  const client = await connect({ seeds: cluster.addresses })
  t.teardown(() => client.close())
  const { context } = await client.put('kept', 'one', { w: 3 })
  await client.put('overwritten', 'old', { w: 3 })
  const by = { context, w: 3, isSloppy: false }
  const accounts = new Map(['kept', 'overwritten', 'never'].map((key) => [key, new KeyAccount()]))
  accounts.get('kept')?.acknowledged('one', undefined, by)
  accounts.get('overwritten')?.acknowledged('new', undefined, by)
  accounts.get('never')?.acknowledged('one', undefined, by)
  const found = await audit(accounts, cluster.addresses[0], 0)
  t.equal(found.copies, 9)
  t.equal(found.lost.length, 6)
  t.equal(found.lost.filter((lost) => lost.startsWith("'new' at") && lost.endsWith('(found)')).length, 3)
  t.equal(found.lost.filter((lost) => lost.startsWith("'one' at") && lost.endsWith('(missing)')).length, 3)
  t.equal(found.returned, 3)
  t.same(new Set(await lacking(accounts, cluster.addresses[0], 0)), new Set(found.lost))
  accounts.delete('overwritten')
  accounts.delete('never')
  t.strictSame(await lacking(accounts, cluster.addresses[0], 0), [])
})
