import type { Page } from '@playwright/test'
import { backupRow, phoneRow, temporaryRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { hydrated, removeLink, rows } from './page'

const twelve = (userId: string) => [
  ...Array.from({ length: 4 }, () => phoneRow({ userId })),
  ...Array.from({ length: 6 }, () => backupRow({ userId })),
  ...Array.from({ length: 2 }, () => temporaryRow({ userId })),
]

type Transfer = { url: string; type: string; bytes: number }

/** Loads a page as somebody would who has never been here, and gives what went over the wire, headers included. */
async function coldLoad(page: Page, path: string): Promise<Transfer[]> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.clearBrowserCache')
  const transfers = new Map<string, Transfer>()
  devtools.on('Network.responseReceived', ({ requestId, response, type }) =>
    transfers.set(requestId, { url: response.url, type, bytes: 0 }),
  )
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId)
    if (transfer) transfer.bytes = encodedDataLength
  })
  await page.goto(path, { waitUntil: 'networkidle' })
  return [...transfers.values()]
}

const sum = (transfers: Transfer[]) => transfers.reduce((total, { bytes }) => total + bytes, 0)

test('twelve devices cost at most 165 KB of script, 190 KB in all, 18 requests, one upstream call, and shift nothing', async ({
  page,
  signedIn,
  stack,
}) => {
  const person = await signedIn({ rows: twelve })
  await person.clearCalls()
  await page.addInitScript(() => {
    const shifts = { total: 0 }
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.total += (entry as unknown as { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const transfers = await coldLoad(page, '/devices')
  await expect(rows(page)).toHaveCount(12)
  await hydrated(removeLink(page, 'iPhone').first())

  const scripts = transfers.filter(({ type }) => type === 'Script')
  const figures = {
    scriptKB: sum(scripts) / 1000,
    allKB: sum(transfers) / 1000,
    requests: transfers.length,
    foreign: transfers.filter(({ url }) => !url.startsWith(stack.portal.url)).length,
    upstream: (await person.calls()).length,
    // A thousandth is what the score is given in; less than that is a fraction of a pixel.
    shift: await page.evaluate(
      () =>
        Math.round((globalThis as unknown as { shifts: { total: number } }).shifts.total * 1000) /
        1000,
    ),
  }
  test.info().annotations.push({ type: 'figures', description: JSON.stringify(figures) })
  expect(figures.scriptKB).toBeLessThanOrEqual(165)
  expect(figures.allKB).toBeLessThanOrEqual(190)
  expect(figures.requests).toBeLessThanOrEqual(18)
  expect(figures).toMatchObject({ foreign: 0, upstream: 1, shift: 0 })
})
