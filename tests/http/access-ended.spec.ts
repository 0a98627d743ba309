import { formWith, hiddenFields, attribute } from '../fixtures/forms'
import { inLanes } from '../fixtures/in-lanes'
import type { AccessScene } from './access-scene'
import { expect, SCENE, test } from './access-test'
import { builtAction } from './built'
import { operate } from './operator'
import { codeOf, formOf, postWithoutScript, postWithScript } from './post-action'
import { cookieOf } from './surface-test'

test.describe.configure({ mode: 'default', lock: SCENE })

const TRIES = 20

/** Does something many times, on both replicas in turn. */
function often<T>(
  { portal, replica }: AccessScene,
  once: (origin: string) => Promise<T>,
  atOnce = TRIES,
) {
  const origins = Array.from({ length: TRIES }, (_, place) => (place % 2 === 0 ? portal : replica))
  return inLanes(origins, atOnce, once)
}

/** How many of the requests with a copied cookie still find somebody signed in. */
async function stillSignedIn(scene: AccessScene, cookie: string, atOnce = TRIES): Promise<number> {
  const ask = async (origin: string) => {
    const answer = await fetch(`${origin}/api/auth/session`, { headers: { cookie } })
    return (await answer.json()) as unknown
  }
  const sessions = await often(scene, ask, atOnce)
  return sessions.filter((session) => session !== null).length
}

/** What ends a sign-in, done on the replica that it was not made on. */
const ENDINGS = {
  'who signs out': async ({ replica }: AccessScene, cookie: string) => {
    const sent = { cookie, origin: replica }
    const left = await postWithScript(
      `${replica}/devices`,
      builtAction('sign-in.signOutAction'),
      [],
      sent,
    )
    expect(left.location).toBe(`${replica}/signed-out/clean`)
  },
  'whom support ends': async (scene: AccessScene, _: string, userId: string) => {
    const { replica } = scene
    const agent = await scene.createPerson({ claims: { roles: ['support'] } })
    const sent = { cookie: await scene.signIn(agent.person), origin: replica }
    const end = builtAction('support-sessions.revokePersonSessionsAction')
    const call = { person: userId, why: 'asked', ticket: 'T-1', verified: 'yes' }
    const said = await postWithScript(`${replica}/`, end, [null, formOf(call)], sent)
    expect(said.value).toEqual({ code: 'ended', count: 1 })
  },
}

for (const [who, end] of Object.entries(ENDINGS))
  test(`${who} is signed out on every replica, whoever has copied the cookie @B2 @B4`, async ({
    scene,
  }) => {
    const { person } = await scene.createPerson()
    const cookie = await scene.signIn(person)
    // Ten at a time: a busy machine must not let a session look ended because a connection came too late.
    expect(await stillSignedIn(scene, cookie, 10)).toBe(TRIES)
    await end(scene, cookie, person.userId)
    expect(await stillSignedIn(scene, cookie)).toBe(0)
  })

test('who loses a role has it on no replica any more, however often they try @B2', async ({
  scene,
}) => {
  const { person } = await scene.createPerson({ claims: { roles: ['support'] } })
  const cookie = await scene.signIn(person)
  const list = builtAction('support.listApprovalsAction')
  const ask = async (origin: string) =>
    codeOf(await postWithScript(`${origin}/`, list, [], { cookie, origin }))
  expect(await ask(scene.replica)).not.toBe('not-allowed')
  const said = await operate('withdraw-roles', scene.databaseUrl, scene.issuer, person.accountId)
  expect(said).toMatchObject({ code: 0 })
  const codes = await often(scene, ask)
  expect(codes.filter((code) => code !== 'not-allowed')).toEqual([])
})

test('who is signed out at the provider is signed out on every replica @B2 @B5', async ({
  scene,
  request,
}) => {
  const { person } = await scene.createPerson()
  const elsewhere = await scene.signIn(person)
  const copied = await cookieOf(request, scene.portal, person)
  expect(await stillSignedIn(scene, copied, 10)).toBe(TRIES)
  // As a browser does at the provider: its page, and the form on it.
  const page = await request.get(`${scene.issuer}/session/end`)
  const form = formWith(await page.text(), 'op.logoutForm') ?? ''
  const action = attribute(/<form[^>]*>/.exec(form)?.[0] ?? '', 'action')
  const fields = Object.fromEntries(hiddenFields(form))
  const ended = await request.post(action, { form: { ...fields, logout: 'yes' } })
  expect(await ended.text()).toContain('Signed out')
  expect(await stillSignedIn(scene, copied)).toBe(0)
  expect(await stillSignedIn(scene, elsewhere, 10), 'another session of the provider').toBe(TRIES)
})

test('whom an operator ends is signed out on every replica, and a wrong word ends nobody @B2 @B4', async ({
  scene,
}) => {
  const { person } = await scene.createPerson()
  const cookie = await scene.signIn(person)
  const whose = ['--issuer', scene.issuer, '--subject', person.accountId]
  const wrong = await operate('revoke-sessions', scene.databaseUrl, '--everybody', ...whose)
  expect(wrong).toMatchObject({ code: 2 })
  expect(wrong.output).toContain('Say whose')
  expect(await stillSignedIn(scene, cookie, 10)).toBe(TRIES)
  const said = await operate('revoke-sessions', scene.databaseUrl, ...whose)
  expect(said).toMatchObject({ code: 0 })
  expect(said.output).toContain('1 sign-in ended.')
  expect(await stillSignedIn(scene, cookie)).toBe(0)
})

test('without script the list of sign-ins is a form, whose buttons end one, or all others @B4', async ({
  scene,
}) => {
  const { portal, replica } = scene
  const { person } = await scene.createPerson()
  const [mine, first, second] = [
    await scene.signIn(person),
    await scene.signIn(person),
    await scene.signIn(person),
  ]
  const headers = { cookie: mine, origin: portal }
  const press = async (choose: (buttons: string[]) => string | undefined) => {
    const shown = await fetch(`${portal}/sessions`, { headers })
    const form = formWith(await shown.text(), 'value="others"') ?? ''
    const values = (
      form.match(/<button name="session"[^>]*>|<button [^>]*name="session"[^>]*>/g) ?? []
    ).map((button) => attribute(button, 'value'))
    const hidden = Object.fromEntries(hiddenFields(form))
    const body = formOf({ ...hidden, session: choose(values) ?? '' })
    const answer = await fetch(`${portal}/sessions`, { method: 'POST', headers, body })
    return answer.text()
  }
  const standing = async () => {
    const sessions = [first, second, mine].map(async (cookie) =>
      (await fetch(`${replica}/api/auth/session`, { headers: { cookie } })).json(),
    )
    return (await Promise.all(sessions)).filter((session) => session !== null).length
  }
  expect(await press(() => 'nobody’s')).toContain('That sign-in had ended already.')
  expect(await standing()).toBe(3)
  expect(await press((values) => values[0])).toContain('1 sign-in has ended.')
  expect(await standing()).toBe(2)
  expect(await press((values) => values.at(-1))).toContain('1 sign-in has ended.')
  expect(await standing()).toBe(1)
})

test('while the provider is down a sign-out ends the sign-in here all the same, and the page says that the other may go on @B6', async ({
  scene,
}) => {
  // Nobody signs in at this replica, so that it knows nothing of the provider yet.
  const { replica, openid } = scene
  const { person } = await scene.createPerson()
  const cookie = await scene.signIn(person)
  const sent = { cookie, origin: replica }
  await openid.setFault({ on: 'discovery', kind: 'status', status: 503 })
  try {
    await postWithScript(`${replica}/devices`, builtAction('sign-in.signOutAction'), [], sent)
    expect(await stillSignedIn(scene, cookie)).toBe(0)
    const onward = builtAction('sign-in.signOutAtProviderAction')
    const { location } = await postWithoutScript(`${replica}/signed-out`, onward, [], sent)
    expect(location).toBe(`${replica}/signed-out?provider=down`)
    const page = await (await fetch(location ?? '')).text()
    expect(page).toContain('You are signed out')
    expect(page).toContain('Your sign-in service doesn’t answer')
  } finally {
    await openid.clearFaults()
  }
})
