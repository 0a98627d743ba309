import { z } from 'zod'
import type { Endpoint } from '@/lib/api/define-endpoint'
import { describeApi } from '@/lib/api/openapi'
import { problemBody } from '@/lib/api/problem'
import { newUserId } from '../../builders/rows'
import type { RecognizePerson } from '../../fixtures/sandbox-client'
import { OpenIdStub, type Claims } from './openid'
import { databaseTest, expect, somebody, type Somebody } from './test'

/** Somebody with rows in the stand-in, and tokens of the stub. */
export interface Caller extends Somebody {
  /** The bearer token; changes to its claims make another one. */
  token: (changes?: Claims) => Promise<string>
}

type MakeCaller = (
  rows?: (userId: string) => unknown[],
  switches?: Omit<RecognizePerson, 'rows'>,
) => Promise<Caller>

/** Tests that call endpoints as an app does. The environment names the stub before any module can have read it. */
export const apiTest = databaseTest.extend<{ makeCaller: MakeCaller }, { openid: OpenIdStub }>({
  openid: [
    async ({ stack: _ }, use) => {
      const stub = await OpenIdStub.start()
      process.env['AUTH_OIDC_ISSUER'] = stub.issuer
      await use(stub)
      await stub.stop()
    },
    { scope: 'worker', auto: true },
  ],

  makeCaller: async ({ openid, recognize }, use) => {
    const made: string[] = []
    await use(async (rows = () => [], switches = {}) => {
      const userId = newUserId()
      made.push(userId)
      await recognize.putPerson(userId, { rows: rows(userId), ...switches })
      const someone = somebody(userId)
      const subject = { ...someone.subject, issuer: openid.issuer }
      const token = (changes: Claims = {}) =>
        openid.jwt(subject.subject, { recognize_user_id: userId, ...changes })
      return { ...someone, actor: { ...someone.actor, issuer: openid.issuer }, subject, token }
    })
    for (const userId of made) await recognize.deletePerson(userId)
    openid.ailment = 'none'
  },
})

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
