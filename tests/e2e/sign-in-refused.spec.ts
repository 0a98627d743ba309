import { answerProvider, signInByHand } from '../fixtures/sign-in'
import { expect, test } from '../fixtures/test'
import { onePhone } from './people'

// What pages say. Every way in which a provider can lie or fail: hostile-provider.spec.ts.

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

// One lie: what the browser adds is the same for all of them (http/hostile-provider.spec.ts).
test('in a browser, too, a provider that answers with another state signs nobody in @A1', async ({
  page,
  createPerson,
  openid,
}) => {
  const person = await createPerson({ rows: onePhone })
  await openid.lie(person.accountId, 'wrong-state')
  await signInByHand(page, person.accountId)
  await expect(page.getByRole('heading', { name: 'You are not signed in' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Back to the start' })).toBeVisible()
  await page.goto('/devices')
  await expect(page).toHaveURL(/\/\?return=/)
})

test('whom the provider lets in unasked after too long is sent there once more, to be asked @A6 @nightly', async ({
  page,
  createPerson,
  openid,
}) => {
  const person = await createPerson({ rows: onePhone })
  await openid.lie(person.accountId, 'ancient-auth-time')
  await signInByHand(page, person.accountId)
  await expect(page.getByText('last asked who you are too long ago')).toBeVisible()
  await page.goto('/devices')
  await expect(page).toHaveURL(/\/\?return=/)
  await page.goBack()
  await openid.tellTheTruth(person.accountId)
  const asked = page.waitForRequest(/[?&]code_challenge=/)
  await page.getByRole('button', { name: 'Try again' }).click()
  expect(new URL((await asked).url()).searchParams.get('prompt')).toBe('login')
  await answerProvider(page, person.accountId)
  await page.waitForURL(/\/devices\?confirmed=1$/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
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
  await signInByHand(page, (await createPerson({ rows: onePhone })).accountId)
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
