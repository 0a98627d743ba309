import type { Page } from '@playwright/test'
import { backupRow, phoneRow } from '../builders/rows'
import { answerProvider, signInOverHttp } from '../fixtures/sign-in'
import { expect, test as base, type Person } from '../fixtures/test'
import { askRemoval, openDialog, reason, removeLink, submit } from './page'
import { twoPhones } from './people'

const test = base.extend<{
  /** Signs the browser in anew, behind the back of the page that is open, at a provider that says this was an hour ago. */
  growStale: (person: Person) => Promise<void>
}>({
  growStale: ({ page, openid, stack }, use) =>
    use(async ({ accountId }) => {
      await page.context().clearCookies({ name: 'portal.sign-in' })
      await openid.lie(accountId, 'old-auth-time')
      await signInOverHttp(page.context().request, stack.portal.url, accountId)
      await openid.tellTheTruth(accountId)
    }),
})

const confirm = (page: Page) => page.getByRole('button', { name: 'Confirm it’s you' })

test('with an old sign-in a removal begins at the sign-in service, and goes on where it was @A6 @A9', async ({
  page,
  signedIn,
  growStale,
}) => {
  const person = await signedIn({ rows: twoPhones })
  await growStale(person)
  await page.reload()
  await removeLink(page, 'iPhone').first().click()
  // It asks before anything is filled in.
  await page.waitForURL(/\/devices\/\w+\/remove$/)
  await expect(reason(page, 'Lost')).toHaveCount(0)
  const asked = page.url()
  await confirm(page).click()
  await answerProvider(page, person.accountId)
  await page.waitForURL(`${asked}?confirmed=1`)
  expect(await person.deletions()).toEqual([])
  await askRemoval(page, 'Lost')
  await page.waitForURL(/\/receipts\//)
  await expect.poll(person.deletions).toHaveLength(1)
})

test('a sign-in that grows old while the dialog is open costs a way to the sign-in service, not what was chosen @A6 @nightly', async ({
  page,
  signedIn,
  growStale,
}) => {
  const person = await signedIn({ rows: twoPhones })
  await openDialog(page, 'iPhone')
  await growStale(person)
  await askRemoval(page, 'Stolen')
  const notice = page.getByRole('dialog').getByRole('alert')
  await expect(notice).toContainText('Sign in once more')
  expect(await person.deletions()).toEqual([])
  await expect(reason(page, 'Stolen')).toBeChecked()
  await confirm(page).click()
  await answerProvider(page, person.accountId)
  await page.waitForURL(/\/devices\/\w+\/remove\?confirmed=1&draft=/)
  expect(page.url()).not.toContain('stolen')
  await expect(reason(page, 'Stolen')).toBeChecked()
  await submit(page).click()
  await page.waitForURL(/\/receipts\//)
  await expect.poll(person.deletions).toHaveLength(1)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the page of a removal asks in the same way, and keeps the reason @A6 @C4 @nightly', async ({
    page,
    signedIn,
    growStale,
  }) => {
    const person = await signedIn({ rows: twoPhones })
    await removeLink(page, 'iPhone').first().click()
    await growStale(person)
    await askRemoval(page, 'Lost')
    await confirm(page).click()
    await answerProvider(page, person.accountId)
    await page.waitForURL(/\/devices\/\w+\/remove\?confirmed=1&draft=/)
    expect(await person.deletions()).toEqual([])
    await expect(reason(page, 'Lost')).toBeChecked()
    await submit(page).click()
    await page.waitForURL(/\/receipts\//)
    await expect.poll(person.deletions).toHaveLength(1)
  })

  test('the backups that were ticked are still ticked after the confirmation @A6 @nightly', async ({
    page,
    signedIn,
    growStale,
  }) => {
    const person = await signedIn({
      rows: (userId) => [
        phoneRow({ userId }),
        ...[1, 2, 3, 4].map((day) =>
          backupRow({ userId, createdAt: `2025-06-0${day}T09:00:00.000` }),
        ),
      ],
    })
    await page.goto('/devices/clean-up')
    const boxes = page.getByRole('checkbox')
    for (const box of await boxes.all()) await box.uncheck()
    for (const place of [0, 2]) await boxes.nth(place).check()
    await growStale(person)
    await page.getByRole('button', { name: 'Check what goes' }).click()
    await expect(page.locator('main')).toContainText('The 2 backups that you chose stay chosen')
    await confirm(page).click()
    await answerProvider(page, person.accountId)
    await page.waitForURL(/\/devices\/clean-up\/review\?confirmed=1&draft=/)
    await expect(page.locator('main li')).toHaveCount(2)
    await page.getByRole('button', { name: 'Remove 2 backups' }).click()
    await page.waitForURL(/\/devices\/clean-up\/[2-9A-Z]{4}-/)
  })
})

test('signing out completely leaves the portal and goes on to the sign-in service’s own sign-out @A6 @B6 @nightly', async ({
  page,
  signedIn,
  growStale,
}) => {
  await growStale(await signedIn({ rows: twoPhones }))
  await page.goto('/devices/add?confirmed=2')
  await page.getByRole('button', { name: 'Sign out completely' }).click()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.waitForURL(/\/\?state=/)
  await page.goto('/devices')
  await page.waitForURL(/\/\?return=/)
})
