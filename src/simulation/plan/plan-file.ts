/**
 * A plan as text, to be kept beside a bug report and played again. JSON; whatever is wrong with one is told by
 * the name of the field.
 */
import { z } from 'zod'
import { GrammeError } from '../../errors.js'
import { checkOptions } from '../../options.js'
import { faultKinds } from '../fault-model.js'
import { clientNames, neverReapedMs, neverScrubbedMs, nodeNames, type Plan } from './plan.js'

const machineName = z.string().regex(/^(node|client)-\d+$/)
const amount = z.number().min(0)
const count = z.number().int().min(1)
const durability = z.enum(['always', 'interval', 'os'])

const planSchema = z
  .strictObject({
    version: z.string(),
    seed: z.number().int(),
    shape: z.strictObject({
      nodes: count.max(100),
      clients: count.max(100),
      n: count,
      r: count,
      w: count,
      partitions: count.max(65_536),
      weights: z.array(z.number()),
      zones: z.array(z.string()),
      durability,
      coordination: z.enum(['client', 'server']),
      segmentBytesMax: count,
      requestTimeoutMs: count,
      // Plans that were kept before there was anti-entropy do not say.
      repairIntervalMs: count.default(1000),
      reapIntervalMs: count.default(1000),
      reapAfterMs: count.default(neverReapedMs),
      handoffIntervalMs: count.default(1000),
      scrubIntervalMs: count.default(neverScrubbedMs),
    }),
    environment: z.strictObject({
      latencyMs: amount,
      jitterMs: amount,
      turnMs: amount,
      timerLateMsMax: amount,
      syncMs: amount,
      clockRates: z.array(z.number().min(0.5).max(2)),
      clockSkewsMs: z.array(z.number()),
    }),
    durationMs: amount,
    operations: z.array(
      z.strictObject({
        id: count,
        atMs: amount,
        client: z.number().int().min(0),
        kind: z.enum(['get', 'put', 'delete', 'update']),
        key: z.string().min(1).max(1024),
        valueBytes: z
          .number()
          .int()
          .min(0)
          .max(1024 * 1024),
        context: z.enum(['newest', 'older', 'none']),
        r: z.number().int().min(0),
        w: z.number().int().min(0),
        durability: durability.optional(),
        // So they were when kept plans did not say.
        isStrict: z.boolean().default(true),
        ttlMs: z.number().int().min(0).default(0),
        timeoutMs: count,
      }),
    ),
    faults: z.array(
      z.strictObject({
        id: count,
        kind: z.enum(faultKinds),
        atMs: amount,
        forMs: amount,
        machines: z.array(machineName).min(1),
        others: z.array(machineName),
        amount,
      }),
    ),
  })
  .refine(({ shape }) => shape.weights.length === shape.nodes && shape.zones.length === shape.nodes, {
    path: ['shape'],
    error: 'must have as many weights and zones as nodes',
  })
  .refine(({ shape }) => shape.n <= shape.nodes, { path: ['shape', 'n'], error: 'must not be over nodes' })
  .refine(({ shape }) => shape.r <= shape.n, { path: ['shape', 'r'], error: 'must not be over n' })
  .refine(({ shape }) => shape.w <= shape.n, { path: ['shape', 'w'], error: 'must not be over n' })
  .refine(
    ({ shape, faults }) => {
      const known = new Set([...nodeNames(shape), ...clientNames(shape)])
      return faults.every(({ machines, others }) => [...machines, ...others].every((name) => known.has(name)))
    },
    { path: ['faults'], error: 'must name machines of the shape' },
  )
  .refine(({ shape, operations }) => operations.every(({ client }) => client < shape.clients), {
    path: ['operations'],
    error: 'must name clients from 0 up to shape.clients - 1',
  })

export function planToText(plan: Plan): string {
  return `${JSON.stringify(plan, undefined, 1)}\n`
}

/** Throws GrammeError BAD_ARGUMENT that names every field that is wrong. */
export function planFromText(text: string): Plan {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw new GrammeError('BAD_ARGUMENT', `the plan is not JSON: ${String(cause)}`, { cause })
  }
  const plan = checkOptions(planSchema, parsed)
  return { ...plan, operations: plan.operations.map((one) => ({ ...one, durability: one.durability })) }
}
