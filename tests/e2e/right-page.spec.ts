import type { Page } from '@playwright/test'
import { backupRow, phoneRow } from '../builders/rows'
import { answerProvider } from '../fixtures/sign-in'
import { expect, test } from '../fixtures/test'
import { openDialog, reason, removeLink, removePath, rows, submit } from './page'
import { AGENT } from './people'
import { devicesOf } from './support-page'

const SETUP = 'Face sign-in isn’t set up yet'
const several = (userId: string) => [
  phoneRow({ userId }),
  phoneRow({ userId, osVersion: 'Android 15' }),
  backupRow({ userId }),
]

test('somebody for whom nothing is set up reads the same on every page, and nothing of trying again', async ({
  page,
  createPerson,
  signIn,
}) => {
  await signIn(page, await createPerson({ rows: null }))
  for (const path of ['/devices', '/devices/add', '/devices/clean-up']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: SETUP }), path).toBeVisible()
    await expect(page.getByText('This doesn’t mean that you have none'), path).toHaveCount(0)
    await expect(page.getByText('Try again'), path).toHaveCount(0)
  }
})

test('staff for whom nothing is set up arrive where they work @nightly', async ({
  page,
  createPerson,
  signIn,
  openBrowser,
}) => {
  await signIn(page, await createPerson(AGENT))
  await expect(page).toHaveURL('/support')
  const other = await openBrowser()
  await signIn(other, await createPerson({ rows: null, claims: { roles: ['auditor'] } }))
  await expect(other).toHaveURL('/support/activity')
  // Who has devices of their own sees them.
  const agent = await createPerson({ ...AGENT, rows: several })
  const third = await openBrowser()
  await signIn(third, agent)
  await expect(rows(third)).toHaveCount(3)
})

test('an address that no page has is an ordinary 404; what isn’t in the list says so @C1', async ({
  page,
  createPerson,
  signIn,
  expectConsoleError,
}) => {
  expectConsoleError(/404/)
  const notThere = async (path: string, title: string, back: string) => {
    expect((await page.goto(path))?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    await expect(page.locator('main').getByRole('link')).toHaveText(back)
  }
  await notThere('/nowhere', 'Page not found', 'Back to the start')
  const other = await createPerson({ rows: several })
  await signIn(page, await createPerson({ rows: several }))
  for (const path of ['/nowhere', '/devices/1/2/3', '/support/no/such/page'])
    await notThere(path, 'Page not found', 'Back to my devices')
  for (const path of [`/devices/${other.userId.slice(0, 32).toLowerCase()}`, '/receipts/2222'])
    await notThere(path, 'Not in your list', 'Back to my devices')
})

test('a tab that waits to sign in goes where it wanted once another tab has signed in; a page of signing out says what is so @B6 @nightly', async ({
  page,
  createPerson,
}) => {
  const person = await createPerson({ rows: several })
  const other = await page.context().newPage()
  await page.goto('/activity')
  await expect(page).toHaveURL(/\/\?return=/)
  await other.goto('/')
  await other.getByRole('button', { name: 'Sign in' }).click()
  await answerProvider(other, person.accountId)
  await expect(rows(other)).toHaveCount(3)
  await page.reload()
  await expect(page).toHaveURL('/activity')
  for (const path of ['/signed-out', '/sign-in/failed?reason=cookies']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed in')
    await page.getByRole('link', { name: 'Go to my devices' }).click()
    await expect(rows(page)).toHaveCount(3)
  }
})

test('Back closes the dialog and keeps what was chosen; after a removal it leads to the list', async ({
  page,
  createPerson,
  signIn,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const person = await createPerson({ rows: several })
  await signIn(page, person)
  await page.goto('/activity')
  await page.goto('/devices')
  const dialog = page.getByRole('dialog')

  await openDialog(page, 'iPhone')
  await reason(page, 'Stolen').check()
  await page.goBack()
  await expect(dialog).toHaveCount(0)
  await expect(page).toHaveURL('/devices')
  await expect(rows(page)).toHaveCount(3)

  // Each device has a choice of its own, and a closed dialog leaves no step behind.
  await openDialog(page, 'Android')
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await openDialog(page, 'iPhone')
  await expect(reason(page, 'Stolen')).toBeChecked()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(dialog).toHaveCount(0)
  await page.goBack()
  await expect(page).toHaveURL('/activity')

  await page.goForward()
  await openDialog(page, 'iPhone')
  await reason(page, 'Lost').check()
  await submit(page).click()
  await page.waitForURL(/\/receipts\//)
  await page.goBack()
  await expect(page).toHaveURL('/devices')
  await expect(dialog).toHaveCount(0)
  await expect(rows(page)).toHaveCount(2)
  await page.goBack()
  await expect(page).toHaveURL('/activity')
})

/** The texts in the page that a translation may change, although one of these stands in them. */
const translatable = (page: Page, values: readonly string[]) =>
  page.evaluate((kept) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const open: string[] = []
    while (walker.nextNode()) {
      const { parentElement: parent, nodeValue: text } = walker.currentNode
      const isShown = parent !== null && parent.closest('script, style, noscript, pre') === null
      if (!isShown || !kept.some((value) => text?.includes(value))) continue
      if (parent.closest('[translate=no]') === null) open.push(text ?? '')
    }
    return open
  }, values)

test('device codes, receipt numbers and names are left alone by whoever translates the page @nightly', async ({
  page,
  createPerson,
  signIn,
  openBrowser,
}) => {
  test.slow()
  const person = await createPerson({ name: 'Blanche Neige', rows: several })
  await signIn(page, person)
  const phone = rows(page).filter({ has: removeLink(page, 'iPhone') })
  const code = (await phone.locator('.font-mono').textContent()) ?? ''
  expect(code).toMatch(/^\w{4}-?\w{4}$/)
  const details = (await removePath(page, 'iPhone')).replace(/\/remove$/, '')
  await page.goto(details)
  await page.getByRole('textbox').fill('Red Apple')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('The name is saved.')).toBeVisible()
  const kept = [code, 'Red Apple', 'Blanche Neige']
  const look = async (on: Page, path: string, values: readonly string[]) => {
    if (path !== '') await on.goto(path)
    await expect(on.getByText(values[0] ?? '').first(), path).toBeVisible()
    expect([path, await translatable(on, values)]).toEqual([path, []])
  }
  for (const path of ['/devices', details, `${details}/remove`]) await look(page, path, kept)
  await page.goto('/devices')
  await openDialog(page, 'Red Apple')
  await look(page, '', kept)

  await reason(page, 'Stolen').check()
  await submit(page).click()
  await page.waitForURL(/\/receipts\//)
  const number = page.url().split('/').at(-1) ?? ''
  await look(page, page.url(), [number, ...kept])
  await look(page, '/activity', kept)

  const desk = await openBrowser()
  await signIn(desk, await createPerson({ ...AGENT, name: 'Rose Rouge' }))
  await look(desk, devicesOf(person), ['Blanche Neige', 'Rose Rouge', code])
})
