import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Notice, Session } from './phones'

// The portal's API, according to its OpenAPI document (/api/v1/openapi.json).

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
  errorModel?: string
  publicSigningKey?: string
}

export interface Upload {
  clientState: string
  clientStateType: 'BACKUP' | 'TEMPORARY'
  publicSigningKey: string
  userId: string
  activationId?: string | number
}

/** A refusal of the portal that the person should read. */
export class Refused extends Error {
  constructor(
    readonly notice: Notice,
    /** The status of the answer. 0 without an answer. */
    readonly status: number,
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
    // A person may open a link without a session.
    await this.#send('/activations/opened', { code }, {})
  }

  async redeem(code: string) {
    return redeemed.parse(await this.#post('/activations/redeem', { code }))
  }

  /** Returns the portal's own words about a failure. */
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

  #post(path: string, body: object, headers: Record<string, string> = {}): Promise<unknown> {
    const authorization = `Bearer ${this.session?.accessToken ?? ''}`
    return this.#send(path, body, { authorization, ...headers })
  }

  async #send(path: string, body: object, headers: Record<string, string>): Promise<unknown> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }).catch(() => null)
    if (!response) throw new Refused(unreachable, 0)
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok) return answer
    throw new Refused(inWords(response.status, answer), response.status)
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
