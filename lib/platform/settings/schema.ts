import 'server-only'
import { z } from 'zod'
import { apiSettings } from './api'
import { featureSettings } from './features'
import { weaknessOf, weaknessOfUrl } from './secrets'
import { serviceSettings } from './services'
import { signInSettings } from './sign-in'

const all = z.object({ ...signInSettings, ...serviceSettings, ...apiSettings, ...featureSettings })
type Settings = z.infer<typeof all>

/** The names of all settings. */
export const SETTING_NAMES = Object.keys(all.shape)

/** All settings, with the rules between them. */
export const settings = all
  .superRefine(
    (value, context) => {
      const issue = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message })
      // This check also runs when single values are missing, so any value may be undefined.
      if (value.AUTH_URL?.startsWith('https:')) refuseWeak(value, issue)
      // This includes a provider on this machine: a public portal must not trust an arbitrary process on a local port.
      if (value.AUTH_URL?.startsWith('https:') && value.AUTH_OIDC_ISSUER?.startsWith('http:'))
        issue('AUTH_OIDC_ISSUER', 'must use https, because AUTH_URL does')
      if (value.DATABASE_URL && value.DATA_DIR)
        issue('DATABASE_URL', 'and DATA_DIR are both set: set one')
      if (value.SMTP_URL && !value.MAIL_FROM) issue('MAIL_FROM', 'is missing: SMTP_URL is set')
      if (value.SESSION_IDLE_SECONDS > value.SESSION_MAX_SECONDS)
        issue('SESSION_IDLE_SECONDS', 'is longer than SESSION_MAX_SECONDS')
      refuseIneffective(value, issue)
      requireClientCredentials(value, issue)
      requireProfile(value, issue)
      if (value.API_CLIENT_CERTIFICATE_HEADER && !value.API_CLIENT_CERTIFICATE_PROXIES)
        issue(
          'API_CLIENT_CERTIFICATE_HEADER',
          'has no effect without API_CLIENT_CERTIFICATE_PROXIES',
        )
      if (value.API_CLIENT_CERTIFICATE_PROXIES && !value.API_CLIENT_CERTIFICATE_HEADER)
        issue(
          'API_CLIENT_CERTIFICATE_PROXIES',
          'has no effect without API_CLIENT_CERTIFICATE_HEADER',
        )
      const [own, staff] = [listed(value.STEP_UP_ACR_VALUES), listed(value.STAFF_ACR_VALUES)]
      if (own.length > 0 && staff.length > 0 && !staff.some((acr) => own.includes(acr)))
        issue('STAFF_ACR_VALUES', 'has none of STEP_UP_ACR_VALUES: nobody could act at the desk')
    },
    { when: () => true },
  )
  .transform((value) => {
    const { SESSION_IDLE_SECONDS, SESSION_MAX_SECONDS } = value
    const { STAFF_MAX_SECONDS = Math.min(8 * 3600, SESSION_MAX_SECONDS) } = value
    const {
      STAFF_IDLE_SECONDS = Math.min(15 * 60, SESSION_IDLE_SECONDS, STAFF_MAX_SECONDS),
      DATA_MIN_FREE_MB = 200,
      TEMPORARY_STATE_SECONDS = 3600,
      API_BOUND_TOKENS = value.AUTH_OIDC_PROFILE === 'fapi2' ? 'required' : 'optional',
    } = value
    return {
      ...value,
      STAFF_IDLE_SECONDS,
      STAFF_MAX_SECONDS,
      DATA_MIN_FREE_MB,
      TEMPORARY_STATE_SECONDS,
      API_BOUND_TOKENS,
    }
  })

/** A value that failed to parse is still text here. */
const listed = <Item>(value: readonly Item[] | undefined) => (Array.isArray(value) ? value : [])

type Issue = (path: string, message: string) => void

/** Pairs of settings where the first must not exceed the second. A larger value would silently have no effect. */
const AT_MOST = [
  ['STAFF_IDLE_SECONDS', 'SESSION_IDLE_SECONDS'],
  ['STAFF_MAX_SECONDS', 'SESSION_MAX_SECONDS'],
  ['STAFF_IDLE_SECONDS', 'STAFF_MAX_SECONDS'],
] as const

/** Refuses settings that can't have any effect, because such a setting is a mistake. */
function refuseIneffective(value: Partial<Settings>, issue: Issue): void {
  for (const [name, other] of AT_MOST) {
    const [own, most] = [value[name], value[other]]
    // A value that failed to parse is still text here.
    if (typeof own === 'number' && typeof most === 'number' && own > most)
      issue(name, `must not be more than ${other}`)
  }
  if (value.MAIL_FROM && !value.SMTP_URL) issue('MAIL_FROM', 'has no effect without SMTP_URL')
  if (value.AUDITOR_CONTACT && !value.SMTP_URL)
    issue('AUDITOR_CONTACT', 'has no effect without SMTP_URL')
  if (value.DATA_MIN_FREE_MB !== undefined && value.DATABASE_URL)
    issue('DATA_MIN_FREE_MB', 'has no effect with DATABASE_URL: it is for the embedded database')
  if (value.TEMPORARY_STATE_SECONDS !== undefined && !value.CLIENT_STATE_KEYS)
    issue('TEMPORARY_STATE_SECONDS', 'has no effect without CLIENT_STATE_KEYS')
}

/** How the portal proves itself at the provider, and what that takes. */
const CREDENTIALS = {
  client_secret_basic: 'AUTH_OIDC_CLIENT_SECRET',
  client_secret_post: 'AUTH_OIDC_CLIENT_SECRET',
  private_key_jwt: 'AUTH_OIDC_CLIENT_KEY',
  tls_client_auth: null,
} as const

function requireClientCredentials(value: Partial<Settings>, issue: Issue): void {
  const how = value.AUTH_OIDC_CLIENT_AUTH
  // A value that failed to parse is still text here.
  if (how === undefined || !Object.hasOwn(CREDENTIALS, how)) return
  const needed = CREDENTIALS[how]
  if (needed !== null && !value[needed]) issue(needed, `is missing (or ${needed}_FILE)`)
  for (const name of ['AUTH_OIDC_CLIENT_SECRET', 'AUTH_OIDC_CLIENT_KEY'] as const)
    if (name !== needed && value[name])
      issue(name, `has no effect: AUTH_OIDC_CLIENT_AUTH is ${how}`)
}

/** What FAPI 2.0 leaves to the configuration; what the provider must do is in lib/auth/oidc/profile.ts. */
function requireProfile(value: Partial<Settings>, issue: Issue): void {
  if (value.AUTH_OIDC_PROFILE !== 'fapi2') return
  if (value.AUTH_OIDC_CLIENT_AUTH?.startsWith('client_secret'))
    issue(
      'AUTH_OIDC_CLIENT_AUTH',
      'must be private_key_jwt or tls_client_auth: AUTH_OIDC_PROFILE is fapi2',
    )
  if (value.API_BOUND_TOKENS === 'optional')
    issue('API_BOUND_TOKENS', 'must be required: AUTH_OIDC_PROFILE is fapi2')
}

/** Refuses weak secrets for a public portal. On this machine, for trials, they are allowed. */
function refuseWeak(value: Partial<Settings>, issue: Issue): void {
  const say = (name: string, weakness: string | null) => weakness && issue(name, weakness)
  const { AUTH_SECRET, AUTH_OIDC_CLIENT_SECRET, TRAIL_SECRET } = value
  for (const [name, secrets] of [
    ['AUTH_SECRET', [AUTH_SECRET]],
    ['AUTH_OIDC_CLIENT_SECRET', [AUTH_OIDC_CLIENT_SECRET]],
    ['TRAIL_SECRET', [TRAIL_SECRET]],
    ['RECOGNIZE_API_KEY', listed(value.RECOGNIZE_API_KEY)],
  ] as const)
    for (const secret of secrets) if (secret) say(name, weaknessOf(secret))
  for (const { key } of listed(value.CLIENT_STATE_KEYS))
    say('CLIENT_STATE_KEYS', weaknessOf(Buffer.from(key).toString('latin1')))
  for (const name of ['DATABASE_URL', 'SMTP_URL'] as const)
    say(name, weaknessOfUrl(value[name] ?? ''))
}
