/** Turning a connection away before it has greeted: with a reason, and without hanging on to it. */
import type { GrammeError } from '../errors.js'
import type { Clock } from '../ports/clock.js'
import type { Stream } from '../ports/network.js'
import { FrameType } from './frame.js'
import { FrameWriter } from './frame-writer.js'
import { failureHeader } from './messages.js'
import { sessionDefaults } from './session.js'

export function refuse(stream: Stream, clock: Clock, error: GrammeError): void {
  const linger = clock.setTimer(sessionDefaults.greetingTimeoutMs, () => stream.destroy())
  stream.handle({ data: () => {}, drained: () => {}, closed: () => linger.cancel() })
  const writer = new FrameWriter(stream, clock, () => {})
  const header = failureHeader(error)
  writer.send({ type: FrameType.FAILURE, flags: 0, requestId: 0, deadlineMs: 0, header, value: [] })
  writer.flush()
  stream.end()
}
