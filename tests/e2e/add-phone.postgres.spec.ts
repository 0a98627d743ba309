import { codeIn } from '../fixtures/api'
import { expect, test } from '../fixtures/test'
import { expectNewPhone, fingerprintOn, press, showCode, stage, takeOver, useCode } from './phone'
import { rows } from './page'

test('a lost phone is replaced from the stored backup: one new row, the same fingerprint on both, everybody told', async ({
  page,
  openBrowser,
  createRecoverable,
  signIn,
  mail,
}) => {
  const address = `robin-${crypto.randomUUID()}@example.com`
  const { person, app } = await createRecoverable({ claims: { email: address } })
  await signIn(page, person)
  const link = await showCode(page)
  await expect(stage(page)).toContainText('Waiting for the code to be scanned')
  const phone = await openBrowser()
  await takeOver(phone, link, person.accountId)
  await expect(stage(page)).toContainText('The code was scanned')
  await press(phone, 'Use the code')
  await expect(stage(page)).toContainText('Now take the selfie')
  await press(phone, 'It’s me')
  await expectNewPhone(page)
  await expect(phone.getByRole('status')).toContainText('This phone is set up')
  expect(await fingerprintOn(page)).toBe(await fingerprintOn(phone))
  expect(await fingerprintOn(page)).not.toBe('none')

  await page.getByRole('link', { name: 'It matches, I’m done' }).click()
  await expect(rows(page)).toHaveCount(3)
  expect(await person.rows()).toHaveLength(3)
  expect(await person.deletions()).toEqual([])
  // That the backup was fetched, and that the phone was added.
  await expect.poll(async () => (await mail.mailsTo(address)).length).toBe(2)
  const mails = await mail.mailsTo(address)
  expect(mails.map(({ text }) => text).join()).toContain('fetched your recovery backup')
  expect(mails.map(({ text }) => text).join()).toContain(await fingerprintOn(phone))
  // The backup stays for the next time; the code is worthless now.
  await page.goto('/devices/add')
  await expect(page.getByRole('heading', { name: 'Your recovery backup is ready' })).toBeVisible()
  expect((await app.redeem(codeIn(link))).status).toBe(404)
})

test('“That wasn’t me” removes the new phone at once, ends the other sign-ins and tells everybody @B4 @nightly', async ({
  page,
  openBrowser,
  createRecoverable,
  signIn,
  mail,
}) => {
  const address = `robin-${crypto.randomUUID()}@example.com`
  const { person } = await createRecoverable({ claims: { email: address } })
  const elsewhere = await openBrowser(person)
  await signIn(page, person)
  const link = await showCode(page)
  const phone = await openBrowser()
  await useCode(phone, link, person.accountId)
  await press(phone, 'It’s me')
  await expectNewPhone(page)
  const before = (await person.rows()).length
  await press(page, 'That wasn’t me: undo')
  await page.waitForURL(/receipts/)
  await expect(page.getByRole('main')).toContainText('confirmed by the service')
  expect(await person.rows()).toHaveLength(before - 1)
  await elsewhere.goto('/devices')
  await expect(elsewhere.getByRole('button', { name: 'Sign in' }).first()).toBeVisible()
  await expect
    .poll(async () => (await mail.mailsTo(address)).map(({ subject }) => subject).length)
    .toBeGreaterThan(1)
  expect(await person.deletions()).toHaveLength(1)
})
