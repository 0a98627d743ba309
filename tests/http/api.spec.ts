import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { signInOverHttp } from '../fixtures/sign-in'
import { expect, test } from '../fixtures/test'
import type { Person, TestStack } from '../fixtures/test'
import type { OpenIdControl } from '../fixtures/sandbox-client'

const MIB = 1024 * 1024
const STATES = '/api/v1/client-states'

const asked = (stack: TestStack, more: { format?: 'opaque'; scope?: string } = {}) => ({
  resource: `${stack.portal.url}/api/v1`,
  scope: 'recognize:client-states recognize:activate recognize:report',
  ...more,
})

async function tokenOf(openid: OpenIdControl, stack: TestStack, { accountId }: Person) {
  return openid.accessToken(accountId, asked(stack))
}

const json = { 'Content-Type': 'application/json' }

function post(request: APIRequestContext, token: string, data: string | object) {
  const headers = { ...json, Authorization: `Bearer ${token}` }
  return request.post(STATES, { headers, data })
}

for (const portalName of ['pglite', 'postgres'] as const)
  test.describe(portalName, () => {
    test.use({ portalName })

    test('the portal’s own sign-in tokens open nothing here, and what was signed in in a browser doesn’t either @A3 @C1', async ({
      request,
      createPerson,
      openid,
      stack,
    }) => {
      const person = await createPerson()
      const end = await signInOverHttp(request, stack.portal.url, person.accountId)
      expect(end).toBe(`${stack.portal.url}/devices`)
      const data = { clientState: 'a state', clientStateType: 'BACKUP' }
      const tokens = await openid.issuedTokens(person.accountId)
      expect(tokens.length).toBeGreaterThan(0)
      for (const token of tokens) {
        const answer = await post(request, token, data)
        expect(answer.status()).toBe(401)
      }
      const cookieOnly = await request.post(STATES, { headers: json, data })
      expect(cookieOnly.status()).toBe(401)
    })

    test('tokens that can be read and tokens that can’t are good alike, and a backend’s is for anybody', async ({
      request,
      createPerson,
      openid,
      stack,
    }) => {
      const person = await createPerson()
      const data = { clientState: 'a state', clientStateType: 'BACKUP' }
      const opaque = await openid.accessToken(person.accountId, asked(stack, { format: 'opaque' }))
      for (const token of [await tokenOf(openid, stack, person), opaque])
        expect((await post(request, token, data)).status()).toBe(201)
      const scope = 'recognize:import'
      const backend = await openid.clientAccessToken('idv-backend', asked(stack, { scope }))
      expect((await post(request, backend, data)).status()).toBe(400)
      const named = { ...data, userId: person.userId }
      expect((await post(request, backend, named)).status()).toBe(201)
      const elsewhere = await openid.accessToken(person.accountId, {
        ...asked(stack),
        resource: 'https://other.example/api/v1',
      })
      expect((await post(request, elsewhere, data)).status()).toBe(401)
    })

    test('the largest state passes, what is larger than any is refused, and the portal goes on @D4', async ({
      request,
      createPerson,
      openid,
      stack,
    }) => {
      const token = await tokenOf(openid, stack, await createPerson())
      const escaped = '\\u0001'.repeat(MIB)
      const largest = `{"clientStateType":"BACKUP","clientState":"${escaped}"}`
      expect((await post(request, token, largest)).status()).toBe(201)
      for (const size of [6 * MIB + 65 * 1024, 12 * MIB]) {
        const answer = await post(request, token, `"${'a'.repeat(size)}"`)
        expect(answer.status()).toBe(413)
        expect(await answer.json()).toMatchObject({ code: 'too-large' })
      }
      const small = { clientState: 'a state', clientStateType: 'BACKUP' }
      expect((await post(request, token, small)).status()).toBe(201)
    })

    test('no answer may be kept, guessed at or read by another page, and other methods are refused @D2 @E3 @E4', async ({
      request,
      createPerson,
      openid,
      stack,
    }) => {
      const token = await tokenOf(openid, stack, await createPerson())
      const origin = { Origin: 'https://evil.example' }
      const data = { clientState: 'a state', clientStateType: 'BACKUP' }
      const answers = [
        await post(request, token, data),
        await post(request, token, '{'),
        await request.post(STATES, { headers: { ...json, ...origin }, data }),
        ...(await Promise.all(
          ['GET', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'].map((method) =>
            request.fetch(STATES, { method, headers: origin }),
          ),
        )),
      ]
      expect(answers.map((answer) => answer.status())).toEqual([
        201,
        400,
        401,
        ...Array<number>(5).fill(405),
      ])
      for (const answer of answers) {
        const headers = answer.headers()
        expect(headers).toMatchObject({
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        })
        expect(headers['set-cookie']).toBeUndefined()
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
        if (answer.status() === 405) expect(headers['allow']).toBe('POST, PUT')
        if (answer.status() >= 400) expect(headers['content-type']).toBe('application/problem+json')
      }
    })

    test('the description of the API is there for everybody', async ({ request, stack }) => {
      const answer = await request.get('/api/v1/openapi.json')
      expect(answer.headers()['cache-control']).toBe('public, max-age=300')
      expect(await answer.json()).toMatchObject({
        openapi: '3.1.0',
        servers: [{ url: stack.portal.url }],
      })
    })

    test('neither tokens nor states nor keys of uploads get into the log @G4', async ({
      request,
      createPerson,
      openid,
      stack,
    }) => {
      const token = await tokenOf(openid, stack, await createPerson())
      const marker = `marker-${randomUUID()}`
      const key = `key-${randomUUID()}`
      const headers = { ...json, Authorization: `Bearer ${token}`, 'Idempotency-Key': key }
      const send = (data: string | object) => request.post(STATES, { headers, data })
      await send({ clientState: marker, clientStateType: 'BACKUP' })
      await send({ clientState: `${marker}2`, clientStateType: 'BACKUP' })
      await send(`{"clientState":"${marker}`)
      await send({ clientState: marker, [marker]: marker })
      await request.post('/api/v1/activations/redeem', { headers, data: { code: marker } })
      const log = readFileSync(stack.portal.log, 'utf8')
      for (const secret of [token, token.split('.')[2] ?? '', marker, key])
        expect(log.includes(secret)).toBe(false)
    })
  })
