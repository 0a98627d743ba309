import 'server-only'
import { z } from 'zod'
import { keyRingSetting } from '../key-ring'
import {
  LOCAL_HOSTS,
  absent,
  optionalText,
  ownSecret,
  seconds,
  secondsIfSet,
  textOr,
  whole,
} from './kinds'

const logo = z.preprocess(
  absent,
  z
    .string()
    .regex(/^(\/[^/\\]|https:\/\/)/, 'is neither a path on this portal nor an https URL')
    .optional(),
)

const keyRing = z.preprocess(absent, keyRingSetting.optional())

/** The link that opens the organisation’s app: https, or the app’s own scheme. */
const linkBase = z.preprocess(
  absent,
  z
    .string()
    .trim()
    .superRefine((value, context) => {
      const issue = (message: string) => context.addIssue({ code: 'custom', message })
      if (!URL.canParse(value)) return issue('is not an absolute URL')
      const { protocol, hostname, hash, username, password } = new URL(value)
      if (/^(javascript|data|vbscript|file|blob|about):$/.test(protocol))
        issue('has a scheme that no app can own')
      if (protocol === 'http:' && !LOCAL_HOSTS.has(hostname))
        issue('must use https or a scheme of the app (http is for localhost only)')
      if (hash || username || password) issue('must not have a fragment, user name or password')
    })
    .optional(),
)

const contactUri = z.preprocess(
  absent,
  z
    .string()
    .regex(/^(https:\/\/|mailto:)[\x21-\x7e]+$/, 'is neither an https URL nor a mailto: address')
    .optional(),
)

/** The portal's features, retention, appearance and logging. */
export const featureSettings = {
  TRAIL_SECRET: z.preprocess(absent, ownSecret.optional()),
  TRAIL_RETENTION_DAYS: whole('days', 400, 31, 36_500),
  REMOVAL_HOLD_SECONDS: seconds(60, 0, 600),
  CLIENT_STATE_KEYS: keyRing,
  TEMPORARY_STATE_SECONDS: secondsIfSet(60, 24 * 3600),
  ACTIVATION_LINK_BASE: linkBase,
  BRAND_NAME: textOr('Device portal'),
  BRAND_LOGO_URL: logo,
  SUPPORT_CONTACT: optionalText,
  SECURITY_CONTACT: contactUri,
  LOG_LEVEL: z.preprocess(
    absent,
    z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
        error: 'is none of fatal, error, warn, info, debug, silent',
      })
      .default('info'),
  ),
}
