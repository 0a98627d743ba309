import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test'
import { signInByHand } from '../fixtures/sign-in'
import { look, PHONE } from './looks'
import {
  alert,
  askRemoval,
  checkAgain,
  hydrated,
  openDialog,
  reason,
  removeLink,
  removePath,
  rows,
  submit,
} from './page'
import { backups, everyKind } from './people'

test.describe('at 320 and 1280 px, no violations and no scrolling sideways', () => {
  test.use({ viewport: PHONE })

  test('on the pages around the sign-in @nightly', async ({
    page,
    signedIn,
    openBrowser,
    expectConsoleError,
  }) => {
    test.slow()
    expectConsoleError(/404/)
    await page.goto('/')
    await look(page, 'start', 'Sign in')
    await page.goto('/sign-in/failed?reason=refused')
    await look(page, 'sign-in failed', 'You are not signed in')
    const person = await signedIn({ rows: [] })
    await look(page, 'no devices', 'No devices yet')
    await openBrowser(person)
    await page.goto('/sessions')
    await look(page, 'sign-ins', 'End all others')
    await page.goto('/call-number')
    await look(page, 'call number', 'read this number out')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('/signed-out')
    await look(page, 'signed out', 'You are signed out')
    await page.goto('/nowhere')
    await look(page, 'not found', 'Page not found')
  })

  test('from the list to the receipt', async ({ page, signedIn }) => {
    test.slow()
    await signedIn({ rows: everyKind })
    await look(page, 'devices', 'can’t be removed here')
    const path = await removePath(page, 'iPhone')
    await openDialog(page, 'iPhone')
    await reason(page, 'I don’t recognise it').check()
    await look(page, 'dialog', 'Remove iPhone?')
    await page.goto(path)
    await look(page, 'remove', 'Remove iPhone?')
    await askRemoval(page, 'Lost')
    await expect(alert(page)).toContainText('Tick the box')
    await look(page, 'remove, refused', 'Tick the box')
    await page.getByRole('checkbox').check()
    await submit(page).click()
    await page.waitForURL(/\/receipts\//)
    await look(page, 'receipt', 'confirmed by the service')
  })

  test('on the list after a removal, a device, and where the service fails @nightly', async ({
    page,
    signedIn,
    signIn,
  }) => {
    test.slow()
    const person = await signedIn({ rows: everyKind })
    await openDialog(page, 'Backup of')
    await reason(page, 'I don’t recognise it').check()
    await page.getByRole('checkbox').check()
    await submit(page).click()
    await page.waitForURL(/\/receipts\//)
    await page.goto('/devices')
    await page.locator('summary').click()
    await look(page, 'devices, with removed ones', 'Removed')
    await page.getByRole('link', { name: 'iPhone', exact: true }).first().click()
    await page.waitForURL(/\/devices\/[0-9a-f]{32}$/)
    await look(page, 'device', 'Stated by the service')
    const down = { on: 'list', kind: 'status', status: 500 } as const
    await person.setFault(down)
    await page.goto('/devices')
    await look(page, 'old list', 'could not be refreshed')
    await person.clearFaults()
    await page.goto('/devices')
    await person.setFault(down)
    await checkAgain(page)
    await look(page, 'list that got old', 'could not be refreshed')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('/signed-out')
    // The provider would sign the same person in without a word.
    await page.context().clearCookies()
    await signIn(page, person)
    await look(page, 'service down', 'This doesn’t mean that you have none')
  })

  test('on a list of many rows, and one with an identity that is not known @nightly', async ({
    page,
    createPerson,
    signIn,
    recognize,
  }) => {
    test.slow()
    const person = await createPerson({
      rows: backups(120),
      viaExternalId: true,
    })
    const unknown = 'AB'.repeat(32)
    await recognize.mapExternalUser(person.accountId, [person.userId, unknown])
    await signIn(page, person)
    // Both are on one page, which is looked at once.
    await expect(page.locator('main')).toContainText('doesn’t know your identity 2')
    await look(page, 'many rows', '50 of 120 shown')
  })
})

test('from the sign-in to the receipt, the keyboard is enough, and focus returns where it came from', async ({
  page,
  createPerson,
}) => {
  test.slow()
  const person = await createPerson({ rows: everyKind })
  await page.goto('/')
  await tabTo(page, 'Sign in')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Someone else (account id)')).toBeVisible()
  await tabTo(page, 'Someone else (account id)')
  await page.keyboard.type(person.accountId)
  await page.keyboard.press('Enter')
  await page.waitForURL('/devices')

  await hydrated(removeLink(page, 'Backup of'))
  await tabTo(page, /^Remove Backup of/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(removeLink(page, 'Backup of')).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await tabTo(page, 'I don’t recognise it')
  await page.keyboard.press('Space')
  await tabTo(page, /I understand/)
  await page.keyboard.press('Space')
  await tabTo(page, 'Remove')
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toContainText('confirmed by the service')
})

/** Presses Tab until the control of that name has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const label = await page.evaluate(() => {
      const focused = document.activeElement as HTMLInputElement | null
      const own = focused?.getAttribute('aria-label') ?? focused?.labels?.[0]?.textContent
      return (own ?? focused?.textContent ?? '').trim()
    })
    if (typeof name === 'string' ? label === name : name.test(label)) return
    await page.keyboard.press('Tab')
  }
  expect(null, `Tab never reached ${String(name)}`).toBe(name)
}

test.describe('in the pseudo-language', () => {
  test.use({ locale: 'en-XA', viewport: { width: 320, height: 800 } })

  test('no text is hard-coded and nothing is cut off at 320 px @nightly', async ({
    page,
    createPerson,
  }) => {
    const person = await createPerson({ rows: everyKind })
    await signInByHand(page, person.accountId)
    await page.waitForURL('/devices')
    await expect(rows(page)).toHaveCount(6)
    await expectOnlyPseudo(page)
    const removal = page.locator('a[href$=remove]').first()
    await hydrated(removal)
    await removal.click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectOnlyPseudo(page)
    await page.goto((await page.locator('li.device a').first().getAttribute('href')) ?? '')
    await expect(page.getByRole('textbox')).toBeVisible()
    await expectOnlyPseudo(page)
  })
})

/** Every text in the page is bracketed, but for what is data: names, dates, versions, codes. */
async function expectOnlyPseudo(page: Page): Promise<void> {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const inCode = node.parentElement?.closest('script, style, .font-mono, time, svg')
      if (!inCode && node.textContent?.trim())
        found.push(
          node.parentElement?.closest('p, h1, h2, a, button, label, dt, dd, li, span, legend')
            ?.textContent ??
            node.parentElement?.textContent ??
            '',
        )
    }
    return found
  })
  const data = /^(Harbour Bank|Portal Bank|Robin Vale|[\d\s·.,()-]+|iOS 17\.4|UTC|BLOCKED)$/
  const hardCoded = texts.filter((text) => !text.includes('[') && !data.test(text.trim()))
  expect(hardCoded).toEqual([])
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a, p, h1, h2, label')]
      // What only screen readers see is one pixel wide.
      .filter((element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 200)),
  )
  expect(cut).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
}
