import type { Page } from '@playwright/test'
import { backupRow, phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { coverage, reason, removeInDialog, removeLink, removePath, rows, submit } from './page'

const DOWN = { on: 'list', kind: 'status', status: 503 } as const
const stale = (page: Page) => page.getByText('could not be refreshed')
const twoPhones = (userId: string) => [
  phoneRow({ userId }),
  phoneRow({ userId, osVersion: 'Android 15' }),
]

async function expectNothingToRemove(page: Page): Promise<void> {
  await expect(page.getByRole('link', { name: /^Remove/ })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Clean up' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /Undo/ })).toHaveCount(0)
}

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('a page loaded while the service is down shows the last good list with its age and cause, and lets nothing be removed from it @J4', async ({
      page,
      createPerson,
      signIn,
      recognize,
    }) => {
      const person = await createPerson({
        rows: (userId) => [
          phoneRow({ userId }),
          ...Array.from({ length: 48 }, () => backupRow({ userId })),
        ],
      })
      await signIn(page, person)
      await expect(page.getByRole('link', { name: 'Clean up' })).toBeVisible()
      await recognize.setFault(person.userId, DOWN)
      await page.goto('/devices')
      await expect(stale(page)).toContainText(/read at \d\d:\d\d /)
      await expect(stale(page)).toContainText('a problem of its own')
      await expect(page.getByText('Reference for support')).toBeVisible()
      await expect(rows(page)).toHaveCount(49)
      await expect(coverage(page)).toContainText('could still get in')
      await expect(
        page.getByText(/^This was so at \d\d:\d\d .*may have changed since/),
      ).toBeVisible()
      await expectNothingToRemove(page)

      await recognize.clearFaults(person.userId)
      await page.getByRole('link', { name: 'Try again' }).click()
      await expect(stale(page)).toHaveCount(0)
      await expect(removeLink(page, 'iPhone')).toBeVisible()
    })

    test('a removal that waits can’t be undone from an old list, but its receipt can be seen', async ({
      page,
      createPerson,
      signIn,
      recognize,
    }) => {
      const person = await createPerson({ rows: twoPhones })
      await signIn(page, person)
      await page.goto(await removePath(page, 'Android phone'))
      await reason(page, 'Sold or replaced').check()
      await submit(page).click()
      await page.waitForURL(/\/receipts\//)
      await page.goto('/devices')
      await expect(page.getByRole('button', { name: /Undo/ })).toBeVisible()
      await recognize.setFault(person.userId, DOWN)
      await page.goto('/devices')
      await expect(rows(page)).toHaveCount(2)
      await expectNothingToRemove(page)
      await expect(rows(page).getByRole('link', { name: /^will be removed at/ })).toBeVisible()
    })
  })

test('nobody sees an old list who wasn’t shown it: not another person, not after a sign-out @C2', async ({
  page,
  createPerson,
  signIn,
  recognize,
  openBrowser,
}) => {
  const person = await createPerson({ rows: twoPhones })
  await signIn(page, person)
  const other = await createPerson({ rows: twoPhones })
  for (const { userId } of [person, other]) await recognize.setFault(userId, DOWN)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('/signed-out')
  for (const someone of [other, person]) {
    const next = await openBrowser()
    await signIn(next, someone)
    await expect(next.getByText('This doesn’t mean that you have none')).toBeVisible()
    await expect(rows(next)).toHaveCount(0)
  }
})

test('a phone that was removed is in no old list, and no way in any more', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({ rows: twoPhones })
  await signIn(page, person)
  await expect(coverage(page)).toContainText('Android phone')
  await removeInDialog(page, 'Android phone', 'Lost')
  await expect(page.locator('main')).toContainText('confirmed by the service')
  await recognize.setFault(person.userId, DOWN)
  await page.goto('/devices')
  await expect(stale(page)).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await expect(coverage(page)).not.toContainText('Android phone')
})

test('an old list without devices is no list: a failure never looks like “no devices”', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({ rows: [] })
  await signIn(page, person)
  await recognize.setFault(person.userId, DOWN)
  await page.goto('/devices')
  await expect(page.getByText('This doesn’t mean that you have none')).toBeVisible()
  await expect(page.getByText('No devices yet')).toHaveCount(0)
})

test('what the service says of an identity ends the old list: unknown is not “down”', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({ rows: twoPhones })
  await signIn(page, person)
  await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 404 })
  await page.goto('/devices')
  await expect(page.getByRole('heading', { name: 'Face sign-in isn’t set up yet' })).toBeVisible()
  await recognize.clearFaults(person.userId)
  await recognize.setFault(person.userId, DOWN)
  await page.goto('/devices')
  await expect(page.getByText('This doesn’t mean that you have none')).toBeVisible()
  await expect(rows(page)).toHaveCount(0)
})

test('the pages of one device refuse with words while the service is down, although the list is shown', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({ rows: twoPhones })
  await signIn(page, person)
  const remove = await removePath(page, 'iPhone')
  await recognize.setFault(person.userId, DOWN)
  for (const path of [remove, remove.replace(/\/remove$/, '')]) {
    await page.goto(path)
    await expect(page.locator('main')).toContainText('a problem of its own')
    await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(0)
  }
  expect((await recognize.getPerson(person.userId)).rows).toHaveLength(2)
})
