/**
 * What all acts of an operator have in common: who is meant is found out, what would move is worked out and shown,
 * and with --yes the nodes are asked whose records change.
 *
 * Invariant: a node is asked only as itself. Who answers at its address says so in shaking hands, and the request names
 * the node that it is for; any other does nothing.
 */
import type { Command } from 'commander'
import type { Cluster } from '../client/cluster.js'
import { GrammeError } from '../errors.js'
import { type Member, MemberTable, removed } from '../membership/member.js'
import { type PlannedMember, planOf } from '../planner/movement.js'
import { FrameType } from '../wire/frame.js'
import { decodeReply, MemberAct, MemberActReply } from '../wire/messages.js'
import { type ConnectionOptions, withClient, withConnection } from './connection.js'
import { UsageError } from './exit.js'
import { answeringAt, idAt, presentIn } from './find-member.js'
import { planAsText } from './member-plan.js'
import { heldByAll, statusOfMembers } from './node-status.js'

export interface ActOptions extends ConnectionOptions {
  readonly dryRun?: true
  readonly yes?: true
  readonly force?: true
}

/** What a node is asked to do. */
export interface Step {
  readonly node: Member
  readonly kind: number
  readonly weight?: number
  readonly other?: string
  readonly force?: boolean
}

/** Who is known, and whether a member answers at its address. */
export interface Scene {
  readonly members: readonly Member[]
  readonly answers: (member: Member) => boolean
}

export interface Intent {
  /** The records as they would be. */
  readonly after: readonly Member[]
  /** None: it is so already. */
  readonly steps: readonly Step[]
}

export function withAct(program: Command, name: string, description: string, examples: string): Command {
  return withConnection(program.command(name))
    .description(description)
    .option('--dry-run', 'show what would move, and do nothing')
    .option('--yes', 'do it')
    .addHelpText('after', `\nNODE is a member's id or its address.\n\nExamples:\n${examples}`)
}

/** `names`: of the nodes that the operator named. Throws UsageError, and GrammeError as the nodes that are asked. */
export async function act(
  options: ActOptions,
  names: readonly string[],
  intend: (scene: Scene) => Intent,
): Promise<void> {
  const { dryRun, yes, json, timeout } = options
  if ((dryRun === true) === (yes === true))
    throw new UsageError('say --dry-run to see what would move, or --yes to do it')
  await withClient(options, async ({ cluster }) => {
    const members = cluster.known
    const answering = await answeringAt(cluster, members.filter(isAsked(members, names)))
    const { after, steps } = intend({ members, answers: ({ id }) => answering.has(id) })
    const statuses = await statusOfMembers(cluster, timeout)
    const planned = planOf({
      settings: cluster.ring.settings,
      before: owning(members),
      after: owning(after),
      gone: removed(after),
      liveBytes: heldByAll(statuses, 'liveBytes'),
      liveKeys: heldByAll(statuses, 'keys'),
      uncounted: new Set(statuses.flatMap(({ member, status }) => (status === undefined ? [member.id] : []))),
    })
    let changed = false
    if (yes === true) for (const step of steps) changed = (await ask(cluster, step, timeout)) || changed
    if (json) print(`${JSON.stringify({ ...planned, done: yes === true, changed })}\n`)
    else {
      print(planAsText(planned))
      if (yes === true)
        print(changed ? 'done; `gramme status` tells how far the data has followed\n' : 'it was so already\n')
    }
  })
}

export function withMember(members: readonly Member[], changed: Member): Member[] {
  return members.map((member) => (member.id === changed.id ? changed : member))
}

/** Whom it matters of whether they answer: members, and whoever may be meant. */
function isAsked(members: readonly Member[], names: readonly string[]): (member: Member) => boolean {
  const isPresent = presentIn(members)
  return (member) =>
    [member.id, member.address].some((name) => names.includes(name)) ||
    isPresent(member) ||
    member.removes.length > 0
}

async function ask(cluster: Cluster, step: Step, timeoutMs: number): Promise<boolean> {
  const { node, kind, weight = 0, other = '', force = false } = step
  // A node of before `target` would not look at it.
  const there = await idAt(cluster, node.address)
  if (there !== undefined && there !== node.id) throw another(node, there)
  const header = MemberAct.encode({ kind, weight, node: other, force, target: node.id })
  const frame = await cluster.linkAt(node.address).call({ type: FrameType.MEMBER_ACT, header }, timeoutMs)
  const { self, changed } = decodeReply(MemberActReply, frame)
  if (self?.id !== node.id)
    throw new GrammeError('PROTOCOL', `node ${self?.id} did what was asked of ${node.id}`)
  return changed
}

function another(node: Member, there: string): GrammeError {
  const message = `node ${there} answers at ${node.address}, and not ${node.id}: it was not asked`
  return new GrammeError('BAD_ARGUMENT', message)
}

function owning(members: readonly Member[]): readonly PlannedMember[] {
  return new MemberTable(members).up()
}

function print(text: string): void {
  process.stdout.write(text)
}
