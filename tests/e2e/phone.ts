import { expect, type Page } from '@playwright/test'
import type { ApiAnswer, App } from '../fixtures/api'
import type { Person } from '../fixtures/people'
import type { RecognizeControl } from '../fixtures/sandbox-client'
import { answerProvider } from '../fixtures/sign-in'

// The sandbox's phone, and the pages that follow it; the names are those of the sandbox's README.

/** What can go wrong in the selfie, by the phone's buttons. */
export const MISHAPS = {
  'Face not recognised': 30004,
  'Not sure about the face': 30008,
  'Looks like a picture': 30000,
  'Phone not able': 20021,
  'Locked out': 30007,
  'No place left': 539,
  'Set up before': 20001,
  'App too old': 30010,
  Cancel: 30003,
} as const
export type Mishap = keyof typeof MISHAPS

/** What the page says, once for each step. */
export const stage = (page: Page) => page.getByRole('status').first()

export const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click()

/** The page has found the new phone in the list. */
export const expectNewPhone = (page: Page) =>
  expect(page.getByRole('heading', { name: 'The new phone is in your list' })).toBeVisible({
    timeout: 30_000,
  })

/** What an app does with what it redeemed: it binds the phone, and says so. */
export async function bindPhone(
  app: App,
  recognize: RecognizeControl,
  { userId }: Person,
  { body }: ApiAnswer,
): Promise<void> {
  const { clientState, operationId, activationId } = body as Record<string, string>
  const bound = await recognize.bindDevice(userId, { clientState: clientState ?? '', operationId })
  const publicSigningKey = 'publicSigningKey' in bound ? bound.publicSigningKey : ''
  await app.post(`activations/${activationId}/report`, { event: 'BOUND', publicSigningKey })
}

/** Begins adding a phone from the stored backup; gives the link for the phone. */
export async function showCode(page: Page): Promise<string> {
  await page.goto('/devices/add')
  await press(page, 'Show the code')
  return linkOf(page)
}

/** The link that the page shows for the phone at hand. */
export async function linkOf(page: Page): Promise<string> {
  const link = page.getByRole('link', { name: 'Open it on this phone' })
  await expect(link).toBeVisible()
  return (await link.getAttribute('href')) ?? ''
}

/** Opens the link on a phone and signs in there. */
export async function takeOver(phone: Page, link: string, accountId: string): Promise<void> {
  await phone.goto(link)
  await press(phone, 'Sign in')
  await answerProvider(phone, accountId)
  await expect(phone.getByRole('button', { name: 'Sign out' })).toBeVisible()
}

/** Opens the link on a phone, signs in there and uses the code. */
export async function useCode(phone: Page, link: string, accountId: string): Promise<void> {
  await takeOver(phone, link, accountId)
  await press(phone, 'Use the code')
}

/** What a phone or the portal shows to compare. */
export async function fingerprintOn(page: Page): Promise<string> {
  const [code] = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}(?!-)/.exec(
    await page.locator('main').innerText(),
  ) ?? ['none']
  return code
}
