/**
 * Plays a scenario, block by block, and hears what is said. At its end, and before a fresh cluster, everything is
 * healed and must come to rest, and the oracle must have seen no promise broken.
 */
import type { Block, Part } from './scenario-file.js'
import { ScenarioError } from './words.js'
import { World } from './world.js'

/** Throws ScenarioError that names file and line. */
export async function play(file: string, parts: readonly Part[]): Promise<Map<Block, readonly string[]>> {
  const said = new Map<Block, readonly string[]>()
  let world: World | undefined
  let line = 1
  try {
    for (const part of parts) {
      if (part.kind === 'text') continue
      line = part.commands[0].line
      const [{ action }] = part.commands
      if (action.kind === 'cluster') {
        await world?.end()
        world = new World(action.shape)
        await world.form()
        said.set(part, [])
      } else if (world === undefined) throw new ScenarioError('there is no cluster yet')
      else said.set(part, action.kind === 'look' ? await action.look(world) : await played(world, part))
    }
    if (world === undefined) throw new ScenarioError('there is no cluster')
    await world.end()
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    throw new ScenarioError(`${file}:${line}: ${error.message}`)
  }
  return said
}

/** All commands of the block begin at the same time, in their order; what they say is in that order, too. */
async function played(world: World, { commands }: Block): Promise<string[]> {
  const outcomes = await world.until(
    commands.map(async ({ action }) => {
      if (action.kind !== 'act') throw new ScenarioError('a command stands where it cannot')
      const lines = await action.begin(world)
      return commands.length === 1 ? lines : lines.map((text) => `${action.who ?? 'world'}: ${text}`)
    }),
  )
  return outcomes.flat()
}
