/** `gramme calibrate`: real nodes are measured, and a plan can be made with what comes of it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { checkCalibration } from '../../src/planner/calibration.js'
import { gramme, temporaryFolder } from './processes.js'

t.test(
  'costs are measured and planned with',
  { skip: process.platform !== 'linux' && 'reads /proc' },
  async (t) => {
    const folder = temporaryFolder(t)
    const file = join(folder, 'calibration.json')
    const outcome = await gramme(['calibrate', '--seconds', '0.1', '--folder', folder, '--out', file])
    t.match(outcome, { code: 0, stdout: /getCoordinator +[\d.]+ us.*written to/s })
    const { stages, memory, disk, machine, syncMs } = checkCalibration(JSON.parse(readFileSync(file, 'utf8')))
    for (const stage of ['getCoordinator', 'putCoordinator', 'getReplica', 'putReplica', 'client'] as const) {
      t.ok(stages[stage].us > 0, stage)
    }
    t.ok(
      memory.directoryBytesPerKey >= 24 && memory.directoryBytesPerKey < 200,
      `${memory.directoryBytesPerKey} bytes a key`,
    )
    t.ok(disk.recordBytes >= 36, 'a record has its header at least')
    t.ok(syncMs.every((ms, at) => at === 0 || ms >= syncMs[at - 1]))
    t.equal(machine.node, process.versions.node)
    const plan = join(folder, 'plan.yaml')
    const nodes = '[{ type: one, count: 3, cores: 2, memory: 8 GiB, disk: 100 GiB, network: 1 Gbit/s }]'
    writeFileSync(plan, `nodes: ${nodes}\ndata: { keys: 1000 }\nload: { requestsPerSecond: 100 }\n`)
    const planned = await gramme(['plan', plan, '--calibration', file, '--requests', '1000'])
    t.match(planned.stdout, /Costs of requests: measured on .*cores\)/)
  },
)
