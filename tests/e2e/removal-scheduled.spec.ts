import { newSigningKey, phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import {
  askRemoval,
  coverage,
  openDialog,
  reason,
  removeInDialog,
  removeLink,
  removePath,
  rows,
  submit,
} from './page'
import { twoPhonesAndBackup } from './people'

const receipt = /\/receipts\//

test('a sold phone can be undone from its receipt, and is then never removed', async ({
  page,
  signedIn,
}) => {
  test.slow()
  const android = newSigningKey()
  const person = await signedIn({
    rows: (userId) => [
      phoneRow({ userId }),
      phoneRow({ userId, osVersion: 'Android 15', publicSigningKey: android }),
    ],
  })
  await openDialog(page, 'iPhone')
  await reason(page, 'Sold or replaced').check()
  await expect(page.getByRole('dialog')).toContainText('until then you can undo it')
  await submit(page).click()
  await page.waitForURL(receipt)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('iPhone will be removed')
  await expect(page.getByRole('timer')).toContainText(/in \d+ seconds/)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('iPhone stays')
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  // What is asked for after it and goes proves that its own time is over.
  await page.goto('/devices')
  await removeInDialog(page, 'Android phone', 'Just tidying')
  await page.waitForURL(receipt)
  await expect(page.locator('main')).toContainText('confirmed by the service', { timeout: 40_000 })
  expect(await person.deletions()).toMatchObject([{ publicSigningKey: android }])
  await page.goto('/devices')
  await expect(removeLink(page, 'iPhone')).toHaveCount(1)
})

test('when the wait is over it is removed by one DELETE, and the receipt follows by itself @nightly', async ({
  page,
  signedIn,
}) => {
  test.slow()
  const person = await signedIn({ rows: twoPhonesAndBackup })
  await removeInDialog(page, 'iPhone', 'Just tidying')
  await page.waitForURL(receipt)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('iPhone will be removed')
  expect(await person.deletions()).toEqual([])
  await expect(page.locator('main')).toContainText('confirmed by the service', { timeout: 40_000 })
  expect(await person.deletions()).toHaveLength(1)
})

test('the row shows when it goes, can be undone there, and counts for nothing meanwhile @nightly', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhonesAndBackup })
  await removeInDialog(page, 'Android phone', 'Just tidying')
  await page.waitForURL(receipt)
  await page.goto('/devices')
  const row = rows(page).filter({ hasText: 'Android phone' })
  await expect(row).toContainText('will be removed at')
  await expect(removeLink(page, 'Android phone')).toHaveCount(0)
  // Had it counted, the other phone would be named as a way back in.
  await expect(coverage(page)).toHaveText(
    /If you lost your iPhone, you could still get in with a recovery backup/,
  )
  await row.getByRole('button', { name: 'Undo the removal of Android phone' }).click()
  await expect(removeLink(page, 'Android phone')).toHaveCount(1)
  await expect(coverage(page)).toContainText('Android phone')
  expect(await person.deletions()).toEqual([])
})

test.describe('with script switched off', () => {
  test.use({ javaScriptEnabled: false })

  test('the wait is shown, the page loads itself again, and undoing is a plain form', async ({
    page,
    signedIn,
  }) => {
    const person = await signedIn({ rows: twoPhonesAndBackup })
    await page.goto(await removePath(page, 'iPhone'))
    await askRemoval(page, 'Sold or replaced')
    await page.waitForURL(receipt)
    await expect(page.locator('main')).toContainText('you can undo this')
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('iPhone stays')
    expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(0)
    expect(await person.deletions()).toEqual([])
  })
})
