/**
 * `gramme calibrate`: what requests cost on this machine, for `gramme plan`. Runs one node, then three, on loopback under
 * loads of their own, and reads what processor time each uses; and writes to the disk, as a node's log does.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Calibration } from '../planner/calibration.js'
import { loadCount, measureCosts } from './calibrate-measure.js'
import { number } from './parse.js'
import { openProgress } from './progress.js'

interface CalibrateOptions {
  readonly out: string
  readonly folder: string
  readonly seconds: number
  readonly json?: true
}

const examples = `
The machine should have nothing else to do. What it costs is said of the machine as it was: the file tells how busy
it had been.

Examples:
  gramme calibrate
  gramme calibrate --seconds 5 --folder /var/lib --out calibration.json
  gramme plan plan.yaml --calibration calibration.json`

export function register(program: Command): void {
  program
    .command('calibrate')
    .description('Measure what requests cost on this machine, for `gramme plan`.')
    .option('--out <FILE>', 'where to write it', 'calibration.json')
    .option('--folder <DIR>', 'on the disk that nodes would use; what is made there is removed', tmpdir())
    .option(
      '--seconds <SECONDS>',
      'of each of the 16 loads, after a third as much to warm up',
      number(0.1, 600),
      2,
    )
    .option('--json', 'print the calibration as well, as JSON')
    .addHelpText('after', examples)
    .action(calibrate)
}

async function calibrate({ out, folder: parent, seconds, json }: CalibrateOptions): Promise<void> {
  const folder = mkdtempSync(join(parent, 'gramme-calibrate-'))
  const progress = openProgress('calibrating', (step) => `${step} loads`)
  try {
    const calibration = await measureCosts(folder, seconds, (done) => progress.show(done, loadCount))
    writeFileSync(out, `${JSON.stringify(calibration, undefined, 2)}\n`)
    process.stdout.write(json ? `${JSON.stringify(calibration)}\n` : asText(calibration, out))
  } finally {
    progress.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

function asText(
  { machine, stages, turnUs, groupUs, besideLoop, pauses, syncMs }: Calibration,
  out: string,
): string {
  const lines = Object.entries(stages).map(
    ([name, { us, perKibUs }]) =>
      `  ${name.padEnd(16)}${us.toFixed(1).padStart(7)} us, and ${perKibUs.toFixed(2)} a KiB\n`,
  )
  return [
    `${machine.processor}, Node ${machine.node}; load average before: ${machine.loadBefore.toFixed(1)}\n`,
    ...lines,
    `  a turn of the event loop: ${turnUs} us; a write to the log: ${groupUs} us; other threads: ${Math.round(100 * besideLoop)}% of it\n`,
    `  pauses: ${pauses.perBusySecond} in a busy second, the longest ${Math.max(...pauses.quantilesMs)} ms\n`,
    `  a sync: ${syncMs[Math.floor(syncMs.length / 2)]} ms, the longest ${Math.max(...syncMs)} ms\n`,
    `written to ${out}\n`,
  ].join('')
}
