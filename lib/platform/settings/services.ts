import 'server-only'
import { z } from 'zod'
import { parseApiKeys } from './api-keys'
import { ifSet, optionalText, seconds, secret, secureUrl, textOr, whole, wholeIfSet } from './kinds'

const timeZone = textOr('UTC').refine(
  (value) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }))
    } catch {
      return false
    }
  },
  { error: 'is not an IANA time zone such as UTC or Europe/Berlin' },
)

const apiKeys = secret('RECOGNIZE_API_KEY').transform((value, context) => {
  const keys = parseApiKeys(value)
  if (keys.ok) return keys.value
  context.addIssue({ code: 'custom', message: keys.error })
  return z.NEVER
})

/** The services that the portal calls, and the clients that may call it. */
export const serviceSettings = {
  RECOGNIZE_API_URL: secureUrl.refine((value) => !/\/v2\/?$/.test(value), {
    error: 'must not end in /v2: give the base URL only',
  }),
  RECOGNIZE_API_KEY: apiKeys,
  RECOGNIZE_API_KEY_FILE: optionalText,
  RECOGNIZE_USER_ID_CLAIM: textOr('recognize_user_id'),
  RECOGNIZE_EXTERNAL_ID_CLAIM: textOr('sub'),
  RECOGNIZE_TIMEZONE: timeZone,
  RECOGNIZE_LOCKOUT_TRIES: whole('tries', 5, 1, 100),
  RECOGNIZE_LOCKOUT_WINDOW_SECONDS: seconds(600, 1, 86_400),
  RECOGNIZE_LOCKOUT_SECONDS: seconds(600, 1, 86_400),
  DATABASE_URL: ifSet(z.string().regex(/^postgres(ql)?:\/\//, 'is not a postgres:// URL')),
  DATA_DIR: optionalText,
  DATA_MIN_FREE_MB: wholeIfSet('megabytes', 0, Number.MAX_SAFE_INTEGER),
  SMTP_URL: ifSet(
    z.string().refine((value) => /^smtps?:\/\/[^/]+/.test(value) && URL.canParse(value), {
      error: 'is not a smtp:// or smtps:// URL',
    }),
  ),
  MAIL_FROM: optionalText,
  NOTICE_ADDRESSES_CLAIM: textOr('email'),
  TRUSTED_PROXIES: whole('proxies', 1, 0, 10),
}
