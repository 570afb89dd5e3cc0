/**
 * Invariants are checked always, in production too: a node that finds itself wrong stops the request, or
 * itself, rather than go on and spread it. Not for bad input or failing disks: those are expected.
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message)
}

export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}
