import { formWith, hiddenFields } from '../fixtures/forms'
import { builtAction } from './built'
import { HOSTILE_IDS, PROBES } from './probes'
import { askFor, each, headerFaults } from './surface'
import { cookieOf, expect, test } from './surface-test'

test('what nobody has business with is not there, and asking for it tells nothing @J6 @J1', async ({
  stack,
}) => {
  const { portal, secrets } = stack
  expect(PROBES.length).toBeGreaterThanOrEqual(250)
  const unexpected: string[] = []
  await each(PROBES, async (target) => {
    const answer = await askFor(portal.url, target)
    const isThere = ![308, 400, 404, 405, 414].includes(answer.status)
    const leads = answer.status === 308 && answer.headers['location'] !== target.slice(0, -1)
    const told = Object.values(secrets).some((secret) => answer.text.includes(secret))
    const says = /\bat .*\.js:|standalone|\[core\]|"dependencies"|AUTH_SECRET/
    if (isThere || leads || told || says.test(answer.text))
      unexpected.push(`${target.slice(0, 80)}: ${answer.status}`)
    unexpected.push(...headerFaults(answer).map((fault) => `${target.slice(0, 80)}: ${fault}`))
  })
  expect(unexpected).toEqual([])
})

test('no id leads the portal to another address of the service @D7 @C2', async ({
  somebody: { portal, cookie, person },
  createPerson,
  playwright,
  recognize,
}) => {
  const agent = await createPerson({ claims: { roles: ['support', 'auditor'] } })
  const browser = await playwright.request.newContext()
  const staff = await cookieOf(browser, portal, agent)
  await browser.dispose()
  const before = new Set((await recognize.journal()).map(({ requestId }) => requestId))
  const unexpected: string[] = []
  const places = [
    '/devices/*',
    '/devices/*/remove',
    '/devices/add/*/events',
    '/receipts/*/file',
    '/support/users/*/devices',
    `/support/users/${person.userId}/devices/*`,
    `/support/users/${person.userId}/receipts/*`,
    '/support/approvals/*',
    '/api/v1/activations/*/report',
  ]
  const targets = places.flatMap((place) => HOSTILE_IDS.map((id) => place.replace('*', id)))
  await each(targets, async (target) => {
    const isApi = target.startsWith('/api/')
    const sent = { cookie: target.startsWith('/support') ? staff : cookie, origin: portal }
    const answer = await askFor(portal, target, {
      method: isApi ? 'POST' : 'GET',
      headers: { ...sent, ...(isApi ? { 'content-type': 'application/json' } : {}) },
      body: isApi ? '{}' : '',
    })
    if (answer.status >= 500) unexpected.push(`${target}: ${answer.status}`)
  })
  const calls = (await recognize.journal()).filter(({ requestId }) => !before.has(requestId))
  expect(unexpected).toEqual([])
  const known =
    /^\/v2\/(users\/[0-9A-F]+\/devices(\/[\w%]+)?|external-users\/[^/?#]+\/users|operations\/[^/?#]+)$/
  expect(calls.filter(({ rawUrl }) => !known.test(rawUrl))).toEqual([])
})

const ELSEWHERE = [
  '//elsewhere.example',
  '/\\elsewhere.example',
  '\\\\elsewhere.example',
  '/%2F/elsewhere.example',
  '/%5Celsewhere.example',
  'https://elsewhere.example',
  'https:elsewhere.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/devices\r\nLocation: https://elsewhere.example',
  '/devices/..//elsewhere.example',
  '/devices@elsewhere.example',
  '/\t/elsewhere.example',
  ' //elsewhere.example',
]

test('a sign-in and its way back lead to the portal or its provider, and nowhere else @D11', async ({
  stack,
  request,
}) => {
  const portal = stack.portal.url
  for (const address of ELSEWHERE) {
    const wanted = encodeURIComponent(address)
    const start = await (await request.get(`${portal}/?return=${wanted}`)).text()
    const form = formWith(start, 'name="return"') ?? ''
    expect(hiddenFields(form)).toContainEqual(['return', '/devices'])
    for (const query of [`callbackUrl=${wanted}`, `error=x&redirectTo=${wanted}`]) {
      const back = await askFor(portal, `/api/auth/callback/oidc?${query}`)
      const { origin } = new URL(String(back.headers['location']), portal)
      expect(origin, address).toBe(portal)
    }
  }
})

test('posts from elsewhere, and bodies of any kind and size, run nothing and stop nothing @D1 @D4 @D13 @F2', async ({
  somebody: { portal, cookie },
}) => {
  const rename = builtAction('devices.renameDeviceAction')
  const call = { cookie, 'next-action': rename.id, 'content-type': 'text/plain' }
  const evil = 'https://elsewhere.example'
  for (const headers of [
    { origin: evil },
    { origin: evil, host: 'elsewhere.example', 'x-forwarded-host': 'elsewhere.example' },
    { origin: 'null' },
    { origin: 'not an origin' },
    { origin: portal.replace(/\d+$/, '1') },
    { 'x-forwarded-host': new URL(portal).host },
  ] as Record<string, string>[]) {
    const sent = { method: 'POST', headers: { ...call, ...headers }, body: '[]' }
    const answer = await askFor(portal, '/devices', sent)
    expect([answer.status, answer.text]).toEqual([403, '403 Forbidden\n'])
  }
  const deep = '['.repeat(100_000)
  const bodies = ['', '{', deep, `[${'"$1",'.repeat(50_000)}1]`, '["$@1"]', '["$F1"]', '["$Q9"]']
  for (const body of [...bodies, `[${JSON.stringify('x'.repeat(900_000))}]`, '\0'.repeat(1000)]) {
    const from = performance.now()
    const sent = { method: 'POST', headers: { ...call, origin: portal }, body }
    const answer = await askFor(portal, '/devices', sent)
    const what = body.slice(0, 20)
    expect(headerFaults(answer), what).toEqual([])
    expect(answer.text.length, what).toBeLessThan(200_000)
    expect(performance.now() - from, what).toBeLessThan(5_000)
  }
  expect((await askFor(portal, '/api/health/live')).status).toBe(200)
})
