import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import { describeProblems, parseEnvironment } from '@/lib/platform/env'
import { SECRETS } from '@/lib/platform/settings/secrets'
import { ENVIRONMENT } from '../builders/environment'

type Source = Record<string, string | undefined>

const PRIVATE_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string

/** The problems of a usable configuration after a change, as `NAME problem`. */
function problemsOf(change: Source): string[] {
  const result = parseEnvironment({ ...ENVIRONMENT, ...change })
  return result.ok ? [] : result.error.map(({ name, problem }) => `${name} ${problem}`)
}

const REQUIRED = [
  'AUTH_URL',
  'AUTH_SECRET',
  'AUTH_OIDC_ISSUER',
  'AUTH_OIDC_CLIENT_ID',
  'AUTH_OIDC_CLIENT_SECRET',
  'RECOGNIZE_API_URL',
  'RECOGNIZE_API_KEY',
]

for (const name of REQUIRED)
  test(`without ${name}, or with an empty one, the portal does not start @G4`, () => {
    for (const value of [undefined, '']) {
      const [problem, ...others] = problemsOf({ [name]: value })
      expect(problem).toMatch(new RegExp(`^${name} is missing`))
      expect(others).toEqual([])
    }
  })

const MALFORMED: Record<string, string[]> = {
  AUTH_URL: ['portal', 'ftp://portal.example', 'http://portal.example', 'https://portal.example/x'],
  AUTH_SECRET: ['short', 'x'.repeat(31), ' '.repeat(40)],
  TRAIL_SECRET: ['short', 'x'.repeat(31), ' '.repeat(40)],
  TRAIL_ANCHOR_FILE: ['/var/lib/anchors/'],
  TRAIL_ANCHOR_URL: ['anchors', 'http://anchors.example', 'https://user:secret@anchors.example'],
  AUTH_OIDC_ISSUER: [
    'issuer.example',
    'http://issuer.example',
    'http://localhost.evil.example',
    'http://localhost:1@evil.example',
    'https://user:secret@issuer.example',
    'https://issuer.example/?x=1',
    'https://issuer.example/#x',
    'javascript:alert(1)',
  ],
  AUTH_OIDC_CLIENT_ID: ['   '],
  AUTH_OIDC_CLIENT_SECRET: ['   '],
  AUTH_OIDC_SCOPE: ['profile', 'openidx profile'],
  AUTH_OIDC_CLIENT_AUTH: ['none', 'client_secret_jwt', 'CLIENT_SECRET_POST'],
  AUTH_OIDC_PROFILE: ['fapi', 'FAPI2', 'fapi1'],
  AUTH_OIDC_PAR: ['never', 'yes', 'ALWAYS'],
  AUTH_OIDC_CLIENT_KEY: ['secret', '{}', '{"keys":[]}', '-----BEGIN PRIVATE KEY-----'],
  API_BOUND_TOKENS: ['yes', 'dpop', 'REQUIRED'],
  API_DPOP_NONCE: ['yes', 'optional'],
  API_ACR_VALUES: [' ', '\t \n'],
  API_MAX_AGE_SECONDS: ['29', '604801', '1.5', 'five'],
  API_CLIENT_CERTIFICATE_HEADER: ['X Client', 'X-Client:', 'Authorization', 'x-forwarded-for'],
  API_CLIENT_CERTIFICATE_PROXIES: ['proxy', '10.0.0.0/33', '::1/129', '10.0.0.1/8/8', '10.0.0'],
  NODE_TLS_REJECT_UNAUTHORIZED: ['0', 'false', 'no'],
  RECOGNIZE_API_URL: [
    'https://recognize.example/v2',
    'https://recognize.example/v2/',
    'http://recognize.example',
    '/relative',
  ],
  RECOGNIZE_TIMEZONE: ['Mars/Olympus', 'Berlin', '+25:00'],
  RECOGNIZE_LOCKOUT_TRIES: ['0', '101', '1.5', 'five'],
  RECOGNIZE_LOCKOUT_WINDOW_SECONDS: ['0', '86401', '1.5', 'ten'],
  RECOGNIZE_LOCKOUT_SECONDS: ['0', '86401', '-1', '10m'],
  DATABASE_URL: ['mysql://db', 'file:x', 'db'],
  STEP_UP_ACR_VALUES: [' ', '\t \n'],
  TRUSTED_PROXIES: ['-1', '11', '1.5', 'one', 'true'],
  SESSION_IDLE_SECONDS: ['59', '86401', '1.5', 'ten', '-60', 'Infinity'],
  SESSION_MAX_SECONDS: ['299', '604801', 'NaN', '1e3x'],
  AUDITOR_CONTACT: ['auditors', 'a@b', 'Auditors <auditors@bank.example>'],
  SUPPORT_DAILY_LOOKS: ['0', '-1', '1.5', 'many', '100001'],
  SUPPORT_DAILY_FOUND: ['0', '100001'],
  SUPPORT_DAILY_REMOVALS: ['0', '10001'],
  SUPPORT_DAILY_PREPARATIONS: ['0', '10001'],
  SUPPORT_DAILY_ENDED: ['0', '10001'],
  SUPPORT_TICKET_PEOPLE: ['0', '1001'],
  BRAND_LOGO_URL: ['http://logo.example/x.svg', '//logo.example', '/\\logo', 'logo.svg', 'data:,'],
  LOG_LEVEL: ['verbose', 'INFO', 'trace'],
}

for (const [name, values] of Object.entries(MALFORMED))
  test(`a malformed ${name} is named, and nothing else @G4`, () => {
    for (const value of values) {
      const problems = problemsOf({ SESSION_IDLE_SECONDS: '60', [name]: value })
      expect(problems.length, value).toBeGreaterThan(0)
      expect(problems.filter((problem) => !problem.startsWith(`${name} `))).toEqual([])
    }
  })

test('a portal on https takes no issuer on http, not even on this machine @A4', () => {
  const AUTH_URL = 'https://devices.example.com'
  for (const host of ['localhost:4020', '127.0.0.1:4020', '[::1]:4020'])
    expect(problemsOf({ AUTH_URL, AUTH_OIDC_ISSUER: `http://${host}` })).toEqual([
      'AUTH_OIDC_ISSUER must use https, because AUTH_URL does',
    ])
  expect(problemsOf({ AUTH_URL, AUTH_OIDC_ISSUER: 'https://issuer.example/' })).toEqual([])
})

test('plain http is accepted towards this machine only @A4 @F3', () => {
  for (const host of ['localhost', 'localhost:4010', '127.0.0.1:4010', '[::1]:4010'])
    expect(problemsOf({ RECOGNIZE_API_URL: `http://${host}` })).toEqual([])
  for (const host of [
    '127.0.0.2',
    '0.0.0.0',
    '[::]',
    '10.0.0.1',
    'localhost.',
    'LOCALHOST.example',
  ])
    expect(problemsOf({ RECOGNIZE_API_URL: `http://${host}` })).toEqual([
      'RECOGNIZE_API_URL must use https (http is for localhost only)',
    ])
})

test('whom to tell about a hole is an address that opens, on one line', () => {
  for (const contact of ['security@bank.example', 'http://bank.example', 'mailto:a@b\r\nHost: x'])
    expect(problemsOf({ SECURITY_CONTACT: contact })).toEqual([
      'SECURITY_CONTACT is neither an https URL nor a mailto: address',
    ])
  for (const contact of ['mailto:security@bank.example', 'https://bank.example/security'])
    expect(problemsOf({ SECURITY_CONTACT: contact })).toEqual([])
})

test('settings that exclude each other are refused', () => {
  expect(problemsOf({ DATABASE_URL: 'postgres://db', DATA_DIR: '/data' })[0]).toContain('both set')
  expect(problemsOf({ SESSION_IDLE_SECONDS: '3600', SESSION_MAX_SECONDS: '600' })[0]).toContain(
    'longer than SESSION_MAX_SECONDS',
  )
})

test('a setting that would silently have no effect is refused @G4', () => {
  const hours = (count: number) => String(count * 3600)
  const refused: readonly (readonly [Source, string])[] = [
    [
      { STAFF_IDLE_SECONDS: '1801' },
      'STAFF_IDLE_SECONDS must not be more than SESSION_IDLE_SECONDS',
    ],
    [
      { STAFF_IDLE_SECONDS: '301', SESSION_IDLE_SECONDS: '300' },
      'STAFF_IDLE_SECONDS must not be more than SESSION_IDLE_SECONDS',
    ],
    [
      { STAFF_MAX_SECONDS: hours(13) },
      'STAFF_MAX_SECONDS must not be more than SESSION_MAX_SECONDS',
    ],
    [
      { STAFF_IDLE_SECONDS: '600', STAFF_MAX_SECONDS: '300' },
      'STAFF_IDLE_SECONDS must not be more than STAFF_MAX_SECONDS',
    ],
    [{ MAIL_FROM: 'no-reply@bank.example' }, 'MAIL_FROM has no effect without SMTP_URL'],
    [{ AUDITOR_CONTACT: 'a@bank.example' }, 'AUDITOR_CONTACT has no effect without SMTP_URL'],
    [
      { DATA_MIN_FREE_MB: '100', DATABASE_URL: 'postgres://db' },
      'DATA_MIN_FREE_MB has no effect with DATABASE_URL: it is for the embedded database',
    ],
    [
      { TEMPORARY_STATE_SECONDS: '600', CLIENT_STATE_KEYS: undefined },
      'TEMPORARY_STATE_SECONDS has no effect without CLIENT_STATE_KEYS',
    ],
    [
      { AUTH_OIDC_CLIENT_KEY: PRIVATE_KEY },
      'AUTH_OIDC_CLIENT_KEY has no effect: AUTH_OIDC_CLIENT_AUTH is client_secret_basic',
    ],
    [
      { AUTH_OIDC_CLIENT_AUTH: 'private_key_jwt', AUTH_OIDC_CLIENT_KEY: PRIVATE_KEY },
      'AUTH_OIDC_CLIENT_SECRET has no effect: AUTH_OIDC_CLIENT_AUTH is private_key_jwt',
    ],
    [
      { AUTH_OIDC_CLIENT_AUTH: 'tls_client_auth' },
      'AUTH_OIDC_CLIENT_SECRET has no effect: AUTH_OIDC_CLIENT_AUTH is tls_client_auth',
    ],
    [
      { API_CLIENT_CERTIFICATE_PROXIES: '127.0.0.1' },
      'API_CLIENT_CERTIFICATE_PROXIES has no effect without API_CLIENT_CERTIFICATE_HEADER',
    ],
    [
      { STAFF_ACR_VALUES_FILE: '/run/secrets/acr' },
      'STAFF_ACR_VALUES_FILE has no effect: STAFF_ACR_VALUES is not read from a file',
    ],
  ]
  for (const [change, problem] of refused) expect(problemsOf(change)).toEqual([problem])
})

const BY_KEY = {
  AUTH_OIDC_CLIENT_AUTH: 'private_key_jwt',
  AUTH_OIDC_CLIENT_SECRET: undefined,
  AUTH_OIDC_CLIENT_KEY: PRIVATE_KEY,
}

test('what the portal proves itself with at the provider must be there @G4', () => {
  expect(problemsOf(BY_KEY)).toEqual([])
  expect(problemsOf({ ...BY_KEY, AUTH_OIDC_CLIENT_KEY: undefined })).toEqual([
    'AUTH_OIDC_CLIENT_KEY is missing (or AUTH_OIDC_CLIENT_KEY_FILE)',
  ])
  const byCertificate = { AUTH_OIDC_CLIENT_AUTH: 'tls_client_auth' }
  expect(problemsOf({ ...byCertificate, AUTH_OIDC_CLIENT_SECRET: undefined })).toEqual([])
})

test('nobody’s header with a certificate is believed until the proxies are named', () => {
  const API_CLIENT_CERTIFICATE_HEADER = 'X-Client-Cert'
  expect(problemsOf({ API_CLIENT_CERTIFICATE_HEADER })).toEqual([
    'API_CLIENT_CERTIFICATE_HEADER has no effect without API_CLIENT_CERTIFICATE_PROXIES',
  ])
  for (const API_CLIENT_CERTIFICATE_PROXIES of ['127.0.0.1', '10.0.0.0/8 fd00::/8', '::1'])
    expect(problemsOf({ API_CLIENT_CERTIFICATE_HEADER, API_CLIENT_CERTIFICATE_PROXIES })).toEqual(
      [],
    )
})

test('the profile of FAPI 2.0 takes no shared secret and no token that isn’t bound @A1', () => {
  const AUTH_OIDC_PROFILE = 'fapi2'
  expect(problemsOf({ AUTH_OIDC_PROFILE })).toEqual([
    'AUTH_OIDC_CLIENT_AUTH must be private_key_jwt or tls_client_auth: AUTH_OIDC_PROFILE is fapi2',
  ])
  expect(problemsOf({ AUTH_OIDC_PROFILE, ...BY_KEY, API_BOUND_TOKENS: 'optional' })).toEqual([
    'API_BOUND_TOKENS must be required: AUTH_OIDC_PROFILE is fapi2',
  ])
  const boundBy = (change: Source) => {
    const result = parseEnvironment({ ...ENVIRONMENT, ...change })
    return result.ok && result.value.API_BOUND_TOKENS
  }
  expect(boundBy({ AUTH_OIDC_PROFILE, ...BY_KEY })).toBe('required')
  expect(boundBy({})).toBe('optional')
})

test('the limits of staff follow shorter limits of everybody, and may be equal to them', () => {
  const limitsOf = (change: Source) => {
    const result = parseEnvironment({ ...ENVIRONMENT, ...change })
    return result.ok && [result.value.STAFF_IDLE_SECONDS, result.value.STAFF_MAX_SECONDS]
  }
  expect(limitsOf({})).toEqual([900, 28_800])
  expect(limitsOf({ SESSION_IDLE_SECONDS: '300', SESSION_MAX_SECONDS: '600' })).toEqual([300, 600])
  expect(limitsOf({ STAFF_MAX_SECONDS: '600' })).toEqual([600, 600])
  const equal = { STAFF_IDLE_SECONDS: '1800', STAFF_MAX_SECONDS: '43200' }
  expect(limitsOf(equal)).toEqual([1800, 43_200])
})

test('every problem is in the one report, so that nobody fixes one start at a time', () => {
  const result = parseEnvironment({ LOG_LEVEL: 'loud', SESSION_IDLE_SECONDS: 'x' })
  const names = result.ok ? [] : result.error.map(({ name }) => name)
  expect(new Set(names)).toEqual(new Set([...REQUIRED, 'LOG_LEVEL', 'SESSION_IDLE_SECONDS']))
})

test('the report counts and names the problems and says where to read on', () => {
  const one = describeProblems([{ name: 'A', problem: 'is missing' }])
  expect(one).toContain('one setting is unusable')
  const report = describeProblems([
    { name: 'A', problem: 'is missing' },
    { name: 'B', problem: 'is empty' },
  ])
  expect(report).toContain('2 settings are unusable')
  expect(report.split('\n').slice(1, 3)).toEqual(['  A is missing', '  B is empty'])
  expect(report).toContain('.env.example')
})

test('no value, and so no secret, is ever in the report @G4', () => {
  const files = SECRETS.map((name) => `${name}_FILE`)
  const names = [...new Set([...REQUIRED, ...Object.keys(MALFORMED), ...SECRETS, ...files])]
  const canary = fc
    .tuple(
      fc.constantFrom('', 'http://', 'https://', 'postgres://', 'mysql://', '/', '-'),
      fc.stringMatching(/^[a-z0-9]{12,40}$/),
      fc.constantFrom('', '/v2', ' ', '?x'),
    )
    .map(([before, secret, after]) => ({ secret, value: before + secret + after }))
  const source = fc.record(Object.fromEntries(names.map((name) => [name, canary])), {
    requiredKeys: [],
  })
  fc.assert(
    fc.property(source, (canaries) => {
      const given = Object.entries(canaries).map(([name, one]) => [name, one?.value] as const)
      const result = parseEnvironment(Object.fromEntries(given))
      const report = result.ok ? '' : describeProblems(result.error) + JSON.stringify(result.error)
      for (const one of Object.values(canaries)) assert.ok(!one || !report.includes(one.secret))
    }),
  )
})

test('what is not set has its documented default, and empty counts as not set', () => {
  const defaults = {
    AUTH_OIDC_SCOPE: 'openid profile',
    RECOGNIZE_USER_ID_CLAIM: 'recognize_user_id',
    RECOGNIZE_EXTERNAL_ID_CLAIM: 'sub',
    RECOGNIZE_TIMEZONE: 'UTC',
    ROLES_CLAIM: 'roles',
    SUPPORT_ROLE: 'support',
    AUDITOR_ROLE: 'auditor',
    SESSION_IDLE_SECONDS: 1800,
    SESSION_MAX_SECONDS: 43_200,
    STAFF_IDLE_SECONDS: 900,
    STAFF_MAX_SECONDS: 28_800,
    DATA_MIN_FREE_MB: 200,
    TEMPORARY_STATE_SECONDS: 3600,
    BRAND_NAME: 'Device portal',
    LOG_LEVEL: 'info',
  }
  const empty = Object.fromEntries(Object.keys(defaults).map((name) => [name, '']))
  for (const change of [{ LOG_LEVEL: undefined }, empty]) {
    const result = parseEnvironment({ ...ENVIRONMENT, ...change })
    expect(result.ok && result.value).toMatchObject(defaults)
  }
})
