import type { Page } from '@playwright/test'
import jsQR from 'jsqr'
import { App, codeIn } from '../fixtures/api'
import { expect, test } from '../fixtures/test'
import { look, PHONE } from './looks'
import { bindPhone, press, showCode } from './phone'
import { onePhone } from './people'

/** What a camera reads on the page. `darkroom` is a page without a policy, that turns the picture into pixels. */
async function scan(page: Page, darkroom: Page): Promise<string | undefined> {
  const picture = await page.getByRole('img', { name: /^QR code/ }).screenshot()
  const { pixels, width, height } = await darkroom.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    const context = canvas.getContext('2d')
    context?.drawImage(bitmap, 0, 0)
    const image = context?.getImageData(0, 0, bitmap.width, bitmap.height)
    return { pixels: [...(image?.data ?? [])], width: bitmap.width, height: bitmap.height }
  }, picture.toString('base64'))
  return jsQR(new Uint8ClampedArray(pixels), width, height)?.data
}

test.describe('at 320 and 1280 px', () => {
  test.use({ viewport: PHONE })

  test('the pages that add a phone have no violations, and a camera reads the link in light and dark @nightly', async ({
    page,
    signedIn,
    openBrowser,
    recognize,
    openid,
    stack,
  }) => {
    test.slow()
    const darkroom = await openBrowser()
    const person = await signedIn({ rows: onePhone })
    await page.goto('/devices/add')
    await look(page, 'old phone', 'Do you still have a phone that works?')
    const app = await App.of(openid, stack.portal.url, person)
    await app.keepBackup(recognize, person.userId)
    const link = await showCode(page)
    for (const width of [1280, PHONE.width])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ ...PHONE, width })
        await page.emulateMedia({ colorScheme })
        expect(await scan(page, darkroom), `${width} px, ${colorScheme}`).toBe(link)
      }
    await look(page, 'code', 'valid for')
    const given = await app.redeem(codeIn(link))
    const report = `activations/${String(given.body['activationId'])}/report`
    await app.post(report, { event: 'FAILED', errorCode: 30007 })
    await look(page, 'locked out', 'The face check is paused')
    await bindPhone(app, recognize, person, given)
    await look(page, 'listed', 'The new phone is in your list')
    await expect(page.locator('main')).toContainText('It also destroys the recovery backup')
    await press(page, 'That wasn’t me: undo')
    await page.waitForURL(/receipts/)
    await look(page, 'undone', 'confirmed by the service')
  })
})
