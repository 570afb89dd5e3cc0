/**
 * Amounts as people write them: `16 GiB`, `1 Gbit/s`, `200 million`. A plan is read by people more often than by the
 * planner, and a zero too many in `107374182400` is not seen. A plain number always does: bytes, bits a second, one.
 */
import { z } from 'zod'

const binary: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

const speeds: Readonly<Record<string, number>> = {
  'bit/s': 1,
  'kbit/s': 1e3,
  'Mbit/s': 1e6,
  'Gbit/s': 1e9,
}

const counts: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
}

/** A number, or a number and one of the units. NaN where it is neither. */
function amountOf(value: string | number, units: Readonly<Record<string, number>>): number {
  if (typeof value === 'number') return value
  const [, figure = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(.*)$/.exec(value.trim().replaceAll('_', '')) ?? []
  if (figure === '') return Number.NaN
  if (unit === '') return Number(figure)
  return Object.hasOwn(units, unit) ? Number(figure) * units[unit] : Number.NaN
}

function quantity(units: Readonly<Record<string, number>>, min: number, max: number, example: string) {
  const limit = `must be from ${min} to ${max}, as a number or like '${example}'`
  return z.union([z.string(), z.number()], { error: limit }).transform((value, context) => {
    const amount = amountOf(value, units)
    if (amount >= min && amount <= max) return amount
    context.addIssue({ code: 'custom', message: limit })
    return z.NEVER
  })
}

export const byteCount = (min: number, max: number) => quantity(binary, min, max, '16 GiB')
export const bitsPerSecond = (min: number, max: number) => quantity(speeds, min, max, '1 Gbit/s')
export const wholeCount = (min: number, max: number) =>
  quantity(counts, min, max, '20 million').transform((amount) => Math.round(amount))
