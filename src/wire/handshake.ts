/**
 * Who may talk, and how: the opener says which protocol versions and features it has and which cluster it
 * means; the listener picks, or refuses with a reason. Both sides' rules are pure functions here.
 */

import type { gramme } from '#messages'
import { GrammeError } from '../errors.js'
import { protocolVersion } from './frame.js'

/** Feature bits: none yet. A bit is used on a connection only when both sides have it. */
export const knownFeatures = 0

export interface Identity {
  /** The cluster's name; empty in a client that takes any. */
  readonly cluster: string
  /** The node's id; empty in a client. */
  readonly nodeId: string
  readonly agent: string
}

export type Greeting =
  | { readonly kind: 'accepted'; readonly version: number; readonly features: number }
  | { readonly kind: 'refused'; readonly error: GrammeError }

export function helloOf(identity: Identity): gramme.Hello.$Properties {
  return {
    versionMin: protocolVersion,
    versionMax: protocolVersion,
    features: knownFeatures,
    cluster: identity.cluster,
    agent: identity.agent,
    nodeId: identity.nodeId,
  }
}

/** The listener's answer to a HELLO. */
export function judgeHello(hello: gramme.Hello, listener: Identity): Greeting {
  if (hello.versionMin > protocolVersion || hello.versionMax < protocolVersion) {
    return refused(
      'PROTOCOL',
      `protocol versions ${hello.versionMin} to ${hello.versionMax} are not spoken here: only ${protocolVersion}`,
    )
  }
  if (hello.cluster !== '' && hello.cluster !== listener.cluster) {
    return refused(
      'CLUSTER_MISMATCH',
      `this node is of cluster '${listener.cluster}', not '${hello.cluster}'`,
    )
  }
  if (hello.nodeId !== '' && hello.cluster === '') {
    return refused('CLUSTER_MISMATCH', 'a node must name its cluster')
  }
  if (hello.credentials.length > 0) {
    return refused('PROTOCOL', 'credentials are not supported: the field must be empty')
  }
  return { kind: 'accepted', version: protocolVersion, features: hello.features & knownFeatures }
}

/** The opener's check of a WELCOME: an error to give up with, or undefined when all is well. */
export function judgeWelcome(welcome: gramme.Welcome, opener: Identity): GrammeError | undefined {
  if (welcome.version !== protocolVersion) {
    return new GrammeError(
      'PROTOCOL',
      `the node chose protocol version ${welcome.version}, which is not spoken here`,
    )
  }
  if (opener.cluster !== '' && welcome.cluster !== opener.cluster) {
    return new GrammeError(
      'CLUSTER_MISMATCH',
      `the node is of cluster '${welcome.cluster}', not '${opener.cluster}'`,
    )
  }
  return undefined
}

function refused(code: 'PROTOCOL' | 'CLUSTER_MISMATCH', reason: string): Greeting {
  return { kind: 'refused', error: new GrammeError(code, reason) }
}
