import { expect, test } from '@playwright/test'
import { cookieName, cookieOptions } from '@/lib/platform/cookies'
import { useEnvironment } from '../builders/environment'

useEnvironment({ AUTH_URL: 'https://portal.example' })

test('on https a cookie is bound to the host, and kept from scripts and from other sites @B7', () => {
  expect(cookieName('sign-in')).toBe('__Host-portal.sign-in')
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: true }
  // Nothing else: with a domain of its own a browser refuses the name.
  expect(cookieOptions()).toEqual(options)
  expect(cookieOptions(0)).toEqual({ ...options, maxAge: 0 })
})
