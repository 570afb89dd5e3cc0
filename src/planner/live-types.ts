/**
 * Which of a plan file's types each member of a running cluster is: the one that says the member's weight and has its
 * zone. A cluster knows weights and zones, and not machines; so where that does not tell one type from another, the
 * first of the file stands for the member, and a remark says so.
 *
 * Invariant: every member has a type, and the types' counts are those of their members.
 */
import type { RingMember } from '../ring/ring.js'
import type { Node } from './fleet.js'
import type { NodeType } from './plan-file.js'

export interface LiveMember extends RingMember {
  readonly address: string
}

export interface LiveTypes {
  /** Those of the file, in its order. */
  readonly types: readonly NodeType[]
  /** In the order of the members. */
  readonly nodes: readonly Node[]
  readonly remarks: readonly string[]
}

/** `types`: at least one; their counts do not matter. */
export function liveTypes(types: readonly NodeType[], members: readonly LiveMember[]): LiveTypes {
  const remarks: string[] = []
  const chosen = members.map((member) => {
    if (types.length === 1) return 0
    const fitting = types.flatMap((type, index) => (fits(type, member) ? [index] : []))
    if (fitting.length === 1) return fitting[0]
    const { address, weight, zone } = member
    const place = zone === '' ? '' : ` in zone ${zone}`
    const which = fitting.length === 0 ? 'no type' : `more than one type (${namesOf(types, fitting)})`
    remarks.push(
      `${address} is taken to be a '${types[0].type}', the first type of the file: ${which} there has weight ${weight}${place}`,
    )
    return 0
  })
  const counted = types.map((type, index) => ({
    ...type,
    count: chosen.filter((one) => one === index).length,
  }))
  const nodes = members.map(({ id, weight, zone }, n) => ({ id, weight, zone, type: counted[chosen[n]] }))
  return { types: counted, nodes, remarks }
}

/** A type without zones may be in any; one whose weight is to be derived says none. */
function fits({ weight, zones }: NodeType, member: LiveMember): boolean {
  return weight === member.weight && (zones === undefined || zones.includes(member.zone))
}

function namesOf(types: readonly NodeType[], indexes: readonly number[]): string {
  return indexes.map((index) => types[index].type).join(', ')
}
