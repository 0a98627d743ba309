import { deviceRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { look, PHONE } from './looks'
import { alert, hydrated, openDialog, reason, removeLink, rows, submit } from './page'
import { AGENT, onePhone, twoPhones } from './people'
import { devicesOf, fillRemoval } from './support-page'

// Wherever a person stands, there is a way on. Each page is looked at on the way, at 320 and 1280 px.

// A refused key: it doesn’t open the breaker, which all tests of this portal share.
const DOWN = { on: 'list', kind: 'status', status: 403 } as const
const LATER = 'Remove when the service is back'

/** As the service is documented: no kind, and the versions that a client state made on a phone carries too. */
const untyped = (count: number) => (userId: string) =>
  Array.from({ length: count }, () =>
    deviceRow({ userId, osVersion: 'iOS 17.4', sdkVersion: '5.3.0' }),
  )

test.use({ viewport: PHONE })

test('a phone that was stolen during an outage is reported from the old list, waits, and goes when the service is back @J4', async ({
  page,
  signedIn,
}) => {
  test.slow()
  const person = await signedIn({ rows: twoPhones })
  await person.setFault(DOWN)
  await page.goto('/devices')
  await look(page, 'old list', 'You can still ask for a removal')
  await removeLink(page, 'iPhone').click()
  await page.waitForURL(/\/remove$/)
  await look(page, 'removal in an outage', 'The Recognize service isn’t answering')
  await expect(page.getByRole('link', { name: /^Call 0800/ })).toHaveAttribute('href', /^tel:0800/)
  await reason(page, 'Stolen').check()
  await page.getByRole('button', { name: LATER }).click()
  await page.waitForURL(/\/receipts\//)
  await look(page, 'waiting receipt', 'It still works')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  expect(await person.deletions()).toEqual([])
  const receipt = page.url()
  await page.goto('/devices')
  await expect(
    rows(page).getByRole('link', { name: 'will be removed when the service is back' }),
  ).toHaveAttribute('href', new URL(receipt).pathname)
  await expect(rows(page).getByRole('button', { name: /Undo/ })).toBeVisible()

  await page.goto(receipt)
  await person.clearFaults()
  await expect(page.locator('main')).toContainText('confirmed by the service', { timeout: 60_000 })
  expect(await person.deletions()).toHaveLength(1)
})

test('a service that goes down while the dialog is open leads to the removal that waits', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhones })
  await openDialog(page, 'iPhone')
  await person.setFault(DOWN)
  await reason(page, 'Stolen').check()
  await submit(page).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Nothing was removed')
  await page.getByRole('link', { name: 'Ask to remove it when the service is back' }).click()
  await page.waitForURL(/\/remove$/)
  await expect(page.getByRole('button', { name: LATER })).toBeVisible()
})

test('the desk sees in an outage what the person saw, and has a removal wait; the last phone still takes two agents @C5 @nightly', async ({
  page,
  signedIn,
  createPerson,
  openBrowser,
}) => {
  test.slow()
  const person = await createPerson({ name: 'Ada Okafor', rows: twoPhones })
  await openBrowser(person)
  // Whoever signs in during an outage can’t be told from the person whom they want to help.
  const second = await openBrowser(await createPerson(AGENT))
  await signedIn(AGENT)
  await expect(page, 'staff arrive at the desk').toHaveURL(/\/support$/)
  await person.setFault(DOWN)
  await page.goto(devicesOf(person))
  await look(page, 'old list at the desk', 'could not be refreshed')
  await expect(rows(page)).toHaveCount(2)
  await fillRemoval(page, 'Lost', 'HB-7')
  await look(page, 'removal at the desk in an outage', 'You see the last list that was read')
  await page.getByRole('button', { name: LATER }).click()
  await page.waitForURL(/\/receipts\//)
  await look(page, 'waiting receipt at the desk', 'The person can undo this')
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Back to their devices' }).click()
  await fillRemoval(page, 'Stolen', 'HB-8')
  await expect(page.locator('main')).toContainText('the removal waits until it is back')
  await page.getByRole('button', { name: 'Ask a second agent' }).click()
  await page.waitForURL(/\/support\/approvals\//)
  await second.goto(page.url())
  await expect(second.locator('main')).toContainText('as soon as the Recognize service is back')
  await second.getByRole('button', { name: 'Approve and remove' }).click()
  await second.getByRole('link', { name: 'See the receipt' }).click()
  await expect(second.locator('main')).toContainText('It still works')
  expect(await person.deletions()).toEqual([])
  await person.clearFaults()
  await expect(second.locator('main')).toContainText('confirmed by the service', {
    timeout: 60_000,
  })
  await expect.poll(async () => (await person.deletions()).length, { timeout: 60_000 }).toBe(2)
})

test('with 50 of 50 places used and no kind stated, rows are ticked by hand, confirmed, and make room', async ({
  page,
  signedIn,
}) => {
  test.slow()
  const person = await signedIn({ rows: untyped(50) })
  await page.getByRole('link', { name: 'Clean up' }).click()
  await page.waitForURL('/devices/clean-up')
  await look(page, 'clean-up by hand', 'Don’t tick the device with that code')
  await expect(page.getByRole('checkbox')).toHaveCount(50)
  await expect(page.locator('input:checked')).toHaveCount(0)
  for (const place of [0, 1]) await page.getByRole('checkbox').nth(place).check()
  await page.getByRole('button', { name: 'Check what goes' }).click()
  await page.waitForURL(/\/devices\/clean-up\/review\?/)
  await look(page, 'clean-up by hand, review', 'None of these is a phone that I use')
  const remove = page.getByRole('button', { name: 'Remove 2 devices' })
  await remove.click()
  await expect(page.getByRole('checkbox')).toBeFocused()
  expect(await person.deletions()).toEqual([])
  await page.getByRole('checkbox').check()
  await remove.click()
  await expect(page.locator('main')).toContainText('2 of 2 removed', { timeout: 60_000 })
  expect(await person.rows()).toHaveLength(48)
})

test('for the last phone the way out takes the button’s place, and a missing confirmation is where the focus goes', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: onePhone })
  await openDialog(page, 'iPhone')
  await reason(page, 'Just tidying').check()
  await expect(submit(page)).toBeHidden()
  await expect(page.getByRole('link', { name: 'Add a new phone' })).toHaveAttribute(
    'href',
    '/devices/add',
  )
  await look(page, 'last phone, tidying', 'It stays for now')
  await reason(page, 'Lost').check()
  await expect(page.getByRole('link', { name: 'Add a new phone' })).toBeHidden()
  await submit(page).click()
  await expect(alert(page)).toContainText('Tick the box')
  await expect(page.getByRole('checkbox', { name: /I understand/ })).toBeFocused()
  expect(await person.deletions()).toEqual([])
})

test('who has only a phone that may be one, or none at all, reads how to go on, whom to call, and where to remove the lost one @nightly', async ({
  page,
  signedIn,
  createPerson,
  openBrowser,
}) => {
  await signedIn({ rows: untyped(1) })
  await page.goto('/devices/add')
  await look(page, 'add a phone', 'Do you still have a phone that works?')
  await expect(page.locator('main')).toContainText('No, my phone is gone')
  await expect(page.getByRole('link', { name: /^Call 0800/ })).toBeVisible()
  await page.getByRole('link', { name: 'Remove the lost phone now' }).click()
  await page.waitForURL('/devices')
  await rows(page)
    .getByRole('link', { name: /^Device of/ })
    .first()
    .click()
  await look(page, 'is this a phone of yours?', 'It shows a device code')
  const mine = page.getByRole('button', { name: 'Yes, this is my phone' })
  await hydrated(mine)
  await mine.click()
  await expect(page.locator('main')).toContainText('You compared its device code')

  const without = await openBrowser(await createPerson({ rows: [] }))
  await without.goto('/devices/add')
  await expect(without.locator('main')).toContainText('Once it is done, this page goes on')
  await expect(without.getByRole('link', { name: /^Call 0800/ })).toBeVisible()
})
