import { expect } from '../fixtures/test'
import { CASES } from './hostile-cases'
import { expectRefused, signIns, test } from './hostile-test'

// One browser after the other: what befalls the provider befalls everybody. Nothing of it depends on the database's kind.

test.describe.configure({ mode: 'default' })

for (const { name, lie, fault, refused } of CASES)
  test(`hostile provider: ${name} ${refused ? `signs nobody in (${refused})` : 'signs in'} @A1 @A2 @A3 @A4 @A8`, async ({
    hostile,
    accountId,
    browserOf,
  }) => {
    const browser = await browserOf()
    if (lie) await hostile.openid.lie(accountId, lie)
    if (fault) await hostile.openid.setFault(fault)
    if (refused) {
      await expectRefused(hostile, browser, () => browser.signIn(accountId), refused)
      return
    }
    expect((await browser.signIn(accountId)).pathname).toBe('/devices')
    expect(await browser.cookieNames()).toContain('portal.sign-in')
    expect(
      await hostile.rows(`SELECT issuer FROM sessions WHERE subject = '${accountId}'`),
    ).toEqual([{ issuer: hostile.sandbox.openid.issuer }])
    const calls = await hostile.openid.journal()
    expect(calls.filter(({ path }) => path === '/me')).toEqual([])
  })

test('a person who says no at the provider is told that nothing happened @A1', async ({
  hostile,
  browserOf,
}) => {
  const browser = await browserOf()
  const end = await browser.comeBack(await browser.untilWayBack({ deny: '' }))
  expect(end.search).toBe('?reason=denied')
  await expect.poll(() => hostile.refusals().at(-1)?.reason).toBe('cancelled')
})

test('a way back that is opened twice leaves one sign-in, which goes on @A1', async ({
  hostile,
  accountId,
  browserOf,
}) => {
  const browser = await browserOf()
  const wayBack = await browser.untilWayBack({ accountId })
  expect((await browser.comeBack(wayBack)).pathname).toBe('/devices')
  expect((await browser.comeBack(wayBack)).search).toBe('?reason=expired')
  expect(await hostile.rows(`SELECT 1 FROM sessions WHERE subject = '${accountId}'`)).toHaveLength(
    1,
  )
  const devices = await browser.request.get(`${browser.portal}/devices`, { maxRedirects: 0 })
  expect(devices.status()).toBe(200)
})

test('somebody else’s way back signs nobody in: without cookies, in another attempt, or with one’s own state @A1', async ({
  hostile,
  accountId,
  browserOf,
}) => {
  const [attacker, blocked, victim] = [await browserOf(), await browserOf(), await browserOf()]
  const attack = await attacker.untilWayBack({ accountId })
  const own = await victim.untilWayBack({ accountId })
  const rows = await signIns(hostile)

  expect((await blocked.comeBack(attack)).search).toBe('?reason=cookies')
  expect((await victim.comeBack(attack)).search).toBe('?reason=expired')
  const injected = new URL(own)
  injected.searchParams.set('code', new URL(attack).searchParams.get('code') ?? '')
  expect((await victim.comeBack(injected.href)).search).toBe('?reason=expired')
  const twice = new URL(own)
  twice.searchParams.append('code', new URL(attack).searchParams.get('code') ?? '')
  expect((await victim.comeBack(twice.href)).search).toBe('?reason=expired')
  // The log is written a moment after the answer.
  const reasons = () => hostile.refusals().map(({ reason }) => reason)
  await expect
    .poll(() => reasons().slice(-4))
    .toEqual(['no-cookies', 'attempt-unknown', 'code-not-accepted', 'attempt-unknown'])
  expect(await signIns(hostile)).toEqual(rows)
})

test('tokens that name keys nobody knows make the portal ask for the keys no more than twice a minute @A2', async ({
  hostile,
  accountId,
  browserOf,
}) => {
  await hostile.openid.lie(accountId, 'unknown-kid')
  const asked = async () =>
    (await hostile.openid.journal()).filter(({ path }) => path === '/jwks').length
  const before = await asked()
  for (let tries = 0; tries < 4; tries++) await (await browserOf()).signIn(accountId)
  expect((await asked()) - before).toBeLessThanOrEqual(1)
})

test('what a browser adds to the sign-in changes nothing of what the provider is asked @A1 @A6 @A7', async ({
  hostile,
  browserOf,
}) => {
  const added = {
    prompt: 'none',
    max_age: '999999',
    scope: 'openid offline_access',
    redirect_uri: 'https://evil.example/',
    acr_values: 'none',
    login_hint: 'eve',
    response_mode: 'form_post',
    response_type: 'token',
    client_id: 'another',
    callbackUrl: 'https://evil.example/',
    redirectTo: 'https://evil.example/',
  }
  const search = `?${new URLSearchParams(added)}`
  const browser = await browserOf()
  const asked = [
    await browser.begin(),
    await browser.begin(added),
    await browser.begin({}, search),
    await browser.begin(added, search),
  ].map((response) => {
    const url = new URL(response.headers()['location'] ?? '')
    expect(url.origin + url.pathname).toBe(`${hostile.sandbox.openid.issuer}/auth`)
    return Object.fromEntries(url.searchParams)
  })
  for (const request of asked) {
    const { state = '', nonce = '', code_challenge = '', ...fixed } = request
    expect(fixed).toEqual({
      response_type: 'code',
      client_id: 'recognize-portal',
      redirect_uri: `${browser.portal}/api/auth/callback/oidc`,
      scope: 'openid profile email roles recognize',
      max_age: '43200',
      code_challenge_method: 'S256',
    })
    expect(code_challenge).toMatch(/^[\w-]{43}$/)
    expect(nonce.length).toBeGreaterThanOrEqual(22)
    expect(state.length).toBeGreaterThanOrEqual(22)
  }
  for (const name of ['state', 'nonce', 'code_challenge'] as const)
    expect(new Set(asked.map((request) => request[name])).size).toBe(asked.length)
})

test('nothing that is only opened begins a sign-in or ends one @A9', async ({
  hostile,
  browserOf,
}) => {
  const browser = await browserOf()
  const before = { rows: await signIns(hostile), calls: (await hostile.openid.journal()).length }
  for (const path of [
    '/',
    '/?return=/devices&prompt=none',
    '/sign-in/failed',
    '/api/auth/signin',
    '/api/auth/signin/oidc',
    '/api/auth/signin/oidc?csrfToken=x&callbackUrl=/devices',
    '/api/auth/callback/oidc',
    '/api/auth/session',
  ])
    await browser.request.get(`${browser.portal}${path}`)
  const names = await browser.cookieNames()
  for (const name of ['sign-in', 'state', 'nonce', 'pkce'])
    expect(names).not.toContain(`portal.${name}`)
  expect(await signIns(hostile)).toEqual(before.rows)
  const calls = (await hostile.openid.journal()).slice(before.calls)
  expect(calls.filter(({ path }) => !path.startsWith('/.well-known/'))).toEqual([])
})

test('what was refused stands in the trail with its reason, no more than five times a minute for an address, and without tokens in the log @A7 @I1 @I5', async ({
  hostile,
}) => {
  const entries = await hostile.rows<{ type: string; outcome: string; detail: { why: string } }>(
    `SELECT type, outcome, detail FROM audit_entries WHERE type = 'sign-in-refused' ORDER BY id`,
  )
  expect(entries[0]).toMatchObject({ outcome: 'refused' })
  expect(entries.length).toBeGreaterThanOrEqual(1)
  expect(entries.length).toBeLessThan(hostile.refusals().length)
  expect(hostile.log()).not.toMatch(/eyJ[\w-]{10,}\.eyJ|code_verifier|robin@mail/)
  const clocks = hostile.refusals().filter(({ reason }) => reason === 'token-times')
  for (const line of clocks) expect(line.hint).toContain('clock')
})
