import { phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { removeInDialog, rows } from './page'
import { onePhone } from './people'

test('a person without the claim is found by the external ID, which is asked once and then remembered @nightly', async ({
  page,
  signedIn,
  recognize,
}) => {
  const person = await signedIn({ rows: onePhone, viaExternalId: true })
  await expect(rows(page)).toHaveCount(1)
  await page.reload()
  await expect(rows(page)).toHaveCount(1)
  expect(await recognize.journal({ externalUserId: person.accountId })).toHaveLength(1)
})

test('several identities behind one external ID stand in one list, and a removal goes to the right one', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({ rows: onePhone, viaExternalId: true })
  const second = await createPerson({
    rows: (userId) => [phoneRow({ userId, osVersion: 'Android 15' })],
  })
  await recognize.mapExternalUser(person.accountId, [person.userId, second.userId])
  await signIn(page, person)
  await expect(rows(page)).toHaveCount(2)
  await expect(page.getByText('identity 1', { exact: true })).toBeVisible()
  await expect(page.getByText('identity 2', { exact: true })).toBeVisible()
  await expect(page.getByText('1 of 50')).toHaveCount(2)

  await removeInDialog(page, 'Android phone', 'Lost')
  await expect(page.locator('main')).toContainText('confirmed by the service')
  expect(await person.deletions()).toEqual([])
  expect(await second.rows()).toEqual([])
})

test('an identity that the service doesn’t know is named beside the others, and nothing of it is taken for empty @nightly', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({ rows: onePhone, viaExternalId: true })
  const gone = await createPerson({ rows: [] })
  await recognize.deletePerson(gone.userId)
  await recognize.mapExternalUser(person.accountId, [person.userId, gone.userId])
  await signIn(page, person)
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByText('doesn’t know your identity 2')).toBeVisible()
  await expect(page.getByText('of 50')).toHaveCount(1)

  await recognize.putPerson(gone.userId, { rows: [phoneRow({ userId: gone.userId })] })
  await page.reload()
  await expect(rows(page)).toHaveCount(2)
  await expect(page.getByText('doesn’t know your identity')).toHaveCount(0)
})

test('somebody whom Recognize does not know is told so, not that there are no devices', async ({
  page,
  signedIn,
}) => {
  await signedIn({ rows: null })
  await expect(page.getByRole('heading', { name: 'Face sign-in isn’t set up yet' })).toBeVisible()
  await expect(page.getByText('No devices yet')).toHaveCount(0)
})

test('a look-up that fails is a failure, not an unknown person @nightly', async ({
  page,
  createPerson,
  signIn,
  recognize,
}) => {
  const person = await createPerson({ rows: [], viaExternalId: true })
  await recognize.setLookUpFault(person.accountId, { on: 'lookup', kind: 'status', status: 500 })
  await signIn(page, person)
  await expect(page.getByText('This doesn’t mean that you have none')).toBeVisible()
  await expect(page.getByText('Face sign-in isn’t set up yet')).toHaveCount(0)
})
