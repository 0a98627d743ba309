import { formWith, hiddenFields } from '../fixtures/forms'
import { expect } from '../fixtures/test'
import { CASES } from './hostile-cases'
import { locationOf, type HostileBrowser } from './hostile-browser'
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

const pageAt = async ({ request }: HostileBrowser, { href }: URL) =>
  (await request.get(href)).text()

test('two tabs that begin to sign in both end signed in, each on its own page @A1', async ({
  hostile,
  accountId,
  browserOf,
}) => {
  const browser = await browserOf()
  const first = locationOf(await browser.begin({ return: '/activity' }))
  const second = locationOf(await browser.begin({ return: '/sessions' }))
  const wayBack = await browser.answer(first, { accountId })
  expect((await browser.comeBack(wayBack)).pathname).toBe('/activity')
  const end = await browser.comeBack(await browser.answer(second, { accountId }))
  expect(end.pathname).toBe('/sessions')
  // The second sign-in takes the place of the first; nothing of either attempt is left.
  expect(
    await hostile.rows(
      `SELECT 1 FROM sessions WHERE subject = '${accountId}' AND ended_at IS NULL`,
    ),
  ).toHaveLength(1)
  expect((await browser.cookieNames()).filter((name) => ATTEMPT.test(name))).toEqual([])

  const late = await browser.comeBack(wayBack)
  expect(late.search).toBe('?reason=expired')
  const page = await pageAt(browser, late)
  expect(page).toContain('You are signed in')
  expect(page).not.toContain('You are not signed in')
})

const ATTEMPT = /^portal\.(pkce|state|nonce)/

test('attempts without end make no request too long, and the newest one goes on @A1', async ({
  accountId,
  browserOf,
}) => {
  const browser = await browserOf()
  const page = `/devices?confirmed=1&draft=${'d'.repeat(3_000)}`
  const begun: URL[] = []
  for (let tab = 0; tab < 6; tab++)
    begun.push(locationOf(await browser.begin({ return: tab % 2 ? page : '/devices' })))
  const [oldest, newest] = [begun[0], begun.at(-1)]
  if (!oldest || !newest) throw new Error('nothing was begun')
  // One header line may have 8 kB at the edge; the session's own cookie comes to it.
  expect(await browser.cookieLength()).toBeLessThan(7_000)
  const late = await browser.comeBack(await browser.answer(oldest, { accountId }))
  expect(late.search).toBe('?reason=expired')
  const end = await browser.comeBack(await browser.answer(newest, { accountId }))
  expect(end.pathname).toBe('/devices')
})

test('who took too long at the provider is led there again at once, and only once a minute @A1 @A9', async ({
  hostile,
  accountId,
  browserOf,
}) => {
  const [browser, stranger] = [await browserOf(), await browserOf()]
  const rows = await signIns(hostile)
  const expired = await browser.untilWayBack({ expired: '' })
  expect(new URL(expired).searchParams.get('error_description')).toBe('authentication_expired')
  // Nobody else can make a browser begin a sign-in with such an answer.
  await stranger.begin()
  const forged = await stranger.comeBack(expired)
  expect(forged.pathname + forged.search).toBe('/sign-in/failed?reason=expired')

  const again = await browser.comeBack(expired)
  expect(again.origin + again.pathname).toBe(`${hostile.sandbox.openid.issuer}/auth`)
  expect(await signIns(hostile)).toEqual(rows)
  const once = await browser.comeBack(await browser.answer(again, { expired: '' }))
  expect(once.search).toBe('?reason=expired')
  await expect.poll(() => hostile.refusals().at(-1)?.reason).toBe('authentication-expired')
  expect((await browser.signIn(accountId)).pathname).toBe('/devices')
})

test('a browser without cookies is told first that it may have taken too long', async ({
  browserOf,
}) => {
  const [begun, other] = [await browserOf(), await browserOf()]
  const end = await other.comeBack(await begun.untilWayBack({ deny: '' }))
  expect(end.search).toBe('?reason=cookies')
  expect(await pageAt(other, end)).toMatch(
    /took too long[^.]*\. Please start again\. [^.]*allow cookies/,
  )
})

test('the sign-out of somebody in 400 groups fits into an address, and ends their sign-in there @B6', async ({
  hostile,
  accountId,
  browserOf,
}) => {
  const roles = Array.from({ length: 400 }, (_, place) => `group-${place}-of-a-large-directory`)
  await hostile.openid.putPerson(accountId, { name: 'Robin Vale', roles })
  const browser = await browserOf()
  await browser.signIn(accountId)
  const { request, portal } = browser
  const leave = async (path: string, mark: string) => {
    const html = await (await request.get(`${portal}${path}`)).text()
    const answer = await request.post(`${portal}${path}`, {
      multipart: Object.fromEntries(hiddenFields(formWith(html, mark) ?? '')),
      headers: { origin: portal },
      maxRedirects: 0,
    })
    const head = answer.headersArray().map(({ name, value }) => `${name}: ${value}\r\n`)
    // What nginx takes without being told to take more.
    expect(head.join('').length).toBeLessThan(4_096)
    return locationOf(answer)
  }
  await leave('/devices', 'Sign out')
  const end = await leave('/signed-out', 'Sign out there too')
  const { id_token_hint, logout_hint, client_id } = Object.fromEntries(end.searchParams)
  expect([id_token_hint, logout_hint, client_id]).toEqual([
    undefined,
    accountId,
    'recognize-portal',
  ])
  expect(await (await request.get(end.href)).text()).toContain('Sign out everywhere')
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

test('for tokens with unknown keys the portal asks for the keys twice a minute at most @A2', async ({
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
  expect(names.filter((name) => name === 'portal.sign-in' || ATTEMPT.test(name))).toEqual([])
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
