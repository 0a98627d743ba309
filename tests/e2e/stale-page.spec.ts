import type { Page } from '@playwright/test'
import { phoneRow } from '../builders/rows'
import type { RecognizeControl } from '../fixtures/sandbox-client'
import { signInOverHttp } from '../fixtures/sign-in'
import { expect, test, type Person } from '../fixtures/test'
import { checkAgain, openDialog, reason, removePath, rows, submit } from './page'

const two = (userId: string) => [phoneRow({ userId }), phoneRow({ userId })]

const SOMEBODY_ELSE = 'You are signed in as somebody else in this browser now. Nothing was done.'
const OLDER = 'This page is older than the portal. Nothing was done.'

const loadAnew = (page: Page) => page.getByRole('link', { name: 'Load the page anew' })

/** Signs somebody else in in the same browser, behind the back of the pages that are open. */
async function signInBehind(page: Page, portal: string, { accountId }: Person): Promise<void> {
  // The provider’s cookie too: it would let the first person in again.
  await page.context().clearCookies()
  await signInOverHttp(page.context().request, portal, accountId)
}

async function deletes(recognize: RecognizeControl, people: readonly Person[]): Promise<number> {
  const calls = await Promise.all(people.map(({ userId }) => recognize.journal({ userId })))
  return calls.flat().filter(({ method }) => method === 'DELETE').length
}

test('when somebody else signs in in another tab, an open page is covered within five seconds, and never shows their list under the first name @B2 @B8', async ({
  page,
  createPerson,
  signIn,
  stack,
}) => {
  const [ada, ben] = [
    await createPerson({ name: 'Ada Canary', rows: two }),
    await createPerson({ name: 'Ben Canary', rows: two }),
  ]
  await signIn(page, ada)
  await expect(rows(page)).toHaveCount(2)
  const id = (await removePath(page, 'iPhone')).split('/').at(-2) ?? ''
  const tab = await page.context().newPage()
  await signInBehind(tab, stack.portal.url, ben)
  await tab.goto('/devices')
  await expect(page.getByRole('alert').filter({ hasText: SOMEBODY_ELSE })).toBeVisible({
    timeout: 5_000,
  })
  const html = await page.content()
  expect(html).not.toContain('Ada Canary')
  expect(html).not.toContain(id)
  await expect(page.getByRole('banner')).toContainText('Ben Canary')
  await expect(rows(tab)).toHaveCount(2)
  await expect(tab).toHaveURL(/\/devices$/)

  await loadAnew(page).click()
  await expect(rows(page)).toHaveCount(2)
  await expect(page.getByRole('banner')).toContainText('Ben Canary')
  expect(await page.content()).not.toContain(id)
})

test('a page that nobody told learns it at focus, and at the first thing it asks for @B2', async ({
  page,
  createPerson,
  signIn,
  stack,
}) => {
  const [ada, ben] = [await createPerson({ rows: two }), await createPerson({ rows: two })]
  await signIn(page, ada)
  await signInBehind(page, stack.portal.url, ben)
  await page.evaluate(() => dispatchEvent(new Event('focus')))
  await expect(page.getByText(SOMEBODY_ELSE)).toBeVisible()

  await signInBehind(page, stack.portal.url, ada)
  await page.goto('/devices')
  await expect(rows(page)).toHaveCount(2)
  await signInBehind(page, stack.portal.url, ben)
  await checkAgain(page)
  await expect(page.getByText(SOMEBODY_ELSE)).toBeVisible()
})

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with script @nightly' : 'without script', () => {
    test.use({ javaScriptEnabled })

    /** The form that removes the first iPhone, with a reason, not sent yet. */
    async function fillIn(page: Page): Promise<void> {
      if (javaScriptEnabled) await openDialog(page, 'iPhone')
      else await page.goto(await removePath(page, 'iPhone'))
      await reason(page, 'Lost').check()
    }

    test('a removal that was filled in for one person isn’t done in the name of another @B2 @C4', async ({
      page,
      createPerson,
      signIn,
      recognize,
      stack,
    }) => {
      const [ada, ben] = [await createPerson({ rows: two }), await createPerson({ rows: two })]
      await signIn(page, ada)
      await fillIn(page)
      await signInBehind(page, stack.portal.url, ben)
      await submit(page).click()
      await expect(page.getByText(SOMEBODY_ELSE)).toBeVisible()
      expect(await deletes(recognize, [ada, ben])).toBe(0)
      await page.goto('/activity')
      await expect(page.locator('main')).not.toContainText('remov')
    })

    test('a removal on a page of an older portal isn’t done, says so, and keeps what was chosen', async ({
      page,
      createPerson,
      signIn,
      recognize,
      expectConsoleError,
    }) => {
      const person = await createPerson({ rows: two })
      await signIn(page, person)
      const unknown = (text: string) => text.replace(/(?<=[0-9a-f]{2})[0-9a-f]{40}/, '0'.repeat(40))
      if (javaScriptEnabled) {
        expectConsoleError(/409/)
        await fillIn(page)
        await page.route('**', (route) => {
          const headers = route.request().headers()
          const id = headers['next-action']
          return route.continue(
            id === undefined ? {} : { headers: { ...headers, 'next-action': unknown(id) } },
          )
        })
      } else {
        await page.route('**/remove', async (route) => {
          if (route.request().method() !== 'GET') return route.continue()
          const response = await route.fetch()
          const html = await response.text()
          const older = html.replaceAll(
            /(?<=\$ACTION_ID_|\{&quot;id&quot;:&quot;)[0-9a-f]{42}/g,
            unknown,
          )
          return route.fulfill({ response, body: older })
        })
        await fillIn(page)
      }
      await submit(page).click()
      await expect(page.getByText(OLDER)).toBeVisible()
      expect(await deletes(recognize, [person])).toBe(0)

      await page.unroute(javaScriptEnabled ? '**' : '**/remove')
      await expect(page.getByText('What you had chosen is kept.')).toBeVisible()
      await loadAnew(page).click()
      await page.waitForURL(/\/devices\/\w+\/remove\?draft=/)
      await expect(reason(page, 'Lost')).toBeChecked()
      expect(await deletes(recognize, [person])).toBe(0)
      await submit(page).click()
      await page.waitForURL(/\/receipts\//)
      await expect.poll(() => deletes(recognize, [person])).toBe(1)
    })
  })
