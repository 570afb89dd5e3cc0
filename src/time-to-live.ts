/**
 * How long a write may be told to live (`ttlMs`), one bound for whoever takes the number: the client, the command
 * line, the node, and the reader of stored objects. Ten years: what is to last longer need not expire, and a
 * mistake of units is noticed.
 */
export const ttlMaxMs = 10 * 365 * 86_400_000
