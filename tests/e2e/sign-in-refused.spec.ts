import { phoneRow } from '../builders/rows'
import type { Lie } from '../fixtures/sandbox-client'
import { signInByHand, signInOverHttp } from '../fixtures/sign-in'
import { expect, test } from '../fixtures/test'

// Nothing of this reaches the database: once is enough.

const one = (userId: string) => [phoneRow({ userId })]

test('nobody gets a page, a list or a removal without signing in @C1', async ({
  page,
  request,
}) => {
  for (const path of [
    '/devices',
    `/devices/${'0'.repeat(32)}`,
    `/devices/${'0'.repeat(32)}/remove`,
  ]) {
    await page.goto(path)
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
    await expect(page).toHaveURL(/\/\?return=/)
  }
  expect((await request.get('/receipts/2222-2222-2222/file')).status()).toBe(404)
})

const lies: Lie[] = [
  'wrong-nonce',
  'no-nonce',
  'wrong-audience',
  'wrong-issuer',
  'expired',
  'future-iat',
  'foreign-key',
  'garbage-signature',
  'alg-none',
  'hs256',
  'wrong-state',
  'wrong-iss',
]

for (const lie of lies)
  test(`a provider that answers with ${lie} signs nobody in, and the page has a way back @A1 @A2 @A3 @A4`, async ({
    request,
    createPerson,
    openid,
    stack,
  }) => {
    const person = await createPerson({ rows: one })
    await openid.lie(person.accountId, lie)
    const end = await signInOverHttp(request, stack.portal.url, person.accountId)
    expect(end).toContain('/sign-in/failed?reason=')
    const page = await (await request.get(end)).text()
    for (const words of ['You are not signed in', 'Try again', 'Back to the start'])
      expect(page).toContain(words)

    const { cookies } = await request.storageState()
    expect(cookies.map(({ name }) => name)).not.toContain('portal.sign-in')
    const devices = await request.get('/devices', { maxRedirects: 0 })
    expect(devices.headers()['location']).toMatch(/^\/\?return=/)
  })

// One lie in the token, one in the redirect: what the browser adds is the same for all of them.
for (const lie of ['wrong-nonce', 'wrong-state'] as const)
  test(`in a browser, too, a provider that answers with ${lie} signs nobody in @A1`, async ({
    page,
    createPerson,
    openid,
  }) => {
    const person = await createPerson({ rows: one })
    await openid.lie(person.accountId, lie)
    await signInByHand(page, person.accountId)
    await expect(page.getByRole('heading', { name: 'You are not signed in' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Back to the start' })).toBeVisible()
    await page.goto('/devices')
    await expect(page).toHaveURL(/\/\?return=/)
  })

test('a person who says no at the provider reads that nothing happened', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Deny' }).click()
  await expect(page.getByText('The sign-in was cancelled. Nothing was changed.')).toBeVisible()
})

test('every cookie is for the server’s eyes and this site only, but the time zone’s @B7', async ({
  page,
  createPerson,
}) => {
  await signInByHand(page, (await createPerson({ rows: one })).accountId)
  await page.waitForURL('/devices')
  const names = async () => (await page.context().cookies()).map(({ name }) => name)
  await expect.poll(names).toContain('portal.time-zone')
  const { host } = new URL(page.url())
  const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith('portal.'))
  expect(cookies.map(({ name }) => name)).toContain('portal.sign-in')
  for (const { name, httpOnly, sameSite, path, value } of cookies) {
    expect([name, sameSite, path]).toEqual([name, 'Lax', '/'])
    expect([name, httpOnly]).toEqual([name, name !== 'portal.time-zone'])
    expect(value.length, host).toBeLessThan(4_000)
  }
})
