import { expect, type Locator, type Page } from '@playwright/test'

// How the pages are spoken of in the tests; the names are the contract.

export const rows = (page: Page) => page.locator('li.device')

export const coverage = (page: Page) => page.getByTestId('coverage')

/** The row's control; its name says which device it is. */
export const removeLink = (page: Page, name: string) =>
  page.getByRole('link', { name: new RegExp(`^Remove ${name}`) })

export const reason = (page: Page, name: string) => page.getByRole('radio', { name, exact: true })

export const submit = (page: Page) => page.getByRole('button', { name: /^Remove/ })

/** The words of a problem; the framework keeps one of its own, for the page’s title. */
export const alert = (page: Page) =>
  page.locator('[role=alert]:not(#__next-route-announcer__)').filter({ hasText: /\w/ })

/** The address of the page that removes the first device named so. */
export async function removePath(page: Page, name: string): Promise<string> {
  return (await removeLink(page, name).first().getAttribute('href')) ?? ''
}

/** Waits until script answers for the control: a click before that does what it does without script. */
export async function hydrated(control: Locator): Promise<void> {
  await expect
    .poll(() =>
      control.evaluate((node) => Object.keys(node).some((key) => key.startsWith('__reactProps$'))),
    )
    .toBe(true)
}

/** Opens the dialog that removes the first device named so. */
export async function openDialog(page: Page, name: string): Promise<void> {
  const link = removeLink(page, name).first()
  await hydrated(link)
  await link.click()
  await expect(page.getByRole('dialog')).toBeVisible()
}

/** Gives the reason and asks for the removal, in the dialog or on its page; whatever comes of it. */
export async function askRemoval(page: Page, why: string): Promise<void> {
  await reason(page, why).check()
  await submit(page).click()
}

/** Asks for the removal of the first device named so, in the dialog; whatever comes of it. */
export async function removeInDialog(page: Page, name: string, why: string): Promise<void> {
  await openDialog(page, name)
  await askRemoval(page, why)
}

/** Reads the list again without loading the page. */
export async function checkAgain(page: Page): Promise<void> {
  const link = page.getByRole('link', { name: 'Check again' })
  await hydrated(link)
  await link.click()
}
