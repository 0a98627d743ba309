import 'server-only'
import { env } from '../platform/env'
import type { SignIn } from './sign-ins'

/** The provider's clock may be ahead of ours by this. */
const SKEW_MS = 30_000

/**
 * Whether the person has proved lately and well enough who they are: `auth_time` at most STEP_UP_MAX_AGE_SECONDS ago, and
 * `acr` one of STEP_UP_ACR_VALUES where that is set. A sign-in of which the provider didn't say it is never fresh.
 */
export function isFresh(
  { authenticatedAt, acr }: Pick<SignIn, 'authenticatedAt' | 'acr'>,
  at: Date,
  wanted = env().STEP_UP_ACR_VALUES,
): boolean {
  if (authenticatedAt === null) return false
  if (wanted && (acr === null || !wanted.includes(acr))) return false
  const age = at.getTime() - authenticatedAt.getTime()
  return age >= -SKEW_MS && age <= env().STEP_UP_MAX_AGE_SECONDS * 1000
}

/** What the provider is asked for when somebody is to confirm that it's them (OpenID Connect Core 3.1.2.1). */
export function confirmationParams(
  wanted = env().STEP_UP_ACR_VALUES,
): Readonly<Record<string, string>> {
  // What `acr_values` asks for is voluntary for the provider: isFresh decides by what the ID token says.
  return { prompt: 'login', max_age: '0', ...(wanted && { acr_values: wanted.join(' ') }) }
}
