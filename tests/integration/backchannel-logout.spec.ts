import { UnsecuredJWT } from 'jose'
import { LOGOUT_EVENT, readLogoutToken } from '@/lib/auth/oidc/logout-token'
import { providerKeys } from '@/lib/auth/oidc/provider'
import { createSession } from '@/lib/auth/sessions/session-store'
import { LIMITS } from '@/lib/web/rate-limits'
import { env } from '@/lib/platform/env'
import { processSingleton } from '@/lib/platform/process-singleton'
import { apiTest as test, newAddress, openid } from './support/api-test'
import { query } from './support/database'
import {
  claimsOf,
  isSignedIn,
  post,
  seconds,
  send,
  signedIn,
  tokenOf,
} from './support/logout-tokens'
import { newKey, type Claims } from './support/openid'
import { expect, somebody } from './support/test'

const tagged = { tag: ['@B5'] }

type Make = (named: Claims) => Promise<string>
const REFUSED: Record<string, Make> = {
  'alg none': async (named) => new UnsecuredJWT(claimsOf(named)).encode(),
  'bad signature': async (named) => tokenOf(named, {}, await newKey()),
  'wrong aud': (named) => tokenOf({ ...named, aud: 'another-client' }),
  'wrong iss': (named) => tokenOf({ ...named, iss: 'https://evil.example' }),
  'no event': (named) => tokenOf({ ...named, events: undefined }),
  'wrong event': (named) =>
    tokenOf({ ...named, events: { 'http://schemas.openid.net/event/other': {} } }),
  'nonce present': (named) => tokenOf({ ...named, nonce: 'n' }),
  'typ JWT (ID token reuse)': (named) => tokenOf(named, { typ: 'JWT' }),
  expired: (named) => tokenOf({ ...named, iat: seconds() - 300, exp: seconds() - 60 }),
  'no jti': (named) => tokenOf({ ...named, jti: undefined }),
  'no sub/sid': () => tokenOf({}),
  // What the standard says beside the thirteen.
  'iat ahead': (named) => tokenOf({ ...named, iat: seconds() + 90, exp: seconds() + 900 }),
  'no exp': (named) => tokenOf({ ...named, exp: undefined }),
  'an event that is no object': (named) => tokenOf({ ...named, events: { [LOGOUT_EVENT]: true } }),
  'a second event': (named) =>
    tokenOf({ ...named, events: { [LOGOUT_EVENT]: {}, 'urn:other': {} } }),
  'an access token': (named) => tokenOf(named, { typ: 'at+jwt' }),
}

for (const [what, make] of Object.entries(REFUSED))
  test(`a logout token that isn’t good ends nothing: ${what}`, tagged, async () => {
    const { id, claims } = await signedIn()
    expect(await send(await make(claims))).toBe(400)
    expect(await isSignedIn(id)).toBe(true)
    expect(await send(await tokenOf(claims)), 'good').toBe(200)
    expect(await isSignedIn(id)).toBe(false)
  })

test('what is no form with one token is answered like a bad token', tagged, async () => {
  const { id, claims } = await signedIn()
  const token = await tokenOf(claims)
  const json = { 'Content-Type': 'application/json' }
  const statuses = [
    await post(''),
    await post('logout_token='),
    await post(`logout_token=${token}&logout_token=${token}`),
    await post(JSON.stringify({ logout_token: token }), json),
    await post(`logout_token=${token}&more=${'x'.repeat(70_000)}`),
    await post('logout_token=%ff%00'),
  ].map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([400]))
  expect(await isSignedIn(id)).toBe(true)
})

test(
  'without a kind a token is taken only where that is configured, and of another kind never',
  tagged,
  async () => {
    const { issuer } = openid
    const expected = { issuer, clientId: env().AUTH_OIDC_CLIENT_ID, keys: await providerKeys() }
    const at = new Date()
    const isTaken = async (typ: string | undefined, type: 'required' | 'optional') => {
      const token = await tokenOf({ sid: 's' }, { typ })
      return (await readLogoutToken(token, { ...expected, type }, at)) !== null
    }
    for (const typ of ['logout+jwt', 'application/logout+jwt', 'LOGOUT+JWT'])
      expect([await isTaken(typ, 'required'), await isTaken(typ, 'optional')], typ).toEqual([
        true,
        true,
      ])
    for (const typ of [undefined, 'JWT'])
      expect([await isTaken(typ, 'required'), await isTaken(typ, 'optional')]).toEqual([
        false,
        true,
      ])
    for (const typ of ['at+jwt', 'dpop+jwt', 'secevent+jwt'])
      expect([await isTaken(typ, 'required'), await isTaken(typ, 'optional')], typ).toEqual([
        false,
        false,
      ])
    const idToken = await tokenOf({ sub: 's', nonce: 'n', events: undefined }, { typ: 'JWT' })
    expect(await readLogoutToken(idToken, { ...expected, type: 'optional' }, at)).toBeNull()
  },
)

/** What is known of the provider is kept for minutes. */
function forgetProvider(): void {
  Object.assign(
    processSingleton('provider', () => ({})),
    { cached: undefined, asking: undefined },
  )
}

test.describe(
  'while it can’t be checked the provider is told to send it again, and then it is good',
  tagged,
  () => {
    for (const ailment of ['discovery-500', 'keys-html'] as const)
      test(ailment, async () => {
        const { id, claims } = await signedIn()
        const token = await tokenOf({ ...claims, exp: seconds() + 3600 })
        openid.ailment = ailment
        forgetProvider()
        const answer = await post(new URLSearchParams({ logout_token: token }))
        expect(answer.status).toBe(503)
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
        expect(await isSignedIn(id)).toBe(true)
        openid.ailment = 'none'
        expect(await send(token)).toBe(200)
        expect(await isSignedIn(id)).toBe(false)
      })
  },
)

test('bad tokens are counted by address, good ones aren’t @B5 @D12', async () => {
  const from = { 'X-Forwarded-For': newAddress() }
  const { points } = LIMITS['logout-tokens']
  for (let index = 0; index < 3; index++) {
    const { claims } = await signedIn()
    const good = await post(new URLSearchParams({ logout_token: await tokenOf(claims) }), from)
    expect(good.status).toBe(200)
  }
  const answers = await Promise.all(
    Array.from({ length: points + 20 }, () => post('logout_token=x', from)),
  )
  const count = (status: number) => answers.filter((answer) => answer.status === status).length
  expect([count(400), count(429)]).toEqual([points, 20])
  expect(await send('x'), 'from elsewhere').toBe(400)
})

test.describe('a good token', tagged, () => {
  test('replay: a token is taken once, and ends nobody who has signed in since', async () => {
    const { id, person, claims } = await signedIn()
    const token = await tokenOf(claims)
    const statuses = await Promise.all(Array.from({ length: 8 }, () => send(token)))
    expect(statuses.toSorted()).toEqual([200, ...Array<number>(7).fill(400)])
    expect(await isSignedIn(id)).toBe(false)
    const since = await createSession(person, 'token', new Date())
    expect(await send(token)).toBe(400)
    expect(await isSignedIn(since)).toBe(true)
  })

  test('a provider that says it twice is told twice that it is done', async () => {
    const { id, claims } = await signedIn()
    expect(await send(await tokenOf(claims))).toBe(200)
    expect(await send(await tokenOf(claims))).toBe(200)
    expect(await isSignedIn(id)).toBe(false)
    expect(await send(await tokenOf({ sid: 'a session of nobody' }))).toBe(200)
  })

  test('by session it ends what was signed in with it, and nothing of anybody else', async () => {
    const { id, person, claims } = await signedIn()
    const again = await createSession(person, 'token', new Date())
    // Nobody can say of which session it is.
    const unknown = await createSession({ ...person, providerSession: null }, 'token', new Date())
    const others = [
      await createSession({ ...person, providerSession: 'another' }, 'token', new Date()),
      await createSession({ ...person, subject: somebody().actor.subject }, 'token', new Date()),
      await createSession({ ...person, issuer: 'https://other.example' }, 'token', new Date()),
    ]
    expect(await send(await tokenOf(claims))).toBe(200)
    for (const one of [id, again, unknown]) expect(await isSignedIn(one)).toBe(false)
    for (const one of others) expect(await isSignedIn(one)).toBe(true)
    const { sid } = claims
    expect(await send(await tokenOf({ sid })), 'without the person').toBe(200)
    expect(await Promise.all(others.map(isSignedIn))).toEqual([true, false, true])
  })

  test('by person it ends all of theirs but those with a proof newer than the token', async () => {
    const { id, person } = await signedIn()
    const later = new Date((seconds() + 5) * 1000)
    const since = await createSession({ ...person, authenticatedAt: later }, 'token', new Date())
    const others = [
      await createSession({ ...person, providerSession: null }, 'token', new Date()),
      await createSession({ ...person, authenticatedAt: null }, 'token', new Date()),
    ]
    const stranger = await signedIn()
    expect(await send(await tokenOf({ sub: person.subject }))).toBe(200)
    for (const one of [id, ...others]) expect(await isSignedIn(one)).toBe(false)
    for (const one of [since, stranger.id]) expect(await isSignedIn(one)).toBe(true)
    const [entry] = await query(
      `SELECT type, detail, actor_role FROM audit_entries JOIN audit_actors USING (actor)
       WHERE subject = '${person.subject}'`,
    )
    const detail = { by: 'provider', signIns: 3 }
    expect(entry).toEqual({ type: 'sign-in-ended', detail, actor_role: 'system' })
  })
})
