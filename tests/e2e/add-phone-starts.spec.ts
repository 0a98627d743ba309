import { temporaryRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { expectNewPhone, fingerprintOn, linkOf, press, takeOver, useCode } from './phone'
import { onePhone } from './people'

test('without a backup the old phone makes a temporary state, which is gone once the new phone has it @nightly', async ({
  page,
  signedIn,
  openBrowser,
}) => {
  const person = await signedIn({ rows: onePhone })
  await page.goto('/devices/add')
  await press(page, 'Yes, start with the old phone')
  const oldPhone = await openBrowser()
  await takeOver(oldPhone, await linkOf(page), person.accountId)
  await press(oldPhone, 'Be this phone')
  await press(oldPhone, 'Use the code')
  await press(oldPhone, 'It’s me')
  await expect(page.getByRole('heading', { name: 'The old phone is done' })).toBeVisible()
  await press(page, 'Show the code for the new phone')
  const newPhone = await openBrowser()
  await useCode(newPhone, await linkOf(page), person.accountId)
  await press(newPhone, 'It’s me')
  await expectNewPhone(page)
  expect(await fingerprintOn(page)).toBe(await fingerprintOn(newPhone))
  // The old phone, the temporary row and the new phone; nothing is kept that another phone could be set up from.
  expect(await person.rows()).toHaveLength(3)
  await page.goto('/devices/add')
  await expect(
    page.getByRole('heading', { name: 'Do you still have a phone that works?' }),
  ).toBeVisible()
})

test('with neither a stored backup nor a phone nothing is begun, and the page says where to go', async ({
  page,
  signedIn,
}) => {
  await signedIn({ rows: (userId) => [temporaryRow({ userId })] })
  await page.goto('/devices/add')
  await expect(
    page.getByRole('heading', { name: 'There is nothing to set up a phone from' }),
  ).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Harbour Bank support on 0800 0100 200')
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
})
