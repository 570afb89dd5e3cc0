/** A forecast, for people. */
import type { Change } from '../planner/changes.js'
import type { Resource } from '../planner/demand.js'
import type { Forecast, ForecastRing } from '../planner/forecast.js'
import type { NodeOutlook, Outlook, Tightest } from '../planner/outlook.js'
import type { Response } from '../planner/response.js'
import type { Verdict } from '../planner/verdict.js'
import type { WhatIf } from '../planner/what-if.js'
import { bytes, type Column, count, duration, percent, table } from './table.js'

export function forecastAsText(forecast: Forecast): string {
  const { ring, outlooks, changes, warnings, machine } = forecast
  return [
    `${ring.nodes.length} nodes, Q=${ring.partitionCount}, N=${ring.replicaCount}, R=${ring.readQuorum}, W=${ring.writeQuorum}\n\n`,
    table(ringColumns, ring.nodes),
    `\nbalance: ${percent(ring.efficiency.replica)} of replicas, ${percent(ring.efficiency.firstOwner)} of first owners (the load of a node with just its quota, over that of the fullest)\n`,
    '\nWith all well:\n\n',
    table(nodeColumns, outlooks[0].nodes),
    '\nWhat is tightest, how many times the load there is room for, and what runs out first:\n\n',
    table(outlookColumns, outlooks),
    ...outlooks.flatMap(serviceRemarks),
    hotKey(forecast),
    ...responsesAsText(forecast),
    '\nWhat a change would move, and about how long that takes, as measured under load on a small machine:\n\n',
    table(changeColumns, changes),
    ...(warnings.length > 0 ? ['\n', ...warnings.map((warning) => `warning: ${warning}\n`)] : []),
    `\nCosts of requests: measured on ${machine.processor}, ${machine.measuredOn}.\n`,
    `${verdictAsText(forecast.verdict)}\n`,
  ].join('')
}

const verdicts: Readonly<Record<Verdict, string>> = {
  enough: 'The plan is enough for its goals.',
  unsure:
    'It is UNSURE whether the plan is enough for its goals: what was measured of such plans came to both sides of p999Ms.',
  'not enough': 'The plan is NOT enough for its goals.',
}

export function verdictAsText(verdict: Verdict): string {
  return verdicts[verdict]
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  enough: 'yes',
  unsure: 'UNSURE',
  'not enough': 'NO',
}

/** What it comes to after the changes, in full, and beside it what is now. */
export function whatIfAsText({ before, after, movement, notes }: WhatIf): string {
  const rows = after.outlooks.map((outlook, n) => ({ now: before.outlooks[n], changed: outlook }))
  return [
    ...notes.map((note) => `note: ${note}\n`),
    `${notes.length > 0 ? '\n' : ''}As it would be then:\n\n`,
    forecastAsText(after),
    '\nNow, and then:\n\n',
    table(comparedColumns, rows),
    ...(movement.replicasMoved === 0
      ? ['\nNothing moves.\n']
      : [
          `\n${count(movement.replicasMoved)} partition replicas move (the least possible: ${count(movement.replicasLeast)}), about ${bytes(movement.bytesMoved)}, in about ${duration(movement.takesMs)}, as measured under load on a small machine.\n`,
        ]),
  ].join('')
}

interface Compared {
  readonly now: Outlook | undefined
  readonly changed: Outlook
}

const comparedColumns: readonly Column<Compared>[] = [
  { title: '', of: ({ changed }) => changed.failure.replace(/:.*/, '') },
  { title: 'room now', of: ({ now }) => (now === undefined ? '-' : times(now.loadFactor)), align: 'right' },
  { title: 'then', of: ({ changed }) => times(changed.loadFactor), align: 'right' },
  {
    title: 'lasts now',
    of: ({ now }) => (now?.months === undefined ? '-' : inMonths(now.months)),
    align: 'right',
  },
  {
    title: 'then',
    of: ({ changed }) => (changed.months === undefined ? '-' : inMonths(changed.months)),
    align: 'right',
  },
]

const ringColumns: readonly Column<ForecastRing['nodes'][number]>[] = [
  { title: 'node', of: ({ id }) => id },
  { title: 'zone', of: ({ zone }) => zone || '-' },
  { title: 'weight', of: ({ weight }) => String(weight), align: 'right' },
  { title: 'virtual nodes', of: ({ virtualNodes }) => count(virtualNodes), align: 'right' },
  { title: 'of quota', of: ({ virtualNodes, quota }) => percent(virtualNodes / quota), align: 'right' },
  { title: 'first owner of', of: ({ firstOwner }) => count(firstOwner), align: 'right' },
  { title: 'keys', of: ({ keys }) => count(keys), align: 'right' },
]

const nodeColumns: readonly Column<NodeOutlook>[] = [
  { title: 'node', of: ({ id }) => id },
  { title: 'coordinates/s', of: ({ requestsCoordinated }) => rate(requestsCoordinated), align: 'right' },
  { title: 'as a peer/s', of: ({ requestsAnswered }) => rate(requestsAnswered), align: 'right' },
  { title: 'hands on/s', of: ({ requestsForwarded }) => rate(requestsForwarded), align: 'right' },
  ...(['processor', 'network', 'memory', 'disk'] as const).map((resource) => ({
    title: resource,
    of: ({ uses }: NodeOutlook) => used(uses, resource),
    align: 'right' as const,
  })),
]

const outlookColumns: readonly Column<Outlook>[] = [
  { title: '', of: ({ failure }) => failure },
  { title: 'tightest', of: ({ tightest }) => toldTightest(tightest) },
  { title: 'room for', of: ({ loadFactor }) => times(loadFactor), align: 'right' },
  { title: 'runs out first', of: ({ runsOutFirst }) => runsOut(runsOutFirst) },
  { title: 'in', of: ({ months }) => (months === undefined ? '-' : inMonths(months)), align: 'right' },
  { title: 'enough', of: ({ isEnough }) => (isEnough ? 'yes' : 'NO') },
]

const changeColumns: readonly Column<Change>[] = [
  { title: 'change', of: ({ change }) => change },
  { title: 'replicas', of: ({ replicasMoved }) => count(replicasMoved), align: 'right' },
  { title: 'the least', of: ({ replicasLeast }) => count(replicasLeast), align: 'right' },
  { title: 'about', of: ({ bytesMoved }) => bytes(bytesMoved), align: 'right' },
  { title: 'takes about', of: ({ takesMs }) => duration(takesMs), align: 'right' },
  { title: 'balance then', of: ({ efficiencyAfter }) => percent(efficiencyAfter), align: 'right' },
]

function responsesAsText({ responses, errors }: Forecast): string[] {
  if (responses.length === 0) return []
  return [
    '\nHow quickly requests are answered, and how many can be, simulated:\n\n',
    table(responseColumns, responses),
    believed(errors),
  ]
}

function believed({ measuredOn, machine, clusters, throughput, p999, p999High }: Forecast['errors']): string {
  const [tooLow, tooHigh] = throughput
  const [least, usual, most] = p999
  return `
How far to believe this: ${clusters} clusters were planned and then measured (${measuredOn}, ${machine}).
The most requests a second that were planned were ${tooLow} to ${tooHigh} times what was measured; measured p99.9 was ${least} to
${most} times what was planned, ${usual} times in the median, and no more than ${p999High} times in nine of ten. So a goal for p99.9 is
met where ${p999High} times what is planned meets it, not where ${usual} times does not, and in between it is unsure.
`
}

const responseColumns: readonly Column<Response>[] = [
  { title: '', of: ({ failure }) => failure },
  { title: 'at most/s', of: ({ saturationPerSecond }) => rate(saturationPerSecond), align: 'right' },
  { title: 'load', of: ({ loadPart }) => percentOf(loadPart), align: 'right' },
  ...(['p50Ms', 'p90Ms', 'p99Ms', 'p999Ms'] as const).map((name) => ({
    title: { p50Ms: 'p50', p90Ms: 'p90', p99Ms: 'p99', p999Ms: 'p99.9' }[name],
    of: ({ atLoad }: Response) => (atLoad === undefined ? '-' : `${milliseconds(atLoad.all[name])}`),
    align: 'right' as const,
  })),
  {
    title: 'gets p99.9',
    of: ({ atLoad }) => (atLoad === undefined ? '-' : milliseconds(atLoad.gets.p999Ms)),
    align: 'right',
  },
  {
    title: 'puts p99.9',
    of: ({ atLoad }) => (atLoad === undefined ? '-' : milliseconds(atLoad.puts.p999Ms)),
    align: 'right',
  },
  { title: 'enough', of: ({ verdict }) => verdictWords[verdict] },
]

function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(2) : ms.toFixed(1)} ms`
}

function percentOf(part: number): string {
  return Number.isFinite(part) ? `${Math.round(100 * part)}%` : '-'
}

/** As `3.2 GiB, 20%`. */
function used(uses: NodeOutlook['uses'], resource: Resource): string {
  const use = uses.find((one) => one.resource === resource)
  if (use === undefined) return '-'
  const amount = {
    processor: () => `${use.used.toFixed(2)} cores`,
    network: () => `${(use.used / 1e6).toFixed(1)} Mbit/s`,
    memory: () => bytes(Math.round(use.used)),
    disk: () => bytes(Math.round(use.used)),
  }[resource]()
  return `${amount}, ${Math.round(100 * use.part)}%`
}

function serviceRemarks({ failure, service }: Outlook): string[] {
  const { readsByStandIns, writesByStandIns, unreadable, writable } = service
  const remarks: string[] = []
  if (!writable) remarks.push('fewer nodes are up than W: nothing can be written')
  if (unreadable > 0)
    remarks.push(`${partitions(unreadable)} have no owner up: what was written to them before cannot be read`)
  if (writesByStandIns > 0)
    remarks.push(`${partitions(writesByStandIns)} have fewer owners up than W: stand-ins make up the number`)
  if (readsByStandIns > 0)
    remarks.push(
      `${partitions(readsByStandIns)} have fewer owners up than R: a read may miss what was written before`,
    )
  return remarks.map((remark) => `${failure}: ${remark}\n`)
}

function hotKey({ hottestKeyPerSecond }: Forecast): string {
  return hottestKeyPerSecond < 1
    ? ''
    : `the key asked most: ${rate(hottestKeyPerSecond)} requests a second, all at its owners\n`
}

function partitions(number: number): string {
  return `${count(number)} partitions`
}

function rate(perSecond: number): string {
  return count(Math.round(perSecond))
}

function toldTightest({ node, resource, part, limit }: Tightest): string {
  return `${resource} of ${node}: ${Math.round(100 * part)}%, limit ${Math.round(100 * limit)}%`
}

function runsOut(what: Tightest | undefined): string {
  return what === undefined ? 'nothing' : `${what.resource} of ${what.node}`
}

function times(factor: number): string {
  return Number.isFinite(factor) ? `${factor.toFixed(2)} times` : 'any load'
}

function inMonths(months: number): string {
  if (months === 0) return 'over now'
  return months < 24 ? `${months.toFixed(1)} months` : `${(months / 12).toFixed(1)} years`
}
