import type { Page } from '@playwright/test'
import { PAGE_STAMP } from '@/lib/web/page-stamp'
import { readCsv } from '../builders/csv'
import { formWith, hiddenFields } from '../fixtures/forms'
import { expect, test, type Person } from '../fixtures/test'
import { alert } from './page'
import { onePhone, AUDITOR } from './people'

const entries = (page: Page) => page.locator('li.trail-entry')
const texts = (page: Page) => entries(page).allInnerTexts()

/** Gives a device of the person's a name: an entry about them. */
async function rename(page: Page): Promise<void> {
  await page.locator('li.device a').first().click()
  await page.getByRole('textbox').fill('Mine')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.locator('main')).toContainText('The name is saved')
}

const escaped = (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const about = ({ userId }: Person) => `/support/activity?whom=${userId}`

test('persons, support and whoever isn’t signed in get neither the trail nor its file nor a verification @C1 @nightly', async ({
  page,
  signedIn,
  openBrowser,
  createPerson,
  stack,
}) => {
  const { url } = stack.portal
  await signedIn(AUDITOR)
  await page.goto('/support/activity')
  await expect(entries(page).first()).toBeVisible()
  const form = formWith(await (await page.request.get('/support/activity')).text(), 'Verify now')
  for (const roles of [['support'], ['Auditor', 'support,auditor']]) {
    const other = await openBrowser(await createPerson({ claims: { roles } }))
    await other.goto(`${url}/support/activity`)
    await expect(other.getByRole('heading', { level: 1 })).toHaveText('Not allowed')
    await expect(other.locator('main')).not.toContainText(/entr(y|ies)|filter|chain/i)
    for (const query of ['?format=csv', '?who=x', '?what=signed-in&before=9']) {
      const file = await other.request.get(`${url}/support/activity/file${query}`)
      expect([file.status(), await file.text()]).toEqual([403, ''])
    }
    // The auditor’s form on a page of their own.
    const stamp = await other.locator('[data-page-stamp]').getAttribute('data-page-stamp')
    const verify = await other.request.post(`${url}/support/activity`, {
      multipart: { ...Object.fromEntries(hiddenFields(form ?? '')), [PAGE_STAMP]: stamp ?? '' },
      headers: { origin: url },
    })
    expect(await verify.text()).toContain('Not allowed')
  }
  const anonymous = await openBrowser()
  await anonymous.goto(`${url}/support/activity`)
  await expect(anonymous).toHaveURL(/\?return=%2Fsupport%2Factivity$/)
  const file = await anonymous.request.get(`${url}/support/activity/file?format=csv`)
  expect([file.status(), await file.text()]).toEqual([403, ''])
  const foreign = await page.request.post(`${url}/support/activity`, {
    multipart: Object.fromEntries(hiddenFields(form ?? '')),
    headers: { origin: 'https://evil.example' },
  })
  expect(await foreign.text()).not.toContain('Verified at')
})

test('filters stand in the address, survive a reload and lead on; what isn’t understood is said and shows nothing @D3 @nightly', async ({
  page,
  signedIn,
  openBrowser,
  createPerson,
  stack,
}) => {
  test.slow()
  const person = await createPerson({ rows: onePhone })
  const theirs = await openBrowser(person)
  await rename(theirs)
  await signedIn(AUDITOR)
  await page.goto('/support/activity')
  await page.getByText('Filter', { exact: true }).click()
  const spaced = ` ${person.userId.toLowerCase().replaceAll(/(.{8})/g, '$1 ')}`
  await page.getByLabel('Whom').fill(spaced)
  await page.getByText('Everything', { exact: true }).click()
  await page.getByRole('checkbox', { name: /device-renamed/ }).check()
  await page.getByLabel('Outcome').selectOption('done')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(entries(page)).toHaveCount(1)
  const [first = ''] = await texts(page)
  expect(first).toContain('Robin Vale')
  expect(first).toContain('device-renamed')
  await page.reload()
  expect(await texts(page)).toEqual([first])
  await expect(page.getByLabel('Whom')).toHaveValue(spaced.trim())
  await page.getByText('1 kind chosen').click()
  await expect(page.getByRole('checkbox', { name: /device-renamed/ })).toBeChecked()
  await page.getByLabel(/^Details of entry/).click()
  await expect(page.locator('pre')).toContainText(`"userId": "${person.userId}"`)

  // Everything by this actor: the sign-in as well, which is about no user.
  await entries(page).getByRole('link', { name: 'Robin Vale' }).click()
  await expect(entries(page)).toHaveCount(2)

  const wrong = {
    'whom=XYZ': '“XYZ” is not a Recognize ID.',
    'who=Robin': '“Robin” is not a name that the trail gives.',
    'device=K7QM-2XPD': '“K7QM-2XPD” is not the ID of a device',
    'what=nonsense': '“nonsense” is not something the trail knows.',
    'outcome=great': '“great” is not an outcome.',
    'from=2026-02-30T00:00': '“2026-02-30T00:00” is not a time.',
    'from=2026-01-02T00:00&to=2026-01-01T00:00': 'This is not after the beginning.',
    'before=x': '“x” is not a place in the trail.',
    'user=1': '“user” is not something to filter by.',
    [`whom=${encodeURIComponent('<script>alert(1)</script>')}`]: '“<script>alert(1)</script>”',
  }
  for (const [query, words] of Object.entries(wrong)) {
    const answer = await page.request.get(`/support/activity?${query}`)
    expect(answer.status(), query).toBe(200)
    const shown = await answer.text()
    expect(shown, query).toContain(escaped(words))
    expect(shown, query).not.toContain('class="trail-entry')
    const file = await page.request.get(`/support/activity/file?format=csv&${query}`)
    expect(file.status(), query).toBe(400)
  }
  await page.goto('/support/activity?whom=XYZ')
  await expect(alert(page)).toContainText(wrong['whom=XYZ'])
  await expect(entries(page)).toHaveCount(0)
  await expect(page.getByLabel('Whom')).toHaveAccessibleDescription(/“XYZ” is not a Recognize ID/)
  await page.goto(`${stack.portal.url}/support/activity?whom=${'AB'.repeat(32)}`)
  await expect(page.locator('main')).toContainText('No entry fits')
})

test('an export has what the filter lets through, and what would run in a spreadsheet is text @D10 @nightly', async ({
  page,
  signedIn,
  openBrowser,
  createPerson,
  signIn,
}) => {
  const evil = `=cmd|' /C calc'!A0 <script>alert(1)</script>`
  const forged = '203.0.113.9, 10.0.0.1'
  const person = await createPerson({ rows: onePhone, name: evil })
  const theirs = await openBrowser()
  await theirs.setExtraHTTPHeaders({ 'x-forwarded-for': forged })
  await signIn(theirs, person)
  await rename(theirs)
  await signedIn(AUDITOR)
  await page.goto(about(person))
  await expect(entries(page)).toContainText([evil])
  expect(await page.content()).not.toContain('<script>alert')
  const file = async (name: string) => {
    const href = await page.getByRole('link', { name, exact: true }).getAttribute('href')
    const answer = await page.request.get(href ?? '')
    expect(answer.status()).toBe(200)
    expect(answer.headers()['cache-control']).toBe('no-store')
    expect(answer.headers()['content-disposition']).toMatch(/^attachment; filename="trail-/)
    return answer.text()
  }
  const csv = await file('Export as CSV')
  const [head = [], row = [], ...more] = readCsv(csv)
  expect(more).toEqual([])
  const cell = (name: string) => row[head.indexOf(name)]
  expect(cell('displayName')).toBe(`'${evil}`)
  expect(cell('userId')).toBe(person.userId)
  expect(cell('type')).toBe('device-renamed')
  const lines = (await file('Export as JSON Lines')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { displayName: evil, type: 'device-renamed', userId: person.userId },
  ])
  for (const text of [csv, ...lines]) expect(text).not.toContain('203.0.113.9')
  // That it was exported, and how it was limited, can be read in the trail itself.
  await page.goto('/support/activity?what=trail-exported')
  const own = entries(page).filter({ hasText: 'Exported the trail as jsonl' }).first()
  await expect(own.locator('pre')).toContainText('"userId"')
})

test('neither a link elsewhere nor a HEAD exports anything; the link on the page does @D1 @nightly', async ({
  page,
  signedIn,
}) => {
  const name = `Ida ${crypto.randomUUID()}`
  await signedIn({ ...AUDITOR, name })
  for (const path of ['/support/activity/file?format=csv', '/activity/file?format=csv']) {
    for (const site of ['cross-site', 'same-site']) {
      const answer = await page.request.get(path, { headers: { 'sec-fetch-site': site } })
      expect([answer.status(), await answer.text()], `${path} ${site}`).toEqual([403, ''])
    }
    expect((await page.request.head(path)).status(), path).toBe(405)
  }
  const exported = entries(page).filter({ hasText: name })
  await page.goto('/support/activity?what=trail-exported')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The trail')
  await expect(exported).toHaveCount(0)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export as CSV', exact: true }).click()
  expect((await download).suggestedFilename()).toMatch(/^trail-.*\.csv$/)
  await page.reload()
  await expect(exported).toHaveCount(1)
})

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with script @nightly' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('the chain is verified on the page, which says how many entries, when and by whom @I3', async ({
      page,
      signedIn,
    }) => {
      const name = `Uma ${crypto.randomUUID()}`
      await signedIn({ ...AUDITOR, name })
      await page.goto('/support/activity')
      await expect(async () => {
        await page.goto('/support/activity')
        // Another test may be having it verified: then there is no button.
        await page.getByRole('button', { name: 'Verify now' }).click({ timeout: 2_000 })
        await expect(page.locator('main')).toContainText(/chain intact: [\d,]+ entries/)
        await expect(page.locator('main')).toContainText(`by ${name}, in`)
      }).toPass()
      await page.goto('/support/activity?what=trail-verified')
      const own = entries(page).filter({ hasText: name }).first()
      await expect(own).toContainText('Verified the trail: chain intact')
    })
  })
