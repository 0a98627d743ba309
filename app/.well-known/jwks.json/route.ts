import { answerClientKeys } from '@/lib/api/answer-client-keys'

/** The public keys that the portal proves itself with at its OpenID provider (RFC 7517). */
export function GET(): Response {
  return answerClientKeys()
}
