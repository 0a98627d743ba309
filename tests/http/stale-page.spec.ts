import { PAGE_STAMP } from '@/lib/web/page-stamp'
import { callIn, isSignedIn, may, TWO_WAYS, type Try } from './access-calls'
import { WHO, type Who } from './access-cast'
import { expect, SCENE, test } from './access-test'
import { builtActions } from './built'
import { codeOf, stampOf } from './post-action'

test.describe.configure({ mode: 'default', timeout: 120_000, lock: SCENE })

/** What is never done for a page of somebody else: everything but what only pages for nobody ask for. */
const actions = () => builtActions().filter(({ access }) => access !== undefined)

const whoMay = (access: Parameters<typeof may>[1]): Who =>
  WHO.find((who) => isSignedIn(who) && may(who, access)) ?? 'owner'

const problemOf = (location: string | null) => {
  const url = new URL(location ?? 'http://nowhere.invalid')
  return `${url.pathname} ${url.searchParams.get('problem')}`
}

test('no action does anything for a page that was made for another person, and each says so, with script and without @B2 @C1', async ({
  scene,
  cast,
}) => {
  const unexpected: string[] = []
  for (const action of actions()) {
    const who = whoMay(action.access)
    const other = who === 'stranger' ? 'owner' : 'stranger'
    const stamp = await stampOf(scene.portal, cast.cookieOf(other, 'own'))
    const before = await cast.traces()
    const attempt: Try = {
      action,
      who,
      target: cast.target,
      headers: { origin: scene.portal, [PAGE_STAMP]: stamp },
    }
    const answers = await callIn({ scene, cast }, attempt, TWO_WAYS)
    const after = await cast.traces()
    for (const { way, posted } of answers) {
      const said = problemOf(posted.location)
      if (said !== '/not-done/leave other-person' || posted.cookies.length > 0)
        unexpected.push(`${action.name}, ${way}: ${said} ${codeOf(posted)}`)
    }
    if (JSON.stringify(after) !== JSON.stringify({ ...before, calls: [] }))
      unexpected.push(`${action.name}: ${JSON.stringify(after)}`)
  }
  expect(unexpected).toEqual([])
})

test('no action does anything for a page without a stamp: an older portal made it @C1', async ({
  scene,
  cast,
}) => {
  const unexpected: string[] = []
  const asked = actions().filter(
    ({ access, name }) => access !== 'everybody' && !name.startsWith('sign-in.'),
  )
  for (const action of asked) {
    const who = whoMay(action.access)
    const before = await cast.traces()
    const headers = { origin: scene.portal, [PAGE_STAMP]: '' }
    const attempt: Try = { action, who, target: cast.target, headers }
    for (const { way, posted } of await callIn({ scene, cast }, attempt, TWO_WAYS))
      if (problemOf(posted.location) !== '/not-done/leave older-page')
        unexpected.push(`${action.name}, ${way}: ${posted.location} ${codeOf(posted)}`)
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
    const headers = { cookie: sender, origin: portal }
    const answer = await fetch(`${portal}${path}`, { method: 'POST', headers, body: form })
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
