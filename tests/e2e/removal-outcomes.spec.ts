import { expect, test } from '../fixtures/test'
import type { Fault } from '../fixtures/sandbox-client'
import {
  alert,
  askRemoval,
  hydrated,
  openDialog,
  reason,
  removeInDialog,
  removePath,
  rows,
  submit,
} from './page'
import { twoPhonesAndBackup } from './people'

// One of each sort; every answer has its outcome in tests/integration/removal.spec.ts, and every outcome its words in
// tests/unit/receipt-story.spec.tsx.
const outcomes: { when: string; fault: Fault; says: string }[] = [
  {
    when: 'answers 500',
    fault: { on: 'delete', kind: 'status', status: 500 },
    says: 'could not be confirmed',
  },
  {
    when: 'answers 403',
    fault: { on: 'delete', kind: 'status', status: 403 },
    says: 'could not be removed',
  },
]

for (const { when, fault, says } of outcomes)
  test(`when the service ${when}, the receipt says “${says}” and DELETE was sent once @J4 @nightly`, async ({
    page,
    signedIn,
  }) => {
    const person = await signedIn({ rows: twoPhonesAndBackup })
    await person.setFault(fault)
    await removeInDialog(page, 'iPhone', 'Lost')
    await expect(page.locator('main')).toContainText(says)
    await expect(page).toHaveURL(/\/receipts\//)

    expect(await person.deletions()).toHaveLength(1)
    await person.clearFaults()
    await page.goto('/devices')
    await expect(rows(page)).toHaveCount(3)
  })

test('a receipt that is open follows by itself until the device is gone, with that one DELETE', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhonesAndBackup })
  await person.setFault({ on: 'delete', kind: 'still-listed' })
  await removeInDialog(page, 'iPhone', 'Lost')
  await expect(page.locator('main')).toContainText('not yet confirmed')
  await page.goto('/devices')
  await expect(rows(page).filter({ hasText: 'iPhone' })).toContainText('removal not yet confirmed')
  await page.goBack()
  await expect(page.locator('main')).toContainText('not yet confirmed')
  await person.clearFaults()
  await expect(page.locator('main')).toContainText('confirmed by the service')
  expect(await person.deletions()).toHaveLength(1)
})

test('when the list can not be read first, nothing is deleted and the page says so @J3', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhonesAndBackup })
  await openDialog(page, 'iPhone')
  await person.setFault({ on: 'list', kind: 'status', status: 503 })
  await askRemoval(page, 'Lost')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toContainText('It was not removed')
  await expect(dialog.getByRole('alert')).toContainText('Nothing was removed.')
  expect(await person.deletions()).toEqual([])
})

test('another person’s device answers like one that does not exist, and makes no call about them @C2 @nightly', async ({
  page,
  signedIn,
  createPerson,
  openBrowser,
  expectConsoleError,
}) => {
  expectConsoleError(/404/)
  const mine = await signedIn({ rows: twoPhonesAndBackup })
  const theirs = await createPerson({ rows: twoPhonesAndBackup })
  const theirPath = await removePath(await openBrowser(theirs), 'iPhone')
  await theirs.clearCalls()

  const unknownPath = theirPath.replace(/[0-9a-f]{32}/, '0'.repeat(32))
  const answers = []
  for (const path of [theirPath, unknownPath, theirPath.replace('/remove', '')]) {
    const response = await page.goto(path)
    answers.push([response?.status(), await page.locator('main').innerText(), page.url()])
  }
  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]).toEqual(answers[2])
  expect(answers[0]?.[0]).toBe(404)

  // The form of an own device, with the id of theirs in it.
  await page.goto('/devices')
  await page.goto(await removePath(page, 'iPhone'))
  await hydrated(reason(page, 'Lost'))
  await reason(page, 'Lost').check()
  await page
    .locator('input[name=device]')
    .evaluate((input: HTMLInputElement, id) => (input.value = id), theirPath.split('/')[2] ?? '')
  await submit(page).click()
  await expect(alert(page)).toContainText('It isn’t in your list')
  expect(await theirs.calls()).toEqual([])
  expect(await mine.deletions()).toEqual([])
})

test('a receipt belongs to its person: others get what an unknown number gets, and so does the file @C2 @nightly', async ({
  page,
  signedIn,
  createPerson,
  openBrowser,
  expectConsoleError,
}) => {
  expectConsoleError(/404/)
  await signedIn({ rows: twoPhonesAndBackup })
  await removeInDialog(page, 'iPhone', 'Lost')
  await page.waitForURL(/\/receipts\//)
  const path = new URL(page.url()).pathname
  const file = await page.request.get(`${path}/file`)
  expect(await file.text()).toContain('removed, confirmed by the service')
  expect(file.headers()['cache-control']).toContain('no-store')

  const other = await openBrowser(await createPerson({ rows: twoPhonesAndBackup }))
  expect((await other.goto(path))?.status()).toBe(404)
  expect((await other.request.get(`${path}/file`)).status()).toBe(404)
  expect((await other.request.get('/receipts/2222-2222-2222/file')).status()).toBe(404)
})

test('the receipt offers to end the other sign-ins, which are dead at their next request @B2 @B4 @nightly', async ({
  page,
  signedIn,
  openBrowser,
}) => {
  const elsewhere = await openBrowser(await signedIn({ rows: twoPhonesAndBackup }))
  await removeInDialog(page, 'iPhone', 'Stolen')
  await page.getByRole('button', { name: 'Sign out my other sign-ins' }).click()
  await expect(page.getByText('1 other sign-in to this portal was ended.')).toBeVisible()

  await elsewhere.goto('/devices')
  await expect(elsewhere.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await page.goto('/devices')
  await expect(rows(page)).toHaveCount(2)
})
