/**
 * What runs in each thread of the pool: finds the task by its name, runs it, and gives the buffers of its
 * result away instead of copying them.
 */
import { isArrayBufferView, isSharedArrayBuffer } from 'node:util/types'
import { move, transferableSymbol, valueSymbol, workerData } from 'piscina'
import type { Task } from '../ports/workers.js'

const { tasks } = (await import(workerData)) as { tasks: readonly Task<never, unknown>[] }
const byName = new Map(tasks.map((task) => [task.name, task]))

export default async function run({ name, input }: { name: string; input: never }): Promise<unknown> {
  const task = byName.get(name)
  if (task === undefined) throw new Error(`no task is named '${name}'`)
  const output = await task.run(input)
  const buffers = ownBuffers(output)
  if (buffers.length === 0) return output
  return move({ [transferableSymbol]: buffers, [valueSymbol]: output as object })
}

/**
 * The buffers that are the output's alone to give: its own or those of its direct properties, where a view
 * spans the whole of one (a Buffer may be a slice of a pool that others use). What is missed is copied.
 */
function ownBuffers(output: unknown): ArrayBuffer[] {
  if (typeof output !== 'object' || output === null) return []
  const found = new Set<ArrayBuffer>()
  const isPart = isArrayBufferView(output) || output instanceof ArrayBuffer
  for (const part of isPart ? [output] : Object.values(output)) {
    const buffer: unknown = isArrayBufferView(part) ? part.buffer : part
    if (!(buffer instanceof ArrayBuffer) || isSharedArrayBuffer(buffer)) continue
    if (part === buffer || (part as ArrayBufferView).byteLength === buffer.byteLength) found.add(buffer)
  }
  return [...found]
}
