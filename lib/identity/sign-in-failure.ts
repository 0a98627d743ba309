import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { isDatabaseOutage } from '../database/outage'
import { log } from '../platform/log'
import { PROVIDER_UNAVAILABLE } from './provider'

/**
 * Why a sign-in did not happen, as far as a person needs to know.
 * - `denied` the person, or the provider on their behalf, said no
 * - `expired` the attempt was too old, begun in another browser, or already used
 * - `unavailable` the provider did not answer in time
 * - `records-down` the portal can't use its database
 * - `limited` too many came from the same address, or in all
 * - `refused` the provider's answer did not stand up to the checks
 */
export const SIGN_IN_FAILURES = [
  'denied',
  'expired',
  'unavailable',
  'records-down',
  'limited',
  'refused',
] as const
export type SignInFailure = (typeof SIGN_IN_FAILURES)[number]

type Attempt = { failure: SignInFailure | null; readonly answeredError: string | null }

const attempt = new AsyncLocalStorage<Attempt>()

/**
 * Runs one step of the code flow and gives its result together with the failure that next-auth reported, if any.
 * `answeredError` is the provider's `error` parameter; the library checks that the answer is a real one, but loses the word.
 */
export async function watchSignIn<Step>(
  step: () => Promise<Step>,
  answeredError: string | null = null,
): Promise<{ result: Step; failure: SignInFailure | null }> {
  const slot: Attempt = { failure: null, answeredError }
  const result = await attempt.run(slot, step)
  return { result, failure: slot.failure }
}

/** next-auth's error log: classifies the error for the person and writes it down without tokens or parameters. */
export function noteSignInError(error: Error): void {
  const slot = attempt.getStore()
  const chain = chainOf(error)
  const kinds = chain.map(kindOf)
  const failure = classify(kinds, chain.some(isDatabaseOutage), slot?.answeredError ?? null)
  if (slot) slot.failure = failure
  log().warn({ failure, kinds }, 'sign-in failed')
}

/** The error and what caused it; next-auth nests the cause as `cause.err`. */
function chainOf(error: unknown): Error[] {
  if (error instanceof Error) return [error, ...chainOf(error.cause)]
  const nested = typeof error === 'object' && error !== null && 'err' in error ? error.err : null
  return nested === null ? [] : chainOf(nested)
}

/** What an error calls itself: next-auth's have a `type`, as their names do not survive the build. */
function kindOf(error: Error): string {
  return 'type' in error && typeof error.type === 'string' ? error.type : error.name
}

function classify(
  kinds: readonly string[],
  isOutage: boolean,
  answeredError: string | null,
): SignInFailure {
  // First: a provider out of reach and a database out of reach have the same words below.
  if (kinds.includes(PROVIDER_UNAVAILABLE)) return 'unavailable'
  if (isOutage) return 'records-down'
  if (kinds.includes('InvalidCheck')) return 'expired'
  if (!kinds.includes('OAuthCallbackError')) return 'refused'
  return answeredError === 'access_denied' ? 'denied' : 'unavailable'
}
