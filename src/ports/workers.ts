/**
 * Bulk computation off the event loop: checksums of whole segments, hash trees. A task is a pure function of
 * its input with a name; the pool in `workers/` runs it in a thread, which finds it by that name, and the
 * inline implementation runs it where it stands, which is what the simulator and small tests want.
 */
export interface Task<Input, Output> {
  readonly name: string
  run(input: Input): Output | Promise<Output>
}

export interface Workers {
  /** Runs the task; `transfer` lists buffers of `input` that the caller gives away instead of copying. */
  run<Input, Output>(task: Task<Input, Output>, input: Input, transfer?: ArrayBuffer[]): Promise<Output>
  close(): Promise<void>
}

/** Runs every task at once, in the caller's thread. */
export const inlineWorkers: Workers = {
  async run(task, input) {
    return task.run(input)
  },
  async close() {},
}
