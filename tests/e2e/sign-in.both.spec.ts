import { phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import type { Lie } from '../fixtures/sandbox-client'
import { rows } from './page'

const one = (userId: string) => [phoneRow({ userId })]

test('nobody gets a page, a list or a removal without signing in', async ({ page, request }) => {
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

test('the sign-in leads back to the page that was asked for', async ({
  page,
  createPerson,
  signIn,
}) => {
  const person = await createPerson({ rows: one })
  await signIn(page, person)
  const path =
    (await page.getByRole('link', { name: 'iPhone', exact: true }).getAttribute('href')) ?? ''
  await page.context().clearCookies()
  await page.goto(`${path}/remove`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('Someone else (account id)').fill(person.accountId)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Remove iPhone?')
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
  test(`a provider that answers with ${lie} signs nobody in, and the page has a way back`, async ({
    page,
    createPerson,
    openid,
  }) => {
    const person = await createPerson({ rows: one })
    await openid.lie(person.accountId, lie)
    await page.goto('/')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('Someone else (account id)').fill(person.accountId)
    await page.getByRole('button', { name: 'Continue' }).click()
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

test('the address of the way back signs nobody in when another browser opens it', async ({
  page,
  createPerson,
  signIn,
  openBrowser,
}) => {
  const wayBack = page.waitForRequest(/\/api\/auth\/callback\/oidc\?/)
  await signIn(page, await createPerson({ rows: one }))
  const { pathname, search } = new URL((await wayBack).url())
  expect(search).toContain('code=')

  const attacked = await openBrowser()
  await attacked.goto(pathname + search)
  await expect(attacked.getByRole('heading', { name: 'You are not signed in' })).toBeVisible()
  await attacked.goto('/devices')
  await expect(attacked).toHaveURL(/\/\?return=/)
})

test('of the library’s endpoints only the way back and the readable sign-in answer', async ({
  page,
  createPerson,
  signIn,
}) => {
  await signIn(page, await createPerson({ name: 'Robin Vale', rows: one }))
  for (const path of [
    'signin',
    'signin/oidc',
    'signout',
    'csrf',
    'providers',
    'error',
    'callback/other',
  ])
    expect([path, (await page.request.get(`/api/auth/${path}`)).status()]).toEqual([path, 404])
  for (const path of ['signin/oidc', 'signout', 'callback/oidc', 'session'])
    expect([path, (await page.request.post(`/api/auth/${path}`)).status()]).toEqual([path, 405])

  const session = (await (await page.request.get('/api/auth/session')).json()) as object
  expect(Object.keys(session)).toEqual(['user', 'expires'])
  expect(session).toMatchObject({ user: { name: 'Robin Vale' } })
})

test('a cookie that was copied before the sign-out opens nothing afterwards', async ({
  page,
  createPerson,
  signIn,
  openBrowser,
}) => {
  await signIn(page, await createPerson({ rows: one }))
  const copied = await page.context().cookies()
  const thief = await openBrowser()
  await thief.context().addCookies(copied)
  await thief.goto('/devices')
  await expect(rows(thief)).toHaveCount(1)

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  await thief.goto('/devices')
  await expect(thief).toHaveURL(/\/\?return=/)
  const session = await thief.request.get('/api/auth/session')
  expect(await session.json()).toBeNull()
})

test('the sign-out can go on to the provider, which then asks again who is there', async ({
  page,
  createPerson,
  signIn,
}) => {
  await signIn(page, await createPerson({ rows: one }))
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign out there too' }).click()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Someone else (account id)')).toBeVisible()
})

test('every cookie is for the server’s eyes and this site only, but the time zone’s', async ({
  page,
  createPerson,
  signIn,
}) => {
  await signIn(page, await createPerson({ rows: one }))
  const { host } = new URL(page.url())
  const cookies = (await page.context().cookies()).filter(({ name }) => name.startsWith('portal.'))
  expect(cookies.map(({ name }) => name)).toContain('portal.sign-in')
  for (const { name, httpOnly, sameSite, path, value } of cookies) {
    expect([name, sameSite, path]).toEqual([name, 'Lax', '/'])
    expect([name, httpOnly]).toEqual([name, name !== 'portal.time-zone'])
    expect(value.length, host).toBeLessThan(4_000)
  }
})
