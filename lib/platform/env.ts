import 'server-only'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { keyRingSetting } from './key-ring'
import { fail, succeed, type Result } from './result'

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

const absent = (value: unknown) => (value === '' ? undefined : value)
const text = z.preprocess(absent, z.string({ error: 'is missing' }).trim().min(1, 'is empty'))
const optionalText = z.preprocess(absent, z.string().trim().optional())
const textOr = (fallback: string) => z.preprocess(absent, z.string().trim().default(fallback))

const whole = (unit: string, fallback: number, least: number, most: number) =>
  z.preprocess(
    absent,
    z.coerce
      .number({ error: `is not a number of ${unit}` })
      .int(`is not a whole number of ${unit}`)
      .min(least, `is less than ${least} ${unit}`)
      .max(most, `is more than ${most} ${unit}`)
      .default(fallback),
  )
const seconds = (fallback: number, least: number, most: number) =>
  whole('seconds', fallback, least, most)

/** An absolute URL; plain http only towards this machine, because keys and tokens travel over it. */
const secureUrl = text.pipe(
  z.string().superRefine((value, context) => {
    if (!URL.canParse(value)) {
      context.addIssue({ code: 'custom', message: 'is not an absolute URL' })
      return
    }
    const url = new URL(value)
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      context.addIssue({ code: 'custom', message: 'is not an http(s) URL' })
    else if (url.protocol === 'http:' && !LOCAL_HOSTS.has(url.hostname))
      context.addIssue({ code: 'custom', message: 'must use https (http is for localhost only)' })
    if (url.username || url.password)
      context.addIssue({ code: 'custom', message: 'must not hold a user name or password' })
    if (url.search || url.hash)
      context.addIssue({ code: 'custom', message: 'must not have a query or fragment' })
  }),
)

const acrValues = z.preprocess(
  absent,
  z
    .string()
    .transform((value) => value.split(/\s+/).filter(Boolean))
    .refine((values) => values.length > 0, { error: 'is empty' })
    .optional(),
)

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

const logo = z.preprocess(
  absent,
  z
    .string()
    .regex(/^(\/[^/\\]|https:\/\/)/, 'is neither a path on this portal nor an https URL')
    .optional(),
)

const keyRing = z.preprocess(absent, keyRingSetting.optional())

/** Where the organisation's app takes over: an https link it is registered for, or a scheme of its own. */
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

const UNREADABLE_KEY_FILE = 'names a file that is empty or unreadable'

const settings = z
  .object({
    AUTH_URL: secureUrl.refine((value) => !URL.canParse(value) || new URL(value).pathname === '/', {
      error: 'must be an origin without a path, such as https://devices.example.com',
    }),
    AUTH_SECRET: text.pipe(z.string().min(32, 'is shorter than 32 characters')),
    AUTH_OIDC_ISSUER: secureUrl,
    AUTH_OIDC_CLIENT_ID: text,
    AUTH_OIDC_CLIENT_SECRET: text,
    AUTH_OIDC_SCOPE: textOr('openid profile').refine(
      (value) => value.split(/\s+/).includes('openid'),
      {
        error: 'must contain openid',
      },
    ),
    AUTH_OIDC_LOGOUT_TOKEN_TYPE: z.preprocess(
      absent,
      z
        .enum(['required', 'optional'], { error: 'is neither required nor optional' })
        .default('required'),
    ),
    RECOGNIZE_API_URL: secureUrl.refine((value) => !/\/v2\/?$/.test(value), {
      error: 'must not end in /v2: give the base URL only',
    }),
    RECOGNIZE_API_KEY: optionalText,
    RECOGNIZE_API_KEY_FILE: optionalText,
    RECOGNIZE_USER_ID_CLAIM: textOr('recognize_user_id'),
    RECOGNIZE_EXTERNAL_ID_CLAIM: textOr('sub'),
    RECOGNIZE_TIMEZONE: timeZone,
    ROLES_CLAIM: textOr('roles'),
    SUPPORT_ROLE: textOr('support'),
    AUDITOR_ROLE: textOr('auditor'),
    DATABASE_URL: z.preprocess(
      absent,
      z
        .string()
        .regex(/^postgres(ql)?:\/\//, 'is not a postgres:// URL')
        .optional(),
    ),
    TRAIL_RETENTION_DAYS: whole('days', 400, 31, 36_500),
    DATA_DIR: optionalText,
    DATA_MIN_FREE_MB: whole('megabytes', 200, 0, Number.MAX_SAFE_INTEGER),
    SESSION_IDLE_SECONDS: seconds(30 * 60, 60, 24 * 3600),
    SESSION_MAX_SECONDS: seconds(12 * 3600, 300, 7 * 24 * 3600),
    STAFF_IDLE_SECONDS: seconds(15 * 60, 60, 24 * 3600),
    STAFF_MAX_SECONDS: seconds(8 * 3600, 300, 7 * 24 * 3600),
    REMOVAL_HOLD_SECONDS: seconds(60, 0, 600),
    STEP_UP_MAX_AGE_SECONDS: seconds(300, 30, 3600),
    STEP_UP_ACR_VALUES: acrValues,
    CLIENT_STATE_KEYS: keyRing,
    TEMPORARY_STATE_SECONDS: seconds(3600, 60, 24 * 3600),
    ACTIVATION_LINK_BASE: linkBase,
    API_AUDIENCE: optionalText,
    TRUSTED_PROXIES: whole('proxies', 1, 0, 10),
    SMTP_URL: z.preprocess(
      absent,
      z
        .string()
        .refine((value) => /^smtps?:\/\/[^/]+/.test(value) && URL.canParse(value), {
          error: 'is not a smtp:// or smtps:// URL',
        })
        .optional(),
    ),
    MAIL_FROM: optionalText,
    NOTICE_ADDRESSES_CLAIM: textOr('email'),
    BRAND_NAME: textOr('Device portal'),
    BRAND_LOGO_URL: logo,
    SUPPORT_CONTACT: optionalText,
    LOG_LEVEL: z.preprocess(
      absent,
      z
        .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
          error: 'is none of fatal, error, warn, info, debug, silent',
        })
        .default('info'),
    ),
  })
  .superRefine(
    (value, context) => {
      const issue = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message })
      // Checked even when single values are missing, so nothing is certain to be there.
      if (value.AUTH_URL?.startsWith('https:') && value.AUTH_SECRET?.startsWith('replace-me'))
        issue('AUTH_SECRET', 'is still the example')
      if (value.RECOGNIZE_API_KEY && value.RECOGNIZE_API_KEY_FILE)
        issue('RECOGNIZE_API_KEY', 'and RECOGNIZE_API_KEY_FILE are both set: set one')
      if (!value.RECOGNIZE_API_KEY && !value.RECOGNIZE_API_KEY_FILE)
        issue('RECOGNIZE_API_KEY', 'is missing (or RECOGNIZE_API_KEY_FILE)')
      if (value.RECOGNIZE_API_KEY_FILE && readSecretFile(value.RECOGNIZE_API_KEY_FILE) === null)
        issue('RECOGNIZE_API_KEY_FILE', UNREADABLE_KEY_FILE)
      if (value.DATABASE_URL && value.DATA_DIR)
        issue('DATABASE_URL', 'and DATA_DIR are both set: set one')
      if (value.SMTP_URL && !value.MAIL_FROM) issue('MAIL_FROM', 'is missing: SMTP_URL is set')
      if (value.SESSION_IDLE_SECONDS > value.SESSION_MAX_SECONDS)
        issue('SESSION_IDLE_SECONDS', 'is longer than SESSION_MAX_SECONDS')
    },
    { when: () => true },
  )

export type Environment = z.infer<typeof settings> & { RECOGNIZE_API_KEY: string }

/** A line of the report on unusable configuration: a variable's name and what is wrong, never its value. */
export type ConfigurationProblem = { name: string; problem: string }

/**
 * Parses the configuration of the portal (documented in `.env.example`).
 * Gives every problem at once; no problem ever quotes a value, so the report can be printed.
 */
export function parseEnvironment(
  source: Record<string, string | undefined>,
): Result<Environment, ConfigurationProblem[]> {
  const parsed = settings.safeParse(source)
  if (!parsed.success)
    return fail(
      parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), problem: issue.message })),
    )
  const { RECOGNIZE_API_KEY, RECOGNIZE_API_KEY_FILE: file } = parsed.data
  const key = RECOGNIZE_API_KEY ?? readSecretFile(file)
  // Read a second time, for its content; it may have gone in between.
  return key
    ? succeed({ ...parsed.data, RECOGNIZE_API_KEY: key })
    : fail([{ name: 'RECOGNIZE_API_KEY_FILE', problem: UNREADABLE_KEY_FILE }])
}

function readSecretFile(path: string | undefined): string | null {
  try {
    return path ? readFileSync(path, 'utf8').trim() || null : null
  } catch {
    return null
  }
}

/** The report on unusable configuration as lines for an operator. */
export function describeProblems(problems: ConfigurationProblem[]): string {
  const lines = problems.map(({ name, problem }) => `  ${name} ${problem}`)
  return [
    `The portal can't start: ${problems.length === 1 ? 'one setting is' : `${problems.length} settings are`} unusable.`,
    ...lines,
    'Every setting is described in .env.example.',
  ].join('\n')
}

let parsed: Environment | undefined

/** The configuration, parsed once. Throws when it is unusable: the start-up check has then already ended the process. */
export function env(): Environment {
  if (parsed) return parsed
  const result = parseEnvironment(process.env)
  if (!result.ok) throw new Error(describeProblems(result.error))
  parsed = result.value
  return parsed
}
