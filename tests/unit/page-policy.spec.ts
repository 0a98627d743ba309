import { expect, test } from 'vitest'
import { newNonce, contentSecurityPolicy } from '@/lib/web/content-security-policy'

test('ten thousand pages have ten thousand nonces of 128 bits @E1', () => {
  const nonces = Array.from({ length: 10_000 }, newNonce)
  expect(new Set(nonces).size).toBe(10_000)
  expect(new Set(nonces.map((nonce) => Buffer.from(nonce, 'base64').length))).toEqual(new Set([16]))
})

test('the policy of a page admits its own files and its nonce, and nothing that undoes that @E1 @E6', () => {
  const provider = 'https://provider.example/realm'
  const policy = contentSecurityPolicy('x', { provider, logo: '/logo.svg', development: false })
  const rules = Object.fromEntries(
    policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]),
  )
  expect(rules).toEqual({
    'default-src': "'none'",
    'script-src': "'self' 'nonce-x'",
    'style-src': "'self' 'nonce-x'",
    'img-src': "'self'",
    'font-src': "'self'",
    'connect-src': "'self'",
    'manifest-src': "'self'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    'form-action': "'self' https://provider.example",
    'require-trusted-types-for': "'script'",
    'trusted-types': 'default',
    'report-uri': '/api/reports',
  })
})
