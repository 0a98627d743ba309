import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { meetsTokenAssurance } from '@/lib/auth/oidc/api-token/token-assurance'
import { isSessionActive, rolesOf } from '@/lib/auth/sessions/session'
import { confirmationParams, requireFreshAuth } from '@/lib/auth/step-up/freshness'
import { env, parseEnvironment } from '@/lib/platform/env'
import { ENVIRONMENT, useEnvironment } from '../builders/environment'

useEnvironment()

/** The lines that the document gives, as an operator would copy them. */
const document = readFileSync('docs/providers.md', 'utf8')
const [, block = ''] = /^# PSD2\b.*\n((?:[A-Z_]+=.+\n)+)/m.exec(document) ?? []
const lines = Object.fromEntries(
  [...block.matchAll(/^([A-Z_]+)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
)
const parsed = parseEnvironment({ ...ENVIRONMENT, ...lines })

// The configuration is the whole worker's.
const before = { ...env() }
beforeEach(() => {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  Object.assign(env(), parsed.value)
})
afterEach(() => {
  Object.assign(env(), before)
})

const at = new Date('2026-04-20T09:00:00.000Z')
const ago = (seconds: number) => new Date(at.getTime() - seconds * 1000)
const STRONG = 'urn:example:sca'
const session = (changes: object = {}) => ({
  lastSeenAt: at,
  createdAt: ago(60),
  expiresAt: new Date(at.getTime() + 3_600_000),
  roles: [] as string[],
  authenticatedAt: ago(60),
  acr: STRONG as string | null,
  amr: [] as string[],
  ...changes,
})

test('the documented lines for PSD2 are settings that a portal starts with', () => {
  expect(Object.keys(lines).length).toBeGreaterThanOrEqual(6)
  expect(parsed.ok).toBe(true)
})

test('with the documented lines for PSD2 a sign-in ends after five idle minutes, that of staff too @B3', () => {
  for (const roles of [[], ['support'], ['auditor']]) {
    expect(isSessionActive(session({ roles, lastSeenAt: ago(299) }), at)).toBe(true)
    expect(isSessionActive(session({ roles, lastSeenAt: ago(300) }), at)).toBe(false)
  }
})

test('with the documented lines for PSD2 no act goes without strong customer authentication of the last five minutes @A6', () => {
  expect(requireFreshAuth(session(), at)).toBeNull()
  for (const lacking of [
    { acr: null },
    { acr: 'urn:example:password' },
    { authenticatedAt: ago(301) },
    { authenticatedAt: null },
  ])
    expect([lacking, requireFreshAuth(session(lacking), at)]).toEqual([
      lacking,
      expect.objectContaining({ code: 'stale-sign-in' }),
    ])
  for (const forStaff of [false, true])
    expect(confirmationParams(forStaff)).toMatchObject({ acr_values: STRONG, max_age: '0' })
})

test('with the documented settings for PSD2 a role takes strong customer authentication @A10', () => {
  expect(rolesOf(session({ roles: ['support'] }))).toEqual(['support'])
  for (const acr of [null, 'urn:example:password'])
    expect(rolesOf(session({ roles: ['support'], acr }))).toEqual([])
})

test('with the documented lines for PSD2 the app’s API asks for the same @A6', () => {
  expect(meetsTokenAssurance(session(), at)).toBe(true)
  for (const lacking of [
    { acr: null },
    { acr: 'urn:example:password' },
    { authenticatedAt: ago(301) },
    { authenticatedAt: null },
  ])
    expect([lacking, meetsTokenAssurance(session(lacking), at)]).toEqual([lacking, false])
})
