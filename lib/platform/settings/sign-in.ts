import 'server-only'
import { z } from 'zod'
import { clientKeysSetting } from './client-keys'
import {
  ifSet,
  optionalText,
  ownSecret,
  secret,
  seconds,
  secondsIfSet,
  secureUrl,
  text,
  textOr,
  wordOr,
  words,
} from './kinds'

/** The rules of the sign-in, and the lifetime of a session. */
export const signInSettings = {
  AUTH_URL: secureUrl.refine((value) => !URL.canParse(value) || new URL(value).pathname === '/', {
    error: 'must be an origin without a path, such as https://devices.example.com',
  }),
  AUTH_SECRET: secret('AUTH_SECRET').pipe(ownSecret),
  AUTH_OIDC_ISSUER: secureUrl,
  AUTH_OIDC_CLIENT_ID: text,
  AUTH_OIDC_PROFILE: wordOr('default', ['default', 'fapi2']),
  AUTH_OIDC_CLIENT_AUTH: wordOr('client_secret_basic', [
    'client_secret_basic',
    'client_secret_post',
    'private_key_jwt',
    'tls_client_auth',
  ]),
  AUTH_OIDC_CLIENT_SECRET: ifSet(z.string().trim().min(1, 'is empty')),
  AUTH_OIDC_CLIENT_SECRET_FILE: optionalText,
  AUTH_OIDC_CLIENT_KEY: ifSet(clientKeysSetting),
  AUTH_OIDC_CLIENT_KEY_FILE: optionalText,
  AUTH_OIDC_PAR: wordOr('when-required', ['when-required', 'always']),
  AUTH_OIDC_SCOPE: textOr('openid profile').refine(
    (value) => value.split(/\s+/).includes('openid'),
    {
      error: 'must contain openid',
    },
  ),
  AUTH_OIDC_LOGOUT_TOKEN_TYPE: wordOr('required', ['required', 'optional']),
  ROLES_CLAIM: textOr('roles'),
  SUPPORT_ROLE: textOr('support'),
  AUDITOR_ROLE: textOr('auditor'),
  SESSION_IDLE_SECONDS: seconds(30 * 60, 60, 24 * 3600),
  SESSION_MAX_SECONDS: seconds(12 * 3600, 300, 7 * 24 * 3600),
  STAFF_IDLE_SECONDS: secondsIfSet(60, 24 * 3600),
  STAFF_MAX_SECONDS: secondsIfSet(300, 7 * 24 * 3600),
  STEP_UP_MAX_AGE_SECONDS: seconds(300, 30, 3600),
  STEP_UP_ACR_VALUES: words,
  STEP_UP_AMR_VALUES: words,
  STEP_UP_AUTH_TIME: wordOr('required', ['required', 'sign-in']),
  STAFF_ACR_VALUES: words,
  STAFF_AMR_VALUES: words,
  // Node's own switch. It turns off certificate checks, so an attacker on the network could impersonate the provider.
  NODE_TLS_REJECT_UNAUTHORIZED: ifSet(
    z.literal('1', { error: 'must not be set: certificates are always checked' }),
  ),
}
