import { z } from 'zod'
import type { Row } from '../rows'

const sdkError = z.object({ sdkErrorCode: z.int() })
const newState = z.object({ clientState: z.string(), publicSigningKey: z.string() })
const newKey = z.object({ publicSigningKey: z.string() })
const users = z.object({ userIds: z.array(z.string()) })
const person = z.object({
  rows: z.array(
    z.looseObject({
      publicSigningKey: z.string().optional(),
      state: z.string().optional(),
      type: z.string().optional(),
      osVersion: z.string().optional(),
    }),
  ),
})

/** This phone's description of itself. */
const versions = { osVersion: 'Android 15', sdkVersion: '5.3.0' }
export const description = versions.osVersion

/** A row that may be a phone. Rows that the service states to be another type don't count. */
export type PhoneRow = Pick<Row, 'publicSigningKey'> & { osVersion: string }

/** The SDK. Its own channel to the service is the control port of the Recognize stand-in. */
export class Sdk {
  constructor(private readonly url: string) {}

  async bind(userId: string, clientState: string, operationId: string) {
    const path = `/people/${userId}/devices`
    return z
      .union([newKey, sdkError])
      .parse(await this.#call(path, { clientState, operationId, ...versions }))
  }

  async generateClientState(userId: string, type: 'BACKUP' | 'TEMPORARY') {
    const path = `/people/${userId}/client-states`
    return z.union([newState, sdkError]).parse(await this.#call(path, { type, ...versions }))
  }

  async userIdsOf(externalUserId: string): Promise<string[]> {
    const path = `/external-users/${encodeURIComponent(externalUserId)}`
    return users.parse(await this.#call(path)).userIds
  }

  async phonesOf(userId: string): Promise<PhoneRow[]> {
    const { rows } = person.catch({ rows: [] }).parse(await this.#call(`/people/${userId}`))
    return rows.flatMap(({ publicSigningKey, state, type = 'SDK', osVersion = 'A phone' }) =>
      publicSigningKey !== undefined && state !== 'DELETED' && type === 'SDK'
        ? [{ publicSigningKey, osVersion }]
        : [],
    )
  }

  async #call(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(
      `${this.url}${path}`,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    )
    return response.json()
  }
}
