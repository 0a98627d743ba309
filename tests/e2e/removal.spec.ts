import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test'
import {
  askRemoval,
  coverage,
  hydrated,
  openDialog,
  reason,
  removeInDialog,
  removeLink,
  removePath,
  rows,
  submit,
} from './page'
import { twoPhones, severalKinds } from './people'

/** Sends the removal form of a tab at once: a click would wait until the tab has nothing else to do. */
const send = (tab: Page) =>
  tab
    .locator('form:has(input[name=device])')
    .evaluate((form: HTMLFormElement) => form.requestSubmit())

test('a lost phone is removed by exactly one DELETE for exactly that key, and the receipt is confirmed by the service', async ({
  page,
  createPerson,
  signIn,
}) => {
  const person = await createPerson({ rows: severalKinds })
  const [iPhone] = await person.rows()
  await signIn(page, person)
  await expect(rows(page)).toHaveCount(4)

  await openDialog(page, 'iPhone')
  await expect(page.getByRole('dialog')).toContainText('Remove iPhone?')
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await askRemoval(page, 'Lost')

  await expect(page).toHaveURL(/\/receipts\/[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('iPhone is removed')
  await expect(page.locator('main')).toContainText('confirmed by the service')

  const key = (iPhone as { publicSigningKey: string }).publicSigningKey
  const deletes = await person.deletions()
  expect(deletes).toHaveLength(1)
  expect(deletes[0]).toMatchObject({
    operation: 'delete',
    publicSigningKey: key,
    rawUrl: `/v2/users/${person.userId}/devices/${encodeURIComponent(key)}`,
    status: 200,
  })

  await page.getByRole('link', { name: 'Back to my devices' }).click()
  await expect(rows(page)).toHaveCount(3)
  await expect(removeLink(page, 'iPhone')).toHaveCount(0)
  await page.locator('summary', { hasText: 'Removed' }).click()
  await expect(page.getByText('removed', { exact: false }).first()).toBeVisible()
})

test.describe('with script switched off', () => {
  test.use({ javaScriptEnabled: false })

  test('the list, the details and a removal work as plain pages and forms', async ({
    page,
    signedIn,
  }) => {
    const person = await signedIn({ rows: severalKinds })
    await expect(coverage(page)).toContainText('could still get in')
    await page.getByRole('link', { name: 'iPhone', exact: true }).click()
    await expect(page.getByText('Stated by the service')).toBeVisible()

    await page.getByRole('link', { name: /^Remove iPhone/ }).click()
    await submit(page).click()
    await askRemoval(page, 'Stolen')

    await expect(page.locator('main')).toContainText('confirmed by the service')
    expect(await person.deletions()).toHaveLength(1)
  })

  test('a form that is sent again after the removal is answered like an unknown device and deletes nothing', async ({
    page,
    signedIn,
    expectConsoleError,
  }) => {
    expectConsoleError(/404/)
    const person = await signedIn({ rows: severalKinds })
    const path = await removePath(page, 'iPhone')
    const later = await page.context().newPage()
    for (const tab of [page, later]) {
      await tab.goto(path)
      await reason(tab, 'Lost').check()
    }
    await submit(page).click()
    await expect(page.locator('main')).toContainText('confirmed by the service')

    const answered = later.waitForResponse((response) => response.url().includes('not-in'))
    await submit(later).click()
    expect((await answered).status()).toBe(404)
    await expect(later.locator('main')).toContainText('Not in your list')
    expect(await person.deletions()).toHaveLength(1)
  })
})

test('two tabs that remove the same phone at once make one DELETE, and both learn that it is gone @C6 @nightly', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: severalKinds })
  const path = await removePath(page, 'iPhone')
  const other = await page.context().newPage()
  for (const tab of [page, other]) {
    await tab.goto(path)
    await hydrated(submit(tab))
    await reason(tab, 'Lost').check()
  }
  await person.setFault({ on: 'delete', kind: 'delay', delayMs: 1_200 })
  await Promise.all([page, other].map(send))

  for (const tab of [page, other])
    await expect(tab.locator('main')).toContainText('confirmed by the service')
  expect(page.url()).toBe(other.url())
  expect(await person.deletions()).toHaveLength(1)
})

test('two tabs that remove the last two phones at once can not both tidy them away @C6 @nightly', async ({
  page,
  signedIn,
}) => {
  test.slow()
  const person = await signedIn({ rows: twoPhones })
  const paths = [await removePath(page, 'iPhone'), await removePath(page, 'Android')]
  const tabs = [page, await page.context().newPage()] as const
  for (const [index, tab] of tabs.entries()) {
    await tab.goto(paths[index] ?? '')
    await hydrated(submit(tab))
    await reason(tab, 'Just tidying').check()
  }
  await person.setFault({ on: 'delete', kind: 'delay', delayMs: 1_200 })
  await Promise.all(tabs.map(send))

  await expect
    .poll(async () => {
      const texts = await Promise.all(tabs.map((tab) => tab.locator('main').innerText()))
      return [
        texts.filter((text) => text.includes('will be removed')).length,
        texts.filter((text) => text.includes('your last phone. It stays for now')).length,
      ]
    })
    .toEqual([1, 1])
  await expect.poll(async () => (await person.rows()).length, { timeout: 40_000 }).toBe(1)
  expect(await person.deletions()).toHaveLength(1)
})

test('the row says that it is being removed, aloud too, and nothing disappears before the service has answered', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: severalKinds })
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route('**/devices', async (route) => {
    await held
    await route.continue()
  })
  await removeInDialog(page, 'iPhone', 'Lost')

  await expect(page.getByRole('button', { name: 'Removing…' })).toBeDisabled()
  await expect(page.locator('[role=status]', { hasText: 'Removing iPhone…' })).toHaveCount(1)
  await expect(rows(page).filter({ hasText: 'Removing…' })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(rows(page)).toHaveCount(4)
  expect(await person.rows()).toHaveLength(4)
  letGo()
  await expect(page.locator('main')).toContainText('confirmed by the service')
})

test('when the connection breaks during a removal, the page does not claim to know how it ended', async ({
  page,
  signedIn,
  expectConsoleError,
}) => {
  expectConsoleError(/Failed to load resource/)
  const person = await signedIn({ rows: severalKinds })
  await openDialog(page, 'iPhone')
  await reason(page, 'Lost').check()
  await page.route('**/devices', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch({ maxRedirects: 0 })
    return route.abort()
  })
  await submit(page).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('alert')).toContainText('We don’t know yet whether it was removed')
  await expect(page.getByText('Nothing was removed')).toHaveCount(0)
  await page.unroute('**/devices')
  expect(await person.rows()).toHaveLength(3)
})
