/**
 * What is measured, as the load generator sees it: something at a URL that keeps values by key. A target without
 * versions ignores contexts and has one value a key.
 */
export interface Found {
  /** None: the key was never written. */
  readonly siblings: readonly Uint8Array[]
  /** To write with; undefined where the target has no such thing. */
  readonly context: Uint8Array | undefined
}

export interface Target {
  get(key: string): Promise<Found>
  /** The context to write the key with the next time. */
  put(key: string, value: Buffer, context: Uint8Array | undefined): Promise<Uint8Array | undefined>
  close(): Promise<void>
}

export interface TargetAddress {
  /** HOST:PORT each. */
  readonly hosts: readonly string[]
  readonly options: URLSearchParams
}

/** Opens a target; `connections` to each of its servers, where it lets one choose. */
export type OpenTarget = (address: TargetAddress, connections: number) => Promise<Target>
