import { expect, test } from 'vitest'
import {
  callNumberOf,
  callNumberStep,
  presentCallNumber,
} from '@/lib/auth/authorization/call-number'
import { useEnvironment } from '../builders/environment'

useEnvironment()

const account = { issuer: 'https://issuer.example', subject: 'ada' }

test('a call number has six digits, changes every 30 seconds, and is another one for each account @C5', () => {
  const at = new Date('2026-01-15T14:03:00.000Z')
  const step = callNumberStep(at)
  expect(callNumberStep(new Date(at.getTime() + 29_999))).toBe(step)
  expect(callNumberStep(new Date(at.getTime() + 30_000))).toBe(step + 1)
  const numbers = Array.from({ length: 500 }, (_, place) => callNumberOf(account, step + place))
  for (const number of numbers) expect(number).toMatch(/^\d{6}$/)
  expect(new Set(numbers).size).toBeGreaterThan(490)
  // Issuer and subject can't be shifted into each other.
  const shifted = { issuer: 'https://issuer.examplea', subject: 'da' }
  for (const other of [{ ...account, subject: 'bob' }, shifted])
    expect(callNumberOf(other, step)).not.toBe(callNumberOf(account, step))
})

test('a number is shown for as long as it is accepted: to the end of the next step', () => {
  const at = new Date('2026-01-15T14:03:00.000Z')
  for (const ms of [0, 1, 29_999])
    expect(presentCallNumber(account, new Date(at.getTime() + ms))).toEqual({
      number: callNumberOf(account, callNumberStep(at)),
      until: new Date(at.getTime() + 60_000),
    })
})
