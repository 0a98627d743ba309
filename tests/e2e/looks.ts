import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export async function expectNoViolations(page: Page, where: string): Promise<void> {
  // Half-way through a fade every colour fails. One that is cancelled has ended as well.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  )
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // Without frames the legacy mode sees as much, and opens no page of its own that takes the focus away.
    .setLegacyMode()
    .analyze()
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    where,
  ).toEqual([])
}

/**
 * Looks at pages of one width: no violations, no scrolling sideways. Colours are the same at every width: the light ones
 * are looked at on a phone, the dark ones on a laptop.
 */
export function looksAt(width: number) {
  const colorScheme = width < 640 ? 'light' : 'dark'
  /** Only once it shows these words it is the page that is meant, and whole. */
  return async (page: Page, where: string, words: string | RegExp) => {
    await expect(page.locator('body')).toContainText(words)
    await page.emulateMedia({ colorScheme })
    await expectNoViolations(page, `${where}, ${colorScheme}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBe(width)
  }
}
