import { expect, test } from '../fixtures/test'
import { devicesOf } from './support-page'
import { alert, askRemoval, hydrated, removeLink, submit } from './page'
import { AGENT, twoPhonesAndBackup } from './people'

test('the number of the person’s portal verifies the caller once, and the record says so; a wrong one does nothing @C5', async ({
  page,
  signedIn,
  openBrowser,
  createPerson,
}) => {
  const person = await createPerson({ name: 'Ada Okafor', rows: twoPhonesAndBackup })
  const own = await openBrowser(person)
  await own.goto('/sessions')
  await own.getByRole('link', { name: /call number/ }).click()
  await own.waitForURL('**/call-number')
  await expect(own.locator('main')).toContainText('read this number out')
  const digits = async () => /\d{3} \d{3}/.exec(await own.locator('main').innerText())?.[0] ?? ''
  const answer = await own.request.get('/call-number')
  expect(answer.headers()['cache-control']).toContain('no-store')

  await signedIn({ name: 'Sam Reyes', ...AGENT })
  await page.goto(devicesOf(person))
  await removeLink(page, 'iPhone').click()
  await page.waitForURL(/\/remove$/)
  await hydrated(submit(page))
  await page.getByLabel('Ticket').fill('HB-20500')
  const number = page.getByLabel('Call number')
  await number.fill(await digits())
  const right = await number.inputValue()
  await number.fill(right === '000 000' ? '000 001' : '000 000')
  await askRemoval(page, 'Lost')
  await expect(alert(page)).toContainText('not the person’s call number')
  await expect(number).toHaveValue('')
  expect(await person.deletions()).toEqual([])

  await own.goto('/call-number')
  await number.fill(await digits())
  await submit(page).click()
  await page.waitForURL(/\/receipts\//)
  expect(await person.deletions()).toHaveLength(1)
  await page.getByRole('link', { name: 'Back to their devices' }).click()
  const happened = page.getByRole('region', { name: 'What happened' })
  await expect(happened).toContainText('Support acted on a call: Lost (call number matched)')
  // What agents see never has it.
  await expect(page.locator('main')).not.toContainText(await digits())
})
