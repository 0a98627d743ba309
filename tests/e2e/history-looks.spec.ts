import { expect, test } from '../fixtures/test'
import { look, PHONE } from './looks'
import { removeInDialog } from './page'
import { AUDITOR, twoPhones } from './people'

test.describe('at 320 and 1280 px, no violations and no scrolling sideways', () => {
  test.use({ viewport: PHONE })

  test('in one’s own history @nightly', async ({ page, signedIn }) => {
    test.slow()
    await signedIn({ rows: twoPhones })
    await removeInDialog(page, 'iPhone', 'Lost')
    await page.waitForURL(/\/receipts\//)
    await page.goto('/activity')
    await look(page, 'my history', 'Removal asked for: Lost')
    await page.goto('/activity?before=1')
    await look(page, 'nothing older', 'nothing older than this')
    await page.goto('/support/activity')
    await look(page, 'not allowed', 'Not allowed')
  })

  test('on the auditor’s page @nightly', async ({ page, signedIn }) => {
    test.slow()
    await signedIn(AUDITOR)
    await page.goto('/support/activity')
    await page.locator('li.trail-entry details').first().locator('summary').click()
    await look(page, 'the trail', '"recordedAt"')
    await page.goto(`/support/activity?whom=${'X'.repeat(70)}&what=nonsense&from=x`)
    await page.getByText('1 kind chosen').click()
    await look(page, 'a filter that isn’t understood', 'is not a Recognize ID')
    await page.goto(`/support/activity?whom=${'AB'.repeat(32)}`)
    await look(page, 'nothing that fits', 'No entry fits')
  })
})

test.describe('in the pseudo-language', () => {
  test.use({ locale: 'en-XA', viewport: { width: 320, height: 800 } })

  test('no text of these pages is hard-coded, and nothing scrolls sideways @nightly', async ({
    page,
    signedIn,
  }) => {
    await signedIn({ ...AUDITOR, rows: twoPhones })
    for (const path of [
      '/activity',
      '/support/activity?what=trail-read',
      '/support/activity?whom=X',
    ]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const words = await page.locator('main').evaluate((main) => {
        const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
        const found: string[] = []
        for (let node = walker.nextNode(); node; node = walker.nextNode())
          if (!node.parentElement?.closest('pre, bdi, time, .font-mono, script, noscript'))
            found.push(
              node.parentElement?.closest('p, li, summary, label')?.textContent ??
                node.textContent ??
                '',
            )
        return found
      })
      expect(words.filter((text) => text.trim() !== '' && !text.includes('['))).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(320)
    }
  })
})
