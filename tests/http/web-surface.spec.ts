import { askFor, each, headerFaults, type Sent } from './surface'
import { expect, test } from './surface-test'

// What the whole server shows, over HTTP alone: the front door, the framework and the routes together.

/** What leads to each status, from outside and by `origin`. */
function ways(portal: string, cookie: string): [status: number, target: string, sent?: Sent][] {
  const own = { origin: portal, cookie }
  const post = (headers: Record<string, string>, body = ''): Sent => ({
    method: 'POST',
    headers: { ...own, ...headers },
    body,
  })
  const report = { 'content-type': 'application/csp-report' }
  const unknown = { 'next-action': `7f${'0'.repeat(40)}`, 'content-type': 'text/plain' }
  return [
    [200, '/'],
    [200, '/devices', { headers: { cookie } }],
    [200, '/devices', { headers: { ...own, rsc: '1', 'next-router-prefetch': '1' } }],
    [200, '/api/auth/session', { headers: { cookie } }],
    [200, '/api/health/ready'],
    [303, '/devices'],
    [307, '/', { headers: { cookie } }],
    [307, '/api/auth/callback/oidc?code=x&state=x'],
    [308, '/devices/'],
    [400, '/devices;x'],
    [400, '/', post({ 'next-action': 'x' })],
    [400, '/api/reports', post(report, '{}')],
    [401, '/api/v1/devices/report', post({ 'content-type': 'application/json' }, '{}')],
    [403, '/devices', { method: 'POST', headers: { cookie } }],
    [404, '/nothing'],
    [404, '/api/nothing'],
    [404, '/_next/static/nothing.js'],
    [404, '/receipts/ABCD-EFGH-2345/file', { headers: { cookie } }],
    [405, '/devices', { method: 'PUT', headers: own }],
    [405, '/api/health/live', { method: 'POST', headers: own }],
    [405, '/api/v1/client-states', { method: 'DELETE' }],
    [409, '/', post(unknown, '[]')],
    [413, '/', { method: 'POST', headers: { ...own, 'content-length': String(2 ** 21) } }],
    [413, '/api/reports', post(report, 'x'.repeat(9_000))],
    [414, `/${'x'.repeat(9_000)}`],
    // The framework's own answer to a body that isn't what it says it is.
    [500, '/', post({ 'content-type': 'multipart/form-data; boundary=x' }, 'x')],
  ]
}

test('every answer has all headers and none for other origins, whatever its status @E2 @E3 @E4 @J1', async ({
  somebody: { portal, cookie },
}) => {
  for (const origin of [undefined, 'https://elsewhere.example', 'null'])
    for (const [status, target, sent = {}] of ways(portal, cookie)) {
      if (origin !== undefined && sent.method !== undefined) continue
      const headers = { ...sent.headers, ...(origin === undefined ? {} : { origin }) }
      const answer = await askFor(portal, target, { ...sent, headers })
      const what = `${sent.method ?? 'GET'} ${target.slice(0, 40)} from ${origin}`
      expect([what, answer.status]).toEqual([what, followed(status, answer)])
      expect([what, ...headerFaults(answer)]).toEqual([what])
      if (status >= 400) expect(answer.text).not.toMatch(/\n\s+at |node_modules|\.next\/server/)
    }
})

/** The framework leads data of a page to an address of its own first. */
const followed = (status: number, answer: { status: number; headers: object }) =>
  status === 200 && answer.status === 307 && 'location' in answer.headers ? 307 : status

test('whoever asks too often is told so with all headers @E2 @D12', async ({ stack }) => {
  const sent: Sent = {
    method: 'POST',
    // An address that only this test has.
    headers: { 'content-type': 'application/csp-report', 'x-forwarded-for': '203.0.113.93' },
    body: '{}',
  }
  const statuses: number[] = []
  for (let count = 0; count < 21; count++) {
    const answer = await askFor(stack.portal.url, '/api/reports', sent)
    statuses.push(answer.status)
    if (answer.status === 429) {
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(headerFaults(answer)).toEqual([])
    }
  }
  expect(statuses).toEqual([...Array<number>(20).fill(400), 429])
})

test('only files of the portal may be kept; what is somebody’s never, whatever its address looks like @E4', async ({
  somebody: { portal, cookie, person },
}) => {
  const page = await askFor(portal, '/devices', { headers: { cookie } })
  expect(page.text).toContain(person.name)
  const file = /\/_next\/static\/[^"]+\.js/.exec(page.text)?.[0] ?? ''
  // What only a document heeds isn't sent with scripts.
  const ofDocuments = [
    'cross-origin-opener-policy',
    'permissions-policy',
    'content-security-policy',
  ]
  for (const [target, caching, without] of [
    [file, 'public, max-age=31536000, immutable', ofDocuments],
    ['/icons.svg', 'public, max-age=0', []],
  ] as const) {
    const answer = await askFor(portal, target)
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, caching])
    expect(headerFaults(answer)).toEqual([...without, 'cache-control'])
    expect(answer.headers).not.toHaveProperty('set-cookie')
  }
  const ranged = await askFor(portal, '/icons.svg', { headers: { range: 'bytes=0-9' } })
  expect([ranged.status, ...headerFaults(ranged)]).toEqual([206, 'cache-control'])

  const forms = ['', '/', '.css', '/x.css', ';x.css', '%3Bx.css', '%2Fx.css', '.rsc', '?x.css']
  const segment = '.segments/_tree.segment.rsc'
  const kinds: Record<string, string>[] = [
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-segment-prefetch': '/_tree' },
    { purpose: 'prefetch', 'sec-purpose': 'prefetch' },
    { 'x-middleware-prefetch': '1', 'x-nextjs-data': '1' },
    { 'next-resume': '1', 'x-next-resume-state-length': '1' },
  ]
  const unexpected: string[] = []
  const asked = [
    ...[...forms, segment, '.txt', '%00.css', '?_rsc=x'].map((form) => ({ form, kind: {} })),
    ...kinds.flatMap((kind) => ['', '.css', '?_rsc=x'].map((form) => ({ form, kind }))),
  ]
  await each(asked, async ({ form, kind }) => {
    for (const path of ['/devices', '/api/auth/session']) {
      const answer = await askFor(portal, path + form, { headers: { ...kind, cookie } })
      const faults = headerFaults(answer)
      if (faults.length > 0 || answer.status >= 500)
        unexpected.push([path + form, JSON.stringify(kind), answer.status, ...faults].join(' '))
    }
  })
  expect(unexpected).toEqual([])
})

test('every page has a nonce of its own @E1', async ({ stack }) => {
  const nonces = new Set<string>()
  await each(Array.from({ length: 50 }), async () => {
    const { headers, text: page } = await askFor(stack.portal.url, '/signed-out')
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(String(headers['content-security-policy'])) ?? []
    expect(page).toContain(`nonce="${nonce}"`)
    nonces.add(nonce)
  })
  expect(nonces.size).toBe(50)
})
