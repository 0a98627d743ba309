import 'server-only'
import type { SignInRefusal } from '../../audit/events/sign-in-events'

/**
 * What the failed page explains to the person, who needs to know less than the operator.
 * - `denied` the person, or the provider on their behalf, said no
 * - `expired` the attempt was too old, came from another browser, or was used before
 * - `cookies` the browser brought no cookies: the attempt is too old or of another browser, or cookies are blocked
 * - `unavailable` the provider did not answer in time, or its answer was not OpenID
 * - `clock` the provider's clock and the portal's are too far apart
 * - `too-long-ago` the provider did not authenticate the person again, and the last time is too long ago
 * - `records-down` the portal can't use its database
 * - `limited` too many attempts came from the same address, or in total
 * - `refused` the provider's answer did not pass the checks
 */
export const SIGN_IN_EXPLANATIONS = [
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
export type SignInExplanation = (typeof SIGN_IN_EXPLANATIONS)[number]

const EXPLANATIONS: Record<SignInRefusal, SignInExplanation> = {
  cancelled: 'denied',
  'provider-refused': 'unavailable',
  'authentication-expired': 'expired',
  'no-cookies': 'cookies',
  'attempt-unknown': 'expired',
  'request-not-accepted': 'unavailable',
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
  'token-identity': 'refused',
  'authenticated-too-long-ago': 'too-long-ago',
  'provider-unreachable': 'unavailable',
  'provider-answer': 'unavailable',
  'provider-metadata': 'unavailable',
  'provider-profile': 'unavailable',
  'records-down': 'records-down',
  unexpected: 'refused',
}

/** The explanation of a refusal for the person. */
export function explainRefusal(reason: SignInRefusal): SignInExplanation {
  return EXPLANATIONS[reason]
}
