import { backupRow, phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { alert, openDialog, reason, removeInDialog, removePath, submit } from './page'

test('the last phone stays when it is sold, and goes after one more confirmation when it is lost', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({ rows: (userId) => [phoneRow({ userId })] })
  await signIn(page, person)
  await removeInDialog(page, 'iPhone', 'Sold or replaced')
  await expect(alert(page)).toContainText('This is your last phone. It stays for now')
  await expect(reason(page, 'Sold or replaced')).toBeChecked()

  await reason(page, 'Lost').check()
  await submit(page).click()
  await expect(alert(page)).toContainText('Tick the box')
  const calls = await recognize.journal({ userId: person.userId })
  expect(calls.filter(({ method }) => method === 'DELETE')).toEqual([])

  await page.getByRole('checkbox', { name: /I understand/ }).check()
  await submit(page).click()
  await expect(page.locator('main')).toContainText('confirmed by the service')
})

test('a confirmation counts only for the warning that was shown: two tabs can not take the last phone and the last backup', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({
    rows: (userId) => [phoneRow({ userId }), backupRow({ userId })],
  })
  await signIn(page, person)
  const paths = [await removePath(page, 'iPhone'), await removePath(page, 'Backup')]
  const tabs = [page, await page.context().newPage()] as const
  for (const [index, tab] of tabs.entries()) {
    await tab.goto(paths[index] ?? '')
    await reason(tab, 'Lost').check()
    await tab.getByRole('checkbox', { name: /I understand/ }).check()
  }
  await submit(tabs[0]).click()
  await expect(tabs[0].locator('main')).toContainText('confirmed by the service')
  await submit(tabs[1]).click()
  await expect(alert(tabs[1])).toContainText('Tick the box')
  await expect(tabs[1].getByText('can let you back in', { exact: false }).first()).toBeVisible()
  expect((await recognize.getPerson(person.userId)).rows).toHaveLength(1)

  await tabs[1].getByRole('checkbox', { name: /I understand/ }).check()
  await submit(tabs[1]).click()
  await expect(tabs[1].locator('main')).toContainText('confirmed by the service')
})

test('a warning that came up after the dialog was opened brings its box along', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({
    rows: (userId) => [phoneRow({ userId }), phoneRow({ userId, osVersion: 'Android 15' })],
  })
  await signIn(page, person)
  await openDialog(page, 'iPhone')
  const { userId } = person
  const { rows: stored } = await recognize.getPerson(userId)
  await recognize.putPerson(userId, { rows: stored.slice(0, 1) })
  await reason(page, 'Stolen').check()
  await submit(page).click()
  await expect(alert(page)).toContainText('This is your last phone')
  await page.getByRole('checkbox', { name: /I understand/ }).check()
  await submit(page).click()
  await expect(page.locator('main')).toContainText('confirmed by the service')
})
