import { readFileSync } from 'node:fs'
import { paths } from '@/lib/web/paths'
import { expect, test } from '../fixtures/test'

test('what is put into a page is not run: no inline script, no markup, no script from elsewhere; and the log says so @E1 @D6', async ({
  page,
  stack,
  expectConsoleError,
}) => {
  expectConsoleError(/TrustedScript/)
  expectConsoleError(/TrustedHTML/)
  const reports = () => readFileSync(stack.portal.log, 'utf8').match(/refused something/g) ?? []
  const before = reports().length
  await page.goto(paths.signedOut)
  const done = await page.evaluate(() => {
    const attempt = (act: () => void) => {
      try {
        act()
        return 'done'
      } catch (err) {
        return err instanceof Error ? err.name : 'thrown'
      }
    }
    const inline = document.createElement('script')
    inline.append('globalThis.ran=1')
    const foreign = document.createElement('script')
    return [
      attempt(() => document.body.append(inline)),
      attempt(() => Object.assign(document.body, { innerHTML: '<b>x</b>' })),
      attempt(() => {
        foreign.setAttribute('src', 'https://elsewhere.example/x.js')
        document.body.append(foreign)
      }),
    ]
  })
  expect(done.slice(1)).toEqual(['TypeError', 'TypeError'])
  await expect(page.locator('b')).toHaveCount(0)
  expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
  await expect.poll(() => reports().length).toBeGreaterThan(before)
  const log = readFileSync(stack.portal.log, 'utf8')
  expect(log).toMatch(/"directive":"[a-z-]+","blocked":"[^"?]*","page":"\/signed-out"/)
})
