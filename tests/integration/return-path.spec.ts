import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import fc from 'fast-check'

// The module of `returnPath` needs the framework's own module loader, which only a built portal has: it is loaded by
// tsx, in a process without the react-server condition, with the marker package `server-only` left out.
const PROGRAM = `
  const { createRequire } = await import('node:module')
  const require = createRequire(process.cwd() + '/lib/')
  const marker = require.resolve('server-only')
  require.cache[marker] = { id: marker, filename: marker, loaded: true, exports: {} }
  const paths = await import('./lib/identity/current.ts')
  const [name, texts] = JSON.parse(process.argv[1])
  process.stdout.write('answer ' + JSON.stringify(texts.map((text) => paths[name](text))))
`

async function pathsBy(
  name: 'returnPath' | 'confirmedPath',
  texts: readonly unknown[],
): Promise<unknown[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', PROGRAM, JSON.stringify([name, texts])],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  )
  return JSON.parse(stdout.slice(stdout.indexOf('answer ') + 7)) as unknown[]
}

const ELSEWHERE = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  '/%2F/evil.example',
  '/%5Cevil.example',
  '/devices//evil.example',
  '/devices/..//evil.example',
  '/devices/../api/auth/signout',
  '/devices/%2e%2e/x',
  '/devices\n//evil.example',
  '/devices\\@evil.example',
  '/devices@evil.example',
  '/devices.evil.example',
  '/devicesevil',
  '/devices?next=//evil.example',
  '/devices?confirmed=1',
  '/devices/add?confirmed=2',
  '/devices/add?confirmed=1&next=//evil.example',
  '/devices/add?confirmed=1#//evil.example',
  '/devices/add/x/y?confirmed=1',
  '/devices/0123?confirmed=1',
  '//evil.example/devices/add?confirmed=1',
  '/devices#//evil.example',
  '/devices/',
  ' /devices',
  '/api/auth/callback/oidc',
  '/',
  '',
  null,
  7,
  ['/receipts/x'],
  { href: '/receipts/x' },
]
const OWN = [
  '/devices',
  '/devices/0123456789abcdef',
  '/devices/0123/remove',
  '/receipts/ABCD-EFGH-2345',
  '/devices/add',
  '/devices/add?confirmed=1',
  '/devices/add/ABCD-EFGH-2345?confirmed=1',
]

test('a sign-in leads nowhere but to a page of this portal', { tag: ['@D11'] }, async () => {
  test.setTimeout(90_000)
  const any = fc.sample(
    fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string().map((text) => `/${text}`),
      fc.string().map((text) => `/devices/${text}`),
      fc.string({ unit: 'binary' }),
    ),
    { numRuns: 500, seed: 1 },
  )
  const answers = await pathsBy('returnPath', [...ELSEWHERE, ...OWN, ...any])
  expect(answers.slice(0, ELSEWHERE.length)).toEqual(ELSEWHERE.map(() => '/devices'))
  expect(answers.slice(ELSEWHERE.length, ELSEWHERE.length + OWN.length)).toEqual(OWN)
  const base = 'https://portal.example'
  const strays = answers.slice(ELSEWHERE.length + OWN.length).filter((answer) => {
    const { origin, pathname, search, hash } = new URL(String(answer), base)
    return origin !== base || pathname + search + hash !== answer
  })
  expect(strays).toEqual([])
})

test('a confirmation leads back to the page that asked for it, which is told; and nowhere else @D11', async () => {
  test.setTimeout(90_000)
  const asked = ['/devices/add', '/devices/add?confirmed=1', '/devices/add/ABCD-EFGH-2345']
  const others = ['/devices/0123', '/receipts/ABCD-EFGH-2345']
  const answers = await pathsBy('confirmedPath', [...asked, ...others, ...ELSEWHERE])
  expect(answers).toEqual([
    '/devices/add?confirmed=1',
    '/devices/add?confirmed=1',
    '/devices/add/ABCD-EFGH-2345?confirmed=1',
    ...others,
    ...ELSEWHERE.map(() => '/devices'),
  ])
})
