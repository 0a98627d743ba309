import 'server-only'
import type { JWK } from 'jose'
import { env } from '../../../platform/env'
import { reloadingSecret } from '../../../platform/reloading-secret'
import {
  parseClientKeys,
  type ClientKey,
  type ClientKeys,
} from '../../../platform/settings/client-keys'

/** The portal's own keys, as their file has them now; null when it proves itself otherwise. */
function clientKeys(): ClientKeys | null {
  const { AUTH_OIDC_CLIENT_KEY: initial, AUTH_OIDC_CLIENT_KEY_FILE: file } = env()
  return initial === undefined
    ? null
    : reloadingSecret('AUTH_OIDC_CLIENT_KEY', file, initial, parseClientKeys).now()
}

/** The key that signs for the portal. The start-up check rules out that there is none where one is needed. */
export function signingClientKey(): ClientKey {
  const [first] = clientKeys() ?? []
  if (first === undefined) throw new Error('AUTH_OIDC_CLIENT_KEY is not set')
  return first
}

/** The public parts of all keys (RFC 7517), for the provider. */
export function publicClientKeys(): { readonly keys: readonly JWK[] } {
  return { keys: (clientKeys() ?? []).map(({ publicJwk }) => publicJwk as JWK) }
}
