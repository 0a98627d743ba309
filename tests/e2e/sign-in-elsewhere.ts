import type { PlaywrightWorkerArgs } from '@playwright/test'
import type { Person } from '../fixtures/people'
import { signInOverHttp } from '../fixtures/sign-in'

/** Signs somebody in once more, as in a browser that nobody looks at again: one more entry of the trail. */
export async function signInElsewhere(
  playwright: PlaywrightWorkerArgs['playwright'],
  portal: string,
  { accountId }: Person,
): Promise<void> {
  const browser = await playwright.request.newContext()
  await signInOverHttp(browser, portal, accountId)
  await browser.dispose()
}
