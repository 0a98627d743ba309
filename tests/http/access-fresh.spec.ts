import { request, type APIRequestContext } from '@playwright/test'
import { FRESHNESS_OF_ACTIONS } from '../builders/access'
import { comeBackOverHttp, leaveOverHttp, signInOverHttp } from '../fixtures/sign-in'
import { argumentsFor, AT_DESK, type Cast } from './access-cast'
import type { AccessScene } from './access-scene'
import { expect, SCENE, test } from './access-test'
import { builtActions, type BuiltAction } from './built'
import { codeOf, postWithoutScript, postWithScript } from './post-action'

test.describe.configure({ mode: 'default', timeout: 120_000, lock: SCENE })

/** What a provider may say of a sign-in that is not enough, each as the row has it then. */
const STALE = {
  'too old, also for an undo': `authenticated_at = now() - interval '902 seconds'`,
  'of nobody knows when': 'authenticated_at = NULL',
  // Clocks may differ by a minute, and the calls take their time.
  'in the future': `authenticated_at = now() + interval '80 seconds'`,
  'of another kind': `acr = 'urn:example:other'`,
  'of no kind': 'acr = NULL',
  'by other means': `amr = '["sms", "pwdx"]'`,
  'by no means': `amr = '[]'`,
}

/** Makes the newest sign-in of somebody one of just now that is good in everything but this. */
async function spoil({ query }: AccessScene, accountId: string, how: string): Promise<void> {
  const newest = `id_hash = (SELECT id_hash FROM sessions WHERE subject = $1 ORDER BY created_at DESC LIMIT 1)`
  const good = `authenticated_at = now(), acr = 'urn:sandbox:mfa', amr = '["pwd", "otp"]'`
  await query(`UPDATE sessions SET ${good} WHERE ${newest}`, accountId)
  const spoilt = await query(`UPDATE sessions SET ${how} WHERE ${newest} RETURNING 1`, accountId)
  expect(spoilt).toHaveLength(1)
}

const asking = () => builtActions().filter(({ name }) => FRESHNESS_OF_ACTIONS[name] !== 'no')

/** Calls what asks for a fresh sign-in, with everything that names the person's own; gives what was said. */
async function callAll(
  { portal }: AccessScene,
  { target }: Cast,
  actions: readonly BuiltAction[],
  cookie: string,
): Promise<string[]> {
  const sent = { cookie, origin: portal }
  const said = await Promise.all(
    actions.flatMap((action) =>
      argumentsFor(action, target).map(async (args) => {
        const plain = await postWithoutScript(`${portal}/`, action, args, sent)
        const posted = await postWithScript(`${portal}/`, action, args, sent)
        // The start page carries none of these: without script the form is led on, undone.
        const isLedOn = plain.location?.includes('/not-done/leave?problem=older-page')
        const led = (isLedOn ? null : plain.location) ?? posted.location
        return `${action.name}: ${led === null ? codeOf(posted) : `leads to ${led}`}`
      }),
    ),
  )
  return [...new Set(said)].toSorted()
}

test('a sign-in that isn’t fresh does nothing that asks for a fresh one: no call, no row @A6 @A10', async ({
  scene,
  cast,
}) => {
  const { owner, other } = cast
  const groups = [
    {
      person: owner.person,
      actions: asking().filter(({ access }) => !AT_DESK.has(access ?? '')),
    },
    {
      person: other.support.person,
      actions: asking().filter(({ access }) => AT_DESK.has(access ?? '')),
    },
  ]
  const cookies = await Promise.all(groups.map(({ person }) => scene.signIn(person)))
  const before = await cast.traces()
  for (const [kind, how] of Object.entries(STALE)) {
    for (const [place, { person, actions }] of groups.entries()) {
      await spoil(scene, person.accountId, how)
      // Without the means that staff need there is no role in the first place.
      const code = place === 1 && /kind|means/.test(kind) ? 'not-allowed' : 'stale-sign-in'
      expect(await callAll(scene, cast, actions, cookies[place] ?? ''), kind).toEqual(
        actions.map(({ name }) => `${name}: ${code}`).toSorted(),
      )
    }
    const after = await cast.traces()
    expect(after.calls, kind).toEqual([])
    const { known } = after
    // Refusals of people without a role stand in the trail, as they should.
    expect(known.replace(/"entries" : \d+/, ''), kind).toBe(
      before.known.replace(/"entries" : \d+/, ''),
    )
  }
})

async function inBrowser(work: (browser: APIRequestContext) => Promise<void>): Promise<void> {
  const browser = await request.newContext()
  try {
    await work(browser)
  } finally {
    await browser.dispose()
  }
}

const CONFIRM = 'name="round"'
const FACTOR = '>Your organisation asks staff for a second factor</h1>'

test('a removal that waits is taken back only by whoever confirms, and they come back to it @A6', async ({
  scene,
  cast,
}) => {
  const { accountId } = cast.owner.person
  const receipt = `${scene.portal}/receipts/${cast.target.receipt}`
  await inBrowser(async (browser) => {
    await signInOverHttp(browser, scene.portal, accountId)
    const shown = async () => (await browser.get(receipt)).text()
    await spoil(scene, accountId, `authenticated_at = now() - interval '890 seconds'`)
    expect(await shown()).toContain('>Undo<')
    await spoil(scene, accountId, STALE['too old, also for an undo'])
    expect(await shown()).not.toContain('>Undo<')
    expect(await shown()).toContain('>Confirm it’s you<')
  })
  await cast.traces()
})

test('a provider that states no auth_time is believed only where that is configured, and only of a confirmation @A6', async ({
  scene,
}) => {
  const { person } = await scene.createPerson({ claims: { omit: ['auth_time'] } })
  const { accountId } = person
  const asks = async (browser: APIRequestContext, portal: string) =>
    (await (await browser.get(`${portal}/devices/add`)).text()).includes(CONFIRM)
  await inBrowser(async (browser) => {
    await signInOverHttp(browser, scene.portal, accountId)
    const add = `${scene.portal}/devices/add`
    const provider = await leaveOverHttp(browser, add, CONFIRM)
    expect(provider).toContain('prompt=login')
    const back = await comeBackOverHttp(browser, scene.portal, provider, accountId)
    expect(back).toBe(`${add}?confirmed=1`)
    expect(await asks(browser, scene.portal), 'where auth_time is required').toBe(true)
  })
  await inBrowser(async (browser) => {
    await signInOverHttp(browser, scene.replica, accountId)
    expect(await asks(browser, scene.replica), 'after an ordinary sign-in').toBe(true)
    const add = `${scene.replica}/devices/add`
    // A confirmation that was begun, and an ordinary sign-in that was finished.
    await leaveOverHttp(browser, add, CONFIRM)
    const { cookies } = await browser.storageState()
    expect(cookies.some(({ name }) => name.startsWith('portal.confirming.'))).toBe(true)
    const signedOut = cookies.filter(({ name }) => !name.startsWith('portal.sign-in'))
    const again = await request.newContext({ storageState: { origins: [], cookies: signedOut } })
    await signInOverHttp(again, scene.replica, accountId)
    expect(await asks(again, scene.replica), 'after another transaction').toBe(true)
    await again.dispose()
    const provider = await leaveOverHttp(browser, add, CONFIRM)
    await comeBackOverHttp(browser, scene.replica, provider, accountId)
    expect(await asks(browser, scene.replica)).toBe(false)
  })
})

test('a provider that lets everybody through is tried twice, then the person is told what to do @A6', async ({
  scene,
}) => {
  const { person } = await scene.createPerson()
  const { accountId } = person
  const add = `${scene.portal}/devices/add`
  await inBrowser(async (browser) => {
    await signInOverHttp(browser, scene.portal, accountId)
    await scene.openid.lie(accountId, 'ignores-prompt')
    await spoil(scene, accountId, `authenticated_at = now() - interval '1 hour'`)
    for (const round of [1, 2]) {
      const from = round === 1 ? add : `${add}?confirmed=1`
      const provider = await leaveOverHttp(browser, from, CONFIRM)
      const back = await comeBackOverHttp(browser, scene.portal, provider, 'nobody is asked')
      expect(back).toBe(`${add}?confirmed=${round}`)
    }
    const html = await (await browser.get(`${add}?confirmed=2`)).text()
    expect(html).not.toContain(CONFIRM)
    expect(html).toContain('>Sign out completely<')
    expect(html).toMatch(/ask Harbour Bank support on 0800\s0100\s200/)
    // Of a sign-in that has merely grown old since nothing of the kind is said.
    const { query } = scene
    await query(
      `UPDATE sessions SET created_at = created_at - interval '1 hour' WHERE subject = $1`,
      accountId,
    )
    expect(await (await browser.get(`${add}?confirmed=2`)).text()).toContain(CONFIRM)
  })
})

test('staff without a second factor are only themselves, are told why, and get their role with one @A10', async ({
  scene,
  cast,
}) => {
  const { person } = await scene.createPerson({
    claims: { roles: ['support', 'auditor'], acr: undefined },
  })
  const { accountId } = person
  const desk = `${scene.portal}/support`
  await inBrowser(async (browser) => {
    await signInOverHttp(browser, scene.portal, accountId)
    const refused = async (path: string) => {
      const html = await (await browser.get(`${scene.portal}${path}`)).text()
      expect(html, path).toContain(FACTOR)
      expect(html, path).not.toContain('Olive Owner')
    }
    for (const path of [
      '/support',
      '/support/activity',
      `/support/users/${cast.target.userId}/devices`,
    ])
      await refused(path)
    expect((await browser.get(`${scene.portal}/devices`)).status()).toBe(200)
    const cookie = (await browser.storageState()).cookies
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const actions = builtActions().filter(({ access }) => AT_DESK.has(access ?? ''))
    await cast.traces()
    const said = new Set(
      (await callAll(scene, cast, actions, cookie))
        .filter((text) => !text.startsWith('audit.'))
        .map((text) => text.split(': ')[1]),
    )
    expect(said).toEqual(new Set(['not-allowed']))
    expect((await cast.traces()).calls).toEqual([])
    const provider = await leaveOverHttp(browser, desk, CONFIRM)
    expect(new URL(provider).searchParams.get('acr_values')).toBe('urn:sandbox:mfa')
    const back = await comeBackOverHttp(browser, scene.portal, provider, accountId)
    expect(back).toBe(`${desk}?confirmed=1`)
    expect(await (await browser.get(back)).text()).not.toContain(FACTOR)
  })
})
