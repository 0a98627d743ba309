import { phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { alert, askRemoval, checkAgain, removeInDialog, rows } from './page'
import { twoPhones } from './people'

test('a phone that was added elsewhere is marked, and one that comes back after its removal is shown in red with what to do', async ({
  page,
  signedIn,
  signIn,
  recognize,
}) => {
  const person = await signedIn({ rows: twoPhones })
  const { userId } = person
  await expect(page.getByText('new since your last visit')).toHaveCount(0)
  const before = { rows: (await recognize.getPerson(userId)).rows }
  const added = phoneRow({ userId, osVersion: 'Android 16' })
  await recognize.putPerson(userId, { ...before, rows: [...before.rows, added] })
  await checkAgain(page)
  const marked = rows(page).filter({ hasText: 'new since your last visit' })
  await expect(marked).toHaveCount(1)
  await expect(marked).toContainText('Android 16')
  await page.context().clearCookies()
  await signIn(page, person)
  await expect(rows(page)).toHaveCount(3)
  await expect(marked, 'at the next visit').toHaveCount(0)

  const all = { rows: (await recognize.getPerson(userId)).rows }
  await removeInDialog(page, 'iPhone', 'Stolen')
  await expect(page.locator('main')).toContainText('confirmed by the service')
  await recognize.putPerson(userId, all)
  // An answer within seconds of the removal may be older than the removal.
  const warning = alert(page).filter({
    hasText: 'A device that was removed is in your list again.',
  })
  await expect(async () => {
    await page.goto('/devices')
    await expect(warning).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(warning).toContainText('Remove it again now. If it comes back once more, ask')
  await expect(rows(page).filter({ hasText: 'came back after it was removed' })).toHaveCount(1)
  await warning.getByRole('link', { name: 'Remove iPhone again' }).click()
  await askRemoval(page, 'Stolen')
  await expect(page.locator('main')).toContainText('confirmed by the service')
  await page.goto('/devices')
  await expect(rows(page)).toHaveCount(2)
  await expect(warning).toHaveCount(0)
  await page.goto('/activity')
  await expect(page.locator('main')).toContainText('A device came back after it was removed')
  await expect(page.locator('main')).toContainText('A device was added, but not in this portal')
})
