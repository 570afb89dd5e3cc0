/**
 * MEMBER_ACT frames as acts of an operator, and what came of them.
 *
 * Invariant: an act that names the node it is for is done by that node or by none. Whoever asks knows an address, and
 * there may be another node by now.
 */
import { GrammeError } from '../errors.js'
import type { Act } from '../membership/acts.js'
import { type Member, removed } from '../membership/member.js'
import { memberToWire, nodeIdPattern } from '../membership/member-codec.js'
import type { Frame } from '../wire/frame.js'
import { decodeHeader, MemberAct, MemberActKind, MemberActReply } from '../wire/messages.js'
import type { Reply } from '../wire/session.js'

interface ActingView {
  readonly self: Member
  members(): readonly Member[]
  act(act: Act): Promise<boolean>
}

/** Answers when the act is durable. Throws GrammeError: PROTOCOL, BAD_ARGUMENT, READ_ONLY, CLOSED. */
export async function memberAct(view: ActingView, frame: Frame): Promise<Reply> {
  const asked = decodeHeader(MemberAct, frame)
  if (asked === undefined) throw new GrammeError('PROTOCOL', 'the header of a MEMBER_ACT does not decode')
  checkTarget(asked.target, view.self)
  const act = actOf(asked)
  if ((act.kind === 'join' || act.kind === 'replace') && removed(view.members()).has(view.self.id)) {
    const by = view.members().filter(({ removes }) => removes.includes(view.self.id))
    const names = by.map(({ id, address }) => `${id} at ${address}`).join(', ')
    throw new GrammeError(
      'BAD_ARGUMENT',
      `this node was removed by ${names}: \`gramme restore ${view.self.id}\` takes that back`,
    )
  }
  const changed = await view.act(act)
  return { header: MemberActReply.encode({ self: memberToWire(view.self), changed }) }
}

function actOf({ kind, weight, node, force }: ReturnType<typeof MemberAct.decode>): Act {
  switch (kind) {
    case MemberActKind.MEMBER_ACT_JOIN:
      return { kind: 'join' }
    case MemberActKind.MEMBER_ACT_LEAVE:
      return { kind: 'leave', force }
    case MemberActKind.MEMBER_ACT_REWEIGHT:
      return { kind: 'reweight', weight }
    case MemberActKind.MEMBER_ACT_REMOVE:
      return { kind: 'remove', node: nodeId('node', node), force }
    case MemberActKind.MEMBER_ACT_RESTORE:
      return { kind: 'restore', node: nodeId('node', node) }
    case MemberActKind.MEMBER_ACT_REPLACE:
      return { kind: 'replace', node: nodeId('node', node), weight, force }
    default:
      throw new GrammeError('PROTOCOL', `there is no act ${kind}`)
  }
}

/** An older client names none. */
function checkTarget(target: string, self: Member): void {
  if (target === '' || nodeId('target', target) === self.id) return
  const message = `this is for node ${target}, and this is node ${self.id} at ${self.address}: nothing was done`
  throw new GrammeError('BAD_ARGUMENT', message)
}

function nodeId(field: string, text: string): string {
  if (nodeIdPattern.test(text)) return text
  throw new GrammeError('BAD_ARGUMENT', `${field} is ${JSON.stringify(text)}, and must be 12 hex digits`)
}
