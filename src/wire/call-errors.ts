/** What calls end with that are not answered as they should be. */
import { GrammeError } from '../errors.js'
import type { Frame } from './frame.js'
import { errorOfFailure } from './messages.js'

/** What a request ends with that was never sent, because the connection ended, or never came about, for this. */
export function notSent(address: string, cause: GrammeError): GrammeError {
  if (cause.code === 'UNREACHABLE' || cause.code === 'CLOSED') return cause
  return new GrammeError('UNREACHABLE', `no connection to ${address}: ${cause.message}`, { cause })
}

/** What a FAILURE frame says. */
export function failureOf(frame: Frame): GrammeError {
  try {
    return errorOfFailure(frame)
  } catch (error) {
    return new GrammeError('PROTOCOL', 'a FAILURE frame does not decode', { cause: error })
  }
}
