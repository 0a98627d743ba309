import { expect, test } from '../fixtures/test'
import { devicesOf, fillRemoval, find } from './support-page'
import { alert, askRemoval, coverage, hydrated, reason, removeLink, rows, submit } from './page'
import { onePhone, twoPhonesAndBackup, AGENT } from './people'

test('an agent finds somebody by name, e-mail address, Recognize ID or external user ID, and nobody by what isn’t theirs', async ({
  page,
  signedIn,
  openBrowser,
  createPerson,
  recognize,
}) => {
  const name = `Zoë Quill ${crypto.randomUUID().slice(0, 8)}`
  const email = `${crypto.randomUUID()}@mail.example`
  const person = await createPerson({ name, rows: twoPhonesAndBackup, claims: { email } })
  const other = await createPerson({ rows: onePhone })
  await recognize.mapExternalUser(`x-${person.userId}`, [person.userId, other.userId])
  await openBrowser(person)
  await signedIn(AGENT)
  await page.goto('/support')

  await find(page, 'Name or e-mail address', 'Nobody is called this')
  await expect(page.getByRole('status')).toContainText('Nobody who has signed in here')
  await expect(page.getByLabel('Type it here')).toHaveValue('Nobody is called this')
  await find(page, 'Recognize ID', 'no ID at all')
  await expect(page.getByRole('status')).toContainText('doesn’t know this ID')
  await find(page, 'External user ID', 'nobody/../here')
  await expect(page.getByRole('status')).toContainText('nobody by exactly this external user ID')

  for (const [by, text, match] of [
    ['Name or e-mail address', name.slice(0, 12), 'begins like this'],
    ['Name or e-mail address', name.toUpperCase(), 'exact match'],
    ['Name or e-mail address', email, 'exact match'],
    ['Recognize ID', person.userId.toLowerCase().replaceAll(/(.{8})/g, '$1 '), 'exact match'],
    ['External user ID', `x-${person.userId}`, 'exact match'],
  ] as const) {
    await find(page, by, text)
    // A name that was typed as a beginning shows no more than what was typed and initials.
    const shown = match === 'exact match' ? name : name.slice(0, 12)
    const found = page.getByRole('status').getByRole('listitem').filter({ hasText: shown })
    await expect(found, text).toHaveCount(1)
    await expect(found).toContainText(match)
    if (match !== 'exact match') await expect(found).not.toContainText(name)
    // Nobody else is called so: no address is needed to tell them apart.
    await expect(found).not.toContainText('@')
  }
  await expect(page.getByRole('status')).toContainText(other.userId.slice(-4))
  await page.getByRole('link', { name: `Help ${name}` }).click()
  await page.waitForURL(`**${devicesOf(person)}`)
  await expect(page.getByRole('complementary')).toContainText(`acting for ${name}`)
  await expect(rows(page)).toHaveCount(3)
})

test('acting for somebody takes a reason, a ticket and a verified caller; the person sees and is told what support did @C5 @I1', async ({
  page,
  signedIn,
  openBrowser,
  createPerson,
  mail,
}) => {
  const email = `${crypto.randomUUID()}@mail.example`
  const person = await createPerson({
    name: 'Ada Okafor',
    rows: twoPhonesAndBackup,
    claims: { email },
  })
  const own = await openBrowser(person)
  await signedIn({ name: 'Sam Reyes', ...AGENT })
  await page.goto(devicesOf(person))
  await expect(page.getByRole('complementary')).toContainText('acting for Ada Okafor')
  await expect(coverage(page)).toContainText('they could still get in')
  await removeLink(page, 'iPhone').click()
  await page.waitForURL(/\/remove$/)
  await hydrated(submit(page))

  // What the browser would not let through, the server does not either.
  await page.locator('form:has(input[name=device])').evaluate((form) => {
    for (const input of form.querySelectorAll('input')) input.required = false
  })
  await submit(page).click()
  await expect(alert(page)).toContainText('Say first what happened')
  await expect(alert(page)).toBeInViewport()
  await askRemoval(page, 'Lost')
  await expect(alert(page)).toContainText('A ticket reference is needed')
  await page.getByLabel('Ticket').fill('HB-20417')
  await submit(page).click()
  await expect(alert(page)).toContainText('verified the caller')
  await expect(page.getByLabel('Ticket')).toHaveValue('HB-20417')
  await expect(reason(page, 'Lost')).toBeChecked()
  expect(await person.deletions()).toEqual([])

  await page.getByLabel(/verified/).check()
  await submit(page).click()
  await page.waitForURL(/\/receipts\//)
  await expect(page.locator('main')).toContainText('confirmed by the service')
  await expect(page.getByRole('complementary')).toContainText('acting for Ada Okafor')
  expect(await person.deletions()).toHaveLength(1)
  await page.getByRole('link', { name: 'Back to their devices' }).click()
  const happened = page.getByRole('region', { name: 'What happened' })
  await expect(happened).toContainText(
    'Support acted on a call: Lost (agent’s word that the caller was verified)',
  )
  await expect(happened).not.toContainText('Signed in')

  await own.goto('/devices')
  await expect(rows(own)).toHaveCount(2)
  await own.locator('summary', { hasText: 'Removed' }).click()
  await own.getByRole('link', { name: /^Receipt for iPhone/ }).click()
  await own.waitForURL(/\/receipts\//)
  await expect(own.locator('main')).toContainText('support, on a call with you')
  await expect(own.locator('main')).not.toContainText(/Sam Reyes|HB-20417/)
  await own.goto('/activity')
  await expect(own.locator('main')).toContainText('Lost')
  await expect(own.locator('main')).not.toContainText(/Sam Reyes|HB-20417/)
  await expect
    .poll(async () => (await mail.mailsTo(email)).map(({ subject }) => subject))
    .toContainEqual(expect.stringContaining('support is removing a device for you'))
})

test('an agent never sees keys, client states or the code that adds a phone @C3 @nightly', async ({
  page,
  signedIn,
  openBrowser,
  createRecoverable,
}) => {
  const { person, clientState } = await createRecoverable({ name: 'Ada Okafor' })
  const own = await openBrowser(person)
  const listed = (await person.rows()) as { publicSigningKey: string }[]
  const keys = listed.map(({ publicSigningKey }) => publicSigningKey)
  await signedIn(AGENT)
  const seen: string[] = []
  page.on('response', (answer) => {
    void answer.text().then(
      (text) => seen.push(text),
      () => undefined,
    )
  })
  await page.goto(devicesOf(person))
  await page.getByRole('link', { name: 'iPhone', exact: true }).click()
  await page.waitForURL(/\/devices\/[0-9a-f]{32}$/)
  await page.goto(devicesOf(person))
  await page.getByRole('link', { name: 'Prepare adding a phone' }).click()
  await page.waitForURL(/\/add$/)
  await page.getByLabel('Ticket').fill('HB-1')
  await page.getByLabel(/verified/).check()
  await page.getByRole('button', { name: 'Prepare it' }).click()
  await expect(page.getByRole('status')).toContainText('Ask the person to sign in')

  await own.goto('/devices/add')
  await expect(own.locator('main')).toContainText('Support has prepared this for you')
  await own.getByRole('button', { name: 'Go on and show the code' }).click()
  await own.waitForURL(/\/devices\/add\/.+/)
  const link = await own.getByRole('link', { name: 'Open it on this phone' }).getAttribute('href')
  const code = link?.split('=').at(-1) ?? ''
  expect(code).toMatch(/^[\w-]{22}$/)
  await page.goto(devicesOf(person))
  await expect(rows(page)).toHaveCount(2)
  expect(seen.length).toBeGreaterThan(3)
  for (const secret of [...keys, clientState, code])
    expect(seen.some((text) => text.includes(secret))).toBe(false)
})

test('what nobody can type is not looked for: the service isn’t asked @nightly', async ({
  page,
  signedIn,
  recognize,
}) => {
  await signedIn(AGENT)
  await page.goto('/support')
  await page.getByLabel('External user ID').check()
  const unheard = `\0${crypto.randomUUID()}`
  await page
    .getByLabel('Type it here')
    .evaluate((input: HTMLInputElement, text) => (input.value = text), unheard)
  await page.getByRole('button', { name: 'Find' }).click()
  await expect(alert(page)).toContainText('It could not be looked up')
  expect(await recognize.journal({ externalUserId: unheard })).toEqual([])
})

test('agents do nothing for themselves at the desk, and no address leads to more @C1 @nightly', async ({
  page,
  createPerson,
  signIn,
  expectConsoleError,
}) => {
  expectConsoleError(/404/)
  const agent = await createPerson({ ...AGENT, rows: onePhone })
  const person = await createPerson({ rows: onePhone })
  await signIn(page, agent)
  await page.goto(devicesOf(agent))
  await expect(page.locator('main')).toContainText('never for their own devices')
  await expect(rows(page)).toHaveCount(0)
  await page.goto(devicesOf({ ...person, userId: person.userId.toLowerCase() }))
  await expect(page).toHaveURL(new RegExp(`${person.userId}/devices$`))
  await expect(rows(page)).toHaveCount(1)
  for (const path of ['/support/users/not-hex/devices', '/support/approvals/AAAA-AAAA-AAAA']) {
    await page.goto(path)
    await expect(page.locator('main'), path).toContainText('Not in your list')
  }
  for (const path of [
    `${devicesOf(person)}/${'0'.repeat(32)}`,
    `${devicesOf(person)}/${'0'.repeat(32)}/remove`,
    `/support/users/${person.userId}/receipts/AAAA-AAAA-AAAA`,
  ]) {
    await page.goto(path)
    await expect(page.locator('main'), path).toContainText('Not in their list')
    await expect(page.getByRole('link', { name: 'Back to their devices' })).toBeVisible()
  }
})

test.describe('with script switched off', () => {
  test.use({ javaScriptEnabled: false })

  test('finding, removing and asking a second agent are plain pages and forms @nightly', async ({
    page,
    signedIn,
    openBrowser,
    createPerson,
  }) => {
    const name = `Nora Pike ${crypto.randomUUID().slice(0, 8)}`
    const person = await createPerson({ name, rows: twoPhonesAndBackup })
    await openBrowser(person)
    await signedIn({ name: 'Sam Reyes', ...AGENT })
    await page.goto('/support')
    await find(page, 'Name or e-mail address', name)
    await page.getByRole('link', { name: `Help ${name}` }).click()
    await fillRemoval(page, 'Lost', 'HB-4')
    await submit(page).click()
    await expect(page.locator('main')).toContainText('confirmed by the service')
    await page.getByRole('link', { name: 'Back to their devices' }).click()
    await fillRemoval(page, 'Stolen', 'HB-5')
    await page.getByRole('button', { name: 'Ask a second agent' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Waiting for a second agent')
    expect(await person.deletions()).toHaveLength(1)
  })
})
