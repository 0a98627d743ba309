import 'server-only'
import { z } from 'zod'
import { keyRingSetting } from '../key-ring'
import { exposureOf } from './private-files'
import {
  LOCAL_HOSTS,
  ifSet,
  optionalText,
  ownSecret,
  seconds,
  secondsIfSet,
  secureUrl,
  textOr,
  whole,
  wordOr,
} from './kinds'

const logo = z
  .string()
  .regex(/^(\/[^/\\]|https:\/\/)/, 'is neither a path on this portal nor an https URL')

/** The link that opens the organisation’s app: https, or the app’s own scheme. */
const linkBase = z
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

const contactUri = z
  .string()
  .regex(/^(https:\/\/|mailto:)[\x21-\x7e]+$/, 'is neither an https URL nor a mailto: address')

const anchorFile = z
  .string()
  .trim()
  .superRefine((path, context) => {
    const problem = path.endsWith('/') ? 'is a directory: name a file in it' : exposureOf(path)
    if (problem !== null) context.addIssue({ code: 'custom', message: problem })
  })

/** The portal's features, retention, appearance and logging. */
export const featureSettings = {
  TRAIL_SECRET: ifSet(ownSecret),
  TRAIL_RETENTION_DAYS: whole('days', 400, 31, 36_500),
  TRAIL_ANCHOR_FILE: ifSet(anchorFile),
  TRAIL_ANCHOR_URL: ifSet(secureUrl),
  REMOVAL_HOLD_SECONDS: seconds(60, 0, 600),
  CLIENT_STATE_KEYS: ifSet(keyRingSetting),
  CLIENT_STATES_KEPT: wordOr('portal', ['portal', 'elsewhere']),
  TEMPORARY_STATE_SECONDS: secondsIfSet(60, 24 * 3600),
  ACTIVATION_LINK_BASE: ifSet(linkBase),
  BRAND_NAME: textOr('Device portal'),
  BRAND_LOGO_URL: ifSet(logo),
  SUPPORT_CONTACT: optionalText,
  AUDITOR_CONTACT: ifSet(z.email('is not a mail address')),
  SUPPORT_DAILY_LOOKS: whole('people', 200, 1, 100_000),
  SUPPORT_DAILY_FOUND: whole('people', 1_000, 1, 100_000),
  SUPPORT_DAILY_REMOVALS: whole('removals', 40, 1, 10_000),
  SUPPORT_DAILY_PREPARATIONS: whole('preparations', 60, 1, 10_000),
  SUPPORT_DAILY_ENDED: whole('people', 60, 1, 10_000),
  SUPPORT_TICKET_PEOPLE: whole('people', 3, 1, 1_000),
  SECURITY_CONTACT: ifSet(contactUri),
  LOG_LEVEL: wordOr('info', ['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
}
