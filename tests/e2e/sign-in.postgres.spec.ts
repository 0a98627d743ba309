import { answerProvider, signInByHand } from '../fixtures/sign-in'
import { expect, test } from '../fixtures/test'
import { rows } from './page'
import { onePhone } from './people'

test('the sign-in leads back to the page that was asked for', async ({ page, signedIn }) => {
  const person = await signedIn({ rows: onePhone })
  const path =
    (await page.getByRole('link', { name: 'iPhone', exact: true }).getAttribute('href')) ?? ''
  await page.context().clearCookies()
  await page.goto(`${path}/remove`)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await answerProvider(page, person.accountId)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Remove iPhone?')
})

test('the address of the way back signs nobody in when another browser opens it @A1 @nightly', async ({
  page,
  createPerson,
  openBrowser,
}) => {
  const wayBack = page.waitForRequest(/\/api\/auth\/callback\/oidc\?/)
  await signInByHand(page, (await createPerson({ rows: onePhone })).accountId)
  await page.waitForURL('/devices')
  const { pathname, search } = new URL((await wayBack).url())
  expect(search).toContain('code=')

  const attacked = await openBrowser()
  await attacked.goto(pathname + search)
  await expect(attacked.getByRole('heading', { name: 'You are not signed in' })).toBeVisible()
  await attacked.goto('/devices')
  await expect(attacked).toHaveURL(/\/\?return=/)
})

test('of the library’s endpoints only the way back and the readable sign-in answer @A9 @nightly', async ({
  page,
  signedIn,
  stack,
}) => {
  await signedIn({ name: 'Robin Vale', rows: onePhone })
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
  const headers = { origin: stack.portal.url }
  for (const path of ['signin/oidc', 'signout', 'callback/oidc', 'session'])
    expect([path, (await page.request.post(`/api/auth/${path}`, { headers })).status()]).toEqual([
      path,
      405,
    ])

  const session = (await (await page.request.get('/api/auth/session')).json()) as object
  expect(Object.keys(session)).toEqual(['user', 'expires'])
  expect(session).toMatchObject({ user: { name: 'Robin Vale' } })
})

test('a cookie that was copied before the sign-out opens nothing afterwards @B2', async ({
  page,
  signedIn,
  openBrowser,
}) => {
  await signedIn({ rows: onePhone })
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

test('the sign-out can go on to the provider, which then asks again who is there @B6', async ({
  page,
  signedIn,
}) => {
  await signedIn({ rows: onePhone })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign out there too' }).click()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByLabel('Someone else (account id)')).toBeVisible()
})
