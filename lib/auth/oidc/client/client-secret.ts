import 'server-only'
import { env } from '../../../platform/env'
import { reloadingSecret } from '../../../platform/reloading-secret'
import { succeed } from '../../../platform/result'

/** The portal's secret at the OpenID provider, as its file has it now. Empty when another kind of proof is configured. */
export function clientSecret(): string {
  const { AUTH_OIDC_CLIENT_SECRET: initial = '', AUTH_OIDC_CLIENT_SECRET_FILE: file } = env()
  return reloadingSecret('AUTH_OIDC_CLIENT_SECRET', file, initial, succeed).now()
}
