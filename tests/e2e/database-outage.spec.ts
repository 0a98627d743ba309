import { join } from 'node:path'
import { freePort } from '../../tools/free-port.mjs'
import { People } from '../fixtures/people'
import { openIdControl, recognizeControl } from '../fixtures/sandbox-client'
import { signInOverHttp } from '../fixtures/sign-in'
import { expect, test as base } from '../fixtures/test'
import { openLine } from '../setup/line'
import { copyEmbedded } from '../setup/embedded'
import { startPortal } from '../setup/portal'
import { createDatabase } from '../setup/postgres'
import { startSandbox } from '../setup/sandbox'
import { readStack, required } from '../setup/stack'
import { alert, askRemoval, reason, removeLink, removePath, rows, submit } from './page'
import { twoPhonesAndBackup } from './people'

/** A portal of its own, whose database the test can take away, and somebody who is signed in to it. */
const test = base.extend<{ scene: Awaited<ReturnType<typeof setScene>> }>({
  scene: async ({ folder }, use) => {
    const scene = await setScene(folder)
    await use(scene)
    await scene.end()
  },
})

async function setScene(folder: string) {
  const { secrets, postgres } = readStack()
  const port = await freePort()
  const url = `http://localhost:${port}`
  const sandbox = await startSandbox({
    portalUrls: [url],
    secrets,
    log: join(folder, 'sandbox.log'),
  })
  const recognize = recognizeControl(sandbox.addresses.recognize.control)
  const people = new People(recognize, openIdControl(sandbox.addresses.openid.control))
  const start = (settings: Record<string, string>) =>
    startPortal({
      port,
      sandbox: sandbox.addresses,
      secrets,
      settings,
      log: join(folder, 'portal.log'),
    })
  const database = await createDatabase(required(postgres, 'PostgreSQL'))
  const undo: (() => Promise<void>)[] = [database.drop, sandbox.stop]
  return {
    url,
    databaseUrl: database.url,
    start: async (settings: Record<string, string>) => {
      const portal = await start(settings)
      undo.unshift(portal.stop)
      return portal
    },
    createPerson: () => people.create({ rows: twoPhonesAndBackup }),
    end: async () => {
      for (const one of undo) await one()
    },
  }
}

test('with the database gone or silent, devices are still shown, nothing can be removed and no DELETE is sent; afterwards all is as before @J3 @J4 @nightly', async ({
  page,
  scene,
}) => {
  test.slow()
  const address = new URL(scene.databaseUrl)
  const line = await openLine(Number(address.port))
  address.port = String(line.port)
  const portal = await scene.start({ DATABASE_URL: address.href })
  const person = await scene.createPerson()
  const end = await signInOverHttp(page.context().request, scene.url, person.accountId)
  await page.goto(end)
  await expect(rows(page)).toHaveCount(3)
  const remove = `${scene.url}${await removePath(page, 'iPhone')}`

  for (const trouble of ['cut', 'freeze'] as const) {
    await page.goto(remove)
    await reason(page, 'Lost').check()
    line[trouble]()
    await submit(page).click()
    await expect(alert(page)).toContainText('can’t use its own records')
    await expect(alert(page)).toContainText('Nothing was removed.')
    const startedAt = Date.now()
    await page.goto(end)
    const tookMs = Date.now() - startedAt
    await expect(rows(page)).toHaveCount(3)
    await expect(alert(page)).toContainText('Removing is off')
    await expect(removeLink(page, 'iPhone')).toHaveCount(0)
    expect(await person.deletions()).toEqual([])
    // The database's own limits, and those of a busy machine.
    expect(tookMs).toBeLessThan(20_000)
    test.info().annotations.push({
      type: `page without the database, ${trouble}`,
      description: `${tookMs} ms`,
    })
    await page.goto(`${scene.url}/sessions`)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('can’t be shown')
    // A stranger is not let in for want of an answer.
    const anonymous = await page.context().request.fetch(end, {
      headers: { cookie: 'portal.sign-in=made-up' },
      failOnStatusCode: false,
      maxRedirects: 0,
    })
    expect(await anonymous.text()).not.toContain('Android 15')

    line.mend()
    await expect(async () => {
      await page.goto(end)
      await expect(removeLink(page, 'iPhone')).toHaveCount(1, { timeout: 2_000 })
    }).toPass()
  }
  await page.goto(remove)
  await askRemoval(page, 'Lost')
  await expect(page.locator('main')).toContainText('confirmed by the service')
  expect(await person.deletions()).toHaveLength(1)
  await portal.stop()
  line.close()
})

test('on a nearly full disk the embedded database is only read: devices are shown, removals refuse, nothing is lost @nightly', async ({
  page,
  scene,
  folder,
}) => {
  test.slow()
  const settings = { DATA_DIR: join(folder, 'data') }
  copyEmbedded(required(readStack().embedded, 'An embedded database'), settings.DATA_DIR)
  const roomy = await scene.start(settings)
  const person = await scene.createPerson()
  const end = await signInOverHttp(page.context().request, scene.url, person.accountId)
  await roomy.stop()

  // No disk has that much room left.
  const full = await scene.start({ ...settings, DATA_MIN_FREE_MB: '1000000000' })
  await page.goto(end)
  await expect(rows(page)).toHaveCount(3)
  const remove = await removePath(page, 'iPhone')
  await page.goto(`${scene.url}${remove}`)
  await askRemoval(page, 'Lost')
  await expect(alert(page)).toContainText('can’t use its own records')
  expect(await person.deletions()).toEqual([])
  await full.stop()

  await scene.start(settings)
  await page.goto(`${scene.url}${remove}`)
  await askRemoval(page, 'Lost')
  await expect(page.locator('main')).toContainText('confirmed by the service')
  expect(await person.deletions()).toHaveLength(1)
})
