import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { backupRow, phoneRow } from '../builders/rows'
import { signInByHand } from '../fixtures/sign-in'
import { expect, test } from '../fixtures/test'
import { removeInDialog } from './page'
import { record } from './recorded'

const build = fileURLToPath(new URL('../../.next/standalone', import.meta.url))

test('keys, tokens and user ids are in nothing that a browser gets and in no log, through a whole visit @A7 @C3 @G4 @G6', async ({
  page,
  createPerson,
  recognize,
  openid,
  stack,
}) => {
  const person = await createPerson({
    rows: (userId) => [phoneRow({ userId }), phoneRow({ userId }), backupRow({ userId })],
  })
  const visit = record(page)
  await signInByHand(page, person.accountId)
  await page.waitForURL('/devices')
  await removeInDialog(page, 'iPhone', 'Lost')
  await page.waitForURL(/receipts/)
  await page.goto('/devices')
  await page.getByRole('link', { name: 'iPhone', exact: true }).click()
  await page.waitForURL(/devices\/[0-9a-f]{32}/)
  await recognize.setFault(person.userId, { on: 'list', kind: 'malformed' })
  await page.goto('/devices')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL('/signed-out')

  // The ID token and the access token of the sign-in.
  const tokens = await openid.issuedTokens(person.accountId)
  expect(tokens).toHaveLength(2)
  const calls = await recognize.journal({ userId: person.userId })
  const keys = calls.flatMap(({ publicSigningKey }) => publicSigningKey ?? [])
  const listed = (await recognize.getPerson(person.userId)).rows as { publicSigningKey: string }[]
  keys.push(...listed.map(({ publicSigningKey }) => publicSigningKey))
  expect(keys.length).toBeGreaterThan(2)

  const forbidden = [
    ...Object.values(stack.secrets),
    ...keys.flatMap((key) => [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)]),
    person.userId,
    ...tokens,
  ]
  const portalOnly = await visit.textFrom(stack.portal.url)
  const log = readFileSync(stack.portal.log, 'utf8')
  expect(log).toContain('recognize call')
  for (const secret of forbidden) {
    expect(portalOnly.includes(secret), `${secret.slice(0, 24)}… reached the browser`).toBe(false)
    expect(log.includes(secret), `${secret.slice(0, 24)}… is in the log`).toBe(false)
  }
})

test('the build holds no secret, and nothing of the sandbox or the tests @G4', async ({
  stack,
}) => {
  const files = readdirSync(build, { recursive: true, withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() &&
      !entry.parentPath.includes('node_modules') &&
      // It names what the development needs, too.
      entry.name !== 'package.json',
  )
  expect(files.length).toBeGreaterThan(50)
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name).slice(build.length)
    expect(path).not.toMatch(/\/(sandbox|tests)\/|\.env/)
    const text = readFileSync(join(parentPath, name), 'latin1')
    for (const secret of Object.values(stack.secrets))
      expect(text.includes(secret), path).toBe(false)
    expect(text.includes('oidc-provider'), path).toBe(false)
  }
})
