import { expect, test } from '../fixtures/test'
import { rows } from './page'
import { onePhone } from './people'

test('one’s sign-ins are listed, and one that is ended from there is dead at its next request @B2 @B4', async ({
  page,
  signedIn,
  openBrowser,
}) => {
  const person = await signedIn({ rows: onePhone })
  await page.goto('/sessions')
  await expect(page.getByRole('listitem').filter({ hasText: 'this one' })).toHaveCount(1)
  await expect(page.getByText('You are signed in nowhere else.')).toBeVisible()

  const other = await openBrowser(person)
  const copied = await other.context().cookies()
  await page.reload()
  await expect(page.getByText('Chrome on Linux')).toHaveCount(2)
  await page.getByRole('button', { name: 'End the sign-in with Chrome on Linux' }).click()
  await expect(page.getByRole('status')).toHaveText('1 sign-in has ended.')
  await expect(page.getByText('Chrome on Linux')).toHaveCount(1)

  const cookie = copied.map(({ name, value }) => `${name}=${value}`).join('; ')
  const origin = new URL(page.url()).origin
  const tries = await Promise.all(
    Array.from({ length: 100 }, async () =>
      (await fetch(`${origin}/api/auth/session`, { headers: { cookie } })).json(),
    ),
  )
  expect(tries.filter((session) => session !== null)).toEqual([])
  await page.goto('/activity')
  await expect(page.getByText('Another sign-in to this portal was ended')).toBeVisible()
})

test('after signing out nothing personal is left: no way back, offline, in another tab or in what the browser keeps @B8', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ name: 'Canary Vale', rows: onePhone })
  await expect(rows(page)).toHaveCount(1)
  const path =
    (await page.getByRole('link', { name: 'iPhone', exact: true }).getAttribute('href')) ?? ''
  await page.getByRole('link', { name: 'iPhone', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const tab = await page.context().newPage()
  await tab.goto('/devices')
  await expect(rows(tab)).toHaveCount(1)

  const began = Date.now()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  console.info(`signing out and emptying the browser: ${Date.now() - began} ms`)
  const clean = (headers: Record<string, string> = {}) =>
    fetch(new URL('/signed-out/clean', page.url()), { redirect: 'manual', headers })
  expect((await clean()).headers.get('clear-site-data')).toBe('"cache", "storage"')
  const fromElsewhere = await clean({ 'sec-fetch-site': 'cross-site' })
  expect(fromElsewhere.headers.get('clear-site-data'), 'on a link from elsewhere').toBeNull()
  await expect(tab, 'the other tab has learnt of it').toHaveURL(/\/\?return=/)

  const left = async () => {
    const kept = await page.evaluate(async () => ({
      html: document.documentElement.outerHTML,
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
    }))
    return JSON.stringify(kept)
  }
  const id = path.split('/').at(-1) ?? ''
  const personal = ['Canary Vale', person.userId, person.accountId]
  const found = async (canaries = personal) => {
    const text = await left()
    return canaries.filter((canary) => text.includes(canary))
  }
  expect(await found([...personal, id])).toEqual([])
  // The way back asks for a page by its address, which has the opaque id in it.
  for (let step = 0; step < 2; step++) {
    await page.goBack()
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
    expect(await found()).toEqual([])
  }
  await page.context().setOffline(true)
  await page.goto(path).catch(() => undefined)
  let shown: string | null = null
  // The browser's own page for this comes a moment later.
  const look = async () => (shown = await page.content().catch(() => null))
  await expect.poll(look).not.toBeNull()
  expect(shown).not.toContain('Canary Vale')
  await page.context().setOffline(false)
})

test('the way back from the provider’s sign-out is known by its state, and a forged one says nothing @B6 @nightly', async ({
  page,
  signedIn,
}) => {
  await signedIn({ rows: onePhone })
  await page.goto('/?state=forged')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  await page.goto('/?state=forged')
  await expect(page.getByText('You are signed out here and at your sign-in service.')).toHaveCount(
    0,
  )
  await page.goto('/signed-out')
  await page.getByRole('button', { name: 'Sign out there too' }).click()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByText('You are signed out here and at your sign-in service.')).toBeVisible()
  await page.goto('/devices')
  await expect(page).toHaveURL(/\/\?return=/)
})
