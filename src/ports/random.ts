/**
 * Randomness, as the core sees it: identities (which must never repeat between nodes, restarts or restored
 * backups) and jitter. The machine's generator in `runtime/`, a seeded one in `simulation/`.
 */
export interface Random {
  /** Fills `target` with random bytes fit for identities. */
  fill(target: Uint8Array): void
  /** A number in [0, 1), for jitter and sampling. */
  next(): number
}
