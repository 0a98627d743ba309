import 'server-only'
import { publicClientKeys } from '../auth/oidc/client/client-keys'

/** The provider may keep the keys for so long; a new key must have been published for longer before it signs. */
const KEPT_SECONDS = 300

/** Answers with the portal's public keys: an empty set when it proves itself at its provider by something else. */
export function answerClientKeys(): Response {
  const headers = {
    'Content-Type': 'application/jwk-set+json',
    'Cache-Control': `public, max-age=${KEPT_SECONDS}`,
  }
  return new Response(JSON.stringify(publicClientKeys()), { headers })
}
