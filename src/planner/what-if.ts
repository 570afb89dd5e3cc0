/**
 * Changes that are only thought of, as words: `add 2 weight=4 zone=b; remove small-003; load 1.5`. What they make of a
 * fleet is planned like every other; Q stays, since it never changes.
 */
import { GrammeError } from '../errors.js'
import { memberCountMax, nameLengthMax, weightMax, weightMin } from '../ring/members.js'
import type { Calibration } from './calibration.js'
import { type Change, changeOf } from './changes.js'
import { type Fleet, fleetOfNodes, type Node } from './fleet.js'
import { type Forecast, forecastOfFleet } from './forecast.js'
import type { NodeType, Plan } from './plan-file.js'
import type { ResponseOptions } from './response.js'

export type Act =
  | {
      readonly kind: 'add'
      readonly count: number
      readonly type?: string
      readonly weight?: number
      readonly zone?: string
    }
  | { readonly kind: 'remove'; readonly node: string }
  | { readonly kind: 'reweight'; readonly node: string; readonly weight: number }
  /** All requests, or all keys, so many times. */
  | { readonly kind: 'load' | 'keys'; readonly factor: number }

export interface WhatIf {
  readonly before: Forecast
  readonly after: Forecast
  /** What the new ring moves. */
  readonly movement: Change
  /** What was taken for granted of what was not said. */
  readonly notes: readonly string[]
}

export const actsMax = 20
const factorMax = 1000

const grammar =
  'add COUNT [type=TYPE] [weight=W] [zone=Z], remove NODE, reweight NODE W, load FACTOR or keys FACTOR, with ; between'

/** Throws BAD_ARGUMENT that names what is wrong and what may be said. */
export function parseActs(text: string): Act[] {
  const parts = text.split(';').map((part) => part.trim())
  if (parts.length > actsMax) throw wrong(`${parts.length} changes`, `at most ${actsMax}`)
  return parts.map(parseAct)
}

function parseAct(text: string): Act {
  const [verb, first = '', ...rest] = text.split(/\s+/)
  switch (verb) {
    case 'add':
      return {
        kind: 'add',
        count: amount(first, 'COUNT of add', 1, memberCountMax, true),
        ...addOptions(rest),
      }
    case 'remove':
      if (first === '' || rest.length > 0) break
      return { kind: 'remove', node: first }
    case 'reweight':
      if (rest.length !== 1) break
      return { kind: 'reweight', node: first, weight: amount(rest[0], 'W of reweight', weightMin, weightMax) }
    case 'load':
    case 'keys':
      if (rest.length > 0) break
      return { kind: verb, factor: amount(first, `FACTOR of ${verb}`, 1 / factorMax, factorMax) }
  }
  throw wrong(`'${text}'`, grammar)
}

function addOptions(words: readonly string[]): { type?: string; weight?: number; zone?: string } {
  const options: { type?: string; weight?: number; zone?: string } = {}
  for (const word of words) {
    const [, name, value] = /^(\w+)=(.+)$/.exec(word) ?? []
    if (name === 'type') options.type = value
    else if (name === 'weight') options.weight = amount(value, 'weight of add', weightMin, weightMax)
    else if (name === 'zone' && value.length <= nameLengthMax) options.zone = value
    else throw wrong(`'${word}'`, 'type=TYPE, weight=W or zone=Z')
  }
  return options
}

function amount(text: string, field: string, min: number, max: number, isWhole = false): number {
  const value = Number(text)
  if (text !== '' && value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value
  throw wrong(`${field} is '${text}'`, `${isWhole ? 'a whole number' : 'a number'} from ${min} to ${max}`)
}

function wrong(what: string, limit: string): GrammeError {
  return new GrammeError('BAD_ARGUMENT', `--what-if: ${what}; it must be ${limit}`)
}

export function whatIf(
  fleet: Fleet,
  plan: Plan,
  calibration: Calibration,
  acts: readonly Act[],
  responses?: ResponseOptions,
): WhatIf {
  const { partitionCount } = fleet.ring.settings
  const kept = { ...plan, replication: { ...plan.replication, partitions: partitionCount } }
  const changed = acts.reduce<Changed>((state, act) => afterAct(state, act), {
    nodes: fleet.nodes,
    plan: kept,
    notes: [],
  })
  const after = fleetOfNodes(changed.nodes, changed.plan)
  return {
    before: forecastOfFleet(fleet, kept, calibration, responses),
    after: forecastOfFleet(after, changed.plan, calibration, responses),
    movement: changeOf('all of it', fleet, changed.nodes, kept, calibration),
    notes: changed.notes,
  }
}

interface Changed {
  readonly nodes: readonly Node[]
  readonly plan: Plan
  readonly notes: readonly string[]
}

function afterAct(changed: Changed, act: Act): Changed {
  const { nodes, plan, notes } = changed
  switch (act.kind) {
    case 'add': {
      const { more, note } = added(nodes, plan, act)
      return { ...changed, nodes: [...nodes, ...more], notes: note === undefined ? notes : [...notes, note] }
    }
    case 'remove': {
      const left = nodes.filter((node) => node !== found(nodes, act.node))
      if (left.length === 0) throw wrong(`remove ${act.node}`, 'a change that leaves a node')
      return { ...changed, nodes: left }
    }
    case 'reweight': {
      const node = found(nodes, act.node)
      const reweighted = nodes.map((one) => (one === node ? { ...one, weight: act.weight } : one))
      return { ...changed, nodes: reweighted }
    }
    case 'load': {
      const requestsPerSecond = plan.load.requestsPerSecond * act.factor
      return { ...changed, plan: { ...plan, load: { ...plan.load, requestsPerSecond } } }
    }
    case 'keys':
      return {
        ...changed,
        plan: { ...plan, data: { ...plan.data, keys: Math.round(plan.data.keys * act.factor) } },
      }
  }
}

type Addition = Extract<Act, { kind: 'add' }>

/**
 * Without a type it is the first that says the weight, or else the first of the plan; without a weight that of the others
 * of its type; zones in turn.
 */
function added(
  nodes: readonly Node[],
  plan: Plan,
  act: Addition,
): { readonly more: Node[]; readonly note: string | undefined } {
  const type = typeFor(plan, act)
  const alike = nodes.find((node) => node.type === type)
  const declared = type.weight === 'derive' ? 1 : type.weight
  const weight = act.weight ?? alike?.weight ?? declared
  const zones = act.zone === undefined ? (type.zones ?? ['']) : [act.zone]
  const known = nodes.filter(({ id }) => id.startsWith('new-')).length
  const more = Array.from({ length: act.count }, (_, n) => ({
    id: `new-${String(known + n + 1).padStart(3, '0')}`,
    weight,
    zone: zones[n % zones.length],
    type,
  }))
  const note = noteOn(plan, act, more, type, alike?.weight ?? declared)
  return { more, note }
}

/** Undefined where what was said, or what there is, tells the machine. `usual`: the weight of the others of the type. */
function noteOn(
  plan: Plan,
  act: Addition,
  more: readonly Node[],
  { type }: NodeType,
  usual: number,
): string | undefined {
  const { weight } = act
  if (act.type !== undefined || weight === undefined) return undefined
  const fitting = plan.nodes.filter((one) => one.weight === weight)
  if (fitting.length === 1 || (fitting.length === 0 && usual === weight)) return undefined
  const ids = more.length === 1 ? more[0].id : `${more[0].id} to ${more[more.length - 1].id}`
  const why =
    fitting.length > 1
      ? `${fitting.length} types have weight ${weight}`
      : `no type has weight ${weight}, and the others of this one have ${usual}: the same machine gets ${Number((weight / usual).toPrecision(3))} times the share`
  return `the machine of ${ids} is taken to be a '${type}' (say type=TYPE for another): ${why}`
}

function typeFor(plan: Plan, { type, weight }: Addition): NodeType {
  const fitting = plan.nodes.find((one) => one.weight === weight)
  return type === undefined && fitting !== undefined ? fitting : typeNamed(plan, type)
}

function typeNamed({ nodes }: Plan, name: string | undefined): NodeType {
  const type = name === undefined ? nodes[0] : nodes.find((one) => one.type === name)
  if (type === undefined) throw wrong(`type=${name}`, `one of ${nodes.map((one) => one.type).join(', ')}`)
  return type
}

function found(nodes: readonly Node[], id: string): Node {
  const node = nodes.find((one) => one.id === id)
  if (node === undefined) throw wrong(`no node is '${id}'`, `one of ${nodes.map((one) => one.id).join(', ')}`)
  return node
}
