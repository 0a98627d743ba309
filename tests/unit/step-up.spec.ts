import { expect, test } from '@playwright/test'
import { confirmationParams, isFresh } from '@/lib/identity/step-up'
import { parseEnvironment } from '@/lib/platform/env'
import { ENVIRONMENT, useEnvironment } from '../builders/environment'

useEnvironment()

const at = new Date('2026-04-20T09:00:00.000Z')
const ago = (seconds: number) => new Date(at.getTime() - seconds * 1000)
const acr = 'urn:example:mfa'
const wanted = [acr, 'urn:example:key']

test('a sign-in of another kind than asked for is not fresh, however recent @A6', () => {
  for (const other of [null, '', 'urn:example:password', 'urn:example', `${acr} urn:example:key`])
    expect(isFresh({ authenticatedAt: at, acr: other }, at, wanted), String(other)).toBe(false)
})

test('a sign-in of the right kind is not fresh when it is old, or nobody knows how old @A6', () => {
  for (const authenticatedAt of [null, ago(301), ago(-31)])
    expect(isFresh({ authenticatedAt, acr }, at, wanted)).toBe(false)
})

test('a recent sign-in of any of the kinds is fresh', { tag: ['@A6'] }, () => {
  for (const kind of [acr, 'urn:example:key'])
    for (const seconds of [0, 300, -30])
      expect(isFresh({ authenticatedAt: ago(seconds), acr: kind }, at, wanted)).toBe(true)
})

test('the provider is asked for those kinds, and to ask the person anew', { tag: ['@A6'] }, () => {
  expect(confirmationParams(wanted)).toEqual({
    prompt: 'login',
    max_age: '0',
    acr_values: 'urn:example:mfa urn:example:key',
  })
})

test('where no kind of sign-in is asked for, its time alone decides', { tag: ['@A6'] }, () => {
  for (const kind of [null, 'urn:example:password']) {
    expect(isFresh({ authenticatedAt: null, acr: kind }, at)).toBe(false)
    expect(isFresh({ authenticatedAt: ago(301), acr: kind }, at)).toBe(false)
    expect(isFresh({ authenticatedAt: at, acr: kind }, at)).toBe(true)
  }
  expect(confirmationParams()).toEqual({ prompt: 'login', max_age: '0' })
})

test('the kinds are read from the setting, whatever white space is between them @A6', () => {
  const read = (STEP_UP_ACR_VALUES?: string) => {
    const result = parseEnvironment({ ...ENVIRONMENT, STEP_UP_ACR_VALUES })
    return result.ok ? result.value.STEP_UP_ACR_VALUES : result.error
  }
  expect(read(' urn:example:mfa  urn:example:key ')).toEqual(wanted)
  for (const none of [undefined, '']) expect(read(none)).toBeUndefined()
})
