/** Streams between simulated machines, with what is heard at each end and when. */
import type { Stream } from '../../../src/ports/network.js'
import type { Machine } from '../../../src/simulation/world/machine.js'
import type { TestWorld } from './rig.js'

/** One end of a stream and what happens to it. */
export class Ear {
  /** 'closed' or 'reset' last; texts before it. */
  readonly heard: string[] = []
  readonly pieces: { readonly bytes: Buffer; readonly atMs: number }[] = []
  drained = 0

  constructor(
    readonly stream: Stream,
    world: TestWorld,
  ) {
    stream.handle({
      data: (piece) => {
        this.heard.push(Buffer.from(piece).toString('latin1'))
        this.pieces.push({ bytes: Buffer.from(piece), atMs: world.scheduler.nowMs })
      },
      drained: () => {
        this.drained += 1
      },
      closed: (cause) => this.heard.push(cause === undefined ? 'closed' : 'reset'),
    })
  }

  get bytes(): Buffer {
    return Buffer.concat(this.pieces.map(({ bytes }) => bytes))
  }

  say(text: string): boolean {
    return this.stream.write([Buffer.from(text)])
  }
}

/** Ends of the streams that a machine accepts at `address`, in order; it has a process. */
export async function listening(world: TestWorld, machine: Machine, address: string): Promise<Ear[]> {
  const accepted: Ear[] = []
  await portsOf(machine).network.listen(address, (stream) => accepted.push(new Ear(stream, world)))
  return accepted
}

export function portsOf(machine: Machine) {
  const { ports } = machine
  if (ports === undefined) throw new Error(`${machine.name} has no process`)
  return ports
}

export async function connected(world: TestWorld, from: Machine, address: string): Promise<Ear> {
  return new Ear(await world.settle(portsOf(from).network.connect(address, 1000)), world)
}

/** A stream from machine 'one' to machine 'two', which listens on 'two:1'. */
export async function pair(world: TestWorld) {
  const [one, two] = [world.machine('one'), world.machine('two')]
  one.boot()
  two.boot()
  const accepted = await listening(world, two, 'two:1')
  const near = await connected(world, one, 'two:1')
  await world.advance(1)
  return { one, two, accepted, near, far: accepted[0] }
}

/** How an attempt to connect ends, and after how long. */
export async function attempt(world: TestWorld, from: Machine, address: string, timeoutMs = 300) {
  const startMs = world.scheduler.nowMs
  const outcome = await world.settle(
    portsOf(from)
      .network.connect(address, timeoutMs)
      .then(
        () => 'connected',
        (error) => (/nobody listens/.test(error.message) ? 'refused' : error.message),
      ),
  )
  return { outcome, tookMs: world.scheduler.nowMs - startMs }
}
