/**
 * Reading a body within its limit. One that is longer is thrown away as it comes, for a while, and refused at its end: a
 * client that is answered and hung up on while it still sends would lose the answer (RFC 9112 §9.6).
 */
import type { IncomingMessage } from 'node:http'
import { GrammeError } from '../errors.js'

/** What is longer by this factor is hung up on. */
const patience = 16

type Done = (error: Error | null, body?: Buffer) => void

export function readBody(request: IncomingMessage, bytesMax: number, done: Done): void {
  const declared = Number(request.headers['content-length'] ?? 0)
  // Whoever asked first (`Expect`) has not been told to go on, and sends nothing.
  const isHeldBack = request.headers.expect !== undefined && declared > bytesMax
  if (isHeldBack || declared > patience * bytesMax) {
    done(tooLarge(declared, bytesMax))
    return
  }
  let chunks: Buffer[] = []
  let bytes = 0
  let isOver = false
  const finish = (error: Error | null, body?: Buffer) => {
    if (!isOver) done(error, body)
    isOver = true
  }
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= bytesMax) chunks.push(chunk)
    else chunks = []
    if (bytes > patience * bytesMax) finish(tooLarge(bytes, bytesMax))
  })
  request.once('end', () => {
    if (bytes > bytesMax) finish(tooLarge(bytes, bytesMax))
    else finish(null, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
  })
  request.once('error', (cause) => {
    finish(new GrammeError('BAD_ARGUMENT', 'the body ended before its time', { cause }))
  })
}

function tooLarge(bytes: number, bytesMax: number): GrammeError {
  return new GrammeError(
    'VALUE_TOO_LARGE',
    `the body is ${bytes} bytes long or more, over the limit ${bytesMax}`,
  )
}
