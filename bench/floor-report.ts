/** What bench/floor.ts prints: a JSON object or a row of a table for each case. */
import { availableParallelism } from 'node:os'
import type { Plan, Result } from './floor-plan.js'

export interface Line {
  readonly bench: 'floor'
  readonly case: string
  readonly operation: 'get' | 'put'
  readonly nodes: number
  readonly replicas: number
  readonly quorum: number
  readonly valueBytes: number
  readonly connections: number
  /** For each connection. */
  readonly inFlight: number
  readonly durability: 'interval'
  readonly opsPerSecond: number
  readonly echoPerSecond: number
  /** This case's throughput over the echo's. */
  readonly ratioToEcho: number
  readonly p50Us: number
  readonly p99Us: number
  readonly p999Us: number
  /** Processor time for each request: of all servers together, and of the generator. They share the cores. */
  readonly serverCpuUs: number
  readonly generatorCpuUs: number
  readonly cores: number
  readonly errors: Record<string, number>
  /** Values read that were not what was last written, or had siblings. */
  readonly wrong: number
}

export interface Case {
  readonly name: string
  readonly operation: 'get' | 'put'
  readonly nodes: number
  readonly valueBytes: number
  readonly connections: number
  readonly inFlight: number
  readonly result: Result
  /** The echo before and after. */
  readonly echoes: readonly Result[]
  readonly wrong: number
}

export function lineOf(one: Case): Line {
  const { result, echoes, nodes } = one
  const opsPerSecond = result.requests / result.seconds
  const echoPerSecond = echoes.reduce((sum, echo) => sum + echo.requests / echo.seconds, 0) / echoes.length
  return {
    bench: 'floor',
    case: one.name,
    operation: one.operation,
    nodes,
    replicas: nodes,
    quorum: Math.floor(nodes / 2) + 1,
    valueBytes: one.valueBytes,
    connections: one.connections,
    inFlight: one.inFlight,
    durability: 'interval',
    opsPerSecond: Math.round(opsPerSecond),
    echoPerSecond: Math.round(echoPerSecond),
    ratioToEcho: rounded(opsPerSecond / echoPerSecond, 3),
    p50Us: result.p50Us,
    p99Us: result.p99Us,
    p999Us: result.p999Us,
    serverCpuUs: rounded(result.serverCpuUs / result.requests, 2),
    generatorCpuUs: rounded(result.cpuUs / result.requests, 2),
    cores: availableParallelism(),
    errors: result.errors,
    wrong: one.wrong,
  }
}

export function heading({ connections, keys, timing }: Plan): string {
  const columns = [
    'requests/s'.padStart(11),
    'echo/s'.padStart(9),
    'of echo'.padStart(8),
    'p50 us'.padStart(8),
    'p99 us'.padStart(8),
    'p99.9 us'.padStart(9),
    'cpu us'.padStart(8),
    'generator'.padStart(10),
  ]
  return [
    `${connections} connections, ${keys} keys, ${timing.measureMs / 1000} s a case; durability interval: a put is`,
    'acknowledged when the operating system has it, and synced within a second.',
    `Servers and generator share ${availableParallelism()} cores; cpu: processor time a request, of the servers and of the generator.`,
    '',
    `${' '.repeat(caseWidth)}${columns.join('')}`,
  ].join('\n')
}

const caseWidth = 36

export function row(line: Line): string {
  const figures = [
    String(line.opsPerSecond).padStart(11),
    String(line.echoPerSecond).padStart(9),
    line.ratioToEcho.toFixed(3).padStart(8),
    String(line.p50Us).padStart(8),
    String(line.p99Us).padStart(8),
    String(line.p999Us).padStart(9),
    line.serverCpuUs.toFixed(1).padStart(8),
    line.generatorCpuUs.toFixed(1).padStart(10),
  ]
  const faults = Object.entries(line.errors).map(([name, count]) => `${count} ${name}`)
  if (line.wrong > 0) faults.push(`${line.wrong} WRONG`)
  return `${line.case.padEnd(caseWidth)}${figures.join('')}${faults.length > 0 ? `  ${faults.join(', ')}` : ''}`
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
