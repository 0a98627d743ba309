import type { Page } from '@playwright/test'
import { backupRow, deviceRow, phoneRow, temporaryRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { hydrated, removeInDialog, removeLink, rows } from './page'
import { backups } from './people'

const COUNT = 5_000
const MOST_NODES = 3_000

/** A tenth of each kind, and the rest backups. */
const thousands = (userId: string, count = COUNT) =>
  Array.from({ length: count }, (_, place) => {
    const createdAt = `20${10 + (place % 15)}-0${1 + (place % 9)}-15T09:00:00.${String(place % 1000).padStart(3, '0')}`
    const make = [phoneRow, temporaryRow, deviceRow][place % 10] ?? backupRow
    return make({ userId, createdAt })
  })

const nodes = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length)
const more = (page: Page, group: string) =>
  page.getByRole('button', { name: new RegExp(`^Show [\\d,]+ more ${group}$`) })
const group = (page: Page, name: string) => page.getByRole('region', { name })

test('of 5,000 rows the page shows the first ones of each kind, counts all, and stays small', async ({
  page,
  signedIn,
}) => {
  await signedIn({ rows: thousands })
  await expect(page.getByText('5,000 of 50')).toBeVisible()
  for (const [name, count, shown] of [
    ['Phones', '500', '50 of 500 shown'],
    ['Recovery backups', '3,500', '50 of 3,500 shown'],
    ['Temporary backups', '500', '50 of 500 shown'],
    ['Phone or backup?', '500', '50 of 500 shown'],
  ] as const) {
    await expect(group(page, name).getByText(count, { exact: true })).toBeVisible()
    await expect(group(page, name).getByText(shown)).toBeVisible()
    await expect(group(page, name).locator('li.device')).toHaveCount(50)
  }
  expect(await nodes(page)).toBeLessThan(MOST_NODES)
})

test('every one of hundreds can be reached with script, a hundred at a time, and the focus goes on where it was @nightly', async ({
  page,
  signedIn,
}) => {
  test.slow()
  await signedIn({ rows: backups(340) })
  const button = more(page, 'Recovery backups')
  await hydrated(page.locator('form').filter({ has: button }))
  for (let shown = 50; shown < 340; shown += 100) {
    await button.click()
    await expect(rows(page)).toHaveCount(Math.min(shown + 100, 340))
    await expect(rows(page).nth(shown).getByRole('link').first()).toBeFocused()
  }
  await expect(button).toHaveCount(0)
  const ids = await rows(page)
    .locator('a[title]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  expect(new Set(ids).size).toBe(340)
})

test('a device far down in a list of thousands is removed like any other @nightly', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({
    rows: (userId) => [
      phoneRow({ userId, osVersion: 'Android 9', createdAt: '2001-01-15T09:00:00.000' }),
      ...thousands(userId, 1_999),
    ],
  })
  const button = more(page, 'Phones')
  await hydrated(page.locator('form').filter({ has: button }))
  while ((await button.count()) > 0) await button.click()
  await removeInDialog(page, 'Android phone', 'Lost')
  await expect(page.locator('main')).toContainText('confirmed by the service')
  expect(await person.rows()).toHaveLength(1_999)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('what isn’t a number of rows shows as many as no number @nightly', async ({
    page,
    signedIn,
  }) => {
    await signedIn({ rows: backups(60) })
    for (const asked of ['0', '-5', '1.5', '49', 'many', '', '55&rows=56', 'Infinity']) {
      const answer = await page.request.get(`/devices?rows=${asked}`)
      expect((await answer.text()).match(/<li class="device\b/g), asked).toHaveLength(50)
    }
  })

  test('every row can be reached, a hundred at a time, and the page comes back to the first new one @nightly', async ({
    page,
    signedIn,
  }) => {
    await signedIn({ rows: backups(260) })
    for (const shown of [50, 150, 250]) {
      await expect(rows(page)).toHaveCount(shown)
      await more(page, 'Recovery backups').click()
      await page.waitForURL(`/devices?rows=${shown + 100}#group-backup-${shown}`)
      await expect(rows(page).nth(shown)).toBeInViewport()
    }
    await expect(rows(page)).toHaveCount(260)
    await expect(removeLink(page, 'Backup of')).toHaveCount(260)
    await expect(page.getByRole('button', { name: /^Show/ })).toHaveCount(0)
  })

  test('all of 5,000 rows at once still come @nightly', async ({ page, signedIn }) => {
    await signedIn({ rows: thousands })
    await page.goto(`/devices?rows=${COUNT}`)
    await expect(rows(page)).toHaveCount(COUNT)
  })
})
