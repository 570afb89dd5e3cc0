/**
 * What an operator may do to a member (Dynamo §4.8: joining and leaving are explicit acts). Each act is put to a
 * node and changes that node's own record: so a record has one writer, and an act is idempotent and can be taken
 * back. A node that is gone cannot be asked; another one says of it that it is (`remove`).
 *
 * Invariant: an act moves no data and deletes none. The ring follows the records, and data follows the ring.
 */
import { GrammeError } from '../errors.js'
import { weightMax, weightMin } from '../ring/members.js'
import { type Member, type MemberTable, removesMax } from './member.js'

export type Act =
  | { readonly kind: 'join' }
  | { readonly kind: 'leave'; readonly force: boolean }
  | { readonly kind: 'reweight'; readonly weight: number }
  | { readonly kind: 'remove'; readonly node: string; readonly force: boolean }
  | { readonly kind: 'restore'; readonly node: string }
  /**
   * A join, a weight and a removal in one change of the record: were they three, the ring could be another one for a
   * moment, in which somebody gives up what he is to have.
   */
  | { readonly kind: 'replace'; readonly node: string; readonly weight: number; readonly force: boolean }

export interface ActContext {
  readonly table: MemberTable
  /** N. */
  readonly replicaCount: number
  /** Whether another node answers this one. */
  readonly isReachable: (id: string) => boolean
  /** Why a removal is not to be taken back any more; see removals.ts. */
  readonly staysRemoved?: (id: string) => string | undefined
}

/** The record after the act: the same object when it was so already. Throws GrammeError BAD_ARGUMENT. */
export function after(self: Member, act: Act, context: ActContext): Member {
  switch (act.kind) {
    case 'join':
      return changed(self, { status: 'up' })
    case 'leave':
      if (self.status !== 'up') return self
      checkOthersOwn(self, act.force, context)
      return changed(self, { status: 'leaving' })
    case 'reweight':
      return reweighted(self, act.weight)
    case 'replace':
      return remove(reweighted(changed(self, { status: 'up' }), act.weight), act, context)
    case 'remove':
      return remove(self, act, context)
    case 'restore': {
      if (!self.removes.includes(act.node)) return self
      const reason = context.staysRemoved?.(act.node)
      if (reason !== undefined) throw bad(`${reason}; it can come back with an empty folder, as a new node`)
      return { ...next(self), removes: self.removes.filter((id) => id !== act.node) }
    }
  }
}

/** The record of a node that was leaving once others have all that it held. */
export function handedOver(self: Member): Member {
  return self.status === 'leaving' ? changed(self, { status: 'left' }) : self
}

function reweighted(self: Member, weight: number): Member {
  if (weight >= weightMin && weight <= weightMax) return changed(self, { weight })
  throw bad(`the weight is ${weight}, and must be from ${weightMin} to ${weightMax}`)
}

function remove(
  self: Member,
  { node, force }: { readonly node: string; readonly force: boolean },
  { table, isReachable }: ActContext,
): Member {
  if (self.removes.includes(node)) return self
  if (node === self.id)
    throw bad(`a node cannot say of itself that it is gone: \`gramme leave ${node}\` has it leave`)
  if (table.get(node) === undefined) throw bad(`there is no member ${node}`)
  if (self.status !== 'up') throw bad('this node is no member itself, so its word does not count')
  if (!force && isReachable(node)) {
    throw bad(`node ${node} answers: \`gramme leave ${node}\` has it hand over what only it may hold`)
  }
  if (self.removes.length >= removesMax) {
    throw bad(`this node has ${self.removes.length} others removed, the limit: let another one say it`)
  }
  return { ...next(self), removes: [...self.removes, node].sort() }
}

function checkOthersOwn(self: Member, force: boolean, { table, replicaCount }: ActContext): void {
  const others = table.up().filter(({ id }) => id !== self.id).length
  if (others === 0) throw bad('this is the only member: nobody could take over what it holds')
  if (others >= replicaCount || force) return
  throw bad(`${others} other members would be left, and each key has ${replicaCount} replicas: one would go`)
}

function changed(self: Member, change: Partial<Pick<Member, 'status' | 'weight'>>): Member {
  const { status = self.status, weight = self.weight } = change
  return status === self.status && weight === self.weight ? self : { ...next(self), status, weight }
}

function next(self: Member): Member {
  return { ...self, version: self.version + 1 }
}

function bad(message: string): GrammeError {
  return new GrammeError('BAD_ARGUMENT', message)
}
