import { request as httpRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { IncomingMessage } from 'node:http'
import type { BrowserContext } from '@playwright/test'
import { besideTimer } from '../fixtures/beside-timer'
import { expect, test, type Person } from '../fixtures/test'
import { reason, removeLink, submit } from './page'
import { onePhone, twoPhones } from './people'

/** Asks for a page with the browser's cookies, over a connection that the test can cut. */
async function ask(context: BrowserContext, url: string) {
  const cookies = await context.cookies(url)
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const request = httpRequest(url, { headers: { cookie }, agent: false })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject)
  })
  // Awaited by one test only; the other one cuts the connection.
  answer.catch(() => undefined)
  request.end()
  return { answer, leave: () => request.destroy() }
}

const lists = async ({ calls }: Person) =>
  (await calls()).filter(({ operation }) => operation === 'list')

test('when the browser leaves, the reading call is given up at once and not repeated @J4', async ({
  page,
  signedIn,
  stack,
}) => {
  const person = await signedIn({ rows: onePhone })
  await person.setFault({ on: 'list', kind: 'hang' })
  await person.clearCalls()
  const { leave } = await ask(page.context(), `${stack.portal.url}/devices`)
  await expect.poll(() => lists(person)).toMatchObject([{ left: false }])
  leave()
  // The attempt would end by itself after ten seconds.
  const given = { timeout: 600, intervals: [20] }
  await expect.poll(() => lists(person), given).toMatchObject([{ left: true }])
  await sleep(1_500)
  expect(await lists(person)).toHaveLength(1)
})

test('a page whose service hangs answers in words after ten seconds, and asked once @J4 @nightly', async ({
  page,
  signedIn,
  stack,
}) => {
  const person = await signedIn({ rows: onePhone })
  await person.setFault({ on: 'list', kind: 'hang' })
  await person.clearCalls()
  let body = ''
  const share = await besideTimer(10_000, async () => {
    const { answer } = await ask(page.context(), `${stack.portal.url}/devices`)
    body = await text(await answer)
  })
  test.info().annotations.push({ type: 'figures', description: `${share.toFixed(2)} × 10 s` })
  expect(body).toContain('takes too long')
  // Less than 1 on a machine that has nothing else to do; the portal is another process, which may be later than this one.
  expect(share).toBeLessThan(1.3)
  const calls = await lists(person)
  expect(calls).toMatchObject([{ left: true }])
})

test('a removal goes on when the browser leaves: DELETE is answered, and the list is read again', async ({
  createPerson,
  openBrowser,
}) => {
  const person = await createPerson({ rows: twoPhones })
  const page = await openBrowser(person)
  await person.setFault({ on: 'delete', kind: 'delay', delayMs: 1_000 })
  await removeLink(page, 'iPhone').click()
  await reason(page, 'Lost').check()
  await person.clearCalls()
  await submit(page).click()
  const calls = async () =>
    (await person.calls()).map(({ operation, status, left }) => ({ operation, status, left }))
  await expect
    .poll(calls, { intervals: [20] })
    .toContainEqual({ operation: 'delete', status: 'pending', left: false })
  await page.context().close()
  const ended = [
    { operation: 'list', status: 200, left: false },
    { operation: 'delete', status: 200, left: false },
    { operation: 'list', status: 200, left: false },
  ]
  await expect.poll(calls).toEqual(ended)
})
