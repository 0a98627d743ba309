import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { freePort } from '../../tools/free-port.mjs'
import { sha256 } from '@/lib/platform/crypto'
import type { SignInRefusal } from '@/lib/audit/events/sign-in-events'
import type { OpenIdFault } from '../fixtures/sandbox-client'
import { expect } from '../fixtures/test'
import { launchPortal, settingsFor } from '../setup/portal'
import { readStack, required } from '../setup/stack'
import { locationOf } from './hostile-browser'
import { CASES } from './hostile-cases'
import { fapiSettings, newClientKey } from './hostile-stack'
import { expectRefused, fapiTest as test } from './hostile-test'

// The second run of the sign-in suite: provider and portal do FAPI 2.0. What befalls the provider befalls everybody.

test.describe.configure({ mode: 'default' })

/** What each run tries; the night tries all. */
const IN_EACH_RUN: readonly (string | undefined)[] = [
  'alg-none',
  'hs256',
  'foreign-key',
  'wrong-nonce',
  'wrong-issuer',
  'wrong-audience',
  'expired',
  'wrong-iss',
  'no-iss',
]

for (const { name, lie, fault, refused } of CASES)
  test(`FAPI 2.0: ${name} ${refused ? `signs nobody in (${refused})` : 'signs in'} @A1 @A2 @A3 @A4 @A8${IN_EACH_RUN.includes(lie) ? '' : ' @nightly'}`, async ({
    hostile,
    accountId,
    browserOf,
  }) => {
    const browser = await browserOf()
    if (lie) await hostile.openid.lie(accountId, lie)
    if (fault) await hostile.openid.setFault(fault)
    if (refused) return expectRefused(hostile, browser, () => browser.signIn(accountId), refused)
    expect((await browser.signIn(accountId)).pathname).toBe('/devices')
    expect(await browser.cookieNames()).toContain('portal.sign-in')
  })

test('a person signs in with a pushed request: the browser carries no more than its number @A1 @A7', async ({
  hostile,
  accountId,
  browserOf,
}) => {
  const browser = await browserOf()
  const added = { scope: 'openid offline_access', prompt: 'none', request_uri: 'urn:evil' }
  const begun = locationOf(await browser.begin(added, `?${new URLSearchParams(added)}`))
  expect(begun.origin + begun.pathname).toBe(`${hostile.sandbox.openid.issuer}/auth`)
  expect([...begun.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri'])
  expect(begun.searchParams.get('request_uri')).toMatch(/^urn:ietf:params:oauth:request_uri:/)
  const end = await browser.comeBack(await browser.answer(begun, { accountId }))
  expect(end.pathname).toBe('/devices')
  expect(
    await hostile.rows(
      `SELECT 1 FROM sessions WHERE subject = '${accountId}' AND ended_at IS NULL`,
    ),
  ).toHaveLength(1)
  // A request that was pushed is good for one sign-in.
  const calls = await hostile.openid.journal()
  expect(calls.filter(({ path }) => path === '/request').length).toBeGreaterThan(0)
})

test.describe('a request that can’t be pushed is not sent the plain way @A1 @A4 @A8', () => {
  for (const [what, fault, reason] of [
    ['a refusal', json(400, { error: 'invalid_request' }), 'request-not-accepted'],
    [
      'a refusal of the portal itself',
      json(401, { error: 'invalid_client' }),
      'client-not-accepted',
    ],
    ['an error', { on: 'pushed', kind: 'status' }, 'provider-answer'],
    ['a page', { on: 'pushed', kind: 'html' }, 'provider-answer'],
    ['an answer without a number', json(201, { expires_in: 60 }), 'provider-answer'],
    ['a redirect', { on: 'pushed', kind: 'redirect' }, 'provider-unreachable'],
  ] as const satisfies readonly (readonly [string, OpenIdFault, SignInRefusal])[])
    test(what, async ({ hostile, accountId, browserOf }) => {
      const browser = await browserOf()
      await hostile.openid.setFault(fault)
      const asked = async () =>
        (await hostile.openid.journal()).filter(({ path }) => path === '/auth').length
      const before = await asked()
      await expectRefused(hostile, browser, () => browser.signIn(accountId), reason)
      expect(await asked()).toBe(before)
    })
})

test('a provider that stops doing what FAPI 2.0 demands is refused, and the log names what is missing @A4', async ({
  hostile,
  accountId,
  browserOf,
}) => {
  for (const [name, value] of [
    ['code_challenge_methods_supported', ['plain']],
    ['authorization_response_iss_parameter_supported', false],
    ['id_token_signing_alg_values_supported', ['RS256']],
    ['token_endpoint_auth_methods_supported', ['client_secret_basic']],
    ['dpop_signing_alg_values_supported', ['RS256']],
  ] as const) {
    await hostile.openid.setFault({
      on: 'discovery',
      kind: 'metadata',
      changes: { [name]: value },
    })
    const browser = await browserOf()
    await expectRefused(hostile, browser, () => browser.signIn(accountId), 'provider-profile')
    expect(hostile.refusals().at(-1)?.missing).toEqual([expect.stringMatching(`^${name}: `)])
  }
})

test('a portal of FAPI 2.0 doesn’t start with a provider that doesn’t do it, and says what is missing @A4 @G4', async ({
  hostile,
  folder,
}) => {
  const { sandbox, secrets } = readStack()
  const port = await freePort()
  const log = join(folder, 'refused.log')
  const where = { port, secrets, sandbox: required(sandbox, 'The sandbox') }
  const portal = launchPortal(
    {
      ...settingsFor(where),
      DATA_DIR: join(folder, 'data'),
      ...fapiSettings(hostile.clientKeyFile),
    },
    log,
  )
  expect((await portal.ended).code).toBe(1)
  const words = readFileSync(log, 'utf8')
  expect(words).toContain('AUTH_OIDC_PROFILE')
  expect(words).toContain('pushed_authorization_request_endpoint')
  expect(words).toContain('dpop_signing_alg_values_supported: ES256')
  expect(words).not.toContain('PRIVATE KEY')
})

test('a key that was published before it signs takes over without a restart, and one the provider never saw doesn’t @A1 @G4 @J5', async ({
  hostile,
  accountId,
  browserOf,
}) => {
  const { urls, clientKeyFile } = hostile
  const published = async () => {
    const answer = await fetch(`${urls[0]}/.well-known/jwks.json`)
    expect(answer.headers.get('content-type')).toBe('application/jwk-set+json')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
    const body = await answer.text()
    // The private part of an elliptic curve's key.
    expect(body).not.toContain('"d"')
    return (JSON.parse(body) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
  }
  const put = async (keys: string[]) => {
    const before = await published()
    writeFileSync(clientKeyFile, keys.join(''))
    await expect.poll(published).not.toEqual(before)
    return published()
  }
  const [old = '', next = ''] = readFileSync(clientKeyFile, 'utf8').split(
    /(?<=END PRIVATE KEY-----\n)/,
  )
  const both = await published()
  expect(both).toHaveLength(2)
  // From here on the provider keeps both for minutes.
  expect((await (await browserOf()).signIn(accountId)).pathname).toBe('/devices')
  expect(await put([next, old])).toEqual(both.toReversed())
  expect((await (await browserOf()).signIn(accountId)).pathname).toBe('/devices')
  expect(await put([newClientKey()])).toHaveLength(1)
  const stranger = await browserOf()
  await expectRefused(hostile, stranger, () => stranger.signIn(accountId), 'client-not-accepted')
  await put([next])
  expect((await (await browserOf()).signIn(accountId)).pathname).toBe('/devices')
})

test('the API of a portal of FAPI 2.0 takes bound tokens alone, readable or not @A3', async ({
  hostile,
  accountId,
}) => {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk = await exportJWK(publicKey)
  const jkt = await calculateJwkThumbprint(jwk)
  const portal = hostile.urls[0] ?? ''
  const address = `${portal}/api/v1/devices/report`
  const asked = { resource: `${portal}/api/v1`, scope: 'recognize:report' }
  const report = async (headers: Record<string, string>) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ publicSigningKey: 'a'.repeat(44) }),
    })
    return [answer.status, ((await answer.json()) as { code: string }).code]
  }
  for (const format of ['jwt', 'opaque'] as const) {
    const plain = await hostile.openid.accessToken(accountId, { ...asked, format })
    expect(await report({ Authorization: `Bearer ${plain}` })).toEqual([401, 'token-not-bound'])
    const token = await hostile.openid.accessToken(accountId, { ...asked, format, jkt })
    expect(await report({ Authorization: `Bearer ${token}` })).toEqual([401, 'proof-not-valid'])
    const ath = sha256(token).toString('base64url')
    const proof = await new SignJWT({ jti: randomUUID(), htm: 'POST', htu: address, ath })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .setIssuedAt()
      .sign(privateKey)
    const proven = { Authorization: `DPoP ${token}`, DPoP: proof }
    const [status] = await report(proven)
    expect([400, 403]).toContain(status)
    expect(await report(proven)).toEqual([401, 'proof-not-valid'])
  }
})

function json(status: number, body: unknown) {
  return { on: 'pushed', kind: 'json', status, body } as const
}
