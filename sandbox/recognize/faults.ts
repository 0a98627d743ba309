import { z } from 'zod'

const anyOperation = z.enum(['list', 'delete', 'lookup', 'operation'])
const reading = z.enum(['list', 'lookup'])
const deleting = z.literal('delete')

function fault<Kind extends string, On extends z.ZodType, Shape extends z.ZodRawShape>(
  kind: Kind,
  on: On,
  shape: Shape,
) {
  return z.strictObject({
    kind: z.literal(kind),
    on,
    /** The number of calls that the fault affects. Without it, the fault lasts until it is cleared. */
    times: z.int().positive().optional(),
    /** The number of calls before the first affected one. */
    after: z.int().nonnegative().default(0),
    ...shape,
  })
}

export const faultSchema = z.discriminatedUnion('kind', [
  fault('status', anyOperation, {
    status: z.int().min(200).max(599).default(500),
    retryAfter: z.union([z.string(), z.number()]).optional(),
    body: z.unknown().optional(),
  }),
  fault('delay', anyOperation, { delayMs: z.int().positive() }),
  fault('hang', anyOperation, {}),
  fault('reset', anyOperation, {}),
  fault('malformed', anyOperation, {}),
  fault('html', anyOperation, {}),
  fault('truncated', anyOperation, {}),
  fault('not-array', reading, {}),
  fault('body', anyOperation, { body: z.json() }),
  fault('huge', anyOperation, {}),
  fault('drip', anyOperation, {}),
  fault('redirect', anyOperation, { location: z.string().min(1) }),
  fault('foreign', z.literal('list'), {}),
  fault('applied-then-hang', deleting, {}),
  fault('applied-then-reset', deleting, {}),
  fault('still-listed', deleting, {}),
  fault('gone', deleting, {}),
])

export type Fault = z.infer<typeof faultSchema>

/** The subjects of faults. */
export const ofUser = (userId: string) => `user ${userId}`
export const ofExternalUser = (externalUserId: string) => `external ${externalUserId.toLowerCase()}`

export class Faults {
  readonly #faults = new Map<string, Fault[]>()

  add(subject: string, fault: Fault): void {
    this.#faults.set(subject, [...(this.#faults.get(subject) ?? []), fault])
  }

  clear(subject: string): void {
    this.#faults.delete(subject)
  }

  reset(): void {
    this.#faults.clear()
  }

  /** Returns the first matching fault for this call. The faults behind it don't count the call. */
  take(subject: string, operation: string): Fault | undefined {
    for (const fault of this.#faults.get(subject) ?? []) {
      if (fault.on !== operation || fault.times === 0) continue
      if (fault.after > 0) {
        fault.after -= 1
        continue
      }
      // For still-listed, `times` counts list calls, and the person's rows count those.
      if (fault.times !== undefined && fault.kind !== 'still-listed') fault.times -= 1
      return fault
    }
    return undefined
  }
}
