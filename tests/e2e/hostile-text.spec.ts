import type { Page } from '@playwright/test'
import { supportPaths } from '@/lib/web/support-paths'
import { paths } from '@/lib/web/paths'
import { STEERING, STRANGE_TEXTS, XSS_TEXTS } from '../builders/hostile-text'
import { backupRow, phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { removePath, rows, submit } from './page'

/** The rows of a list in which these stand, three to a row, in every field that is shown. */
const rowsWith = (userId: string, texts: readonly string[]) =>
  Array.from({ length: Math.ceil(texts.length / 3) }, (_, at) => {
    const [osVersion = '', sdkVersion = '', state = ''] = texts.slice(3 * at, 3 * at + 3)
    return phoneRow({ userId, osVersion, sdkVersion, state })
  })

/** As many as fit the places that a person has. */
const MOST = 147

/** Looks for anything that was run, loaded or asked for because of a text. */
function watch(page: Page) {
  const events: string[] = []
  page.on('dialog', (dialog) => {
    events.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url().endsWith('/api/reports')) events.push('a report on the policy')
  })
  return async (portal: string) => {
    expect(events).toEqual([])
    const seen = await page.evaluate(() => ({
      ran: 'ran' in globalThis,
      made: document.querySelectorAll(
        'main :is(script, img, iframe, style, object, base, meta, math, video, input[autofocus])',
      ).length,
      links: [...document.links].map(({ href }) => href),
      width: document.documentElement.scrollWidth - innerWidth,
      text: document.body.innerText,
    }))
    expect(seen).toMatchObject({ ran: false, made: 0 })
    expect(seen.width).toBeLessThanOrEqual(0)
    expect(seen.links.filter((href) => !href.startsWith(portal) && href !== '')).toEqual([])
    const steering = STEERING.filter((one) => !/[\t\n]/.test(one) && seen.text.includes(one))
    // Line breaks of the page itself aside.
    expect(steering.map((one) => one.codePointAt(0)?.toString(16))).toEqual([])
  }
}

test('two hundred texts that want to be run, and those that turn text around, are never run and not even shown @D6 @nightly', async ({
  page,
  createPerson,
  signIn,
  openBrowser,
  stack,
}) => {
  test.slow()
  const texts = [...XSS_TEXTS, ...STRANGE_TEXTS]
  expect(XSS_TEXTS).toHaveLength(200)
  const hostile = (some: readonly string[]) =>
    createPerson({
      name: '"><img src=x onerror=globalThis.ran=1>\u202Eeve',
      rows: (userId) => [backupRow({ userId }), ...rowsWith(userId, some)],
    })
  const portal = stack.portal.url
  const isClean = watch(page)
  const other = await openBrowser()
  const isOtherClean = watch(other)
  await signIn(other, await hostile(texts.slice(MOST)))
  await expect(rows(other)).toHaveCount(1 + Math.ceil((texts.length - MOST) / 3))
  await isOtherClean(portal)
  const person = await hostile(texts.slice(0, MOST))
  await signIn(page, person)
  await expect(rows(page)).toHaveCount(1 + MOST / 3)
  await expect(rows(page).getByText('other system').first()).toBeVisible()
  for (const said of [XSS_TEXTS[0], XSS_TEXTS[1], XSS_TEXTS[20]])
    await expect(rows(page).getByText(said ?? '')).toHaveCount(0)
  await isClean(portal)

  const remove = await removePath(page, '')
  await page.goto(remove.replace(/\/remove$/, ''))
  await isClean(portal)
  await page.goto(remove)
  await isClean(portal)
  await page.getByRole('radio').first().check()
  await submit(page).click()
  await page.waitForURL(/\/receipts\//)
  await isClean(portal)
  await page.goto(paths.activity)
  await isClean(portal)

  const desk = await openBrowser()
  const isDeskClean = watch(desk)
  await signIn(desk, await createPerson({ claims: { roles: ['support'] } }))
  await desk.goto(supportPaths.person(person.userId))
  await expect(desk.locator('main')).toBeVisible()
  await isDeskClean(portal)
})
