import { backupRow, deviceRow, phoneRow, temporaryRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { coverage, hydrated, removeLink, rows } from './page'
import { backups, onePhone } from './people'

test('devices stand under the heading of their kind, in the fixed order, each row naming what its control removes', async ({
  page,
  signedIn,
}) => {
  await signedIn({
    rows: (userId) => [
      temporaryRow({ userId }),
      backupRow({ userId, createdAt: '2026-03-03T08:00:00.000' }),
      phoneRow({ userId }),
      deviceRow({ userId }),
    ],
  })
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([
    'Phones',
    'Recovery backups',
    'Temporary backups',
    'Phone or backup?',
  ])
  await expect(page.getByText('4 of 50')).toBeVisible()
  await expect(page.getByRole('link', { name: /^Remove/ })).toHaveText(Array(4).fill('Remove'))
  await expect(
    page.getByRole('link', { name: 'Remove iPhone, iOS 17.4, added 15 January 2025' }),
  ).toBeVisible()
  await expect(coverage(page)).toHaveText(
    'If you lost your iPhone, you could still get in with a recovery backup from 3 March.',
  )
})

test('a kind that the service does not state is never guessed: versions make a row no phone', async ({
  page,
  signedIn,
}) => {
  await signedIn({
    rows: (userId) => [phoneRow({ userId }), backupRow({ userId })],
    switches: { statesType: null },
  })
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['Phone or backup?'])
  await expect(page.getByText('a phone, or a backup made on one')).toHaveCount(1)
  await rows(page).getByRole('link').first().click()
  await expect(page.getByText('Not known: the service states no kind')).toBeVisible()
})

test('rows that are odd stay visible, marked, and removable where they have a key', async ({
  page,
  signedIn,
}) => {
  await signedIn({
    rows: (userId) => [
      phoneRow({ userId }),
      { ...phoneRow({ userId }), createdAt: 'yesterday', osVersion: 17 },
      { userId, state: 'ACTIVE' },
      'not a row at all',
      null,
      7,
      [[1], [{ userId: 'AB' }]],
      {},
      phoneRow({ userId, osVersion: 'i'.repeat(10_000) }),
      { ...backupRow({ userId }), novelty: { nested: true } },
    ],
  })
  await expect(rows(page)).toHaveCount(10)
  await expect(page.getByText('partly unreadable')).toHaveCount(8)
  await expect(page.getByText('can’t be removed here')).toHaveCount(6)
  await expect(page.getByRole('link', { name: /^Remove/ })).toHaveCount(4)
  await expect(page.getByText('something we don’t understand')).toBeVisible()
})

test('text of the service that is long or written the other way never makes the page wider, also at 320 px', async ({
  page,
  signedIn,
}) => {
  await page.setViewportSize({ width: 320, height: 800 })
  await signedIn({
    rows: (userId) => [
      phoneRow({ userId, osVersion: `iOS ${'7'.repeat(4_000)}`, state: 'W'.repeat(4_000) }),
      phoneRow({ userId, osVersion: '\u202EiOS 71\u2066\u0000\u001B[2J', state: '\u200FON\u202E' }),
      phoneRow({ userId, osVersion: 'נייד 17', sdkVersion: '\u0627'.repeat(60) }),
      phoneRow({ userId, osVersion: `i${'\u0354'.repeat(200)}` }),
    ],
  })
  await expect(rows(page)).toHaveCount(4)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  expect(await rows(page).allInnerTexts()).not.toContainEqual(
    expect.stringMatching(/[^\P{Cc}\n\t]|\p{Cf}/u),
  )
  await expect(rows(page).getByRole('link', { name: 'Remove' })).toHaveCount(4)
})

test('somebody without devices sees that there are none yet, which looks like no failure', async ({
  page,
  signedIn,
}) => {
  await signedIn({ rows: [] })
  await expect(page.getByRole('heading', { name: 'No devices yet' })).toBeVisible()
  await expect(coverage(page)).toContainText('could still get in')
  await expect(page.getByText('0 of 50')).toBeVisible()
})

test('near the limit the page says how many places are left', async ({ page, signedIn }) => {
  await signedIn({ rows: backups(48) })
  await expect(page.getByText('48 of 50')).toBeVisible()
  await expect(page.getByText('Only 2 places are left')).toBeVisible()
})

test('a name of one’s own is kept, shown everywhere, and can be taken away again', async ({
  page,
  signedIn,
}) => {
  await signedIn({ rows: onePhone })
  await page.getByRole('link', { name: 'iPhone', exact: true }).click()
  await page.getByLabel('Your name for it').fill('  Work <b>phone</b> ')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('The name is saved.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Work <b>phone</b>')
  await page.goto('/devices')
  await expect(coverage(page)).toContainText('Work <b>phone</b>')

  await page.getByRole('link', { name: 'Work <b>phone</b>', exact: true }).click()
  await page.getByLabel('Your name for it').fill('')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('iPhone')
})

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with script @nightly' : 'without script', () => {
    test.use({ javaScriptEnabled })

    test('a name that can’t be one is not saved, and stays in the field', async ({
      page,
      signedIn,
    }) => {
      await signedIn({ rows: onePhone })
      await page.getByRole('link', { name: 'iPhone', exact: true }).click()
      const field = page.getByLabel('Your name for it')
      await field.fill('Work\u0007phone')
      await page.getByRole('button', { name: 'Save name' }).click()
      await expect(page.locator('form').getByRole('alert')).toContainText('The name was not saved')
      await expect(field).toHaveValue('Work\u0007phone')
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('iPhone')
    })
  })

test('a computer whose clock is a minute ahead takes the page over as the server made it', async ({
  page,
  signedIn,
}) => {
  await page.clock.install({ time: Date.now() + 60_000 })
  // An error of React about other words would fail the test.
  await signedIn({ rows: onePhone })
  await hydrated(removeLink(page, 'iPhone'))
  await page.goto('/devices')
  await hydrated(removeLink(page, 'iPhone'))
  await expect(rows(page)).toHaveCount(1)
})

test('a list that is left and looked at again is fresh', async ({ page, signedIn, recognize }) => {
  await page.clock.install()
  const { userId } = await signedIn({ rows: onePhone })
  await expect(rows(page)).toHaveCount(1)
  await hydrated(removeLink(page, 'iPhone'))
  await recognize.putPerson(userId, { rows: [phoneRow({ userId }), phoneRow({ userId })] })
  await page.clock.fastForward(60_000)
  // Nobody can see from outside since when the page listens.
  await expect(async () => {
    await page.evaluate(() =>
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true })),
    )
    await expect(rows(page)).toHaveCount(2, { timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
})
