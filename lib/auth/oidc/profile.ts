import 'server-only'
import type { Environment } from '../../platform/env'

/** FAPI 2.0, 5.4.1, without EdDSA. */
export const FAPI_ALGORITHMS = ['PS256', 'ES256']

type Chosen = Pick<
  Environment,
  'AUTH_OIDC_PROFILE' | 'AUTH_OIDC_CLIENT_AUTH' | 'AUTH_OIDC_CLIENT_KEY'
>
type Metadata = Readonly<Record<string, unknown>>

/**
 * What the provider's metadata lack for the chosen profile, as names of metadata with what must be in them; empty when
 * nothing does. An absent list means its default, which is never enough here (RFC 8414, 2).
 */
export function missingForProfile(chosen: Chosen, metadata: Metadata): string[] {
  if (chosen.AUTH_OIDC_PROFILE !== 'fapi2') return []
  const lists = (name: string, values: readonly string[]) => {
    const listed = metadata[name]
    return Array.isArray(listed) && values.some((value) => listed.includes(value))
      ? []
      : [`${name}: ${values.join(' or ')}`]
  }
  const says = (name: string) => (metadata[name] === true ? [] : [`${name}: true`])
  const isByKey = chosen.AUTH_OIDC_CLIENT_AUTH === 'private_key_jwt'
  const ways = isByKey ? ['private_key_jwt'] : ['tls_client_auth', 'self_signed_tls_client_auth']
  const algorithms = chosen.AUTH_OIDC_CLIENT_KEY?.map(({ algorithm }) => algorithm) ?? []
  return [
    ...(metadata.pushed_authorization_request_endpoint === undefined
      ? ['pushed_authorization_request_endpoint']
      : []),
    ...says('authorization_response_iss_parameter_supported'),
    ...lists('code_challenge_methods_supported', ['S256']),
    ...lists('id_token_signing_alg_values_supported', FAPI_ALGORITHMS),
    ...lists('token_endpoint_auth_methods_supported', ways),
    ...(isByKey
      ? [
          ...algorithms.flatMap((algorithm) =>
            lists('token_endpoint_auth_signing_alg_values_supported', [algorithm]),
          ),
          ...lists('dpop_signing_alg_values_supported', ['ES256']),
        ]
      : says('tls_client_certificate_bound_access_tokens')),
  ]
}
