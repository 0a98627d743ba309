import { z } from 'zod'
import type { Endpoint } from '@/lib/api/define-endpoint'
import { describeApi } from '@/lib/api/openapi'
import { problemBody } from '@/lib/api/problem'
import { OpenIdStub, type Claims } from './openid'
import { databaseTest, expect, makeSomebody, type Somebody } from './test'

/** Somebody with rows in the stand-in, and tokens of the stub. */
export interface Caller extends Somebody {
  /** The bearer token; changes to its claims make another one. */
  token: (changes?: Claims) => Promise<string>
}

/** The provider of this worker; known as soon as it has begun. */
export let openid: OpenIdStub

/** Tests that call endpoints as an app does. The environment names the stub before any module can have read it. */
export const apiTest = databaseTest.extend<{ healthy: void }, { provider: void }>({
  provider: [
    async ({ stack: _ }, use) => {
      openid = await OpenIdStub.start()
      process.env['AUTH_OIDC_ISSUER'] = openid.issuer
      await use()
      await openid.stop()
    },
    { scope: 'worker', auto: true },
  ],

  healthy: [
    async ({}, use) => {
      await use()
      openid.ailment = 'none'
    },
    { auto: true },
  ],
})

/** Makes somebody who calls, with rows in the Recognize stand-in. */
export async function makeCaller(...made: Parameters<typeof makeSomebody>): Promise<Caller> {
  const someone = await makeSomebody(...made)
  const { issuer } = openid
  const subject = { ...someone.subject, issuer }
  const token = (changes: Claims = {}) =>
    openid.jwt(subject.subject, { recognize_user_id: someone.userId, ...changes })
  return { ...someone, actor: { ...someone.actor, issuer }, subject, token }
}

let address = 0
/** An address nobody else calls from. */
export function newAddress(): string {
  address += 1
  return `2001:db8:${(process.pid & 0xffff).toString(16)}:${address.toString(16)}::1`
}

interface Sent {
  token?: string | null
  /** Made JSON of, unless it is text or bytes (a Blob) already. */
  body?: unknown
  headers?: Record<string, string>
  params?: Record<string, string>
}

/** Calls an endpoint as the route does. */
export async function call(endpoint: Endpoint, { token, body, headers, params = {} }: Sent) {
  const request = new Request(`http://localhost:3000${endpoint.path}`, {
    method: endpoint.method,
    headers: {
      'Content-Type': 'application/json',
      'X-Forwarded-For': newAddress(),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
  })
  const answer = await endpoint.handle(request, params)
  await expectDescribed(endpoint, answer.clone())
  return answer
}

type Described = Record<string, { content?: Record<string, { schema: object }> } | undefined>

/** Whatever is answered must be in the description of the API: status, media type, and shape. */
async function expectDescribed({ path, method, name }: Endpoint, answer: Response) {
  const { paths, components } = describeApi() as unknown as {
    paths: Record<string, Record<string, { responses: Described }>>
    components: { schemas: { Problem: object } }
  }
  const described = paths[path]?.[method.toLowerCase()]?.responses[answer.status]
  if (!described) throw new Error(`${name} answers ${answer.status}, which isn't described`)
  if (!described.content) return expect(await answer.text()).toBe('')
  const media = answer.headers.get('content-type') ?? ''
  const schema = described.content[media]?.schema
  if (!schema) throw new Error(`${name} answers with ${media}, which isn't described`)
  const shape = '$ref' in schema ? components.schemas.Problem : schema
  const read = z.fromJSONSchema(shape as never).safeParse(await answer.json())
  expect(read.error?.issues, `an answer of ${name} isn't as described`).toBeUndefined()
}

/** Calls, and expects one very problem; gives its body. */
export async function refused(answer: Response | Promise<Response>, status: number, code: string) {
  const response = await answer
  const problem = problemBody.parse(await response.json())
  expect({ status: response.status, code: problem.code }).toEqual({ status, code })
  expect(problem).toMatchObject({ status, type: `urn:recognize-portal:problem:${code}` })
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  return problem
}
