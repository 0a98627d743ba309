import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode } from 'next-auth/jwt'
import { backupRow, phoneRow } from '../builders/rows'
import { signInByHand } from '../fixtures/sign-in'
import { expect, test } from '../fixtures/test'
import { removeInDialog } from './page'
import { record } from './recorded'

const build = fileURLToPath(new URL('../../.next/standalone', import.meta.url))

const SIGN_IN_COOKIE = 'portal.sign-in'
/** An answer of the provider that nobody began to ask for. */
const REFUSED_ANSWER = '/api/auth/callback/oidc?code=made-up&state=made-up'

test('keys, tokens and user ids are in nothing that a browser gets and in no log, through a whole visit and where it goes wrong @A7 @B7 @C3 @G4 @G6', async ({
  page,
  createPerson,
  openid,
  stack,
  expectConsoleError,
}) => {
  const person = await createPerson({
    rows: (userId) => [phoneRow({ userId }), phoneRow({ userId }), backupRow({ userId })],
  })
  const visit = await record(page)
  const cookies: Promise<string[]>[] = []
  page.on('response', (response) => {
    cookies.push(response.headerValues('set-cookie').catch(() => []))
  })
  await signInByHand(page, person.accountId)
  await page.waitForURL('/devices')
  await removeInDialog(page, 'iPhone', 'Lost')
  await page.waitForURL(/receipts/)
  await page.goto('/devices')
  await page.getByRole('link', { name: 'iPhone', exact: true }).click()
  await page.waitForURL(/devices\/[0-9a-f]{32}/)
  await page.goto(`${page.url()}/remove`)
  const jar = await page.context().cookies(stack.portal.url)
  const signInCookie = jar.find(({ name }) => name === SIGN_IN_COOKIE)?.value ?? ''
  await person.setFault({ on: 'list', kind: 'malformed' })
  expectConsoleError(/status of 404 .*\/(no-such-page|not-in-your-list)\)$/)
  for (const wrong of ['/no-such-page', '/receipts/ZZZZ-ZZZZ-ZZZZ', REFUSED_ANSWER, '/devices'])
    await page.goto(wrong)
  // Posts that are refused: from elsewhere, and of nothing that there is.
  const posts = await Promise.all(
    [
      { origin: 'https://elsewhere.example' },
      { origin: stack.portal.url, 'next-action': 'f'.repeat(42) },
      { origin: stack.portal.url, 'content-type': 'text/plain', 'next-action': '0' },
    ].map(async (headers) => {
      const answer = await page.request.post('/devices', { headers, data: '[{"a":"$F1"}]' })
      return `${JSON.stringify(answer.headersArray())}\n${await answer.text()}`
    }),
  )
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('/signed-out')

  // The cookie is sealed, and what it seals is the random id of the sign-in, and nothing about the person.
  const salt = SIGN_IN_COOKIE
  const held = await decode({ token: signInCookie, secret: stack.secrets.authSecret, salt })
  expect(Object.keys(held ?? {}).sort()).toEqual(['exp', 'iat', 'jti', 'sessionId'])
  const signInId = String(held?.['sessionId'])
  expect(signInId).toMatch(/^[\w-]{43}$/)

  // The ID token and the access token of the sign-in.
  const tokens = await openid.issuedTokens(person.accountId)
  expect(tokens).toHaveLength(2)
  const calls = await person.calls()
  const keys = calls.flatMap(({ publicSigningKey }) => publicSigningKey ?? [])
  const listed = (await person.rows()) as { publicSigningKey: string }[]
  keys.push(...listed.map(({ publicSigningKey }) => publicSigningKey))
  expect(keys.length).toBeGreaterThan(2)

  const forbidden = [
    ...Object.values(stack.secrets),
    ...keys.flatMap((key) => [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]),
    person.userId,
    ...tokens,
    signInId,
  ]
  const set = (await Promise.all(cookies)).flat()
  expect(set.join('\n')).toContain(signInCookie)
  // That of a sign-in that has ended finds its ID token for the provider's sign-out, and opens nothing.
  const isHint = (line: string) => line.startsWith(`portal.id-token-hint=${signInId};`)
  expect(set.filter(isHint)).toHaveLength(1)
  const others = set.filter((line) => !isHint(line))
  const portalOnly = [await visit.textFrom(stack.portal.url), ...posts, ...others].join('\n')
  const log = readFileSync(stack.portal.log, 'utf8')
  expect(log).toContain('recognize call')
  for (const secret of forbidden) {
    expect(portalOnly.includes(secret), `${secret.slice(0, 24)}… reached the browser`).toBe(false)
    expect(log.includes(secret), `${secret.slice(0, 24)}… is in the log`).toBe(false)
  }
})

test('the build holds no secret, and nothing of the sandbox or the tests @G4', async ({
  stack,
}) => {
  const files = readdirSync(build, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() &&
      !entry.parentPath.includes('node_modules') &&
      // It names what the development needs, too.
      entry.name !== 'package.json',
  )
  expect(files.length).toBeGreaterThan(50)
  const words = [...Object.values(stack.secrets), 'oidc-provider']
  // Plain values: the runner keeps a note of each expectation, and of thousands it takes longer than all reading.
  const found = files.flatMap(({ parentPath, name }) => {
    const path = join(parentPath, name).slice(build.length)
    const text = readFileSync(join(parentPath, name), 'latin1')
    const holds = words.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`)
    return /\/(sandbox|tests)\/|\.env/.test(path) ? [path, ...holds] : holds
  })
  expect(found).toEqual([])
})
