import { readFileSync } from 'node:fs'
import { backupRow, phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { whileLoggingStatements } from '../setup/postgres'
import { readStack, required } from '../setup/stack'
import { rows } from './page'

// PostgreSQL can log its statements; the portal's code is the same on both databases.
test.use({ portalName: 'postgres' })

test('a page asks the database at most five times, however many rows there are', async ({
  page,
  createPerson,
  signIn,
}) => {
  const postgres = required(readStack().postgres, 'PostgreSQL')
  const counts: number[] = []
  for (const size of [12, 240]) {
    const person = await createPerson({
      rows: (userId) => [
        phoneRow({ userId }),
        ...Array.from({ length: size - 1 }, () => backupRow({ userId })),
      ],
    })
    await page.context().clearCookies()
    await signIn(page, person)
    await whileLoggingStatements(postgres, async () => {
      await page.goto('/devices')
      // Of many rows the first ones are shown; the heading counts them all.
      await expect(rows(page)).toHaveCount(1 + Math.min(size - 1, 50))
      const backups = page.getByRole('region', { name: 'Recovery backups' })
      await expect(backups.getByText(String(size - 1), { exact: true })).toBeVisible()
    })
    counts.push(statementsAbout(person.userId, postgres.log))
  }
  expect(counts[0]).toBeGreaterThan(0)
  // The fifth finds the sign-in, by a hash that is not the person's.
  expect(Math.max(...counts)).toBeLessThanOrEqual(4)
  expect(counts[0]).toBe(counts[1])
})

/** How many statements carried the person's Recognize user ID. */
function statementsAbout(userId: string, log: string): number {
  const lines = readFileSync(log, 'utf8').split('\n')
  return lines.filter((line) => line.includes('arameters: ') && line.includes(userId)).length
}
