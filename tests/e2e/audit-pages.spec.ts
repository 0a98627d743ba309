import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { appendEntries, type NewEntry } from '@/lib/audit/log/chain'
import { connectDatabase, provideDatabase, type Database } from '@/lib/database/connection'
import { useEnvironment } from '../builders/environment'
import { readCsv } from '../builders/csv'
import { expect, test as base } from '../fixtures/test'
import type { Person } from '../fixtures/people'
import { readStack, required } from '../setup/stack'
import { AUDITOR } from './people'

/** Tests that write into the trail of a running portal what its own pages could write only with much effort. */
const test = base.extend<{
  /** Of each test: with one for a worker, a worker would have to start, and a browser with it, for these few tests. */
  trail: Database
  write: (entries: readonly Partial<NewEntry>[], about: Person) => Promise<void>
}>({
  trail: async ({}, use) => {
    const { secrets, postgres } = readStack()
    useEnvironment({ AUTH_SECRET: secrets.authSecret })
    const trail = await connectDatabase({ DATABASE_URL: required(postgres, 'PostgreSQL').url })
    provideDatabase(trail)
    await use(trail)
    const { $client } = trail as unknown as { $client: { end: () => Promise<void> } }
    await $client.end()
  },
  write: ({ trail }, use) =>
    use(async (entries, { userId }) => {
      const common = {
        at: new Date(),
        outcome: 'done',
        actor: { issuer: 'https://issuer.example', subject: `agent-${userId}` },
        role: 'support',
        userId,
        deviceId: 'd'.repeat(32),
        version: 1,
        detail: {},
        type: 'person-viewed',
      } as const
      const whole = entries.map((entry) => ({ ...common, correlationId: randomUUID(), ...entry }))
      for (let from = 0; from < whole.length; from += 500)
        await trail.transaction((tx) => appendEntries(whole.slice(from, from + 500), tx))
    }),
})

test.use({ portalName: 'postgres' })

/** So many entries with nothing of their own. */
const plain = (count: number) => Array.from({ length: count }, () => ({}))

const mine = (page: Page) => page.locator('li.activity')
const entries = (page: Page) => page.locator('li.trail-entry')

test('what support did is marked in my history at once, without who it was or the ticket; the auditor sees both, as text @C3 @C5', async ({
  page,
  openBrowser,
  createPerson,
  signIn,
  write,
  stack,
}) => {
  const ticket = `=HYPERLINK("x")\r\nSet-Cookie: a=1 <script>alert(1)</script>`
  const actor = { issuer: 'https://issuer.example', subject: randomUUID(), displayName: '@Sam <b>' }
  const onCall = { reason: 'stolen', ticket, callerCheck: 'agents-word', approval: null }
  const person = await createPerson()
  await write(
    [
      { actor },
      { actor, type: 'removal-by-support', detail: onCall },
      { actor, type: 'invented-later', version: 7, detail: { ticket } },
    ],
    person,
  )
  await signIn(page, person)
  await page.goto('/activity')
  await expect(mine(page)).toHaveCount(4)
  const [, unknown = '', acted = '', viewed = ''] = await mine(page).allInnerTexts()
  expect(unknown).toContain('Something happened that this version can’t describe')
  expect(acted).toContain('Support acted for you on a call: Stolen')
  expect(viewed).toContain('Support looked at your devices')
  for (const text of [acted, viewed]) expect(text).toMatch(/\bSupport$/m)
  const file = await (await page.request.get('/activity/file?format=json')).text()
  for (const text of [await page.content(), file])
    for (const secret of ['HYPERLINK', 'Set-Cookie', '@Sam', actor.subject, person.userId])
      expect(text).not.toContain(secret)

  const audit = await openBrowser(await createPerson(AUDITOR))
  await audit.goto(`${stack.portal.url}/support/activity?whom=${person.userId}`)
  await expect(entries(audit)).toHaveCount(3)
  await expect(entries(audit).first()).toContainText('invented-later')
  await expect(entries(audit).nth(1)).toContainText('@Sam <b>')
  const shown = JSON.parse(
    (await entries(audit).nth(1).locator('pre').textContent()) ?? '',
  ) as unknown
  expect(shown).toMatchObject({ detail: { ticket }, person: { displayName: '@Sam <b>' } })
  expect(await audit.content()).not.toContain('<script>alert')
})

test('more than two thousand entries are exported once each, in order, in both formats @nightly', async ({
  page,
  signedIn,
  createPerson,
  write,
}) => {
  test.slow()
  const [person, other] = [await createPerson(), await createPerson()]
  const count = 2_101
  await write(plain(count), person)
  await write([{}], other)
  await signedIn(AUDITOR)
  const file = async (format: string) =>
    (await page.request.get(`/support/activity/file?format=${format}&whom=${person.userId}`)).text()
  const [head = [], ...rows] = readCsv(await file('csv'))
  const ids = rows.map((row) => Number(row[head.indexOf('id')]))
  expect(ids).toHaveLength(count)
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => b - a))
  const lines = (await file('jsonl')).trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual(ids)
  await page.goto('/support/activity')
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(async () => {
    await page.goto('/support/activity')
    await expect(page.locator('main')).toContainText(/chain intact: \d{1,3}(,\d{3})+ entries/)
  }).toPass()
})

test('pages of my history stay as they are while more is written, and nonsense leads to the newest @nightly', async ({
  page,
  createPerson,
  signIn,
  write,
}) => {
  const person = await createPerson()
  await write(plain(55), person)
  await signIn(page, person)
  await page.goto('/activity')
  await expect(mine(page)).toHaveCount(50)
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(mine(page)).toHaveCount(6)
  await write([{}], person)
  await page.reload()
  await expect(mine(page)).toHaveCount(6)
  await expect(page.getByRole('link', { name: 'Older' })).toHaveCount(0)
  await expect(page.locator('main')).toContainText('nothing older than this')
  await page.getByRole('link', { name: 'Newest' }).click()
  await expect(page).toHaveURL('/activity')
  for (const nonsense of ['x', '-1', '1.5', '1e400', '', '1&before=2', '%00', '0x10']) {
    const answer = await page.request.get(`/activity?before=${nonsense}`)
    expect(answer.status(), nonsense).toBe(200)
    expect((await answer.text()).match(/<li class="activity\b/g), nonsense).toHaveLength(50)
  }
  expect((await page.goto('/activity?before=1'))?.status()).toBe(200)
  await expect(mine(page)).toHaveCount(0)
})

test('pages of the trail neither repeat nor leave out an entry while others are written @nightly', async ({
  page,
  signedIn,
  createPerson,
  write,
}) => {
  const person = await createPerson()
  await write(plain(60), person)
  await signedIn(AUDITOR)
  await page.goto(`/support/activity?whom=${person.userId}`)
  // Everything by this actor, who is known by the trail's name for them.
  await entries(page)
    .first()
    .getByRole('link', { name: `agent-${person.userId}` })
    .click()
  await expect(page).toHaveURL(/\?who=[0-9a-f-]{36}$/)
  const numbers = () =>
    page
      .getByLabel(/^Details of entry/)
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  const first = await numbers()
  await write([{}], person)
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(entries(page)).toHaveCount(10)
  const second = await numbers()
  await write([{}], person)
  await page.reload()
  expect(await numbers()).toEqual(second)
  expect(new Set([...first, ...second]).size).toBe(60)
  await page.getByRole('link', { name: 'Newest' }).click()
  await expect(page).toHaveURL(/\?who=[0-9a-f-]{36}$/)
  expect((await numbers()).slice(2)).toEqual(first.slice(0, 48))
})
