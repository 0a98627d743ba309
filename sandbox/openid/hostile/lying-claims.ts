import { randomBytes } from 'node:crypto'
import type { JWTPayload } from 'jose'

const hour = 60 * 60
const day = 24 * hour
const LOGOUT = { 'http://schemas.openid.net/event/backchannel-logout': {} }

interface Truth {
  now: number
  sub: string
  aud: string | string[]
}

/** What each lie in the claims of the ID token says instead of the truth. */
const told = {
  'wrong-nonce': () => ({ nonce: randomBytes(16).toString('hex') }),
  'wrong-audience': () => ({ aud: 'another-client' }),
  'two-audiences': ({ aud }) => ({ aud: [aud, 'another-client'].flat(), azp: undefined }),
  'other-azp': ({ aud }) => ({ aud: [aud, 'another-client'].flat(), azp: 'another-client' }),
  'wrong-issuer': () => ({ iss: 'http://localhost/another-issuer' }),
  expired: ({ now }) => ({ iat: now - 2 * hour, exp: now - hour }),
  'future-iat': ({ now }) => ({ iat: now + hour, exp: now + 2 * hour }),
  'future-nbf': ({ now }) => ({ nbf: now + hour }),
  'clock-50-ahead': ({ now }) => ({ iat: now + 50, exp: now + 50 + hour, auth_time: now + 50 }),
  'clock-50-behind': ({ now }) => ({ iat: now - 50, exp: now - 50 + hour }),
  'old-auth-time': ({ now }) => ({ auth_time: now - hour }),
  'ancient-auth-time': ({ now }) => ({ auth_time: now - day }),
  'other-sub': ({ sub }) => ({ sub: `not-${sub}` }),
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
} satisfies Record<string, (truth: Truth) => Record<string, unknown>>

type ClaimLie = keyof typeof told

const isClaimLie = (lie: string): lie is ClaimLie => Object.hasOwn(told, lie)

export const CLAIM_LIES = Object.keys(told).filter(isClaimLie)

export function lyingPayload(payload: JWTPayload, lie = ''): JWTPayload {
  const { sub = '', aud = '' } = payload
  const truth = { now: Math.floor(Date.now() / 1000), sub, aud }
  const changed: Record<string, unknown> = {
    ...payload,
    ...(isClaimLie(lie) ? told[lie](truth) : {}),
  }
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
