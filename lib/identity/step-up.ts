import 'server-only'
import { env } from '../platform/env'
import type { SignIn } from './sign-ins'

/** The provider's clock may be ahead of ours by this. */
const SKEW_MS = 30_000

/**
 * Whether the person has proved lately enough who they are (`auth_time`, at most STEP_UP_MAX_AGE_SECONDS ago). A sign-in
 * of which the provider didn't say when is never fresh.
 */
export function isFresh({ authenticatedAt }: Pick<SignIn, 'authenticatedAt'>, at: Date): boolean {
  if (authenticatedAt === null) return false
  const age = at.getTime() - authenticatedAt.getTime()
  return age >= -SKEW_MS && age <= env().STEP_UP_MAX_AGE_SECONDS * 1000
}
