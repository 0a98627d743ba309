import { describe, expect, test } from 'vitest'
import { headersFor, leadOlderForm } from '../../server/response-headers.mjs'
import { makeOwn, MOST_BODY_BYTES, pathOf, refusalOf } from '../../server/request-rules.mjs'

const ORIGIN = 'https://devices.example'

/** What becomes of a request; every one here has its host. */
const asked = (method: string, target: string, headers: Record<string, string> = {}) =>
  refusalOf(
    { method, target, httpVersion: '1.1', headers, rawHeaders: ['Host', 'devices.example'] },
    ORIGIN,
  )

describe('an address that could be understood in two ways is none', () => {
  for (const target of [
    '*',
    'http://elsewhere.example/',
    '//elsewhere.example',
    '/devices//x',
    '/..',
    '/./devices',
    '/devices/..',
    '/%2e%2e/devices',
    '/devices/%2E/x',
    '/devices/%2f..',
    '/devices\\x',
    '/devices/%5cx',
    '/devices;x',
    '/devices/%3Bx',
    '/devices%00',
    '/devices%0d%0aSet-Cookie:a=1',
    '/%252e%252e/devices',
    '/devices/%',
    '/devices/%zz',
    '/devices/%ff',
    '/devices#x',
    '/devices x',
    '/d\u00e9vices',
    '',
  ])
    test(`${JSON.stringify(target)} @F2 @D7`, () => {
      expect(pathOf(target)).toBeNull()
      expect(asked('GET', target)).toEqual({ status: 400 })
    })
})

test('addresses of the portal are let in, with whatever query', () => {
  const number = '/receipts/ABCD-EFGH-2345'
  for (const target of ['/', '/devices', '/devices/', number, '/_next/static/chunks/0~a-b_c.js'])
    for (const query of ['', '?return=//elsewhere&x=%0d%0a;..\\'])
      expect(asked('GET', `${target}${query}`)).toBeNull()
  expect(asked('GET', `/${'a'.repeat(8 * 1024)}`)).toEqual({ status: 414 })
})

test('of the framework’s own addresses only its files are there @J6', () => {
  for (const path of ['/_global-error', '/_not-found', '/__nextjs_source-map', '/_next'])
    expect(asked('GET', path)).toEqual({ status: 404 })
})

test('a request names one host, or is refused @F2', () => {
  const from = (rawHeaders: string[], httpVersion = '1.1') =>
    refusalOf({ method: 'GET', target: '/', httpVersion, headers: {}, rawHeaders }, ORIGIN)
  expect(from([])).toEqual({ status: 400 })
  expect(from(['Host', 'a', 'hOST', 'b'])).toEqual({ status: 400 })
  expect(from(['Accept', 'host', 'Host', 'a'])).toBeNull()
  expect(from([], '1.0')).toBeNull()
})

test('pages are read and posted to, files are read, and nothing else is done to either @D2', () => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'CONNECT', 'get'])
    for (const path of ['/', '/devices', '/api/health/live', '/api/auth/session', '/nothing'])
      expect(asked(method, path, { origin: ORIGIN })).toEqual({
        status: 405,
        allow: 'GET, HEAD, POST',
      })
  expect(asked('POST', '/_next/static/a.js', { origin: ORIGIN })).toEqual({
    status: 405,
    allow: 'GET, HEAD',
  })
  expect(asked('TRACE', '/api/v1/client-states')?.status).toBe(405)
  expect(asked('PUT', '/api/v1/client-states')).toBeNull()
})

test('a post to a page that doesn’t come from a page of ours is refused @D1', () => {
  const elsewhere: Record<string, string>[] = [
    {},
    { origin: 'null' },
    { origin: '' },
    { origin: 'https://elsewhere.example' },
    { origin: 'http://devices.example' },
    { origin: `${ORIGIN}:8443` },
    { origin: `${ORIGIN}.elsewhere.example` },
    { origin: `${ORIGIN}/` },
    { origin: ORIGIN.toUpperCase() },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://elsewhere.example', 'x-forwarded-host': 'elsewhere.example' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
  ]
  for (const headers of elsewhere)
    for (const path of ['/', '/devices', '/signed-out', '/api/auth/callback/oidc', '/api/v1'])
      for (const cookie of [{}, { cookie: '__Host-portal.sign-in=x' }])
        expect(asked('POST', path, { ...headers, ...cookie })).toEqual({ status: 403 })
  expect(asked('POST', '/devices', { origin: ORIGIN })).toBeNull()
  expect(asked('POST', '/devices', { 'sec-fetch-site': 'same-origin' })).toBeNull()
})

test('what machines post to asks for no origin', () => {
  for (const path of ['/api/v1/devices/report', '/api/auth/backchannel-logout', '/api/reports'])
    expect(asked('POST', path)).toBeNull()
})

test('a body that says it is too large is not waited for @D4', () => {
  const of = (bytes: number) => ({ origin: ORIGIN, 'content-length': String(bytes) })
  expect(asked('POST', '/devices', of(MOST_BODY_BYTES))).toBeNull()
  expect(asked('POST', '/devices', of(MOST_BODY_BYTES + 1))).toEqual({ status: 413 })
  expect(asked('POST', '/api/v1/client-states', of(MOST_BODY_BYTES + 1))).toBeNull()
})

test('nobody outside speaks the framework’s own language or says where the portal is @F2', () => {
  const kept = {
    cookie: 'a=1',
    rsc: '1',
    'next-action': 'x',
    'next-router-state-tree': 'x',
    'x-forwarded-for': '203.0.113.7',
  }
  const headers = {
    ...kept,
    host: 'elsewhere.example',
    forwarded: 'host=elsewhere.example',
    'x-forwarded-host': 'elsewhere.example',
    'x-forwarded-proto': 'gopher',
    'x-forwarded-port': '1',
    'x-forwarded-prefix': '/x',
    'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy',
    'x-middleware-rewrite': '/x',
    'x-nextjs-data': '1',
    'x-next-resume-state-length': '1',
    'x-now-route-matches': '1=x',
    'x-invoke-path': '/x',
    'x-matched-path': '/x',
    'x-prerender-revalidate': 'x',
    'x-original-url': '/x',
    'x-rewrite-url': '/x',
    'x-http-method-override': 'PUT',
    'next-resume': '1',
    upgrade: 'websocket',
  }
  makeOwn(headers, new URL(ORIGIN))
  expect(headers).toEqual({
    ...kept,
    host: 'devices.example',
    'x-forwarded-host': 'devices.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
  })
})

const answer = (path: string, status: number, own: Record<string, string> = {}) =>
  headersFor({ path, status, header: (name) => own[name] })

test('every answer has every header; what isn’t a page can’t act as one @E1 @E2 @E5', () => {
  for (const status of [200, 206, 303, 304, 307, 308, 400, 403, 404, 405, 413, 429, 500, 503])
    expect(answer('/x', status)).toEqual({
      'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
      'Cache-Control': 'no-store',
      'Content-Security-Policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
    })
  expect(answer('/', 200, { 'content-security-policy': 'its own' })).not.toHaveProperty(
    'Content-Security-Policy',
  )
})

test('only the portal’s own files may be kept, and only as a whole @E4', () => {
  const cached = 'public, max-age=31536000, immutable'
  const of = (path: string, status: number, caching: string) =>
    answer(path, status, { 'cache-control': caching })['Cache-Control']
  for (const path of ['/_next/static/a.js', '/icon.svg', '/brand/logo.png', '/favicon.ico'])
    expect(of(path, 200, cached), path).toBeUndefined()
  expect(of('/.well-known/jwks.json', 200, 'public, max-age=300')).toBeUndefined()
  for (const path of ['/', '/devices', '/devices/x.css', '/devices.js', '/api/auth/session'])
    expect(of(path, 200, cached), path).toBe('no-store')
  for (const caching of ['', 's-maxage=31536000', 'private, max-age=0'])
    expect(of('/icon.svg', 200, caching), caching).toBe('no-store')
  expect(of('/_next/static/a.js', 404, cached)).toBe('no-store')
  expect(of('/devices', 200, 'private, no-cache, no-store')).toBeUndefined()
})

test('a form without an action here goes along to where its choice is kept, and no other answer leads away', () => {
  const unknown = (name: string) => (name === 'x-nextjs-action-not-found' ? '1' : undefined)
  const path = '/devices/01/remove'
  expect(leadOlderForm({ path, status: 409, header: unknown })).toBe(
    '/not-done/leave?problem=older-page&return=%2Fdevices%2F01%2Fremove',
  )
  for (const status of [200, 303, 400, 404, 500])
    expect(leadOlderForm({ path, status, header: unknown })).toBeNull()
  expect(leadOlderForm({ path, status: 409, header: () => undefined })).toBeNull()
})
