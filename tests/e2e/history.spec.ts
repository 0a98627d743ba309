import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { readCsv } from '../builders/csv'
import { newSigningKey, phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { removeInDialog } from './page'

const entries = (page: Page) => page.locator('li.activity')
const texts = (page: Page) => entries(page).allInnerTexts()

/** What a link of the page downloads, as text. */
async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).click(),
  ])
  return readFileSync(await file.path(), 'utf8')
}

test('what happened to my devices stays in my history, with fingerprint and receipt, and can be taken along @I1', async ({
  page,
  signedIn,
}) => {
  const key = newSigningKey()
  const evil = `=cmd|' /C calc'!A0 <script>alert(1)</script>`
  const forged = `203.0.113.9, <script>alert(2)</script>`
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': forged })
  const person = await signedIn({
    name: evil,
    rows: (userId) => [phoneRow({ userId, publicSigningKey: key }), phoneRow({ userId })],
  })
  const device = await page.locator('li.device a').first().getAttribute('href')
  await removeInDialog(page, 'iPhone', 'Lost')
  await page.waitForURL(/\/receipts\//)
  const receipt = page.url()
  await page.goto('/activity')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My history')
  await expect(entries(page)).toHaveCount(3)
  const [finished = '', intended = '', begun = ''] = await texts(page)
  expect(finished).toContain('Removal: removed, confirmed by the service')
  expect(intended).toContain('Removal asked for: Lost')
  for (const text of [finished, intended]) expect(text).toMatch(/iPhone\s+[2-9A-Z]{4}-[2-9A-Z]{4}/)
  expect(begun).toContain('Signed in to this portal')

  const csv = readCsv(await download(page, 'Download as CSV'))
  const json = await download(page, 'Download as JSON')
  const objects = JSON.parse(json) as Record<string, string | null>[]
  expect(csv[0]).toEqual(Object.keys(objects[0] ?? {}))
  expect(csv.slice(1)).toEqual(objects.map((one) => Object.values(one).map((value) => value ?? '')))
  expect(objects.map(({ type, outcome, by }) => [type, outcome, by])).toEqual([
    ['removal-finished', 'done', 'self'],
    ['removal-intended', 'open', 'self'],
    ['signed-in', 'done', 'self'],
  ])
  expect(objects[1]).toMatchObject({ reason: 'lost', device: 'iPhone' })
  expect(receipt).toContain(String(objects[1]?.['receipt']))

  const html = await page.content()
  const id = device?.split('/').at(-1) ?? ''
  for (const text of [html, json]) {
    for (const secret of [key, person.userId, person.accountId, id, forged, '203.0.113.9'])
      expect(text).not.toContain(secret)
    expect(text).not.toContain('<script>alert')
  }
  await page
    .getByRole('link', { name: /^Receipt/ })
    .first()
    .click()
  await expect(page).toHaveURL(receipt)
})

test('nobody sees another’s history, and whoever isn’t signed in sees none @C2 @nightly', async ({
  page,
  openBrowser,
  createPerson,
  signIn,
  stack,
}) => {
  const [one, other] = [await createPerson(), await createPerson()]
  await signIn(page, one)
  await page.goto('/activity')
  await expect(entries(page)).toHaveCount(1)
  const second = await openBrowser(other)
  await second.goto(`${stack.portal.url}/activity`)
  await expect(entries(second)).toHaveCount(1)
  const anonymous = await openBrowser()
  await anonymous.goto(`${stack.portal.url}/activity?before=999999`)
  await expect(anonymous).toHaveURL(/\?return=%2Factivity$/)
  await expect(anonymous.locator('main')).not.toContainText('Signed in to this portal')
  for (const format of ['csv', 'json', 'x']) {
    const file = await anonymous.request.get(`${stack.portal.url}/activity/file?format=${format}`)
    expect([file.status(), await file.text()]).toEqual([404, ''])
  }
  expect((await page.request.get('/activity/file?format=x')).status()).toBe(400)
  const own = await page.request.get('/activity/file?format=json')
  expect(own.headers()['cache-control']).toBe('no-store')
  expect(own.headers()['content-disposition']).toMatch(/^attachment; filename="history-.*\.json"$/)
  expect(await own.json()).toHaveLength(1)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('somebody whom Recognize doesn’t know sees their sign-ins, and can download them', async ({
    page,
    signedIn,
  }) => {
    await signedIn({ rows: null })
    await page.goto('/activity')
    await expect(page.locator('main')).toContainText('only your sign-ins are shown')
    await expect(entries(page)).toHaveCount(1)
    expect(readCsv(await download(page, 'Download as CSV'))).toHaveLength(2)
  })
})
