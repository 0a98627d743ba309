import type { Page } from '@playwright/test'
import type { Person } from '../fixtures/people'
import { reason, removeLink } from './page'

// How the support desk's pages are spoken of in the tests.

export const devicesOf = ({ userId }: Pick<Person, 'userId'>) => `/support/users/${userId}/devices`

export async function find(page: Page, by: string, text: string): Promise<void> {
  await page.getByLabel(by, { exact: true }).check()
  await page.getByLabel('Type it here').fill(text)
  await page.getByRole('button', { name: 'Find' }).click()
  // The form comes back with the answer, and with what was typed.
  await page.getByRole('heading', { name: /^Found/ }).waitFor()
}

/** From somebody's devices to the removal of their first phone, with everything filled in that it takes. */
export async function fillRemoval(page: Page, why: string, ticket: string): Promise<void> {
  await removeLink(page, '(iPhone|Android)').first().click()
  await page.waitForURL(/\/remove$/)
  await reason(page, why).check()
  await page.getByLabel('Ticket').fill(ticket)
  await page.getByLabel(/verified/).check()
}

/** Asks a second agent to approve that somebody's last phone goes. */
export async function askSecondAgent(page: Page, person: Person, ticket: string): Promise<void> {
  await page.goto(devicesOf(person))
  await fillRemoval(page, 'Stolen', ticket)
  await page.getByRole('button', { name: 'Ask a second agent' }).click()
  await page.waitForURL(/\/support\/approvals\//)
}
