import 'server-only'
import { env } from '../../../platform/env'
import { ISSUED_AHEAD_SECONDS } from '../../step-up/freshness'

/** What the API asks of a person's authentication (RFC 9470, 3); from the configuration. */
export type TokenAssurance = {
  readonly acrValues: readonly string[] | undefined
  readonly maxAgeSeconds: number | undefined
}

/** The requirements for a person's token. */
export function tokenAssurance(): TokenAssurance {
  const { API_ACR_VALUES, API_MAX_AGE_SECONDS } = env()
  return { acrValues: API_ACR_VALUES, maxAgeSeconds: API_MAX_AGE_SECONDS }
}

/** Whether a token says that its person proved who they are well enough, and not too long ago. What it leaves out isn't met. */
export function meetsTokenAssurance(
  { acr, authenticatedAt }: { readonly acr: string | null; readonly authenticatedAt: Date | null },
  at: Date,
  { acrValues, maxAgeSeconds }: TokenAssurance = tokenAssurance(),
): boolean {
  if (acrValues !== undefined && (acr === null || !acrValues.includes(acr))) return false
  if (maxAgeSeconds === undefined) return true
  if (authenticatedAt === null) return false
  const age = (at.getTime() - authenticatedAt.getTime()) / 1000
  return age >= -ISSUED_AHEAD_SECONDS && age <= maxAgeSeconds
}
