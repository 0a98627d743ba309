import { test } from '../fixtures/test'
import { askSecondAgent, devicesOf, fillRemoval, find } from './support-page'
import { look, PHONE } from './looks'
import { submit } from './page'
import { onePhone, severalKinds, AGENT } from './people'

const longName = () => `Maximiliane-Theodora Featherstonehaugh ${crypto.randomUUID().slice(0, 8)}`

test.describe('at 320 and 1280 px, no violations and no scrolling sideways', () => {
  test.use({ viewport: PHONE })

  test('where an agent finds somebody, sees their devices, removes and asks a second agent @nightly', async ({
    page,
    signedIn,
    openBrowser,
    createPerson,
    signIn,
  }) => {
    test.slow()
    const name = longName()
    const person = await createPerson({ name, rows: severalKinds })
    const last = await createPerson({ name, rows: onePhone })
    const second = await openBrowser()
    await second.setViewportSize(PHONE)
    await openBrowser(person)
    await signIn(second, await createPerson({ name: 'Kim Adler', ...AGENT }))
    await signedIn({ name: 'Sam Reyes', ...AGENT })
    await page.goto('/support')
    await find(page, 'Name or e-mail address', name)
    await look(page, 'found', 'exact match')
    await page.goto(devicesOf(person))
    await look(page, 'their devices', 'acting for')
    await page.goto(`/support/users/${person.userId}/sign-ins`)
    await look(page, 'their sign-ins', 'End all their portal sign-ins?')
    await page.goto(devicesOf(last))
    await fillRemoval(page, 'Just tidying', 'HB-2')
    await look(page, 'removal of the last', 'For this reason it stays')
    await askSecondAgent(page, last, 'HB-3')
    await second.goto(page.url())
    await look(second, 'deciding', 'Approve this removal?')
  })

  test('on a receipt, where an agent waits or prepares, and for whom the desk isn’t @nightly', async ({
    page,
    signedIn,
    createPerson,
  }) => {
    test.slow()
    const person = await createPerson({ name: longName(), rows: severalKinds })
    const last = await createPerson({ name: longName(), rows: onePhone })
    const agent = await signedIn({ name: 'Sam Reyes', ...AGENT, rows: onePhone })
    await page.goto(devicesOf(person))
    await fillRemoval(page, 'Lost', 'HB-1')
    await submit(page).click()
    await page.waitForURL(/\/receipts\//)
    await look(page, 'receipt', 'confirmed by the service')
    await askSecondAgent(page, last, 'HB-3')
    await look(page, 'waiting', 'Waiting for a second agent')
    await page.goto(`/support/users/${person.userId}/add`)
    await look(page, 'preparing', 'Prepare adding a phone')
    await page.goto(devicesOf(agent))
    await look(page, 'refused', 'Only support staff')
  })
})
