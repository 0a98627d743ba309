import type { Page } from '@playwright/test'
import { phoneRow } from '../builders/rows'
import { expect, test } from '../fixtures/test'
import { askRemoval, checkAgain, openDialog, removeLink, rows } from './page'
import { twoPhones } from './people'

const ASKING = 'Asking the Recognize service…'
const SLOW = /^The service is slow today\. It can take up to ten seconds\./

/** What could be seen at one moment of a page's life. */
interface Frame {
  /** Milliseconds since the page was asked for. */
  at: number
  skeleton: boolean
  /** The skeleton's words that are in sight. */
  words: string
  rows: number
  /** Where the heading is. */
  top: number | null
}

interface Film {
  frames: Frame[]
  /** What a screen reader was given to say. */
  spoken: string[]
  /** How much of what stayed on the page has moved. */
  shift: number
}

/** Films every page from now on, from before its first byte. */
async function film(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const film: Film = { frames: [], spoken: [], shift: 0 }
    Object.assign(globalThis, { film })
    const take = () => {
      const inSight = [...document.querySelectorAll('.words-in-time > *')].filter(
        (words) => getComputedStyle(words).visibility === 'visible',
      )
      const said = document.querySelector('p[role=status]')?.textContent ?? ''
      if (said !== '' && film.spoken.at(-1) !== said) film.spoken.push(said)
      film.frames.push({
        at: performance.now(),
        skeleton: document.querySelector('[data-testid=skeleton]') !== null,
        words: inSight.map(({ textContent }) => textContent).join(' | '),
        rows: [...document.querySelectorAll('li.device')].filter(
          (row) => row.getBoundingClientRect().height > 0,
        ).length,
        top: document.querySelector('h1')?.getBoundingClientRect().top ?? null,
      })
    }
    setInterval(take, 40)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        film.shift += (entry as PerformanceEntry & { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

/** Waits until the browser can tell the server that it runs script. */
async function scripted(page: Page): Promise<void> {
  const names = async () => (await page.context().cookies()).map(({ name }) => name)
  await expect.poll(names).toContain('portal.time-zone')
}

const filmOf = (page: Page) => page.evaluate(() => (globalThis as unknown as { film: Film }).film)

for (const [seconds, spoken, when] of [
  [1.5, [ASKING], ' @nightly'],
  [3, [ASKING], ''],
  [8, [ASKING, SLOW], ' @nightly'],
] as const)
  test(`a list that takes ${seconds} s: the page is there at once, says what it waits for, and nothing jumps when the list comes @J4${when}`, async ({
    page,
    signedIn,
  }) => {
    const person = await signedIn({ rows: twoPhones })
    await scripted(page)
    await person.setFault({ on: 'list', kind: 'delay', delayMs: seconds * 1_000 })
    await person.clearCalls()
    await film(page)
    const response = await page.goto('/devices', { waitUntil: 'commit' })
    expect(response?.headers()['cache-control']).toContain('no-store')
    await expect(rows(page)).toHaveCount(2)
    await expect(page.getByTestId('skeleton')).toHaveCount(0)
    const { frames, spoken: said, shift } = await filmOf(page)

    const waiting = frames.filter(({ skeleton }) => skeleton)
    const [first] = waiting
    const last = waiting.at(-1)
    if (!first || !last) throw new Error('there was no skeleton')
    const waited = last.at - first.at
    // The list is what takes long: the rest of the page is there long before.
    expect(waited).toBeGreaterThan((seconds - 1) * 500)
    for (const { at, words } of waiting) {
      const since = at - first.at
      // The skeleton may be older than the first frame that shows it, never older than the page.
      if (at < 900) expect(words, `after ${at} ms`).toBe('')
      if (since > 1_400 && at < 3_900) expect(words, `after ${since} ms`).toBe(ASKING)
      if (since > 4_400) expect(words, `after ${since} ms`).toMatch(SLOW)
    }
    // Either the skeleton or the list, and never nothing in between.
    const shown = frames.slice(frames.indexOf(first))
    for (const { skeleton, rows: count } of shown)
      expect([skeleton, count]).toEqual([skeleton, skeleton ? 0 : 2])
    expect(new Set(shown.map(({ top }) => top)).size, 'the heading stays where it is').toBe(1)
    expect(shift).toBeLessThan(0.05)
    // Script begins to count when it is there: of 1.5 s there may be too little left.
    expect(said.length).toBeGreaterThanOrEqual(seconds < 2 ? 0 : spoken.length)
    for (const [index, words] of said.entries()) expect(words).toMatch(spoken[index] ?? /^$/)
    test.info().annotations.push({
      type: 'figures',
      description: `skeleton after ${Math.round(first.at)} ms, for ${Math.round(waited)} ms; shift ${shift.toFixed(3)}`,
    })

    await expect(page.getByText('could not be refreshed')).toHaveCount(0)
    await expect(removeLink(page, 'iPhone')).toBeVisible()
    const lists = (await person.calls()).filter(({ operation }) => operation === 'list')
    expect(lists).toMatchObject([{ status: 200, left: false }])
  })

test('a list that comes in a moment comes with the page: no skeleton is seen before it', async ({
  page,
  signedIn,
  stack,
}) => {
  await signedIn({ rows: twoPhones })
  await scripted(page)
  // Whatever else the machine does: one of several tries is quick enough.
  await expect(async () => {
    const html = await (await page.request.get(`${stack.portal.url}/devices`)).text()
    expect(html).toContain('class="device')
    expect(html).not.toContain('data-testid="skeleton"')
  }).toPass()
})

test('after ten seconds it has failed: the last good list is shown with the cause, and a removal would wait @J4', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhones })
  await scripted(page)
  await person.setFault({ on: 'list', kind: 'delay', delayMs: 12_000 })
  await film(page)
  await page.goto('/devices', { waitUntil: 'commit' })
  await expect(page.getByText('could not be refreshed')).toContainText('takes too long')
  await expect(rows(page)).toHaveCount(2)
  const waiting = (await filmOf(page)).frames.filter(({ skeleton }) => skeleton)
  const waited = (waiting.at(-1)?.at ?? 0) - (waiting[0]?.at ?? 0)
  expect(waited).toBeGreaterThan(5_000)
  expect(waited).toBeLessThan(12_000)
})

test('without an older list the words of the failure come, and nothing looks like “no devices” @J4 @nightly', async ({
  page,
  createPerson,
  signIn,
}) => {
  const person = await createPerson({ rows: twoPhones })
  await person.setFault({ on: 'list', kind: 'delay', delayMs: 12_000 })
  // With script on an earlier page.
  await page.goto('/')
  await scripted(page)
  await signIn(page, person)
  await expect(page.locator('main')).toContainText('takes too long')
  await expect(page.locator('main')).toContainText('This doesn’t mean that you have none')
  await expect(page.getByText('No devices yet')).toHaveCount(0)
  await expect(rows(page)).toHaveCount(0)
})

test('a list that is read again may take as long, and is not called old meanwhile @nightly', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhones })
  await person.setFault({ on: 'list', kind: 'delay', delayMs: 4_000 })
  await person.clearCalls()
  await checkAgain(page)
  await expect(page.getByRole('link', { name: 'Checking…' })).toBeVisible()
  await expect(removeLink(page, 'iPhone')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Check again' })).toBeVisible()
  await expect(page.getByText('could not be refreshed')).toHaveCount(0)
  expect(await person.calls()).toMatchObject([{ operation: 'list', status: 200, left: false }])
})

test('a removal waits as long, with words in the button’s place: one DELETE that takes eight seconds, and a confirmed receipt @J3 @J4 @nightly', async ({
  page,
  signedIn,
}) => {
  const person = await signedIn({ rows: twoPhones })
  await openDialog(page, 'iPhone')
  await person.setFault({ on: 'list', kind: 'delay', delayMs: 3_000 })
  await person.setFault({ on: 'delete', kind: 'delay', delayMs: 8_000 })
  await askRemoval(page, 'Lost')
  const button = page.getByRole('button', { name: 'Removing… this can take a moment' })
  await expect(button).toBeDisabled()
  await page.waitForURL(/\/receipts\//)
  await expect(page.locator('main')).toContainText('confirmed by the service')
  expect(await person.deletions()).toMatchObject([{ status: 200, left: false }])
  await person.clearFaults()
  await page.goto('/devices')
  await expect(rows(page)).toHaveCount(1)
})

test('while somebody’s list hangs in several tabs, their other pages and other people’s lists are served @nightly', async ({
  page,
  signedIn,
  createPerson,
  openBrowser,
}) => {
  const person = await signedIn({ rows: twoPhones })
  const other = await createPerson({ rows: (userId) => [phoneRow({ userId })] })
  await scripted(page)
  await person.setFault({ on: 'list', kind: 'hang' })
  await person.clearCalls()
  const tabs = await Promise.all(Array.from({ length: 4 }, () => page.context().newPage()))
  for (const tab of tabs) await tab.goto('/devices', { waitUntil: 'commit' })
  const hanging = async () => (await person.calls()).filter(({ left }) => !left).length
  await expect.poll(hanging).toBe(4)
  // Each of these is over before the first of those ends.
  await page.goto('/sessions')
  await expect(page.getByText('You are signed in nowhere else.')).toBeVisible()
  const theirs = await openBrowser(other)
  await expect(rows(theirs)).toHaveCount(1)
  await theirs.reload()
  await expect(rows(theirs)).toHaveCount(1)
  expect(await hanging()).toBe(4)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the page is as slow as the list and comes whole @nightly', async ({ page, signedIn }) => {
    const person = await signedIn({ rows: twoPhones })
    await person.setFault({ on: 'list', kind: 'delay', delayMs: 3_000 })
    await page.goto('/devices')
    await expect(page.getByTestId('skeleton')).toHaveCount(0)
    await expect(rows(page)).toHaveCount(2)
    await expect(removeLink(page, 'iPhone')).toBeVisible()
  })

  test('also where the browser had script on an earlier page: it asks for the whole page by itself', async ({
    page,
    signedIn,
    stack,
  }) => {
    const person = await signedIn({ rows: twoPhones })
    await page
      .context()
      .addCookies([{ name: 'portal.time-zone', value: 'UTC', url: stack.portal.url }])
    await person.setFault({ on: 'list', kind: 'delay', delayMs: 1_500 })
    await page.goto('/devices')
    await page.waitForURL(/\?whole/)
    await expect(page.getByTestId('skeleton')).toHaveCount(0)
    await expect(rows(page)).toHaveCount(2)
    await expect(removeLink(page, 'iPhone')).toBeVisible()
  })
})
