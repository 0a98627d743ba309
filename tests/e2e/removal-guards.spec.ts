import { expect, test } from '../fixtures/test'
import { alert, askRemoval, openDialog, reason, removeInDialog, removePath, submit } from './page'
import { onePhone, twoPhones } from './people'

test('the last phone goes after one more confirmation when it is lost', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: onePhone })
  await removeInDialog(page, 'iPhone', 'Lost')
  await expect(alert(page)).toContainText('Tick the box')
  expect(await person.deletions()).toEqual([])

  await page.getByRole('checkbox', { name: /I understand/ }).check()
  await submit(page).click()
  await expect(page.locator('main')).toContainText('confirmed by the service')
})

test('a confirmation counts only for the warning that was shown: two tabs can not take the last phone and the last backup', async ({
  page,
  createRecoverable,
  signIn,
}) => {
  const { person } = await createRecoverable()
  await signIn(page, person)
  const paths = [await removePath(page, 'iPhone'), await removePath(page, 'Backup')]
  const tabs = [page, await page.context().newPage()] as const
  for (const [index, tab] of tabs.entries()) {
    await tab.goto(paths[index] ?? '')
    await reason(tab, 'I don’t recognise it').check()
    await tab.getByRole('checkbox', { name: /I understand/ }).check()
  }
  await submit(tabs[0]).click()
  await expect(tabs[0].locator('main')).toContainText('confirmed by the service')
  await submit(tabs[1]).click()
  await expect(alert(tabs[1])).toContainText('Tick the box')
  await expect(tabs[1].getByText('can let you back in', { exact: false }).first()).toBeVisible()
  expect(await person.rows()).toHaveLength(1)

  await tabs[1].getByRole('checkbox', { name: /I understand/ }).check()
  await submit(tabs[1]).click()
  await expect(tabs[1].locator('main')).toContainText('confirmed by the service')
})

test('a warning that came up after the dialog was opened brings its box along @nightly', async ({
  page,
  signedIn,
  recognize,
}) => {
  const person = await signedIn({ rows: twoPhones })
  await openDialog(page, 'iPhone')
  await recognize.putPerson(person.userId, { rows: (await person.rows()).slice(0, 1) })
  await askRemoval(page, 'Stolen')
  await expect(alert(page)).toContainText('This is your last phone')
  await page.getByRole('checkbox', { name: /I understand/ }).check()
  await submit(page).click()
  await expect(page.locator('main')).toContainText('confirmed by the service')
})
