import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Notice, Session } from './phones'

// The portal's API as its OpenAPI document describes it (/api/v1/openapi.json).

const problem = z.looseObject({
  title: z.string(),
  detail: z.string().default(''),
  sdkErrorCode: z.int().optional(),
})
const redeemed = z.object({
  activationId: z.union([z.string(), z.number()]),
  purpose: z.enum(['BIND', 'MAKE_STATE']),
  userId: z.string(),
  operationId: z.string(),
  clientState: z.string().nullish(),
})
const reported = z.object({
  failure: z
    .object({ title: z.string(), detail: z.string(), retryAfterSeconds: z.number().optional() })
    .nullish(),
})

export interface Report {
  event: 'FACE_CHECK_STARTED' | 'FACE_CHECK_PASSED' | 'FAILED' | 'BOUND'
  errorCode?: number
  publicSigningKey?: string
}

export interface Upload {
  clientState: string
  clientStateType: 'BACKUP' | 'TEMPORARY'
  publicSigningKey: string
  userId: string
  activationId?: string | number
}

/** An answer of the portal that the person should read; `isSignedOut` when the portal no longer takes the token. */
export class Refused extends Error {
  constructor(
    readonly notice: Notice,
    readonly isSignedOut: boolean,
  ) {
    super(notice.title)
  }
}

export class PortalApi {
  constructor(
    private readonly url: string,
    private readonly session: Session | null,
  ) {}

  async opened(code: string): Promise<void> {
    await this.#post('/activations/opened', { code })
  }

  async redeem(code: string) {
    return redeemed.parse(await this.#post('/activations/redeem', { code }))
  }

  /** What the portal says about a failure, in its own words. */
  async report(activationId: string | number, report: Report): Promise<Notice | null> {
    const path = `/activations/${encodeURIComponent(activationId)}/report`
    const { failure } = reported.parse(await this.#post(path, report))
    return failure ? { tone: 'bad', title: failure.title, text: failure.detail } : null
  }

  async upload(upload: Upload): Promise<void> {
    await this.#post('/client-states', upload, { 'idempotency-key': randomUUID() })
  }

  async reportDevice(publicSigningKey: string, userId: string): Promise<void> {
    await this.#post('/devices/report', { publicSigningKey, userId })
  }

  async #post(path: string, body: object, headers: Record<string, string> = {}): Promise<unknown> {
    const token = this.session?.accessToken
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify(body),
    }).catch(() => null)
    if (!response) throw new Refused(unreachable, false)
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok) return answer
    throw new Refused(inWords(response.status, answer), response.status === 401)
  }
}

const unreachable: Notice = {
  tone: 'bad',
  title: 'The portal doesn’t answer',
  text: 'Is it running? Try again in a moment.',
}

function inWords(status: number, answer: unknown): Notice {
  const { title, detail, sdkErrorCode } = problem
    .catch({ title: `The portal answered ${status}`, detail: '' })
    .parse(answer)
  const code = sdkErrorCode === undefined ? '' : ` (${sdkErrorCode})`
  return { tone: 'bad', title, text: `${detail}${code}` }
}
