import { backupRow, phoneRow, temporaryRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'

const createdAt = (month: number, day: number) =>
  `2025-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T09:00:00.000`

/** 48 of 50 places: two phones, three temporary backups, 43 recovery backups. */
const nearlyFull = (userId: string) => [
  phoneRow({ userId }),
  phoneRow({ userId, osVersion: 'Android 15' }),
  ...[1, 2, 3].map((day) => temporaryRow({ userId, createdAt: createdAt(12, day) })),
  ...Array.from({ length: 43 }, (_, place) =>
    backupRow({ userId, createdAt: createdAt(1 + (place % 11), 1 + Math.floor(place / 11)) }),
  ),
]

test('below forty places nothing is proposed @nightly', async ({ page, signedIn }) => {
  await signedIn({ rows: (userId) => nearlyFull(userId).slice(0, 39) })
  await expect(page.getByText('39 of 50')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Clean up' })).toHaveCount(0)
})

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with script' : 'with script switched off @nightly', () => {
    test.use({ javaScriptEnabled })

    test('near the limit the oldest backups are proposed, checked, confirmed once, and go one by one', async ({
      page,
      signedIn,
    }) => {
      test.slow()
      const person = await signedIn({ rows: nearlyFull })
      await page.getByRole('link', { name: 'Clean up' }).click()
      await page.waitForURL('/devices/clean-up')
      const boxes = page.getByRole('checkbox')
      await expect(boxes).toHaveCount(44)
      await expect(page.locator('input:checked')).toHaveCount(18)
      // Of those proposed only three are to go.
      for (const box of (await page.locator('input:checked').all()).slice(3).reverse())
        await box.uncheck()
      await page.getByRole('button', { name: 'Check what goes' }).click()
      await page.waitForURL(/\/devices\/clean-up\/review\?/)
      await expect(page.locator('main li')).toHaveCount(3)
      await expect(page.locator('main')).toContainText('2 phones, 42 backups and 1 temporary')
      await page.getByRole('button', { name: 'Remove 3 backups' }).click()
      await page.waitForURL(/\/devices\/clean-up\/[2-9A-Z]{4}-/)
      await expect(page.locator('main')).toContainText('0 of 3 removed')
      expect(await person.deletions()).toEqual([])
      await expect(page.locator('main')).toContainText('3 of 3 removed', { timeout: 60_000 })
      expect(await person.deletions()).toHaveLength(3)
      expect(await person.rows()).toHaveLength(45)
      await page
        .getByRole('link', { name: /^Receipt for/ })
        .first()
        .click()
      await expect(page.locator('main')).toContainText('confirmed by the service')
    })
  })

test('undone in time, nothing of it is removed; another person never sees it @C2 @nightly', async ({
  page,
  signedIn,
  createPerson,
  openBrowser,
  expectConsoleError,
}) => {
  expectConsoleError(/404/)
  const person = await signedIn({ rows: nearlyFull })
  await page.goto('/devices/clean-up')
  await page.getByRole('button', { name: 'Check what goes' }).click()
  await page.waitForURL(/\/devices\/clean-up\/review\?/)
  await page.getByRole('button', { name: 'Remove 18 backups' }).click()
  await page.waitForURL(/\/devices\/clean-up\/[2-9A-Z]{4}-/)
  await page.getByRole('button', { name: 'Undo the rest' }).click()
  await expect(page.getByText('undone in time, not removed')).toHaveCount(18)
  const stranger = await openBrowser(await createPerson({ rows: nearlyFull }))
  expect((await stranger.goto(page.url()))?.status()).toBe(404)
  expect(await person.deletions()).toEqual([])
})
