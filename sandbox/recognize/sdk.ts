import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { refuse } from '../http/control'
import { localDateTime, rowFrom, type Row } from '../rows'
import type { Operations } from './operations'
import { listedAfterSchema, type People } from './people'

// The SDK's own channel to the service. It is not part of the Server API. Here it uses the control port.

const places = 50
const noPlaceLeft = 539
const invalidClientState = 20023

const versions = {
  osVersion: z.string().exactOptional(),
  sdkVersion: z.string().exactOptional(),
}

export const newStateSchema = z.strictObject({
  type: z.enum(['BACKUP', 'TEMPORARY']),
  /** Returns the state of an existing row, and adds no row. */
  publicSigningKey: z.string().optional(),
  ...versions,
})

export const newDeviceSchema = z.strictObject({
  clientState: z.string(),
  operationId: z.string().min(1).optional(),
  /** Makes the SDK fail with this code and add no row. */
  outcome: z.strictObject({ errorCode: z.int() }).optional(),
  listedAfter: listedAfterSchema.optional(),
  ...versions,
})

interface IssuedState {
  userId: string
  publicSigningKey: string
}

/** The SDK's answer to an app: the requested result, or the SDK's error code. */
export type SdkAnswer<T> = T | { sdkErrorCode: number }

export class Sdk {
  readonly #issued = new Map<string, IssuedState>()

  constructor(
    private readonly people: People,
    private readonly operations: Operations,
  ) {}

  reset(): void {
    this.#issued.clear()
  }

  /** Forgets the states of a deleted person. */
  forget(userId: string): void {
    for (const [state, issued] of this.#issued)
      if (issued.userId === userId) this.#issued.delete(state)
  }

  generateClientState(
    userId: string,
    { type, publicSigningKey, ...stated }: z.infer<typeof newStateSchema>,
  ): SdkAnswer<{ clientState: string; publicSigningKey: string }> {
    if (publicSigningKey !== undefined) {
      if (!this.#hasRow(userId, publicSigningKey)) refuse(404, 'There is no such row.')
      return this.#issue(userId, publicSigningKey)
    }
    if (this.#isFull(userId)) return { sdkErrorCode: noPlaceLeft }
    const row = newRow(userId, { type, ...stated })
    this.people.addRow(row)
    return this.#issue(userId, row.publicSigningKey)
  }

  /** Binds a phone with a client state. The state must match the issued one byte for byte. */
  bind(
    userId: string,
    device: z.infer<typeof newDeviceSchema>,
  ): SdkAnswer<{ publicSigningKey: string }> {
    const { clientState, operationId, outcome, listedAfter, ...stated } = device
    if (outcome) return { sdkErrorCode: outcome.errorCode }
    const issued = this.#issued.get(clientState)
    if (issued?.userId !== userId || !this.#hasRow(userId, issued.publicSigningKey))
      return { sdkErrorCode: invalidClientState }
    if (this.#isFull(userId)) return { sdkErrorCode: noPlaceLeft }
    if (operationId !== undefined && this.operations.get(operationId))
      refuse(400, 'The operationId was used before.')
    const row = newRow(userId, { type: 'SDK', ...stated })
    this.people.addRow(row, listedAfter)
    if (operationId !== undefined) this.operations.finish(operationId, userId)
    return { publicSigningKey: row.publicSigningKey }
  }

  #isFull(userId: string): boolean {
    return this.people.liveRows(userId).length >= places
  }

  #hasRow(userId: string, key: string): boolean {
    return this.people.liveRows(userId).some((row) => row['publicSigningKey'] === key)
  }

  #issue(userId: string, publicSigningKey: string) {
    const clientState = newClientState()
    this.#issued.set(clientState, { userId, publicSigningKey })
    return { clientState, publicSigningKey }
  }
}

function newRow(userId: string, stated: Partial<Pick<Row, 'osVersion' | 'sdkVersion' | 'type'>>) {
  const createdAt = localDateTime(new Date())
  return rowFrom(userId, randomBytes(16).toString('hex'), { createdAt, ...stated })
}

/** Looks like the vendor's example. Its slashes are escaped, so that parsing and writing it again changes the text. */
function newClientState(): string {
  const artifact =
    '"artifact":{"family":"davideface_lite","version":"1.2.0","target":"mobile_sdk","liveness":"liveness"}'
  const core = Buffer.concat([Buffer.alloc(3, 0xff), randomBytes(1_536)]).toString('base64')
  return `{${artifact},"core-client-state":"${core.replaceAll('/', '\\/')}"}`
}
