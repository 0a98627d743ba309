import type { Page } from '@playwright/test'
import { backupRow, phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { askRemoval, coverage, removeInDialog, removeLink, removePath, rows } from './page'
import { twoPhones } from './people'

const DOWN = { on: 'list', kind: 'status', status: 503 } as const
const stale = (page: Page) => page.getByText('could not be refreshed')

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with script' : 'without script @nightly', () => {
    test.use({ javaScriptEnabled })

    test('a page loaded while the service is down shows the last good list with its age and cause, and no clean-up starts from it @J4', async ({
      page,
      signedIn,
    }) => {
      const person = await signedIn({
        rows: (userId) => [
          phoneRow({ userId }),
          ...Array.from({ length: 48 }, () => backupRow({ userId })),
        ],
      })
      await expect(page.getByRole('link', { name: 'Clean up' })).toBeVisible()
      await person.setFault(DOWN)
      await page.goto('/devices')
      await expect(stale(page)).toContainText(/read at \d\d:\d\d /)
      await expect(stale(page)).toContainText('a problem of its own')
      await expect(page.getByText('Reference for support')).toBeVisible()
      await expect(rows(page)).toHaveCount(49)
      await expect(coverage(page)).toContainText('could still get in')
      await expect(
        page.getByText(/^This was so at \d\d:\d\d .*may have changed since/),
      ).toBeVisible()
      await expect(page.getByRole('link', { name: 'Clean up' })).toHaveCount(0)

      await person.clearFaults()
      await page.getByRole('link', { name: 'Try again' }).click()
      await expect(stale(page)).toHaveCount(0)
      await expect(removeLink(page, 'iPhone')).toBeVisible()
    })

    test('a removal that waits can be seen on an old list, and undone from it', async ({
      page,
      signedIn,
    }) => {
      const person = await signedIn({ rows: twoPhones })
      await page.goto(await removePath(page, 'Android phone'))
      await askRemoval(page, 'Sold or replaced')
      await page.waitForURL(/\/receipts\//)
      await page.goto('/devices')
      await expect(page.getByRole('button', { name: /Undo/ })).toBeVisible()
      await person.setFault(DOWN)
      await page.goto('/devices')
      await expect(rows(page)).toHaveCount(2)
      await expect(rows(page).getByRole('link', { name: /^will be removed at/ })).toBeVisible()
      await page.getByRole('button', { name: /Undo/ }).click()
      await expect(removeLink(page, 'Android phone')).toBeVisible()
      expect(await person.deletions()).toEqual([])
    })
  })

test('nobody sees an old list who wasn’t shown it: not another person, not after a sign-out @C2 @nightly', async ({
  page,
  signedIn,
  createPerson,
  openBrowser,
}) => {
  const person = await signedIn({ rows: twoPhones })
  const other = await createPerson({ rows: twoPhones })
  for (const somebody of [person, other]) await somebody.setFault(DOWN)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('/signed-out')
  for (const someone of [other, person]) {
    const next = await openBrowser(someone)
    await expect(next.getByText('This doesn’t mean that you have none')).toBeVisible()
    await expect(rows(next)).toHaveCount(0)
  }
})

test('a phone that was removed is in no old list, and no way in any more', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhones })
  await expect(coverage(page)).toContainText('Android phone')
  await removeInDialog(page, 'Android phone', 'Lost')
  await expect(page.locator('main')).toContainText('confirmed by the service')
  await person.setFault(DOWN)
  await page.goto('/devices')
  await expect(stale(page)).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await expect(coverage(page)).not.toContainText('Android phone')
})

test('an old list without devices is no list: a failure never looks like “no devices”', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: [] })
  await person.setFault(DOWN)
  await page.goto('/devices')
  await expect(page.getByText('This doesn’t mean that you have none')).toBeVisible()
  await expect(page.getByText('No devices yet')).toHaveCount(0)
})

test('what the service says of an identity ends the old list: unknown is not “down” @nightly', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhones })
  await person.setFault({ on: 'list', kind: 'status', status: 404 })
  await page.goto('/devices')
  await expect(page.getByRole('heading', { name: 'Face sign-in isn’t set up yet' })).toBeVisible()
  await person.clearFaults()
  await person.setFault(DOWN)
  await page.goto('/devices')
  await expect(page.getByText('This doesn’t mean that you have none')).toBeVisible()
  await expect(rows(page)).toHaveCount(0)
})

test('the details of a device can’t be shown while the service is down, although the list is @nightly', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhones })
  const remove = await removePath(page, 'iPhone')
  await person.setFault(DOWN)
  await page.goto(remove.replace(/\/remove$/, ''))
  await expect(page.locator('main')).toContainText('a problem of its own')
  await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(0)
})
