import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { answerLogout } from '@/lib/api/answer-logout'
import type { SignedInPerson } from '@/lib/auth/sessions/signed-in-person'
import { LOGOUT_EVENT } from '@/lib/auth/oidc/logout-token'
import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import { env } from '@/lib/platform/env'
import { identified } from '../../builders/identified'
import { newAddress, openid } from './api-test'
import type { Claims } from './openid'
import { expect, somebody } from './test'

export const seconds = () => Math.floor(Date.now() / 1000)
/** The claims of a good logout token about a session, with changes; undefined leaves a claim out. */
export function claimsOf(changes: Claims): Claims {
  const given = {
    iss: openid.issuer,
    aud: env().AUTH_OIDC_CLIENT_ID,
    iat: seconds(),
    exp: seconds() + 120,
    jti: randomUUID(),
    events: { [LOGOUT_EVENT]: {} },
    ...changes,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

export async function tokenOf(changes: Claims, header: Claims = {}, key = openid.key) {
  return new SignJWT(claimsOf(changes))
    .setProtectedHeader({ alg: 'ES256', kid: openid.key.kid, typ: 'logout+jwt', ...header })
    .sign(key.privateKey)
}

export async function post(body: string | URLSearchParams, headers: Record<string, string> = {}) {
  const answer = await answerLogout(
    new Request('http://localhost:3000/api/auth/backchannel-logout', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Forwarded-For': newAddress(),
        ...headers,
      },
      body: String(body),
    }),
    new Date(),
  )
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return answer
}

/** What the portal answers to a token. */
export const send = async (token: string) =>
  (await post(new URLSearchParams({ logout_token: token }))).status

/** Somebody who is signed in here, in a session of the provider's. */
export async function signedIn(changes: Partial<SignedInPerson> = {}) {
  const person = identified({
    issuer: openid.issuer,
    subject: somebody().actor.subject,
    providerSession: `sid-${randomUUID()}`,
    authenticatedAt: new Date((seconds() - 60) * 1000),
    ...changes,
  })
  const id = await createSession(person, 'token', new Date())
  const { subject, providerSession: sid } = person
  return { id, person, claims: { sub: subject, sid } }
}

export const isSignedIn = async (id: string) => (await findSession(id, new Date())) !== null
