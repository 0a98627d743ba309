import { PAGE_STAMP } from '@/lib/web/page-stamp'
import { isSignedIn, may } from './access-calls'
import { addressOf, argumentsFor, WHO, type Cast, type Who } from './access-cast'
import type { AccessScene } from './access-scene'
import { expect, SCENE, test } from './access-test'
import { builtActions, type BuiltAction } from './built'
import { postWithoutScript, postWithScript, stampOf } from './post-action'

test.describe.configure({ mode: 'default', timeout: 120_000, lock: SCENE })

const whoMay = (access: Parameters<typeof may>[1]): Who =>
  WHO.find((who) => isSignedIn(who) && may(who, access)) ?? 'owner'

/**
 * Calls an action from a page with this stamp, with script and without. Without script only a form can be sent, and only
 * a page that carries the action takes it.
 */
async function callFrom(
  { scene, cast }: { scene: AccessScene; cast: Cast },
  action: BuiltAction,
  stamp: string,
): Promise<string[]> {
  const page = `${scene.portal}${addressOf(action.pages[0] ?? '/', cast.target)}`
  const cookie = cast.cookieOf(whoMay(action.access), action.access)
  const sent = { cookie, origin: scene.portal, [PAGE_STAMP]: stamp }
  const said: string[] = []
  for (const args of argumentsFor(action, cast.target))
    for (const post of [postWithScript, postWithoutScript]) {
      if (post === postWithoutScript && !(args.at(-1) instanceof FormData)) continue
      const { location, cookies } = await post(page, action, args, sent)
      const url = new URL(location ?? 'http://nowhere.invalid')
      const problem = url.searchParams.get('problem')
      said.push(`${url.pathname} ${problem}${cookies.length > 0 ? ' with a cookie' : ''}`)
    }
  return said
}

test('no action does anything for a page that was made for another person, and each says so, with script and without @B2 @C1', async ({
  scene,
  cast,
}) => {
  const unexpected: string[] = []
  for (const action of builtActions()) {
    const other = whoMay(action.access) === 'stranger' ? 'owner' : 'stranger'
    const stamp = await stampOf(scene.portal, cast.cookieOf(other, 'own'))
    expect(stamp).toMatch(/^[0-9a-f]{64}$/)
    const before = await cast.traces()
    const said = await callFrom({ scene, cast }, action, stamp)
    const after = await cast.traces()
    for (const one of said)
      if (one !== '/not-done/leave other-person') unexpected.push(`${action.name}: ${one}`)
    if (JSON.stringify(after) !== JSON.stringify({ ...before, calls: [] }))
      unexpected.push(`${action.name}: ${JSON.stringify(after)}`)
  }
  expect(unexpected).toEqual([])
})

test('no action of a person does anything for a page without a stamp: an older portal made it @C1', async ({
  scene,
  cast,
}) => {
  const unexpected: string[] = []
  for (const action of builtActions()) {
    // Those are for pages of nobody as well.
    if (action.access === 'everybody' || action.name.startsWith('sign-in.')) continue
    const before = await cast.traces()
    for (const one of await callFrom({ scene, cast }, action, ''))
      if (one !== '/not-done/leave older-page') unexpected.push(`${action.name}: ${one}`)
    const after = await cast.traces()
    if (after.known !== before.known) unexpected.push(`${action.name}: ${after.known}`)
  }
  expect(unexpected).toEqual([])
})

test('a script of somebody else’s page gets no page of the present person @B2', async ({
  scene,
  cast,
}) => {
  const cookie = cast.cookieOf('owner', 'own')
  const ask = (stamp: string) =>
    fetch(`${scene.portal}/devices`, { headers: { cookie, rsc: '1', [PAGE_STAMP]: stamp } })
  const own = await (await ask(await stampOf(scene.portal, cookie))).text()
  expect(own).toContain('Canary of the owner')
  const foreign = await stampOf(scene.portal, cast.cookieOf('stranger', 'own'))
  const answer = await ask(foreign)
  const text = await answer.text()
  expect(text).not.toContain('Canary of the owner')
  expect(text).not.toContain('Olive Owner')
  expect(`${answer.url} ${text}`).toContain('/not-done')
})

test('no file comes by a link of somebody else’s page, and the export isn’t recorded @B2', async ({
  scene,
  cast,
}) => {
  const foreign = await stampOf(scene.portal, cast.cookieOf('stranger', 'own'))
  const asked = [
    ['owner', '/activity/file'],
    ['auditor', '/support/activity/file'],
  ] as const
  for (const [who, path] of asked) {
    const cookie = cast.cookieOf(who, 'own')
    const ask = async (stamp: string) => {
      const query = new URLSearchParams({ format: 'csv', [PAGE_STAMP]: stamp })
      const answer = await fetch(`${scene.portal}${path}?${query}`, { headers: { cookie } })
      return { status: answer.status, length: (await answer.text()).length }
    }
    const exports = () =>
      scene.query(`SELECT count(*) FROM audit_entries WHERE type = 'trail-exported'`)
    const before = await exports()
    expect(await ask(foreign), path).toEqual({ status: 409, length: 0 })
    expect(await exports()).toEqual(before)
    expect((await ask(await stampOf(scene.portal, cookie))).status, path).toBe(200)
  }
})

test('a stamp is a person’s in each of their sessions, nobody else’s, and says nothing of them @B2', async ({
  scene,
}) => {
  const [first, second] = [await scene.createPerson(), await scene.createPerson()]
  const stamp = async (cookie: string) =>
    (await fetch(`${scene.portal}/api/page-stamp`, { headers: { cookie } })).text()
  const mine = await stamp(await scene.signIn(first.person))
  expect(mine).toMatch(/^[0-9a-f]{64}$/)
  expect(await stamp(await scene.signIn(first.person))).toBe(mine)
  expect(await stamp(await scene.signIn(second.person))).not.toBe(mine)
  expect(await stamp('')).toBe('')
})

test('a form of an older page is done by nobody, and its choice is kept for the person of that page alone @B2', async ({
  scene,
  cast,
}) => {
  const { portal } = scene
  const [cookie, foreign] = [cast.cookieOf('owner', 'own'), cast.cookieOf('stranger', 'own')]
  const path = `/devices/${cast.target.device}/remove`
  const unknown = `40${'0'.repeat(40)}`
  const post = async (sender: string, stamp: string) => {
    const form = new FormData()
    form.set(`$ACTION_ID_${unknown}`, '')
    form.set(PAGE_STAMP, stamp)
    form.set('device', cast.target.device)
    form.set('reason', 'sold')
    const sent = { method: 'POST', headers: { cookie: sender, origin: portal }, body: form }
    const led = await fetch(`${portal}${path}`, { ...sent, redirect: 'manual' })
    expect(led.status).toBe(307)
    const answer = await fetch(new URL(led.headers.get('location') ?? '', portal), sent)
    expect(answer.status).toBe(200)
    return { url: new URL(answer.url), html: await answer.text() }
  }
  const before = await cast.traces()
  const own = await post(cookie, await stampOf(portal, cookie))
  expect(own.html).toContain('This page is older than the portal. Nothing was done.')
  expect(own.html).toContain('What you had chosen is kept.')
  const draft = own.url.searchParams.get('draft') ?? ''
  expect(own.url.href).not.toContain('sold')
  expect(own.html).toContain(`href="${path}?draft=${draft}"`)
  const again = await fetch(`${portal}${path}?draft=${draft}`, { headers: { cookie } })
  expect(await again.text()).toMatch(/<input[^>]*value="sold"[^>]*checked|checked[^>]*value="sold"/)

  const others = await post(foreign, await stampOf(portal, cookie))
  expect(others.url.searchParams.get('draft')).toBeNull()
  expect(others.html).toContain('You are signed in as somebody else in this browser now.')
  const nobodys = await post('', await stampOf(portal, cookie))
  expect(nobodys.url.searchParams.get('draft')).toBeNull()
  expect(nobodys.html).toContain('This page is older than the portal. Nothing was done.')
  expect((await cast.traces()).known).toBe(before.known)
})

test('the words why nothing was done lead nowhere but into the portal @D11', async ({ scene }) => {
  const links = async (query: Record<string, string>) => {
    const page = await fetch(`${scene.portal}/not-done?${new URLSearchParams(query)}`)
    const html = await page.text()
    return [...html.matchAll(/<a[^>]*href="([^"]*)"[^>]*>Load the page anew/g)].map(
      ([, href]) => href,
    )
  }
  for (const page of ['//evil.example', 'https://evil.example', 'javascript:alert(1)', '/nothing'])
    expect(await links({ problem: 'older-page', return: page })).toEqual(['/devices'])
  expect(await links({ problem: 'x', return: '/activity', draft: '"><script>' })).toEqual([
    '/activity',
  ])
})
