/**
 * `gramme join`, `leave`, `reweight`, `replace`: an operator's acts (Dynamo §4.8). Each shows what it would move,
 * and does it with --yes; each can be repeated without harm, and taken back by its opposite while data moves.
 */
import type { Command } from 'commander'
import type { Client } from '../client/client.js'
import { GrammeError } from '../errors.js'
import { type Member, MemberTable } from '../membership/member.js'
import { membersFromWire } from '../membership/member-codec.js'
import { type PlannedMember, planOf } from '../planner/movement.js'
import { weightMax, weightMin } from '../ring/members.js'
import { FrameType } from '../wire/frame.js'
import type { Link } from '../wire/link.js'
import { decodeReply, MemberAct, MemberActKind, MemberActReply, RingReply } from '../wire/messages.js'
import { type ConnectionOptions, withClient, withConnection } from './connection.js'
import { UsageError } from './exit.js'
import { planAsText } from './member-plan.js'
import { type MemberStatus, statusOfMembers } from './node-status.js'
import { number } from './parse.js'

interface ActOptions extends ConnectionOptions {
  readonly dryRun?: true
  readonly yes?: true
  readonly force?: true
}

/** What a node is asked to do, and what its ring would be then. */
interface Step {
  readonly node: Member
  readonly kind: number
  readonly weight?: number
  readonly other?: string
  readonly force?: boolean
}

function withAct(program: Command, name: string, description: string, examples: string): Command {
  return withConnection(program.command(name))
    .description(description)
    .option('--dry-run', 'show what would move, and do nothing')
    .option('--yes', 'do it')
    .addHelpText('after', `\nNODE is a member's id or its address.\n\nExamples:\n${examples}`)
}

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
      act(options, (members) => {
        const node = find(members, name)
        return {
          after: withMember(members, { ...node, status: 'up' }),
          step: { node, kind: MemberActKind.MEMBER_ACT_JOIN },
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
      act(options, (members) => {
        const node = find(members, name)
        return {
          after: withMember(members, { ...node, status: 'left' }),
          step: { node, kind: MemberActKind.MEMBER_ACT_LEAVE, force: options.force === true },
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
      act(options, (members) => {
        const node = find(members, name)
        const step = { node, kind: MemberActKind.MEMBER_ACT_REWEIGHT, weight }
        return { after: withMember(members, { ...node, weight }), step }
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
      act(options, (members) => {
        const [gone, node] = [find(members, old), find(members, name)]
        const { weight } = gone
        const force = options.force === true
        const removes = [...new Set([...node.removes, gone.id])]
        return {
          after: withMember(members, { ...node, weight, status: 'up', removes }),
          step: { node, kind: MemberActKind.MEMBER_ACT_REPLACE, weight, other: gone.id, force },
        }
      }),
    )
}

type Plan = (members: readonly Member[]) => {
  readonly after: readonly Member[]
  readonly step: Step
}

async function act(options: ActOptions, plan: Plan): Promise<void> {
  const { dryRun, yes, json } = options
  if ((dryRun === true) === (yes === true))
    throw new UsageError('say --dry-run to see what would move, or --yes to do it')
  await withClient(options, async (client) => {
    const members = await allMembers(client)
    const { after, step } = plan(members)
    const statuses = await statusOfMembers(client.cluster, options.timeout)
    const planned = planOf({
      settings: client.cluster.ring.settings,
      before: owning(members),
      after: owning(after),
      liveBytes: stored(statuses, 'liveBytes'),
      liveKeys: stored(statuses, 'keys'),
      uncounted: new Set(statuses.flatMap(({ member, status }) => (status === undefined ? [member.id] : []))),
      gone: new Set(step.other === undefined ? [] : [step.other]),
    })
    const changed = yes === true && (await ask(client, step, options.timeout))
    if (json) print(`${JSON.stringify({ ...planned, done: yes === true, changed })}\n`)
    else {
      print(planAsText(planned))
      if (yes === true)
        print(changed ? 'done; `gramme status` tells how far the data has followed\n' : 'it was so already\n')
    }
  })
}

/** Every record that the node first asked knows, of those that own nothing too. */
async function allMembers(client: Client): Promise<Member[]> {
  const link = client.cluster.allPeers().find((peer) => peer.link.connected)?.link
  if (link === undefined) throw new GrammeError('UNREACHABLE', 'no node can be reached')
  const reply = decodeReply(RingReply, await link.call({ type: FrameType.RING }, 5000))
  return membersFromWire(reply.members)
}

async function ask(client: Client, step: Step, timeoutMs: number): Promise<boolean> {
  const { node, kind, weight = 0, other = '', force = false } = step
  const link: Link = client.cluster.linkAt(node.address)
  await link.settled
  const header = MemberAct.encode({ kind, weight, node: other, force })
  const frame = await link.call({ type: FrameType.MEMBER_ACT, header }, timeoutMs)
  const { self, changed } = decodeReply(MemberActReply, frame)
  if (self?.id !== node.id) {
    throw new GrammeError('BAD_ARGUMENT', `node ${self?.id} answers at ${node.address}, and not ${node.id}`)
  }
  return changed
}

function find(members: readonly Member[], name: string): Member {
  const found = members.filter(({ id, address }) => id === name || address === name)
  // Of several that were at an address the one that is there now is asked.
  const [best] = [...found].sort(
    (a, b) => Number(b.status === 'up') - Number(a.status === 'up') || b.incarnation - a.incarnation,
  )
  if (best !== undefined) return best
  const known = members.map(({ id, address }) => `${id} at ${address}`).join(', ')
  throw new UsageError(`there is no node ${name}; there are ${known}`)
}

function withMember(members: readonly Member[], changed: Member): Member[] {
  return members.map((member) => (member.id === changed.id ? changed : member))
}

function stored(statuses: readonly MemberStatus[], field: 'keys' | 'liveBytes'): number {
  return statuses.reduce((sum, { status }) => sum + (status?.store?.[field] ?? 0), 0)
}

function owning(members: readonly Member[]): readonly PlannedMember[] {
  return new MemberTable(members).up()
}

function print(text: string): void {
  process.stdout.write(text)
}
