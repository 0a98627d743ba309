import 'server-only'
import { z } from 'zod'
import { sha256 } from '../../platform/crypto'
import {
  ALGORITHMS,
  CLOCK_TOLERANCE_SECONDS,
  claimText,
  isProvidersFault,
  verifySigned,
} from './claims'
import type { ProviderKeys } from './provider'

/** What the provider ends (OpenID Connect Back-Channel Logout 1.0, section 2.4): one of its sessions, or all of a person. */
export type LogoutToken = {
  readonly issuer: string
  readonly subject: string | null
  /** The provider's `sid`. */
  readonly session: string | null
  readonly issuedAt: Date
  /** SHA-256 (hex) of issuer and `jti`, by which a token is recognised when it comes again. */
  readonly idHash: string
  /** From then on its own times refuse it. */
  readonly expiresAt: Date
}

/** What a good logout token must be; from the configuration. */
export type ExpectedLogout = {
  readonly issuer: string
  readonly clientId: string
  readonly keys: ProviderKeys
  /** All that are safe, unless a profile accepts fewer. */
  readonly algorithms?: readonly string[]
  /** Whether it must name its kind (`typ`: `logout+jwt`). */
  readonly type: 'required' | 'optional'
}

export const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** Until the year 3000: a database keeps no time beyond. */
const instantSeconds = z.number().min(0).max(32_503_680_000)

const claims = z
  .looseObject({
    iss: z.string(),
    sub: z
      .string()
      .min(1)
      .max(255)
      .regex(/^\P{Cc}+$/u)
      .optional(),
    sid: claimText.optional(),
    iat: instantSeconds,
    exp: instantSeconds,
    jti: z.string().min(1).max(512),
    events: z.strictObject({ [LOGOUT_EVENT]: z.looseObject({}) }),
    // An ID token has a nonce whenever this portal asked for it; a logout token has none.
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined)

/** Some providers name no kind, or only that it is a JWT. A token of another kind is never taken. */
const NAMELESS = new Set(['', 'jwt'])
const NAMED = new Set(['logout+jwt', 'application/logout+jwt'])

/** Verifies a logout token and reads it; null on any doubt (section 2.6). Throws when the keys can’t be fetched. */
export async function readLogoutToken(
  token: string,
  { issuer, clientId, keys, type, algorithms = ALGORITHMS }: ExpectedLogout,
  at: Date,
): Promise<LogoutToken | null> {
  const verified = await verifySigned(token, keys, {
    issuer,
    audience: clientId,
    algorithms: [...algorithms],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: at,
    requiredClaims: ['iss', 'aud', 'iat', 'exp', 'jti', 'events'],
  }).catch((error: unknown) => {
    if (isProvidersFault(error)) throw error
    return null
  })
  if (verified === null) return null
  const kind = verified.protectedHeader.typ?.toLowerCase() ?? ''
  if (!NAMED.has(kind) && !(type === 'optional' && NAMELESS.has(kind))) return null
  const read = claims.safeParse(verified.payload)
  if (!read.success) return null
  const { iss, sub, sid, iat, exp, jti } = read.data
  if (iat > at.getTime() / 1000 + CLOCK_TOLERANCE_SECONDS) return null
  return {
    issuer: iss,
    subject: sub ?? null,
    session: sid ?? null,
    issuedAt: new Date(iat * 1000),
    idHash: sha256(JSON.stringify([iss, jti])).toString('hex'),
    expiresAt: new Date((exp + CLOCK_TOLERANCE_SECONDS) * 1000),
  }
}
