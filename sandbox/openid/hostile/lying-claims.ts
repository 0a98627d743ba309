import { randomBytes } from 'node:crypto'
import type { JWTPayload } from 'jose'

/** Lies in the claims of the ID token. */
export const CLAIM_LIES = [
  'wrong-nonce',
  'no-nonce',
  'wrong-audience',
  'no-audience',
  'two-audiences',
  'other-azp',
  'wrong-issuer',
  'no-issuer',
  'expired',
  'no-exp',
  'future-iat',
  'no-iat',
  'future-nbf',
  'clock-50-ahead',
  'clock-50-behind',
  'old-auth-time',
  'ancient-auth-time',
  'other-sub',
  'no-sub',
  'empty-sub',
  'long-sub',
  'untyped-logout-token',
] as const

/** Lies in the signature. */
export const SIGNATURE_LIES = [
  'foreign-key',
  'foreign-key-in-jwk',
  'foreign-key-at-jku',
  'foreign-key-at-x5u',
  'unknown-kid',
  'no-kid',
  'garbage-signature',
  'no-signature',
  'alg-none',
  'hs256',
  'critical-header',
  'access-token',
  'logout-token',
  /** Not a lie: a new key. */
  'rotated-key',
] as const

/** Lies in the answer around the token. */
export const ANSWER_LIES = [
  /** Ignores the requested prompt for an active session, and reports a sign-in one hour ago. */
  'ignores-prompt',
  'no-id-token',
  'userinfo-other-sub',
  'wrong-state',
  'no-state',
  'wrong-iss',
  'no-iss',
] as const

const hour = 60 * 60
const day = 24 * hour
const LOGOUT = { 'http://schemas.openid.net/event/backchannel-logout': {} }

export function lyingPayload(payload: JWTPayload, lie: string | undefined): JWTPayload {
  const now = Math.floor(Date.now() / 1000)
  const { sub = '', aud = '' } = payload
  const told: Record<string, () => Record<string, unknown>> = {
    'wrong-nonce': () => ({ nonce: randomBytes(16).toString('hex') }),
    'wrong-audience': () => ({ aud: 'another-client' }),
    'two-audiences': () => ({ aud: [aud, 'another-client'].flat(), azp: undefined }),
    'other-azp': () => ({ aud: [aud, 'another-client'].flat(), azp: 'another-client' }),
    'wrong-issuer': () => ({ iss: 'http://localhost/another-issuer' }),
    expired: () => ({ iat: now - 2 * hour, exp: now - hour }),
    'future-iat': () => ({ iat: now + hour, exp: now + 2 * hour }),
    'future-nbf': () => ({ nbf: now + hour }),
    'clock-50-ahead': () => ({ iat: now + 50, exp: now + 50 + hour, auth_time: now + 50 }),
    'clock-50-behind': () => ({ iat: now - 50, exp: now - 50 + hour }),
    'old-auth-time': () => ({ auth_time: now - hour }),
    'ancient-auth-time': () => ({ auth_time: now - day }),
    'other-sub': () => ({ sub: `not-${sub}` }),
    'empty-sub': () => ({ sub: '' }),
    'long-sub': () => ({ sub: 'a'.repeat(256) }),
    'logout-token': () => ({
      events: LOGOUT,
      nonce: undefined,
      jti: randomBytes(8).toString('hex'),
    }),
    'untyped-logout-token': () => ({ events: LOGOUT }),
    'no-nonce': () => ({ nonce: undefined }),
    'no-audience': () => ({ aud: undefined }),
    'no-issuer': () => ({ iss: undefined }),
    'no-exp': () => ({ exp: undefined }),
    'no-iat': () => ({ iat: undefined }),
    'no-sub': () => ({ sub: undefined }),
  }
  const changed: Record<string, unknown> = { ...payload, ...told[lie ?? '']?.() }
  const absent = Object.keys(changed).filter((name) => changed[name] === undefined)
  return without(changed, absent)
}

export function without<Value extends Record<string, unknown>>(
  value: Value,
  names: string[],
): Value {
  const left = Object.entries(value).filter(([name]) => !names.includes(name))
  return Object.fromEntries(left) as Value
}
