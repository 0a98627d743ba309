import { readFileSync, writeFileSync } from 'node:fs'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SECRET_FILES } from '@/server/secret-files.mjs'
import { parseEnvironment } from '@/lib/platform/env'
import { SECRETS } from '@/lib/platform/settings/secrets'
import { ENVIRONMENT } from '../builders/environment'
import { emptyFolder } from './support/empty-folder'

type Source = Record<string, string | undefined>

function problemsOf(change: Source): string[] {
  const result = parseEnvironment({ ...ENVIRONMENT, ...change })
  return result.ok ? [] : result.error.map(({ name, problem }) => `${name} ${problem}`)
}

const random = (bytes = 32) => randomBytes(bytes).toString('base64url')
/** What an operator who made no mistake has. */
const PRODUCTION = {
  AUTH_URL: 'https://portal.bank.test',
  AUTH_SECRET: random(),
  AUTH_OIDC_CLIENT_SECRET: random(),
  RECOGNIZE_API_KEY: random(24),
  CLIENT_STATE_KEYS: `2026:${random()}`,
}

const REQUIRED = ['AUTH_SECRET', 'AUTH_OIDC_CLIENT_SECRET', 'RECOGNIZE_API_KEY']
const PLACEHOLDERS = [
  'replace-me-with-32-random-characters-or-more',
  'sandbox-client-secret-for-the-demo-only',
  'sandbox-recognize-api-key-sandbox-recognize',
  'ChangeMe-ChangeMe-ChangeMe-ChangeMe-12345',
  'your-secret-goes-here-0123456789-abcdefgh',
]
const GUESSABLE = ['x'.repeat(40), 'abc'.repeat(20), '0123456789'.slice(0, 9).repeat(5)]

test('in production no start with a secret that is missing, short, an example or guessable @G4', () => {
  expect(problemsOf(PRODUCTION)).toEqual([])
  for (const name of REQUIRED)
    for (const value of [undefined, '', 'short', 'secret', ...PLACEHOLDERS, ...GUESSABLE]) {
      const problems = problemsOf({ ...PRODUCTION, [name]: value })
      expect(problems.length, `${name}: ${value}`).toBeGreaterThan(0)
      expect(
        problems.every((problem) => problem.startsWith(`${name} `)),
        name,
      ).toBe(true)
    }
  expect(problemsOf({ ...PRODUCTION, AUTH_SECRET: random(22) })).toEqual([
    'AUTH_SECRET is shorter than 32 characters',
  ])
  // The second of two keys counts as much as the first.
  expect(problemsOf({ ...PRODUCTION, RECOGNIZE_API_KEY: `${random()},secret` })).toEqual([
    'RECOGNIZE_API_KEY is still an example',
  ])
  for (const CLIENT_STATE_KEYS of [`a:${'0'.repeat(64)}`, `a:${'A'.repeat(43)}`])
    expect(problemsOf({ ...PRODUCTION, CLIENT_STATE_KEYS })[0]).toMatch(/^CLIENT_STATE_KEYS /)
  for (const password of ['secret', 'changeme', 'postgres', 'replace%2Dme'])
    for (const [name, scheme] of [
      ['DATABASE_URL', 'postgres'],
      ['SMTP_URL', 'smtps'],
    ] as const) {
      const sender = name === 'SMTP_URL' ? { MAIL_FROM: 'a@bank.test' } : {}
      const change = { ...sender, [name]: `${scheme}://portal:${password}@host/x` }
      expect(problemsOf({ ...PRODUCTION, ...change })).toEqual([
        `${name} has a password that is still an example`,
      ])
    }
})

test('every secret that .env.example sets is refused in production @G4', () => {
  const example = readFileSync('.env.example', 'utf8').matchAll(/^#? ?([A-Z_]+)=(.+)$/gm)
  const given = [...example].flatMap(([, name = '', value = '']) =>
    (SECRETS as readonly string[]).includes(name) ? [[name, value] as const] : [],
  )
  expect(given.map(([name]) => name).sort()).toEqual([...SECRETS].sort())
  // The stand-in's mail server asks for no password.
  for (const [name, value] of given.filter(([name]) => name !== 'SMTP_URL'))
    expect(problemsOf({ ...PRODUCTION, [name]: value })[0], name).toMatch(new RegExp(`^${name} `))
})

test('on this machine, for trying out, the secrets of the examples will do', () => {
  for (const AUTH_SECRET of PLACEHOLDERS) expect(problemsOf({ AUTH_SECRET })).toEqual([])
})

test('what is refused about a secret never holds it @G4', () => {
  for (const name of SECRETS)
    for (const value of [
      'canary-replace-me-canary',
      'canarycanarycanarycanarycanarycanary',
      'canary',
    ])
      expect(problemsOf({ ...PRODUCTION, [name]: value }).join('\n')).not.toContain('canary')
})

describe('each secret may come from a file @G4', () => {
  const GOOD: Record<(typeof SECRETS)[number], string> = {
    AUTH_SECRET: random(),
    AUTH_OIDC_CLIENT_SECRET: random(),
    AUTH_OIDC_CLIENT_KEY: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    }) as string,
    RECOGNIZE_API_KEY: random(),
    CLIENT_STATE_KEYS: `file:${random()}`,
    TRAIL_SECRET: random(),
    DATABASE_URL: `postgres://portal:${random()}@db.bank.test/portal`,
    SMTP_URL: `smtps://portal:${random()}@mail.bank.test`,
  }
  /** What a secret has no effect without. */
  const COMPANIONS: Partial<Record<(typeof SECRETS)[number], Source>> = {
    SMTP_URL: { MAIL_FROM: 'a@bank.test' },
    AUTH_OIDC_CLIENT_KEY: {
      AUTH_OIDC_CLIENT_AUTH: 'private_key_jwt',
      AUTH_OIDC_CLIENT_SECRET: undefined,
    },
  }
  const written = (name: string, content: string) => {
    const file = join(emptyFolder(), name)
    writeFileSync(file, content, { mode: 0o600 })
    return file
  }

  for (const name of SECRETS)
    test(`${name}_FILE: its content counts, both at once and no content are refused`, () => {
      const others = { ...PRODUCTION, ...COMPANIONS[name], [name]: undefined }
      const parsed = (content: string, more: Source = {}) =>
        parseEnvironment({
          ...ENVIRONMENT,
          ...others,
          [`${name}_FILE`]: written(name, content),
          ...more,
        })
      const fromFile = parsed(`${GOOD[name]}\n`)
      const fromVariable = parseEnvironment({ ...ENVIRONMENT, ...others, [name]: GOOD[name] })
      expect(fromFile.ok && fromFile.value[name]).toEqual(
        fromVariable.ok && fromVariable.value[name],
      )
      expect(fromFile.ok).toBe(true)

      const both = parsed(GOOD[name], { [name]: GOOD[name] })
      expect(both.ok ? [] : both.error).toEqual([
        { name, problem: `and ${name}_FILE are both set: set one` },
      ])
      const unreadable = {
        name: `${name}_FILE`,
        problem: 'names a file that is empty or unreadable',
      }
      for (const bad of [parsed(''), parsed(' \n'), parsed('x', { [`${name}_FILE`]: '/nowhere' })])
        expect(bad.ok ? [] : bad.error).toEqual([unreadable])
    })

  test('the start-up script makes the paths of all of them absolute', () => {
    expect(SECRET_FILES).toEqual(SECRETS.map((name) => `${name}_FILE`))
  })
})

test('an API key is one, or two of which the newest comes first', () => {
  const keysOf = (RECOGNIZE_API_KEY: string) => {
    const result = parseEnvironment({ ...ENVIRONMENT, RECOGNIZE_API_KEY })
    return result.ok ? result.value.RECOGNIZE_API_KEY : result.error.map(({ problem }) => problem)
  }
  expect(keysOf('one+/=')).toEqual(['one+/='])
  for (const text of ['new,old', 'new\nold', ' new \r\n old \n', 'new, old, new'])
    expect(keysOf(text)).toEqual(['new', 'old'])
  expect(keysOf('a,b,c')).toEqual(['has more than 2 keys'])
  for (const text of ['a b', 'a\tb', 'ä', 'a\u0000'])
    expect(keysOf(text)).toEqual(['has characters that no key has'])
})
