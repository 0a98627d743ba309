import { expect, test } from '../fixtures/test'
import type { Fault } from '../fixtures/sandbox-client'
import { checkAgain, rows } from './page'
import { onePhone } from './people'

// One of each sort; all faults have their code in tests/integration/recognize-client.spec.ts, and all codes their words
// in tests/unit/list-failure.spec.tsx.
const faults: { name: string; fault: Fault; says: string }[] = [
  { name: '503', fault: { on: 'list', kind: 'status', status: 503 }, says: 'a problem of its own' },
  { name: 'another person’s rows', fault: { on: 'list', kind: 'foreign' }, says: 'can’t rely on' },
]

for (const { name, fault, says } of faults)
  test(`${name} has its own words, never looks like “no devices”, and the page answers in time @J1 @J4`, async ({
    page,
    createPerson,
    signIn,
  }) => {
    const person = await createPerson({ rows: onePhone })
    await person.setFault(fault)
    await signIn(page, person)
    // The browser's own clock: what the test itself waits for on a busy machine is nobody's answer.
    const answered = await page.evaluate(() => {
      const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
      return visit?.responseEnd ?? 0
    })
    expect(answered).toBeGreaterThan(0)
    // Its share of the service is over after 10 s; the rest is the machine's.
    expect(answered).toBeLessThan(18_000)
    await expect(page.locator('main')).toContainText(says)
    await expect(page.locator('main')).toContainText('This doesn’t mean that you have none')
    await expect(page.getByText('No devices yet')).toHaveCount(0)
    await expect(rows(page)).toHaveCount(0)

    await person.clearFaults()
    await page.getByRole('link', { name: 'Try again' }).click()
    await expect(rows(page)).toHaveCount(1)
  })

test('a list that can not be refreshed stays, says how old it is, and removals from it wait for the service', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: onePhone })
  await person.setFault({ on: 'list', kind: 'status', status: 503 })
  await checkAgain(page)
  await expect(page.getByText('could not be refreshed')).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByText('It is done as soon as the service is back')).toBeVisible()

  await person.clearFaults()
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page.getByRole('link', { name: /^Remove/ })).toHaveCount(1)
})

test('a sign-in that ended elsewhere shows as ended, with the way back, and the rows are gone @B2', async ({
  page,
  signedIn,
  openBrowser,
  stack,
}) => {
  await signedIn({ rows: onePhone })
  // Not a tab of the same browser: that one learns of it at once.
  const other = await openBrowser()
  await other.context().addCookies(await page.context().cookies())
  await other.goto(`${stack.portal.url}/devices`)
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.waitForURL(/\/signed-out$/)
  await checkAgain(page)
  await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeVisible()
  await expect(rows(page)).toHaveCount(0)
})
