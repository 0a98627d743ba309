import { readFileSync } from 'node:fs'
import { decode } from 'next-auth/jwt'
import { Client } from 'pg'
import { codeIn } from '../fixtures/api'
import { expect, test } from '../fixtures/test'
import { readStack, required } from '../setup/stack'
import { expectNewPhone, press, showCode, useCode } from './phone'
import { record } from './recorded'

test.use({ portalName: 'postgres' })

/** Every row of every table, as text. */
async function everythingIn(url: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
    )
    expect(tables.length).toBeGreaterThan(10)
    const texts: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      texts.push(...rows.map(({ row }) => row))
    }
    return texts.join('\n')
  } finally {
    await client.end()
  }
}

test('client state, codes, tokens and sign-in of a recovery are in no log, no table, no address, and in no page but the one that shows the code @B1 @G4 @G6 @H1 @nightly', async ({
  page,
  openBrowser,
  createRecoverable,
  signIn,
  openid,
  stack,
}) => {
  const { person, clientState } = await createRecoverable()
  const visit = await record(page)
  await signIn(page, person)
  const link = await showCode(page)
  // The page itself, and the answer to the form that leads there and brings it along.
  const shownAt = [new URL(page.url()).pathname, '/devices/add']
  const [code, typed] = [codeIn(link), await page.locator('code').innerText()]
  const phone = await openBrowser()
  await useCode(phone, link, person.accountId)
  await press(phone, 'Face not recognised')
  await press(phone, 'It’s me')
  await expectNewPhone(page)
  await page.goto('/devices')

  const tokens = await openid.issuedTokens(person.accountId)
  expect(tokens.length).toBeGreaterThan(2)
  // A run of it that reads the same however it is escaped.
  const core = /[A-Za-z0-9+]{24}/.exec(clientState.split('core-client-state')[1] ?? '')?.[0] ?? ''
  expect(core).not.toBe('')
  const typedForms = [typed, typed.replaceAll('-', '')]
  const name = 'portal.sign-in'
  const jar = await page.context().cookies(stack.portal.url)
  const token = jar.find((cookie) => cookie.name === name)?.value ?? ''
  const held = await decode({ token, secret: stack.secrets.authSecret, salt: name })
  const signInId = String(held?.['sessionId'])
  expect(signInId).toMatch(/^[\w-]{43}$/)
  const settings = Object.values(stack.secrets)
  const states = [clientState, JSON.stringify(clientState).slice(1, -1), core]
  const never = [...states, ...tokens, signInId, ...settings]
  const database = await everythingIn(required(readStack().postgres, 'PostgreSQL').url)
  expect(database).toContain('activation-redeemed')
  const log = readFileSync(stack.portal.log, 'utf8')
  const answers = await visit.from(stack.portal.url)
  const isShown = (url: string) => shownAt.includes(new URL(url).pathname)
  const shown = answers.filter(({ url }) => isShown(url))
  expect(shown.some(({ body }) => body.includes(code) && body.includes(typed))).toBe(true)
  for (const secret of [...never, code, ...typedForms]) {
    const what = `${secret.slice(0, 12)}…`
    expect(log.includes(secret), `${what} is in the log`).toBe(false)
    expect(database.includes(secret), `${what} is in the database`).toBe(false)
    for (const { url, headers, body } of answers) {
      expect(`${url} ${headers}`.includes(secret), `${what} is in ${url}`).toBe(false)
      if (never.includes(secret) || !isShown(url))
        expect(body.includes(secret), `${what} is in what ${url} answers`).toBe(false)
    }
  }
})
