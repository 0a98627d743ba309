import { expect, test } from 'vitest'
import { z } from 'zod'
import { ENDPOINTS } from '@/lib/api/endpoints'
import { describeApi } from '@/lib/api/openapi'
import { PROBLEMS } from '@/lib/api/problem'
import { useEnvironment } from '../builders/environment'
import { sourcesOf } from './support/sources'

useEnvironment()

interface Operation {
  operationId: string
  security: Record<string, string[]>[]
  parameters?: { in: string; name: string; required: boolean }[]
  requestBody?: { content: Record<string, { schema: object; example: unknown }> }
  responses: Record<string, { content?: Record<string, { schema?: object; example?: unknown }> }>
}
const description = () =>
  describeApi() as unknown as {
    openapi: string
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, object> }
  }
const operations = () =>
  Object.entries(description().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** Which methods a route file really serves: those that it doesn't answer with “method not allowed”. */
async function servedBy(file: string): Promise<string[]> {
  const handlers = (await import(`../../${file}`)) as Record<
    string,
    (request: Request, context: object) => Promise<Response>
  >
  const served: string[] = []
  for (const [method, handle] of Object.entries(handlers)) {
    const request = new Request('http://localhost:3000/', { method })
    const answer = await handle(request, { params: Promise.resolve({}) })
    if (answer.status !== 405) served.push(method.toLowerCase())
    else expect(answer.headers.get('allow')).toMatch(/^(POST|PUT)(, (POST|PUT))*$/)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  }
  return served
}

test('every method of every route is described, and every description has its route', async () => {
  const routes = sourcesOf('app/api/v1').map(({ path }) => path)
  const served = await Promise.all(
    routes.map(async (file) => {
      const path = file.replace(/^app/, '').replace(/\/route\.ts$/, '')
      const methods = await servedBy(file)
      return methods.map((method) => `${method} ${path.replaceAll(/\[(\w+)\]/g, '{$1}')}`)
    }),
  )
  const described = operations().map(({ method, path }) => `${method} ${path}`)
  expect(served.flat().toSorted()).toEqual(described.toSorted())
})

test('a route that serves an endpoint refuses all other methods in the API’s own form @D2', async () => {
  for (const { path } of sourcesOf('app/api/v1').filter(({ path }) => !/openapi/.test(path))) {
    const handlers = (await import(`../../${path}`)) as Record<string, unknown>
    expect(Object.keys(handlers).toSorted(), path).toEqual(
      ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'].toSorted(),
    )
  }
})

test('every example is what its schema wants', () => {
  for (const { operation } of operations()) {
    const places = [operation.requestBody, ...Object.values(operation.responses)]
    for (const { content = {} } of places.filter((place) => place !== undefined))
      for (const { schema, example } of Object.values(content))
        if (example !== undefined)
          expect(
            z.fromJSONSchema(schema as never).safeParse(example),
            operation.operationId,
          ).toMatchObject({ success: true })
  }
  for (const { name, body, example } of ENDPOINTS)
    expect(body.safeParse(example.body).success, name).toBe(true)
})

test('every problem is described as a problem, with words of its own', () => {
  const problem = z.fromJSONSchema(description().components.schemas['Problem'] as never)
  const described = new Set<string>()
  for (const { operation } of operations())
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      const { examples = {} } = (content['application/problem+json'] ?? {}) as {
        examples?: Record<string, { value: Record<string, unknown> }>
      }
      for (const [code, { value }] of Object.entries(examples)) {
        described.add(code)
        expect(problem.safeParse(value).success, code).toBe(true)
        expect(value).toMatchObject({ code, status: Number(status) })
        expect(value['title']).not.toBe(value['detail'])
      }
    }
  expect([...described, 'method-not-allowed'].toSorted()).toEqual(Object.keys(PROBLEMS).toSorted())
})

test('what needs a token says which scope, and only one endpoint needs none', () => {
  const open = operations().filter(({ operation }) => operation.security.length === 0)
  expect(open.map(({ operation }) => operation.operationId).toSorted()).toEqual([
    'describeApi',
    'noteOpened',
  ])
  for (const { operation } of operations())
    for (const alternative of operation.security)
      expect(alternative['accessToken']).toEqual([expect.stringMatching(/^recognize:[a-z-]+$/)])
})

test('every part of a path is described, and nothing in the description is an operator’s secret @G4', () => {
  for (const { path, operation } of operations())
    for (const [, name] of path.matchAll(/\{(\w+)\}/g))
      expect(operation.parameters).toContainEqual(
        expect.objectContaining({ in: 'path', name, required: true }),
      )
  const text = JSON.stringify(description())
  expect(description().openapi).toBe('3.1.0')
  for (const name of [
    'AUTH_SECRET',
    'AUTH_OIDC_CLIENT_SECRET',
    'RECOGNIZE_API_KEY',
    'CLIENT_STATE_KEYS',
  ])
    expect(text).not.toContain(process.env[name])
})
