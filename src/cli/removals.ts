/**
 * `gramme remove` and `gramme restore`: that a node is gone for good, and that it is not. A node that is gone cannot be
 * asked to leave, so another member says so of it, in its own record; only that member can take it back.
 *
 * Invariant: what is so already asks nobody. Whoever answers is not removed, unless the operator insists: it can hand
 * over what only it may hold.
 */
import type { Command } from 'commander'
import { GrammeError } from '../errors.js'
import { type Member, MemberTable, removed, removesMax } from '../membership/member.js'
import { MemberActKind } from '../wire/messages.js'
import { memberNamed, presentIn } from './find-member.js'
import { type ActOptions, act, type Intent, type Scene, withAct, withMember } from './member-act.js'

export function registerRemove(program: Command): void {
  const examples =
    '  gramme remove 1f2e3d4c5b6a --dry-run\n  gramme remove 1f2e3d4c5b6a --yes\n  gramme restore 1f2e3d4c5b6a --yes         takes it back'
  withAct(
    program,
    'remove',
    'Say that a node is gone for good; the others take over its share, and fill it from each other.',
    examples,
  )
    .argument('<NODE>', 'the node that is gone')
    .option('--force', 'though NODE can be reached')
    .action((name: string, options: ActOptions) =>
      act(options, [name], (scene) => removing(scene, name, options.force === true)),
    )
}

export function registerRestore(program: Command): void {
  const examples = '  gramme restore 1f2e3d4c5b6a --dry-run\n  gramme restore 1f2e3d4c5b6a --yes'
  const caution = `
NODE comes back with what its disk holds. That is refused when it has been removed for longer than half of the time that
deletes are kept (--reap-after of serve, 10 minutes), since deleted values might come back: start it with an empty folder
then, as a new node.
Who took its place in a \`replace\` stays a member; \`gramme leave\` has it leave.`
  withAct(
    program,
    'restore',
    'Take back that a node is gone, as `remove` or `replace` said: it owns its share again.',
    examples,
  )
    .addHelpText('after', caution)
    .argument('<NODE>', 'the node that was removed')
    .action((name: string, options: ActOptions) => act(options, [name], (scene) => restoring(scene, name)))
}

/** Throws UsageError; GrammeError BAD_ARGUMENT: it answers, UNREACHABLE: nobody can say so. */
export function removing({ members, answers }: Scene, name: string, force: boolean): Intent {
  const hasGone = removed(members)
  const isSilent = (member: Member) => !answers(member)
  const gone = memberNamed(members, name, [isSilent, presentIn(members)])
  if (hasGone.has(gone.id)) return { after: members, steps: [] }
  if (answers(gone) && !force) {
    const instead = `\`gramme leave ${gone.id}\` has it hand over what only it may hold`
    throw new GrammeError('BAD_ARGUMENT', `node ${gone.id} answers at ${gone.address}: ${instead}`)
  }
  const node = witnessFor(gone, { members, answers })
  return {
    after: withMember(members, { ...node, removes: [...node.removes, gone.id] }),
    steps: [{ node, kind: MemberActKind.MEMBER_ACT_REMOVE, other: gone.id, force }],
  }
}

/** Throws UsageError; GrammeError UNREACHABLE: who said so cannot be asked. */
export function restoring({ members, answers }: Scene, name: string): Intent {
  const hasGone = removed(members)
  const node = memberNamed(members, name, [({ id }) => hasGone.has(id)])
  const witnesses = members.filter(({ removes }) => removes.includes(node.id))
  const silent = witnesses.find((witness) => !answers(witness))
  if (silent !== undefined) {
    const only = `node ${silent.id} at ${silent.address} said that ${node.id} is gone, and only it can take that back`
    throw new GrammeError(
      'UNREACHABLE',
      `${only}; it does not answer: start it, or start ${node.id} with an empty folder, as a new node`,
    )
  }
  const isAnother = (id: string) => id !== node.id
  return {
    after: members.map((one) =>
      witnesses.includes(one) ? { ...one, removes: one.removes.filter(isAnother) } : one,
    ),
    steps: witnesses.map((witness) => ({
      node: witness,
      kind: MemberActKind.MEMBER_ACT_RESTORE,
      other: node.id,
    })),
  }
}

/** A member that is there and has said so of the fewest others: each can of so many only. */
function witnessFor(gone: Member, { members, answers }: Scene): Member {
  const [witness] = new MemberTable(members)
    .up()
    .filter((one) => one.id !== gone.id && answers(one) && one.removes.length < removesMax)
    .sort((a, b) => a.removes.length - b.removes.length)
  if (witness !== undefined) return witness
  throw new GrammeError('UNREACHABLE', `no other member answers that could say of ${gone.id} that it is gone`)
}
