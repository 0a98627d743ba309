import { Client } from 'pg'
import { codeIn } from '../fixtures/api'
import { sealChangedRows } from '../fixtures/seal-rows'
import { expect, test } from '../fixtures/test'
import { readStack, required } from '../setup/stack'
import { showCode, stage } from './phone'

test.use({ portalName: 'postgres' })

/** Lets an activation have begun so many seconds earlier than it did. */
async function makeOlder(number: string, seconds: number): Promise<void> {
  const client = new Client({ connectionString: required(readStack().postgres, 'PostgreSQL').url })
  await client.connect()
  try {
    const query = async (statement: string, ...values: unknown[]) =>
      (await client.query(statement, values)).rows as Record<string, unknown>[]
    const change = `update activations set created_at = created_at - $2 * interval '1 second',
      expires_at = expires_at - $2 * interval '1 second',
      due_at = due_at - $2 * interval '1 second' where number = $1 returning number`
    expect(await query(change, number, seconds)).toHaveLength(1)
    await sealChangedRows(query, change, readStack().secrets.authSecret)
  } finally {
    await client.end()
  }
}

test('at 9:30 a code still opens the way, at 10:01 it is nothing, and the page says so by itself @H1 @nightly', async ({
  page,
  createRecoverable,
  signIn,
}) => {
  const { person, app } = await createRecoverable()
  await signIn(page, person)
  const late = codeIn(await showCode(page))
  await makeOlder(page.url().split('/').at(-1) ?? '', 601)
  await expect(page.getByRole('heading', { name: 'The code was not used in time' })).toBeVisible()
  expect((await app.redeem(late)).body['code']).toBe('code-not-valid')
  const code = codeIn(await showCode(page))
  await makeOlder(page.url().split('/').at(-1) ?? '', 570)
  expect((await app.redeem(code)).status).toBe(200)
  await expect(stage(page)).toContainText('Now take the selfie')
})
