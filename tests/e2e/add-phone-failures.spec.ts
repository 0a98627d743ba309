import { App, codeIn } from '../fixtures/api'
import { expect, test } from '../fixtures/test'
import { alert } from './page'
import {
  bindPhone,
  expectNewPhone,
  MISHAPS,
  press,
  showCode,
  stage,
  type Mishap,
  useCode,
} from './phone'

/** How the page begins to explain each of them; none of it accuses anybody. */
const WORDS: Record<Mishap, RegExp> = {
  'Face not recognised': /The face check did not succeed/,
  'Not sure about the face': /did not recognise you this time/,
  'Looks like a picture': /could not be sure that it was you/,
  'Phone not able': /This phone cannot do.*another try will not help.*maker of the app/s,
  'Locked out': /is paused.*not even support.*After 5 tries/s,
  'No place left': /All 50 places are taken/,
  'Set up before': /set up before.*reset/s,
  'App too old': /too old.*Update/s,
  Cancel: /was cancelled/,
}

test('every mishap of the selfie is explained on page and phone, and the person goes on from it @nightly', async ({
  page,
  openBrowser,
  createRecoverable,
  signIn,
}) => {
  const { person } = await createRecoverable()
  await signIn(page, person)
  const link = await showCode(page)
  const phone = await openBrowser()
  await useCode(phone, link, person.accountId)
  const before = (await person.rows()).length
  for (const [mishap, code] of Object.entries(MISHAPS) as [Mishap, number][]) {
    await press(phone, mishap)
    await expect(phone.getByRole('alert')).toContainText(WORDS[mishap])
    await expect(alert(page)).toContainText(WORDS[mishap])
    await expect(alert(page)).toContainText(`error code ${code}`)
    // Only the service knows when a pause ends.
    await expect(alert(page)).not.toContainText(/works again|until \d/)
    await expect(alert(page)).not.toContainText(/spoof|fraud|attack|fake/i)
  }
  await phone.getByLabel('Error model of the SDK').selectOption('6.0.0')
  await press(phone, 'Not sure about the face')
  await expect(phone.getByRole('alert')).toContainText(WORDS['Not sure about the face'])
  await expect(alert(page)).toContainText('error code 6.0.0/4001')
  expect(await person.rows()).toHaveLength(before)
  await press(phone, 'It’s me')
  await expectNewPhone(page)
  await expect(alert(page)).toHaveCount(0)
})

test('an app that closes right after the selfie says nothing, and its phone is found in the list all the same @nightly', async ({
  page,
  openBrowser,
  createRecoverable,
  signIn,
}) => {
  const { person } = await createRecoverable()
  await signIn(page, person)
  const phone = await openBrowser()
  await useCode(phone, await showCode(page), person.accountId)
  await press(phone, 'It’s me, but the app closes')
  await expectNewPhone(page)
})

test('a code is nobody else’s: their token gets the answer that nonsense gets, and the code stays good @H1 @H3 @nightly', async ({
  page,
  createPerson,
  createRecoverable,
  signIn,
  openid,
  stack,
}) => {
  const { person, app, clientState } = await createRecoverable()
  const stranger = await createPerson({ name: 'Sol Stranger' })
  await signIn(page, person)
  const code = codeIn(await showCode(page))
  const typed = await page.locator('code').innerText()
  const strange = await App.of(openid, stack.portal.url, stranger)
  const nonsense = await strange.redeem('nonsense')
  expect(nonsense.status).toBe(404)
  for (const tried of [code, typed]) {
    const refused = await strange.redeem(tried)
    expect({ status: refused.status, body: refused.body }).toEqual({
      status: 404,
      body: nonsense.body,
    })
  }
  expect((await app.redeem(typed.toLowerCase().replaceAll('-', ' '))).body['clientState']).toBe(
    clientState,
  )
  await expect(stage(page)).toContainText('Now take the selfie')
})

test('the old phone’s code doesn’t give the new one anything, and a cancelled code gives nobody anything @H1 @nightly', async ({
  page,
  createRecoverable,
  signIn,
}) => {
  const { person, app } = await createRecoverable()
  await signIn(page, person)
  const cancelled = codeIn(await showCode(page))
  await press(page, 'Cancel')
  await page.waitForURL('/devices/add')
  expect((await app.redeem(cancelled)).status).toBe(404)
  const superseded = codeIn(await showCode(page))
  await page.goto('/devices/add')
  await press(page, 'Use my old phone instead')
  const making = codeIn(
    (await page.getByRole('link', { name: 'Open it on this phone' }).getAttribute('href')) ?? '',
  )
  expect((await app.redeem(superseded)).status).toBe(404)
  const given = await app.redeem(making)
  expect(given.body).toMatchObject({ purpose: 'MAKE_STATE', clientStateType: 'TEMPORARY' })
  expect(given.body).not.toHaveProperty('clientState')
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the page follows the phone by loading itself again, to the end @nightly', async ({
    page,
    createRecoverable,
    signIn,
    recognize,
  }) => {
    const { person, app } = await createRecoverable()
    await signIn(page, person)
    const given = await app.redeem(codeIn(await showCode(page)))
    await bindPhone(app, recognize, person, given)
    await expectNewPhone(page)
    await press(page, 'That wasn’t me: undo')
    await page.waitForURL(/receipts/)
  })
})
