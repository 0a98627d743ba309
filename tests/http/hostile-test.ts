import { randomUUID } from 'node:crypto'
import { enSignInRefused } from '@/lib/i18n/messages/en-sign-in-refused'
import { expect, test as base } from '../fixtures/test'
import { HostileBrowser } from './hostile-browser'
import { TOLD, type HostileCase } from './hostile-cases'
import { HostileStack } from './hostile-stack'

/** A portal for the provider's twin with other habits (sandbox/README.md), on the same database as the first. */
const second = (issuer: string) => ({
  AUTH_OIDC_ISSUER: `${issuer}/second/`,
  AUTH_OIDC_CLIENT_AUTH: 'client_secret_post',
  ROLES_CLAIM: 'https://claims.example/roles',
  RECOGNIZE_USER_ID_CLAIM: 'https://claims.example/recognize_user_id',
})

/** Tests with a provider that lies and fails as they wish; one after the other, because faults befall everybody. */
const hostileTest = (start: () => Promise<HostileStack>) =>
  base.extend<
    { browserOf: (portal?: 0 | 1) => Promise<HostileBrowser>; accountId: string },
    { hostile: HostileStack }
  >({
    hostile: [
      async ({}, use) => {
        const hostile = await start()
        await use(hostile)
        await hostile.stop()
      },
      { scope: 'worker', timeout: 180_000 },
    ],
    accountId: async ({ hostile }, use) => {
      const accountId = `person-${randomUUID()}`
      await hostile.openid.putPerson(accountId, { name: 'Robin Vale', email: 'robin@mail.example' })
      await use(accountId)
      await hostile.openid.clearFaults()
      await hostile.openid.deletePerson(accountId)
    },
    browserOf: async ({ hostile, playwright }, use) => {
      const contexts: { dispose: () => Promise<void> }[] = []
      await use(async (portal = 0) => {
        const request = await playwright.request.newContext()
        contexts.push(request)
        return new HostileBrowser(request, hostile.urls[portal] ?? '')
      })
      for (const context of contexts) await context.dispose()
    },
  })

export const test = hostileTest(() => HostileStack.start([() => ({}), second]))
/** The same with a provider and a portal of FAPI 2.0. */
export const fapiTest = hostileTest(() => HostileStack.start([() => ({})], 'fapi2'))

/** All of them, of everybody. */
export const signIns = (hostile: HostileStack) => hostile.rows(`SELECT id_hash FROM sessions`)
/** Of one answer of the portal, which waits 1.5 s for the metadata, for a token and for the keys each: four times that. */
const PATIENCE_MS = 18_000

/** The explanations whose page was read: they are the same for everybody. */
const read = new Set<string>()

/** Nobody is signed in by going that way: no row, no cookie, the right words, and the reason in the log. */
export async function expectRefused(
  hostile: HostileStack,
  browser: HostileBrowser,
  go: () => Promise<URL>,
  reason: HostileCase['refused'] & string,
): Promise<void> {
  const before = { rows: await signIns(hostile), lines: hostile.refusals().length }
  const started = Date.now()
  const end = await go()
  expect(Date.now() - started, 'the answer comes in time').toBeLessThan(PATIENCE_MS)
  const told = TOLD[reason] ?? 'refused'
  expect(end.pathname + end.search).toBe(`/sign-in/failed?reason=${told}`)
  if (!read.has(told)) {
    const page = await (await browser.request.get(end.href)).text()
    for (const words of [
      enSignInRefused['signInFailed.title'],
      enSignInRefused[`signInFailed.${told}`],
    ])
      expect(page).toContain(words)
    read.add(told)
  }

  expect(await signIns(hostile)).toEqual(before.rows)
  expect(await browser.cookieNames()).not.toContain('portal.sign-in')
  await expect.poll(() => hostile.refusals().slice(before.lines)).toMatchObject([{ reason }])
}
