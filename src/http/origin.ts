/**
 * Pages of other sites must not read or write through a visitor's browser. One may send requests to a server on the
 * visitor's own machine, and a server that trusts everybody who can connect would serve them. Browsers say for whom they
 * ask (`Origin`), and by what name they found the server (`Host`); a name of somebody else's that points here is how
 * the first rule is got round (DNS rebinding), so on loopback only names of this machine are answered.
 */
import { isIP } from 'node:net'
import { GrammeError } from '../errors.js'

/** Why a request with these headers is refused; undefined: it is not. */
export function refusalOf(
  host: string | undefined,
  origin: string | undefined,
  isOnLoopback: boolean,
): GrammeError | undefined {
  // Browsers always name the host; some that look after servers speak HTTP/1.0, and do not.
  if (isOnLoopback && host !== undefined && !isOwnName(hostName(host))) {
    return new GrammeError('BAD_ARGUMENT', `the host ${host} is not a name of this machine's own loopback`)
  }
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    return new GrammeError('BAD_ARGUMENT', `pages of ${origin} may not be served through a browser`)
  }
  return undefined
}

function isOwnName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0
}

function hostName(host: string): string {
  const found = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host)
  return (found?.[1] ?? found?.[2] ?? '').toLowerCase()
}
