/**
 * Clocks as bytes, the part that objects and contexts share:
 *
 *     flags       1 byte: bit 0: some entry has dots; the others are 0
 *     count       varint: entries
 *     entries     actor 16 bytes, counter varint; with bit 0 also dots varint, and for each dot its distance
 *                 from the one before (from the counter, the first), varint
 *
 * Invariant: only the canonical form is read, so a clock has one encoding.
 */
import { type Actor, actorBytes } from './actor.js'
import type { ByteReader, ByteWriter } from './bytes.js'
import { Clock, type ClockEntry, counterMax, noDots } from './clock.js'

const withDots = 1

export function writeClock(writer: ByteWriter, clock: Clock): void {
  const flags = clock.entries.some((entry) => entry.dots.length > 0) ? withDots : 0
  writer.byte(flags)
  writer.varint(clock.entries.length)
  for (const entry of clock.entries) {
    writer.latin1(entry.actor)
    writer.varint(entry.counter)
    if (flags === withDots) writeDots(writer, entry)
  }
}

function writeDots(writer: ByteWriter, entry: ClockEntry): void {
  writer.varint(entry.dots.length)
  let before = entry.counter
  for (const counter of entry.dots) {
    writer.varint(counter - before)
    before = counter
  }
}

/** Undefined when the bytes are no clock. */
export function readClock(reader: ByteReader): Clock | undefined {
  const flags = reader.byte()
  const count = reader.varint()
  if (flags > withDots || count * (actorBytes + 1) > reader.remaining) return undefined
  const entries: ClockEntry[] = []
  let actorBefore: Actor = ''
  let dotted = false
  for (let index = 0; index < count; index++) {
    const actor = reader.latin1Of16()
    const counter = reader.varint()
    const dots = flags === withDots ? readDots(reader, counter) : noDots
    if (!reader.intact || dots === undefined) return undefined
    if ((index > 0 && actor <= actorBefore) || counter > counterMax) return undefined
    if (counter === 0 && dots.length === 0) return undefined
    dotted ||= dots.length > 0
    actorBefore = actor
    entries.push({ actor, counter, dots })
  }
  if (!reader.intact || dotted !== (flags === withDots)) return undefined
  return count === 0 ? Clock.empty : new Clock(entries)
}

function readDots(reader: ByteReader, counter: number): readonly number[] | undefined {
  const count = reader.varint()
  if (count > reader.remaining) return undefined
  if (count === 0) return noDots
  const dots: number[] = []
  let before = counter
  for (let index = 0; index < count; index++) {
    const distance = reader.varint()
    before += distance
    // The first leaves a gap after the counter, or it would be part of it.
    if (distance < (index === 0 ? 2 : 1) || before > counterMax) return undefined
    dots.push(before)
  }
  return dots
}
