import { backupRow, phoneRow, temporaryRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { AGENT, askSecondAgent, devicesOf, fillRemoval, find } from './desk'
import { looksAt } from './looks'
import { alert, submit } from './page'

const several = (userId: string) => [
  phoneRow({ userId }),
  phoneRow({ userId, osVersion: 'Android 15' }),
  backupRow({ userId }),
  temporaryRow({ userId }),
]

for (const width of [320, 1280])
  test.describe(`at ${width} px, no violations and no scrolling sideways`, () => {
    test.use({ viewport: { width, height: 800 } })
    const look = looksAt(width)

    test('on the pages of the support desk', async ({
      page,
      openBrowser,
      createPerson,
      signIn,
    }) => {
      test.slow()
      const name = `Maximiliane-Theodora Featherstonehaugh ${crypto.randomUUID().slice(0, 8)}`
      const person = await createPerson({ name, rows: several })
      const last = await createPerson({ name, rows: (userId) => [phoneRow({ userId })] })
      const [own, second] = [await openBrowser(), await openBrowser()]
      await second.setViewportSize({ width, height: 800 })
      await signIn(own, person)
      await signIn(second, await createPerson({ name: 'Kim Adler', rows: null, ...AGENT }))
      await signIn(page, await createPerson({ name: 'Sam Reyes', rows: null, ...AGENT }))
      await page.goto('/support')
      await find(page, 'Name or e-mail address', name)
      await look(page, 'found', 'exact match')
      await page.goto(devicesOf(person))
      await look(page, 'their devices', 'acting for')
      await fillRemoval(page, 'Lost', 'HB-1')
      await submit(page).click()
      await page.waitForURL(/\/receipts\//)
      await look(page, 'receipt', 'confirmed by the service')
      await page.goto(devicesOf(last))
      await fillRemoval(page, 'Just tidying', 'HB-2')
      await page.getByRole('button', { name: 'Ask a second agent' }).click()
      await expect(alert(page)).toBeVisible()
      await look(page, 'removal of the last', 'the last one stays')
      await askSecondAgent(page, last, 'HB-3')
      await look(page, 'waiting', 'Waiting for a second agent')
      await second.goto(page.url())
      await look(second, 'deciding', 'Approve this removal?')
      await page.goto(`/support/users/${person.userId}/add`)
      await look(page, 'preparing', 'Prepare adding a phone')
      await own.setViewportSize({ width, height: 800 })
      await own.goto('/support')
      await look(own, 'refused', 'Only support staff')
    })
  })
