/**
 * What a node is to a key's partition while ownership moves from one to another (Dynamo §4.9), and so what its
 * answer to a read is worth: whether what it does not hold is not there.
 */
export type Claim =
  /** An owner that has what an owner has. */
  | 'serving'
  /** An owner that is yet to be filled. */
  | 'filling'
  /** No owner any more, and it has all that it had as one. */
  | 'former'
  /** Neither: it vouches for nothing. */
  | 'gone'

export interface Standing {
  readonly claim: Claim
  /** Who else is to be asked: by one that is filling the owners before it, by one that is no owner those that are. */
  readonly others: readonly string[]
}

/**
 * The standing in which a copy was read that was one thing before and perhaps another after: it may have been filled
 * or given up meanwhile, and the read have seen any of that.
 */
export function weaker(before: Standing, after: Standing): Standing {
  return vouches(before.claim) ? after : before
}

function vouches(claim: Claim): boolean {
  return claim === 'serving' || claim === 'former'
}
