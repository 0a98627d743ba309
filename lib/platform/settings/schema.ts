import 'server-only'
import { z } from 'zod'
import { featureSettings } from './features'
import { weaknessOf, weaknessOfUrl } from './secrets'
import { serviceSettings } from './services'
import { signInSettings } from './sign-in'

const all = z.object({ ...signInSettings, ...serviceSettings, ...featureSettings })
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
    } = value
    return {
      ...value,
      STAFF_IDLE_SECONDS,
      STAFF_MAX_SECONDS,
      DATA_MIN_FREE_MB,
      TEMPORARY_STATE_SECONDS,
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
