import { join } from 'node:path'
import { freePort } from '../../tools/free-port.mjs'
import { App, codeIn } from '../fixtures/api'
import { People } from '../fixtures/people'
import { openIdControl, recognizeControl } from '../fixtures/sandbox-client'
import { signInOverHttp } from '../fixtures/sign-in'
import { expect, test } from '../fixtures/test'
import { copyEmbedded } from '../setup/embedded'
import { startPortal } from '../setup/portal'
import { RestartablePortal } from '../setup/restartable-portal'
import { startSandbox } from '../setup/sandbox'
import { readStack, required } from '../setup/stack'
import { bindPhone, expectNewPhone, press, showCode, stage, useCode } from './phone'
import { onePhone } from './people'

test('a portal that is killed in the middle of pairing goes on where it was, and so does the page @nightly', async ({
  page,
  openBrowser,
  expectConsoleError,
  folder,
}) => {
  test.slow()
  const { secrets, embedded } = readStack()
  copyEmbedded(required(embedded, 'An embedded database'), join(folder, 'data'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const sandbox = await startSandbox({ portalUrls: [url], secrets, log: join(folder, 'sandbox') })
  const portal = new RestartablePortal({
    port,
    secrets,
    sandbox: sandbox.addresses,
    settings: { DATA_DIR: join(folder, 'data') },
    log: join(folder, 'portal'),
  })
  try {
    await portal.whenUp()
    const recognize = recognizeControl(sandbox.addresses.recognize.control)
    const openid = openIdControl(sandbox.addresses.openid.control)
    const person = await new People(recognize, openid).create({ rows: onePhone })
    const app = await App.of(openid, url, person)
    await app.keepBackup(recognize, person.userId)
    await page.goto(await signInOverHttp(page.context().request, url, person.accountId))
    await page.goto(`${url}/devices/add`)
    await press(page, 'Show the code')
    const link = page.getByRole('link', { name: 'Open it on this phone' })
    const phone = await openBrowser()
    await useCode(phone, (await link.getAttribute('href')) ?? '', person.accountId)
    await expect(stage(page)).toContainText('Now take the selfie')
    // The stream breaks; the browser says so and asks again.
    expectConsoleError(/ERR_|Failed to load resource|EventSource/)
    await portal.killAndStart(null)
    await press(phone, 'It’s me')
    await expectNewPhone(page)
    expect(await person.rows()).toHaveLength(3)
  } finally {
    await portal.stop()
    await sandbox.stop()
  }
})

test.describe('two replicas', () => {
  test.use({ portalName: 'postgres' })

  test('what an app tells one replica, a page that follows another one shows @nightly', async ({
    page,
    createPerson,
    signIn,
    recognize,
    openid,
    stack,
    folder,
  }) => {
    const { postgres, secrets } = readStack()
    const port = await freePort()
    const replica = await startPortal({
      port,
      secrets,
      sandbox: stack,
      settings: {
        DATABASE_URL: required(postgres, 'PostgreSQL').url,
        AUTH_URL: stack.portal.url,
      },
      log: join(folder, 'replica'),
    })
    try {
      const person = await createPerson({ rows: onePhone })
      const app = (await App.of(openid, stack.portal.url, person)).at(replica.address.url)
      await app.keepBackup(recognize, person.userId)
      await signIn(page, person)
      const code = codeIn(await showCode(page))
      await app.post('activations/opened', { code })
      await expect(stage(page)).toContainText('The code was scanned')
      const given = await app.redeem(code)
      await expect(stage(page)).toContainText('Now take the selfie')
      await bindPhone(app, recognize, person, given)
      await expectNewPhone(page)
    } finally {
      await replica.stop()
    }
  })
})
