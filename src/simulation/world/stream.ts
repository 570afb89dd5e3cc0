/**
 * Streams between simulated machines: two ends, each with a window (what its machine's kernel holds for a
 * process that does not read), and in between two ways that delay, hold up and maim.
 *
 * Invariant: bytes that arrive do so in the order in which they were written, whatever the way does to time;
 * `closed` is called once. A killed process's kernel closes its streams; a machine without power does not,
 * and its peers find out when they say something after it is back, or never.
 */
import type { Stream, StreamHandlers } from '../../ports/network.js'
import type { LinkWay } from './link.js'
import { maimed } from './maim.js'
import type { SimulatedProcess } from './process.js'
import { EventKind, type Scheduler } from './scheduler.js'

export interface StreamLimits {
  /** What a receiver's machine holds before the sender must wait. */
  readonly windowBytes: number
  /** Writes return false while more than this waits. */
  readonly markBytes: number
  /** The most that arrives at once. */
  readonly pieceBytes: number
}

export const streamLimits: StreamLimits = {
  windowBytes: 256 * 1024,
  markBytes: 16 * 1024,
  pieceBytes: 64 * 1024,
}

/** Told of what passes, for timelines. */
export interface StreamWitness {
  /** `lost`: frames that a middlebox took out. */
  sent(from: StreamEnd, bytes: Uint8Array, lost: readonly Uint8Array[]): void
  arrived(at: StreamEnd, bytes: Uint8Array): void
}

export interface StreamPlace {
  readonly scheduler: Scheduler
  readonly process: SimulatedProcess
  /** The machine that it is an end at. */
  readonly host: string
  readonly isHostUp: () => boolean
  /** The way to the other end. */
  readonly way: LinkWay
  readonly limits: StreamLimits
  readonly witness: StreamWitness | undefined
  /** Called when it has closed, or is gone. */
  readonly over: (end: StreamEnd) => void
}

const nothingLost: readonly Uint8Array[] = []

type Parcel = Uint8Array | 'end' | 'reset'

interface Sent {
  readonly parcel: Parcel
  /** It is there, but what was sent before may not be. */
  isThere: boolean
}

export class StreamEnd implements Stream {
  #other: StreamEnd = this
  #handlers: StreamHandlers | undefined
  /** Written and not yet in the other side's window. */
  #outgoing: Uint8Array[] = []
  #outgoingBytes = 0
  #mustDrain = false
  #ended = false
  #endSent = false
  /** Sent and not arrived, in order. */
  readonly #underWay: Sent[] = []
  /** On the way to this side's window, or in it. */
  #windowBytes = 0
  #arrived: Uint8Array[] = []
  #endArrived = false
  #resetArrived = false
  #paused = false
  #closed = false
  /** Its machine lost power: nobody here knows of the connection any more. */
  #isForgotten = false

  constructor(
    readonly remoteAddress: string,
    readonly place: StreamPlace,
  ) {}

  pairWith(other: StreamEnd): void {
    this.#other = other
  }

  get other(): StreamEnd {
    return this.#other
  }

  get queuedBytes(): number {
    return this.#outgoingBytes
  }

  /** In words, what keeps it from being at rest; undefined when nothing does. */
  get waitsFor(): string | undefined {
    if (this.#closed || this.#isForgotten) return undefined
    if (this.#outgoingBytes > 0)
      return `${this.#outgoingBytes} bytes wait for the reader at ${this.remoteAddress}`
    if (this.#underWay.length > 0)
      return `${this.#underWay.length} parcels are on the way to ${this.remoteAddress}`
    if (this.#arrived.length > 0)
      return `${this.#arrived.length} pieces from ${this.remoteAddress} are not read`
    return undefined
  }

  handle(handlers: StreamHandlers): void {
    this.#handlers = handlers
    if (this.#arrived.length > 0 || this.#endArrived || this.#resetArrived) this.#deliverSoon()
  }

  write(chunks: readonly Uint8Array[]): boolean {
    if (this.#closed || this.#ended || !this.place.process.use()) return false
    if (this.#resetArrived) {
      this.#soon(() => this.#close(reset()))
      return false
    }
    const { conditions, random } = this.place.way
    const { framesLost, framesRepeated, framesSwapped } = conditions
    // The writer leaves them alone from now on, so what is one piece already needs no copy.
    let bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
    let lost = nothingLost
    if (framesLost + framesRepeated + framesSwapped > 0) {
      const left = maimed(bytes, conditions, random)
      bytes = left.bytes
      lost = left.lost
    }
    this.place.witness?.sent(this, bytes, lost)
    if (bytes.length > 0) {
      this.#outgoing.push(bytes)
      this.#outgoingBytes += bytes.length
    }
    this.#mustDrain = this.#outgoingBytes > this.place.limits.markBytes
    const within = !this.#mustDrain
    this.#transfer()
    return within
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#deliverSoon()
  }

  end(): void {
    if (this.#closed || this.#ended || !this.place.process.use()) return
    this.#ended = true
    this.#transfer()
  }

  destroy(): void {
    if (this.#closed || !this.place.process.use()) return
    this.#drop()
    this.#soon(() => {
      this.#handlers?.closed()
      this.#handlers = undefined
    })
  }

  /** The process has died: its kernel closes what it left. */
  orphan(): void {
    if (this.#closed || this.#isForgotten) return
    this.#handlers = undefined
    this.#drop()
  }

  /** The machine has lost power. */
  forget(): void {
    this.#isForgotten = true
    this.#closed = true
    this.#handlers = undefined
    this.#outgoing = []
    this.#outgoingBytes = 0
    this.#underWay.length = 0
    this.place.over(this)
  }

  /** Something on the way breaks the connection: each side is told, if it can be reached. */
  cut(isToldHere: boolean, isToldThere: boolean): void {
    if (isToldHere) this.#takeReset()
    if (isToldThere) this.#other.#takeReset()
  }

  /** Closes over what was not read, or not sent: as with sockets, that tells the other side that bytes are lost. */
  #drop(): void {
    const isLost = this.#arrived.length > 0 || this.#outgoingBytes > 0
    this.#closed = true
    this.#outgoing = []
    this.#outgoingBytes = 0
    this.#arrived = []
    this.#windowBytes = 0
    this.#send(isLost ? 'reset' : 'end')
    this.place.over(this)
  }

  /** Sends what fits into the other side's window, piece by piece. */
  #transfer(): void {
    const other = this.#other
    const { limits, way } = this.place
    while (this.#outgoing.length > 0) {
      const room = limits.windowBytes - other.#windowBytes
      if (room <= 0) return
      const chunk = this.#outgoing[0]
      const largest = way.conditions.cutting > 0 ? way.random.integer(1, 2 * chunk.length) : chunk.length
      const bytes = Math.min(chunk.length, room, largest, limits.pieceBytes)
      if (bytes === chunk.length) this.#outgoing.shift()
      else this.#outgoing[0] = chunk.subarray(bytes)
      this.#outgoingBytes -= bytes
      other.#windowBytes += bytes
      this.#send(bytes === chunk.length ? chunk : chunk.subarray(0, bytes))
    }
    if (this.#mustDrain) {
      this.#mustDrain = false
      this.#soon(() => {
        if (!this.#closed) this.#handlers?.drained()
      })
    }
    if (this.#ended && !this.#endSent) {
      this.#endSent = true
      this.#send('end')
      this.#deliverSoon()
    }
  }

  #send(parcel: Parcel): void {
    const sent = { parcel, isThere: false }
    this.#underWay.push(sent)
    this.place.way.carry(() => {
      sent.isThere = true
      while (this.#underWay[0]?.isThere) {
        const first = this.#underWay.shift()
        if (first !== undefined) this.#other.#take(first.parcel)
      }
    })
  }

  #take(parcel: Parcel): void {
    const { isHostUp, scheduler } = this.place
    scheduler.note(typeof parcel === 'string' ? parcel.length : parcel.length << 4)
    if (this.#isForgotten) {
      // Without power nobody answers; with it again, nobody knows what this is about.
      if (isHostUp() && parcel !== 'reset') this.#refuse()
      return
    }
    if (parcel === 'reset') this.#takeReset()
    else if (parcel === 'end') {
      this.#endArrived = true
      this.place.process.do(() => this.#deliver())
    } else if (this.#closed) this.#refuse()
    else {
      this.#arrived.push(parcel)
      this.place.witness?.arrived(this, parcel)
      this.place.process.do(() => this.#deliver())
    }
  }

  #refuse(): void {
    const other = this.#other
    this.place.way.carry(() => other.#takeReset())
  }

  #takeReset(): void {
    if (this.#closed) return
    this.#resetArrived = true
    this.place.process.do(() => this.#deliver())
  }

  #deliver(): void {
    while (
      !this.#closed &&
      !this.#paused &&
      this.#handlers !== undefined &&
      this.place.process.state === 'running'
    ) {
      const piece = this.#resetArrived ? undefined : this.#arrived.shift()
      if (piece === undefined) {
        this.#deliverEnd()
        return
      }
      this.#windowBytes -= piece.length
      this.#handlers.data(piece)
      const other = this.#other
      if (other.#outgoing.length > 0 || other.#mustDrain) this.place.way.carry(() => other.#transfer())
    }
  }

  /** The other side has ended: so do we, once what we have written has gone. */
  #deliverEnd(): void {
    if (this.#resetArrived) {
      this.#close(reset())
      return
    }
    if (!this.#endArrived) return
    this.end()
    if (this.#endSent) this.#close(undefined)
  }

  #deliverSoon(): void {
    this.#soon(() => this.#deliver())
  }

  #soon(callback: () => void): void {
    this.place.scheduler.after(0, EventKind.arrival, this.place.process, callback)
  }

  #close(cause: Error | undefined): void {
    if (this.#closed) return
    this.#closed = true
    this.#outgoing = []
    this.#outgoingBytes = 0
    this.#handlers?.closed(cause)
    this.#handlers = undefined
    this.place.over(this)
  }
}

function reset(): Error {
  return new Error('the connection was reset by the other side')
}
