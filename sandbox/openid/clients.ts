import type { ClientMetadata } from 'oidc-provider'
import type { Settings } from '../settings'

/** The organisation's app. It is a public client, because a phone can't keep a secret. */
export const appClientId = 'recognize-app'
/** The organisation's own server, such as the IDV Bridge. It acts for no particular person. */
export const backendClientId = 'idv-backend'

/** The differences between the two providers of the sandbox. */
export interface Habits {
  clientAuth: 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt'
  idTokenAlgorithm: 'RS256' | 'ES256'
}

export function clientsOf(settings: Settings['openid'], habits: Habits): ClientMetadata[] {
  const { clientId, clientSecret, backendSecret, portalUrls } = settings
  const isByKey = habits.clientAuth === 'private_key_jwt'
  return [
    {
      client_id: clientId,
      ...(isByKey
        ? {
            // Replicas share their keys, so one address is enough.
            jwks_uri: `${portalUrls[0]}/.well-known/jwks.json`,
            require_pushed_authorization_requests: true,
            dpop_bound_access_tokens: true,
          }
        : { client_secret: clientSecret }),
      redirect_uris: portalUrls.map((url) => `${url}/api/auth/callback/oidc`),
      post_logout_redirect_uris: portalUrls.flatMap((url) => [`${url}/`, `${url}/signed-out`]),
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: habits.clientAuth,
      id_token_signed_response_alg: habits.idTokenAlgorithm,
      require_auth_time: true,
      // A client has only one such address. Replicas share their records, so one is enough.
      backchannel_logout_uri: `${portalUrls[0]}/api/auth/backchannel-logout`,
      backchannel_logout_session_required: true,
    },
    {
      client_id: appClientId,
      application_type: 'native',
      // A native client may use any port on a loopback address (RFC 8252, section 7.3).
      redirect_uris: ['http://127.0.0.1/signed-in'],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      id_token_signed_response_alg: habits.idTokenAlgorithm,
    },
    {
      client_id: backendClientId,
      client_secret: backendSecret,
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ]
}
