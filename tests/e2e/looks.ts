import { expect, type Page } from '@playwright/test'
import axe, { type RunOptions } from 'axe-core'

const HEIGHT = 800
/** A phone, at which pages are opened and used; `look` sees them on a laptop as well. */
export const PHONE = { width: 320, height: HEIGHT }

// Colours are the same at every width: the light ones are looked at on a phone, the dark ones on a laptop.
const LOOKS = [
  { width: PHONE.width, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
] as const

const RULES: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // What passes is only counted: nobody reads it, and to describe it takes long.
  resultTypes: ['violations'],
}

declare global {
  interface Window {
    axe?: typeof axe
  }
}

async function expectNoViolations(page: Page, where: string): Promise<void> {
  // Half-way through a fade every colour fails. One that is cancelled has ended as well; one without end is never over.
  await expect
    .poll(() =>
      page.evaluate(() =>
        document
          .getAnimations()
          .filter(({ effect, playState }) => {
            const isEndless = effect?.getComputedTiming().endTime === Infinity
            return playState === 'running' && !isEndless
          })
          .map((animation) => `${animation.constructor.name} ${animation.id}`),
      ),
    )
    .toEqual([])
  // Put into a page once, where the next look finds it compiled: compiling takes longer than looking.
  if (await page.evaluate(() => !window.axe)) await page.evaluate(axe.source)
  const violations = await page.evaluate(async (rules) => {
    const found = await window.axe?.run(document, rules)
    return found?.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
  }, RULES)
  expect(violations, where).toEqual([])
}

/** Looks at a page in each of these ways, where it stands: no violations, no scrolling sideways. */
export async function look(page: Page, where: string, words: string | RegExp): Promise<void> {
  // Only once it shows these words it is the page that is meant, and whole.
  await expect(page.locator('body')).toContainText(words)
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: HEIGHT })
    await page.emulateMedia({ colorScheme })
    await expectNoViolations(page, `${where}, ${width} px, ${colorScheme}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBe(width)
  }
  await page.setViewportSize(PHONE)
}
