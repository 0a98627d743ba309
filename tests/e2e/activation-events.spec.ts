import type { Page } from '@playwright/test'
import { answerProvider } from '../fixtures/sign-in'
import { expect, test } from '../fixtures/test'
import { onePhone } from './people'

async function cookieOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

/** Begins to add a phone; gives the address of its page. */
async function begin(page: Page): Promise<string> {
  await page.goto('/devices/add')
  await page.getByRole('button', { name: 'Yes, start with the old phone' }).click()
  await page.waitForURL(/\/devices\/add\/[\w-]+$/)
  return page.url()
}

const ask = (url: string, cookie: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/events`, { headers: { cookie, accept: 'text/event-stream', ...headers } })

test('the events of an activation are for the signed-in person alone @C2 @nightly', async ({
  page,
  signedIn,
  createPerson,
  openBrowser,
}) => {
  await signedIn({ rows: onePhone })
  const url = await begin(page)
  const stranger = await openBrowser(await createPerson({ rows: onePhone }))
  for (const cookie of ['', await cookieOf(stranger)]) {
    const refused = await ask(url, cookie)
    expect([refused.status, await refused.text()]).toEqual([404, ''])
  }
  const [other] = ['1', '2'].filter((end) => !url.endsWith(end))
  const unknown = await ask(`${url.slice(0, -1)}${other}`, await cookieOf(page))
  expect(unknown.status).toBe(404)
})

test('each step arrives as it happens, past every buffer, and after the last one there is nothing to come back for', async ({
  page,
  signedIn,
}) => {
  await signedIn({ rows: onePhone })
  const url = await begin(page)
  const cookie = await cookieOf(page)
  const events = await ask(url, cookie, { 'accept-encoding': 'gzip, br' })
  expect(events.status).toBe(200)
  expect(events.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(events.headers.get('cache-control')).toBe('no-store, no-transform')
  expect(events.headers.get('content-encoding')).toBeNull()
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = await reader?.read()
  expect(first?.value).toMatch(/^id: 1\nevent: activation\ndata: \{.*\}\n\n$/)

  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.waitForURL('/devices/add')
  const second = await reader?.read()
  expect(second?.value).toMatch(/^id: 2\n/)
  expect(second?.value).toContain('"ending":"cancelled"')
  expect(await reader?.read()).toMatchObject({ done: true })
  expect((await ask(url, cookie, { 'last-event-id': '2' })).status).toBe(204)
  const missed = await ask(url, cookie, { 'last-event-id': '1' })
  expect(await missed.text()).toMatch(/^id: 2\n/)
})

test('whoever must confirm that it’s them signs in anew, and what the browser had before is worthless @A6 @B1 @nightly', async ({
  page,
  signedIn,
  openid,
}) => {
  const person = await signedIn({ rows: onePhone, claims: { omit: ['auth_time'] } })
  const before = await cookieOf(page)
  await page.goto('/devices/add')
  await expect(page.getByRole('button', { name: 'Yes, start with the old phone' })).toHaveCount(0)
  await openid.putPerson(person.accountId, {
    ...(await openid.getPerson(person.accountId)),
    omit: [],
  })
  await page.getByRole('button', { name: 'Confirm it’s you' }).click()
  // The provider knows the browser, and asks all the same.
  await answerProvider(page, person.accountId)
  await expect(page).toHaveURL('/devices/add?confirmed=1')
  await expect(page.getByRole('button', { name: 'Yes, start with the old phone' })).toBeVisible()
  const copied = await fetch(new URL('/devices', page.url()), {
    headers: { cookie: before },
    redirect: 'manual',
  })
  expect(copied.headers.get('location')).toMatch(/^\/\?return=/)
})
