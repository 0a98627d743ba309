import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { z } from 'zod'
import { SIGN_IN_REFUSALS, type SignInRefusal } from '../../audit/events/sign-in-events'
import { isDatabaseOutage } from '../../database/outage'
import { log } from '../../platform/log'
import { rateLimitedLog } from '../../platform/rate-limited-log'
import { fail, succeed, type Result } from '../../platform/result'

// A refusal is the reason why a sign-in does not happen: a stable word of SIGN_IN_REFUSALS. This module finds the
// reason. record-sign-in-refusal.ts records it, and explain-refusal.ts explains it to the person.

/** A refusal on its way through the library that runs the code flow, which nests it in errors of its own. */
export class SignInRefused extends Error {
  override name = 'SignInRefused'

  constructor(
    readonly reason: SignInRefusal,
    options?: ErrorOptions & {
      /** How far the provider's clock seems to be ahead of ours. */
      secondsAhead?: number
    },
  ) {
    super(reason, options)
    this.secondsAhead = options?.secondsAhead
  }

  readonly secondsAhead: number | undefined
}

const withReason = z.object({
  reason: z.enum(SIGN_IN_REFUSALS),
  secondsAhead: z.number().optional(),
  missing: z.array(z.string()).optional(),
})
type KnownRefusal = z.infer<typeof withReason>

/** The refusal that an error carries; by its shape, because the server bundles this module more than once. */
function refusalIn(error: Error): KnownRefusal | null {
  return withReason.safeParse(error).data ?? null
}

/** Lines in the log for each reason and minute: anybody can be refused. */
const LINES_EACH = 120

/** Hints for the operator, who alone can do something about these. */
const HINTS: Partial<Record<SignInRefusal, string>> = {
  'client-not-accepted':
    'compare AUTH_OIDC_CLIENT_ID, …_CLIENT_AUTH and its secret or key with the provider',
  'token-times': 'compare the clocks of this host and of the provider',
  'authenticated-too-long-ago': 'the provider must heed max_age, which is SESSION_MAX_SECONDS',
  'token-identity': 'an ID claim begins or ends with white space: mend it at the provider',
  'token-issuer': 'AUTH_OIDC_ISSUER must be the issuer of the ID tokens, letter by letter',
  'request-not-accepted': 'the provider refused the pushed request: compare redirect URI and scope',
  'provider-profile': 'AUTH_OIDC_PROFILE or AUTH_OIDC_PAR demands what the metadata lack',
  'provider-metadata': 'AUTH_OIDC_ISSUER must be the issuer of the metadata, letter by letter',
}

/** What the request that brings the provider's answer says, before anything is checked. */
export type AnswerOfProvider = {
  /** The parameters `error` and `error_description`. The library checks that the answer is a real one, but loses the words. */
  readonly error: string | null
  readonly description: string | null
}
type Attempt = { refusal: KnownRefusal | null; readonly answer: AnswerOfProvider | null }

const attempt = new AsyncLocalStorage<Attempt>()

/** Runs one step of the code flow. It is refused when next-auth reported an error, or the step itself threw one. */
export async function watchSignIn<Outcome>(
  step: () => Promise<Outcome>,
  answer: AnswerOfProvider | null = null,
): Promise<Result<Outcome, { readonly code: SignInRefusal }>> {
  const slot: Attempt = { refusal: null, answer }
  return attempt.run(slot, async () => {
    try {
      const outcome = await step()
      return slot.refusal === null ? succeed(outcome) : fail({ code: slot.refusal.reason })
    } catch (error) {
      // What next-auth throws it has reported before.
      if (slot.refusal === null) noteSignInError(error)
      return fail({ code: slot.refusal?.reason ?? 'unexpected' })
    }
  })
}

/** next-auth's error log: finds the refusal and writes a line, without tokens, claims or parameters; not too many lines. */
export function noteSignInError(error: unknown): void {
  const slot = attempt.getStore()
  const chain = chainOf(error)
  const refusal = classify(chain, slot?.answer ?? null)
  if (slot) slot.refusal = refusal
  const { reason, secondsAhead: providerSecondsAhead, missing } = refusal
  rateLimitedLog(`sign-in-refused/${reason}`, LINES_EACH, (leftOut) =>
    log().warn(
      {
        event: 'sign-in-refused',
        reason,
        kinds: chain.map(kindOf),
        providerSecondsAhead,
        missing,
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

/** The name of an error. next-auth's errors have a `type`, because their names do not survive the build. */
function kindOf(error: Error): string {
  return 'type' in error && typeof error.type === 'string' ? error.type : error.name
}

function classify(chain: readonly Error[], answer: AnswerOfProvider | null): KnownRefusal {
  // First: the tests below can't tell a provider out of reach from a database out of reach.
  const known = chain.map(refusalIn).find((refusal) => refusal !== null)
  if (known) return known
  if (chain.some(isDatabaseOutage)) return { reason: 'records-down' }
  const kinds = chain.map(kindOf)
  if (kinds.includes('InvalidCheck')) return { reason: 'attempt-unknown' }
  if (kinds.includes('OAuthCallbackError')) return { reason: reasonOfProvider(answer) }
  return { reason: libraryRefusal(chain) }
}

/** Keycloak says `authentication_expired` in the description of `temporarily_unavailable`, others as the error. */
const EXPIRED = 'authentication_expired'

function reasonOfProvider(answer: AnswerOfProvider | null): SignInRefusal {
  if (answer?.error === 'access_denied') return 'cancelled'
  return answer?.error === EXPIRED || answer?.description === EXPIRED
    ? 'authentication-expired'
    : 'provider-refused'
}

/** Only the library knows whether state and nonce are those of this attempt. */
function libraryRefusal(chain: readonly Error[]): SignInRefusal {
  for (const error of chain) {
    const code = 'code' in error ? error.code : null
    // It takes no token that starts later than half a minute from now.
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
