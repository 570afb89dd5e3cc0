/**
 * `gramme join`, `leave`, `reweight`, `replace` (of `remove` and `restore` see removals.ts): an operator's acts (Dynamo §4.8). Each shows what it would move,
 * and does it with --yes; each can be repeated without harm, and taken back by its opposite while data moves.
 */
import type { Command } from 'commander'
import type { Member } from '../membership/member.js'
import { weightMax, weightMin } from '../ring/members.js'
import { MemberActKind } from '../wire/messages.js'
import { memberNamed, presentIn } from './find-member.js'
import { type ActOptions, act, type Scene, withAct, withMember } from './member-act.js'
import { number } from './parse.js'

export function registerJoin(program: Command): void {
  const examples = '  gramme join 10.0.0.4:7401 --dry-run\n  gramme join 10.0.0.4:7401 --yes'
  withAct(
    program,
    'join',
    'Have a node own a share of the ring: a new one that waits to be told, or one that has left.',
    examples,
  )
    .argument('<NODE>', 'the node')
    .action((name: string, options: ActOptions) =>
      act(options, [name], ({ members, answers }) => {
        const node = memberNamed(members, name, [answers])
        return {
          after: withMember(members, { ...node, status: 'up' }),
          steps: [{ node, kind: MemberActKind.MEMBER_ACT_JOIN }],
        }
      }),
    )
}

export function registerLeave(program: Command): void {
  const examples =
    '  gramme leave 10.0.0.4:7401 --dry-run\n  gramme leave 10.0.0.4:7401 --yes\n  gramme join 10.0.0.4:7401 --yes          takes it back'
  withAct(
    program,
    'leave',
    'Have a node own nothing any more and hand over what it holds; then it can be stopped.',
    examples,
  )
    .argument('<NODE>', 'the node')
    .option('--force', 'though fewer nodes are left than each key has replicas')
    .action((name: string, options: ActOptions) =>
      act(options, [name], ({ members, answers }) => {
        const node = memberNamed(members, name, [answers])
        return {
          after: withMember(members, { ...node, status: 'left' }),
          steps: [{ node, kind: MemberActKind.MEMBER_ACT_LEAVE, force: options.force === true }],
        }
      }),
    )
}

export function registerReweight(program: Command): void {
  const examples = '  gramme reweight 10.0.0.4:7401 2 --dry-run\n  gramme reweight 10.0.0.4:7401 2 --yes'
  withAct(program, 'reweight', 'Give a node another weight, and so another share of the ring.', examples)
    .argument('<NODE>', 'the node')
    .argument('<WEIGHT>', `from ${weightMin} to ${weightMax}`, number(weightMin, weightMax))
    .action((name: string, weight: number, options: ActOptions) =>
      act(options, [name], ({ members, answers }) => {
        const node = memberNamed(members, name, [answers])
        return {
          after: withMember(members, { ...node, weight }),
          steps: [{ node, kind: MemberActKind.MEMBER_ACT_REWEIGHT, weight }],
        }
      }),
    )
}

export function registerReplace(program: Command): void {
  const examples =
    '  gramme replace 1f2e3d4c5b6a 10.0.0.9:7401 --dry-run\n  gramme replace 1f2e3d4c5b6a 10.0.0.9:7401 --yes'
  withAct(
    program,
    'replace',
    'Say that a node is gone for good, and give a member its weight; the others refill that one.',
    examples,
  )
    .argument('<OLD>', 'the node that is gone')
    .argument('<NEW>', 'the node that takes its place; best a new one started with --joins when-told')
    .option('--force', 'though OLD can be reached')
    .action((old: string, name: string, options: ActOptions) =>
      act(options, [old, name], (scene) => {
        const { gone, node } = replacing(scene, old, name)
        const { weight } = gone
        const force = options.force === true
        const removes = [...new Set([...node.removes, gone.id])]
        return {
          after: withMember(scene.members, { ...node, weight, status: 'up', removes }),
          steps: [{ node, kind: MemberActKind.MEMBER_ACT_REPLACE, weight, other: gone.id, force }],
        }
      }),
    )
}

/** Both may have had one address: who is gone is who does not answer there, and the other takes its place. */
export function replacing({ members, answers }: Scene, old: string, name: string) {
  const isSilent = (member: Member) => !answers(member)
  const gone = memberNamed(members, old, [isSilent, presentIn(members)])
  const others = members.filter(({ id }) => id !== gone.id)
  // Where the operator has named one node twice, the node says what is wrong with that.
  const isThere = others.some(({ id, address }) => id === name || address === name)
  return { gone, node: memberNamed(isThere ? others : members, name, [answers]) }
}
