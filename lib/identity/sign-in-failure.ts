import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { log } from '../platform/log'
import { ProviderUnavailable } from './provider'

/**
 * Why a sign-in did not happen, as far as a person needs to know.
 * - `denied` the person, or the provider on their behalf, said no
 * - `expired` the attempt was too old, begun in another browser, or already used
 * - `unavailable` the provider did not answer in time
 * - `refused` the provider's answer did not stand up to the checks
 */
export const SIGN_IN_FAILURES = ['denied', 'expired', 'unavailable', 'refused'] as const
export type SignInFailure = (typeof SIGN_IN_FAILURES)[number]

const attempt = new AsyncLocalStorage<{ failure: SignInFailure | null }>()

/** Runs one step of the code flow and gives its result together with the failure that next-auth reported, if any. */
export async function watchSignIn<Step>(
  step: () => Promise<Step>,
): Promise<{ result: Step; failure: SignInFailure | null }> {
  const slot: { failure: SignInFailure | null } = { failure: null }
  const result = await attempt.run(slot, step)
  return { result, failure: slot.failure }
}

/** next-auth's error log: classifies the error for the person and writes it down without tokens or parameters. */
export function noteSignInError(error: Error): void {
  const failure = classify(chainOf(error))
  const slot = attempt.getStore()
  if (slot) slot.failure = failure
  log().warn({ failure, errors: chainOf(error).map(({ name }) => name) }, 'sign-in failed')
}

/** The error and what caused it; next-auth nests the cause as `cause.err`. */
function chainOf(error: unknown): Error[] {
  if (!(error instanceof Error)) {
    const nested = typeof error === 'object' && error !== null && 'err' in error ? error.err : null
    return nested === null ? [] : chainOf(nested)
  }
  return [error, ...chainOf(error.cause)]
}

function classify(errors: readonly Error[]): SignInFailure {
  if (errors.some((error) => error instanceof ProviderUnavailable)) return 'unavailable'
  if (errors.some((error) => error.name === 'InvalidCheck')) return 'expired'
  const answer = errors.find((error) => error.name === 'OAuthCallbackError')?.cause
  if (typeof answer === 'object' && answer !== null && 'error' in answer)
    return answer.error === 'access_denied' ? 'denied' : 'refused'
  return 'refused'
}
