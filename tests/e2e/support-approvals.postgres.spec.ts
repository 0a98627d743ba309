import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test'
import { askSecondAgent, devicesOf, fillRemoval } from './support-page'
import { alert, hydrated, reason } from './page'
import { onePhone, AGENT, AUDITOR } from './people'

test('the last phone takes two agents: whoever asked can’t approve, sees the answer live, and two who approve at once remove once @C5', async ({
  page,
  signedIn,
  openBrowser,
  createPerson,
}) => {
  test.slow()
  const person = await createPerson({ name: 'Ben Ito', rows: onePhone })
  await signedIn({ name: 'Sam Reyes', ...AGENT })
  const sam = page
  const kim = await openBrowser(await createPerson({ name: 'Kim Adler', ...AGENT }))
  const lee = await openBrowser(await createPerson({ name: 'Lee Moss', ...AGENT }))
  await askSecondAgent(sam, person, 'HB-20418')
  await expect(sam.getByRole('heading', { level: 1 })).toHaveText('Waiting for a second agent')
  await expect(sam.getByRole('button', { name: /Approve/ })).toHaveCount(0)
  expect(await person.deletions()).toEqual([])

  await kim.goto('/support')
  const request = new URL(sam.url()).pathname
  await expect(kim.locator(`a[href="${request}"]`)).toBeVisible()
  await Promise.all([kim.goto(request), lee.goto(request)])
  const approve = (agent: Page) => agent.getByRole('button', { name: 'Approve and remove' })
  for (const agent of [kim, lee]) {
    await expect(agent.locator('main')).toContainText('HB-20418')
    await expect(agent.locator('main')).toContainText('This is their last phone')
    await hydrated(approve(agent))
  }
  await Promise.all([approve(kim).click(), approve(lee).click()])
  for (const agent of [sam, kim, lee])
    await expect(agent.getByRole('heading', { level: 1 })).toHaveText('Approved')
  await sam.getByRole('link', { name: 'See the receipt' }).click()
  await sam.waitForURL(/\/receipts\//)
  await expect(sam.locator('main')).toContainText('confirmed by the service')
  expect(await person.deletions()).toHaveLength(1)
})

test('what a second agent declines stays, and an auditor or the person can decide nothing @C1 @C5 @nightly', async ({
  page,
  signedIn,
  openBrowser,
  createPerson,
}) => {
  const person = await createPerson({ name: 'Ben Ito', rows: onePhone })
  const kim = await openBrowser(await createPerson({ name: 'Kim Adler', ...AGENT }))
  const uma = await openBrowser(await createPerson({ rows: null, ...AUDITOR }))
  const ben = await openBrowser(person)
  await signedIn({ name: 'Sam Reyes', ...AGENT })
  await askSecondAgent(page, person, 'HB-20419')
  const request = new URL(page.url()).pathname
  for (const other of [uma, ben]) {
    await other.goto(request)
    await expect(other.locator('main')).toContainText('Only support staff can use this page')
    await expect(other.locator('main')).not.toContainText(/HB-20419|Sam Reyes|last phone/)
  }
  await kim.goto(request)
  await kim.getByRole('button', { name: 'Decline' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Declined')
  await expect(page.locator('main')).toContainText(/Kim Adler \(.+\) declined it/)
  await expect(page.locator('main')).toContainText('Nothing was removed')
  expect(await person.deletions()).toEqual([])
})

test('for a reason that can wait the last phone stays, and no second agent is asked @C5 @nightly', async ({
  page,
  signedIn,
  createPerson,
}) => {
  const person = await createPerson({ rows: onePhone })
  await signedIn(AGENT)
  await page.goto(devicesOf(person))
  await fillRemoval(page, 'Lost', 'HB-3')
  const ask = page.getByRole('button', { name: 'Ask a second agent' })
  await expect(ask).toBeVisible()
  await reason(page, 'Just tidying').check()
  await expect(page.locator('main')).toContainText('For this reason it stays')
  await expect(ask).toBeHidden()
  // What the page doesn’t offer, the server doesn’t do either.
  const form = page.locator('form:has(input[name=device])')
  await form.evaluate((node: HTMLFormElement) => node.requestSubmit())
  await expect(alert(page)).toContainText('the last one stays')
  expect(await person.deletions()).toEqual([])
})
