import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { backupRow, deviceRow, phoneRow, temporaryRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { reason, removeLink, removePath, rows, submit } from './page'

const everyKind = (userId: string) => [
  phoneRow({ userId }),
  { ...phoneRow({ userId }), state: 'BLOCKED' },
  backupRow({ userId }),
  temporaryRow({ userId }),
  deviceRow({ userId }),
  { userId },
]

async function expectNoViolations(page: Page, where: string): Promise<void> {
  // Half-way through a fade every colour fails.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished)),
  )
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    where,
  ).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [320, 1280])
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } })

      test('every page is free of violations and reflows without scrolling sideways', async ({
        page,
        createPerson,
        signIn,
        recognize,
        expectConsoleError,
      }) => {
        test.slow()
        expectConsoleError(/404/)
        const person = await createPerson({ rows: everyKind })
        const look = async (where: string) => {
          await expectNoViolations(page, where)
          expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBe(width)
        }
        await page.goto('/')
        await look('start')
        await page.goto('/sign-in/failed?reason=refused')
        await look('sign-in failed')
        await signIn(page, person)
        await look('devices')
        const path = await removePath(page, 'iPhone')
        await removeLink(page, 'iPhone').first().click()
        await reason(page, 'I don’t recognise it').check()
        await look('dialog')
        await page.goto(path)
        await look('remove')
        await submit(page).click()
        await reason(page, 'Lost').check()
        await submit(page).click()
        await page.waitForURL(/receipts|remove/)
        if (page.url().includes('remove')) {
          await look('remove, refused')
          await page.getByRole('checkbox').check()
          await submit(page).click()
          await page.waitForURL(/receipts/)
        }
        await look('receipt')
        await page.goto('/devices')
        await page.locator('summary').click()
        await look('devices, with removed ones')
        await page.getByRole('link', { name: /^Backup of/ }).click()
        await look('device')
        await page.goto('/nowhere')
        await look('not found')
        await recognize.setFault(person.userId, {
          on: 'list',
          kind: 'status',
          status: 500,
          times: 2,
        })
        await page.goto('/devices')
        await look('service down')
        await recognize.clearFaults(person.userId)
        await page.goto('/devices')
        await recognize.setFault(person.userId, { on: 'list', kind: 'status', status: 500 })
        await page.getByRole('link', { name: 'Check again' }).click()
        await expect(page.getByText('could not be refreshed')).toBeVisible()
        await look('stale list')
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.waitForURL('/signed-out')
        await look('signed out')
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

  await tabTo(page, /^Remove Backup of/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(removeLink(page, 'Backup of')).toBeFocused()

  await page.keyboard.press('Enter')
  await tabTo(page, 'Lost')
  await page.keyboard.press('Space')
  await tabTo(page, /I understand/)
  await page.keyboard.press('Space')
  await tabTo(page, 'Remove now')
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

  test('no text is hard-coded and nothing is cut off at 320 px', async ({ page, createPerson }) => {
    const person = await createPerson({ rows: everyKind })
    await page.goto('/')
    await page.locator('main form button').click()
    await page.getByLabel('Someone else (account id)').fill(person.accountId)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL('/devices')
    await expect(rows(page)).toHaveCount(6)
    await expectOnlyPseudo(page)
    await page.locator('a[href$=remove]').first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectOnlyPseudo(page)
    await page.goto((await page.locator('li.device a').first().getAttribute('href')) ?? '')
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
