import { expect, test } from 'vitest'
import {
  confirmationParams,
  paramsAgain,
  supportParams,
  freshForMs,
  isFreshAuth,
  meetsAssurance,
  requireFreshAuth,
  undoGraceSeconds,
} from '@/lib/auth/step-up/freshness'
import { parseEnvironment } from '@/lib/platform/env'
import { ENVIRONMENT, useEnvironment } from '../builders/environment'

useEnvironment()

const at = new Date('2026-04-20T09:00:00.000Z')
const ago = (seconds: number) => new Date(at.getTime() - seconds * 1000)
const acr = 'urn:example:mfa'
const wanted = { maxAgeSeconds: 300, acr: [acr, 'urn:example:key'], amr: ['otp', 'hwk'] }
const none = { acr: undefined, amr: undefined }
const proof = { authenticatedAt: at, acr, amr: ['pwd', 'otp'] }

test('a sign-in of another kind than asked for is not fresh, however recent @A6', () => {
  for (const other of [null, '', 'urn:example:password', 'urn:example', `${acr} urn:example:key`])
    expect(isFreshAuth({ ...proof, acr: other }, at, 0, wanted), String(other)).toBe(false)
  for (const amr of [[], ['pwd'], ['pwd otp'], ['OTP']])
    expect(isFreshAuth({ ...proof, amr }, at, 0, wanted), amr.join()).toBe(false)
})

test('a sign-in of the right kind is not fresh when nobody knows how old it is @A6', () => {
  for (const authenticatedAt of [null, new Date(NaN)])
    expect(isFreshAuth({ ...proof, authenticatedAt }, at, 0, wanted)).toBe(false)
})

test('a sign-in is fresh to the second: not one longer, nor one more from the future than clocks may differ @A6', () => {
  const fresh = (seconds: number, grace = 0) =>
    isFreshAuth({ ...proof, authenticatedAt: ago(seconds) }, at, grace, wanted)
  for (const seconds of [301, 300.001, -60.001, -61]) expect(fresh(seconds)).toBe(false)
  for (const seconds of [300, 299, 0, -30, -60]) expect(fresh(seconds)).toBe(true)
  // An undo, which whoever was fresh when they removed has until the removal goes.
  expect(undoGraceSeconds()).toBe(60)
  expect(fresh(361, 60)).toBe(false)
  expect(fresh(360, 60)).toBe(true)
  expect(fresh(-61, 60)).toBe(false)
})

test('any of the kinds asked for will do @A6', () => {
  for (const kind of wanted.acr)
    for (const means of wanted.amr)
      expect(isFreshAuth({ ...proof, acr: kind, amr: [means] }, at, 0, wanted)).toBe(true)
})

test('where no kind of sign-in is asked for, its time alone decides @A6', () => {
  const unsaid = { acr: null, amr: [] }
  expect(isFreshAuth({ ...unsaid, authenticatedAt: null }, at)).toBe(false)
  expect(isFreshAuth({ ...unsaid, authenticatedAt: ago(301) }, at)).toBe(false)
  expect(isFreshAuth({ ...unsaid, authenticatedAt: at }, at)).toBe(true)
})

test('a page learns for how long it need not ask, and nothing good of a sign-in that isn’t fresh @A6', () => {
  const left = (seconds: number) =>
    freshForMs({ ...proof, authenticatedAt: ago(seconds) }, at, wanted)
  expect([left(301), left(300), left(299), left(0)]).toEqual([0, 0, 1000, 300_000])
  expect(freshForMs({ ...proof, amr: [] }, at, wanted)).toBe(0)
})

test('only of a sign-in of just now is it said that the provider didn’t ask @A6', () => {
  const said = (openedAgo: number, authenticatedAgo: number) =>
    requireFreshAuth(
      { ...proof, createdAt: ago(openedAgo), authenticatedAt: ago(authenticatedAgo) },
      at,
      0,
      wanted,
    )
  expect(said(1, 10)).toBeNull()
  expect(said(1, 301)).toEqual({ code: 'stale-sign-in', providerSkippedReauth: true })
  expect(said(301, 301)).toEqual({ code: 'stale-sign-in', providerSkippedReauth: false })
})

test('the provider is asked for those kinds, and to ask the person anew @A6', () => {
  expect(confirmationParams(false, wanted, none)).toEqual({
    prompt: 'login',
    max_age: '0',
    acr_values: 'urn:example:mfa urn:example:key',
  })
  expect(confirmationParams(false, none, none)).toEqual({ prompt: 'login', max_age: '0' })
})

test('on the way to the desk it is asked for what staff need, and for nothing that wouldn’t do @A10', () => {
  const staff = { acr: ['urn:example:key', 'urn:example:card'], amr: undefined }
  expect(confirmationParams(true, wanted, staff)['acr_values']).toBe('urn:example:key')
  expect(confirmationParams(true, none, staff)['acr_values']).toBe(staff.acr.join(' '))
  expect(confirmationParams(false, none, staff)).not.toHaveProperty('acr_values')
  expect(supportParams(staff)).toEqual({ acr_values: staff.acr.join(' ') })
  expect(supportParams(none)).toEqual({})
})

test('what the provider doesn’t say of a sign-in of staff is not so @A10', () => {
  const staff = { acr: ['mfa'], amr: ['hwk'] }
  expect(meetsAssurance({ acr: null, amr: ['hwk'] }, staff)).toBe(false)
  expect(meetsAssurance({ acr: 'mfa', amr: [] }, staff)).toBe(false)
  expect(meetsAssurance({ acr: 'mfa', amr: ['pwd', 'hwk'] }, staff)).toBe(true)
  expect(meetsAssurance({ acr: null, amr: [] }, none)).toBe(true)
})

test('the kinds are read from the settings, whatever white space is between them', () => {
  const read = (given: Record<string, string | undefined>) =>
    parseEnvironment({ ...ENVIRONMENT, ...given })
  const names = [
    'STEP_UP_ACR_VALUES',
    'STEP_UP_AMR_VALUES',
    'STAFF_ACR_VALUES',
    'STAFF_AMR_VALUES',
  ] as const
  for (const name of names) {
    const of = (value?: string) => {
      const result = read({ [name]: value })
      return result.ok ? result.value[name] : result.error
    }
    expect(of(' urn:example:mfa  urn:example:key ')).toEqual([acr, 'urn:example:key'])
    for (const unset of [undefined, '']) expect(of(unset)).toBeUndefined()
    expect(of(' ')).toEqual([{ name, problem: 'is empty' }])
  }
  expect(read({ STEP_UP_AUTH_TIME: 'never' })).toMatchObject({
    error: [{ name: 'STEP_UP_AUTH_TIME', problem: 'is neither required nor sign-in' }],
  })
  expect(read({ STEP_UP_ACR_VALUES: 'a b', STAFF_ACR_VALUES: 'c' })).toMatchObject({
    error: [{ name: 'STAFF_ACR_VALUES' }],
  })
  expect(read({ STEP_UP_ACR_VALUES: 'a b', STAFF_ACR_VALUES: 'b c' }).ok).toBe(true)
})

test('a sign-in that is begun again asks for what the first one asked for @A6', () => {
  expect(paramsAgain('/devices')).toEqual({})
  expect(paramsAgain('/support/activity')).toEqual(supportParams())
  expect(paramsAgain('/devices/0a/remove?confirmed=1')).toEqual(confirmationParams(false))
  expect(paramsAgain('/support?confirmed=2')).toEqual(confirmationParams(true))
})
