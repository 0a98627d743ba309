import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { SignInRefusal } from '../../audit/events/sign-in-events'
import { isDatabaseOutage } from '../../database/outage'
import { log } from '../../platform/log'
import { rateLimitedLog } from '../../platform/rate-limited-log'
import { refusalIn, type KnownRefusal } from './sign-in-refusal'

/**
 * Why a sign-in did not happen, as far as a person needs to know.
 * - `denied` the person, or the provider on their behalf, said no
 * - `expired` the attempt was too old, begun in another browser, or already used
 * - `cookies` the browser brought no cookies, so that nobody can say whose attempt it is
 * - `unavailable` the provider did not answer in time, or not as a provider does
 * - `clock` the provider's clock and the portal's are too far apart
 * - `too-long-ago` the provider didn't ask who is there, although the last time is too long ago
 * - `records-down` the portal can't use its database
 * - `limited` too many came from the same address, or in all
 * - `refused` the provider's answer did not stand up to the checks
 */
export const SIGN_IN_FAILURES = [
  'denied',
  'expired',
  'cookies',
  'unavailable',
  'clock',
  'too-long-ago',
  'records-down',
  'limited',
  'refused',
] as const
export type SignInFailure = (typeof SIGN_IN_FAILURES)[number]

const FAILURES: Record<SignInRefusal, SignInFailure> = {
  cancelled: 'denied',
  'provider-refused': 'unavailable',
  'no-cookies': 'cookies',
  'attempt-unknown': 'expired',
  'code-not-accepted': 'expired',
  'client-not-accepted': 'unavailable',
  'other-issuer': 'refused',
  nonce: 'refused',
  'token-form': 'refused',
  'token-kind': 'refused',
  'token-algorithm': 'refused',
  'token-key': 'refused',
  'token-signature': 'refused',
  'token-issuer': 'refused',
  'token-audience': 'refused',
  'token-times': 'clock',
  'token-claims': 'refused',
  'authenticated-too-long-ago': 'too-long-ago',
  'provider-unreachable': 'unavailable',
  'provider-answer': 'unavailable',
  'provider-metadata': 'unavailable',
  'records-down': 'records-down',
  unexpected: 'refused',
}

/** Lines of the log a minute, for each reason: anybody can be refused. */
const LINES_EACH = 120

/** For the operator, who alone can do something about these. */
const HINTS: Partial<Record<SignInRefusal, string>> = {
  'client-not-accepted':
    'compare AUTH_OIDC_CLIENT_ID, …_SECRET and …_CLIENT_AUTH with the provider',
  'token-times': 'compare the clocks of this host and of the provider',
  'authenticated-too-long-ago': 'the provider must heed max_age, which is SESSION_MAX_SECONDS',
  'token-issuer': 'AUTH_OIDC_ISSUER must be the issuer of the ID tokens, letter by letter',
  'provider-metadata': 'AUTH_OIDC_ISSUER must be the issuer of the metadata, letter by letter',
}

/** What the request that ends a sign-in at the portal says before anything is checked. */
export type AnswerOfProvider = {
  /** The `error` parameter; the library checks that the answer is a real one, but loses the word. */
  readonly error: string | null
}
type Attempt = { refusal: KnownRefusal | null; readonly answer: AnswerOfProvider | null }

const attempt = new AsyncLocalStorage<Attempt>()

/** How a step of the code flow came out; `reason` is null when all went well. */
export type Step<Outcome> = {
  readonly result: Outcome | null
  readonly reason: SignInRefusal | null
}

/**
 * Runs one step of the code flow and gives its result together with why there is none: next-auth reported an error, or the
 * step itself threw one.
 */
export async function watchSignIn<Outcome>(
  step: () => Promise<Outcome>,
  answer: AnswerOfProvider | null = null,
): Promise<Step<Outcome>> {
  const slot: Attempt = { refusal: null, answer }
  return attempt.run(slot, async () => {
    try {
      const result = await step()
      return { result, reason: slot.refusal?.reason ?? null }
    } catch (error) {
      // What next-auth throws it has reported before.
      if (slot.refusal === null) noteSignInError(error)
      return { result: null, reason: slot.refusal?.reason ?? 'unexpected' }
    }
  })
}

/** What the person is told of a reason. */
export function signInFailureOf(reason: SignInRefusal): SignInFailure {
  return FAILURES[reason]
}

/** next-auth's error log: finds out why, and writes one line, unless there were too many, without tokens, claims or parameters. */
export function noteSignInError(error: unknown): void {
  const slot = attempt.getStore()
  const chain = chainOf(error)
  const refusal = classify(chain, slot?.answer ?? null)
  if (slot) slot.refusal = refusal
  const { reason, secondsAhead: providerSecondsAhead } = refusal
  rateLimitedLog(`sign-in-refused/${reason}`, LINES_EACH, (leftOut) =>
    log().warn(
      {
        event: 'sign-in-refused',
        reason,
        kinds: chain.map(kindOf),
        providerSecondsAhead,
        hint: HINTS[reason],
        ...(leftOut > 0 && { leftOut }),
      },
      'sign-in failed',
    ),
  )
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

function classify(chain: readonly Error[], answer: AnswerOfProvider | null): KnownRefusal {
  // First: a provider out of reach and a database out of reach have the same words below.
  const known = chain.map(refusalIn).find((refusal) => refusal !== null)
  if (known) return known
  if (chain.some(isDatabaseOutage)) return { reason: 'records-down' }
  const kinds = chain.map(kindOf)
  if (kinds.includes('InvalidCheck')) return { reason: 'attempt-unknown' }
  if (kinds.includes('OAuthCallbackError'))
    return { reason: answer?.error === 'access_denied' ? 'cancelled' : 'provider-refused' }
  return { reason: libraryRefusal(chain) }
}

/** What is left to the library alone: that state and nonce are those of this attempt. */
function libraryRefusal(chain: readonly Error[]): SignInRefusal {
  for (const error of chain) {
    const code = 'code' in error ? error.code : null
    // It takes no later start than half a minute from now.
    if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return 'token-times'
    if (code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED') return 'nonce'
    // Every other claim was checked before the library saw the token.
    if (code === 'OAUTH_INVALID_RESPONSE')
      return speaksOfClaims(error) ? 'nonce' : 'attempt-unknown'
  }
  return 'unexpected'
}

function speaksOfClaims({ cause }: Error): boolean {
  return typeof cause === 'object' && cause !== null && 'claims' in cause
}
