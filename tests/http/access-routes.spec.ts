import { ACCESS_OF_ROUTES, WITHOUT_HEAD } from '../builders/access'
import { isSignedIn, may } from './access-calls'
import { addressOf, AT_DESK, WHO, type Cast, type Who } from './access-cast'
import type { AccessScene } from './access-scene'
import { MOST_WATCHES } from '@/lib/activations/stream/watch-places'
import { expect, SCENE, test } from './access-test'
import { builtPages, builtRoutes } from './built'

test.describe.configure({ mode: 'default', timeout: 120_000, lock: SCENE })

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
type Scenery = { scene: AccessScene; cast: Cast }

/** What nobody else's answer may hold. */
const secretsOf = ({ owner, target }: Cast, path: string) =>
  [owner.person.name, target.held, target.device, target.receipt].filter(
    (secret) => !path.includes(secret),
  )

async function ask({ scene, cast }: Scenery, method: string, path: string, cookie: string) {
  const leave = new AbortController()
  const body = JSON.stringify({ code: 'x', clientState: 'x', userId: cast.target.userId })
  // Files come in a format.
  const query = path.endsWith('/file') ? '?format=csv' : ''
  const answer = await fetch(`${scene.portal}${path}${query}`, {
    method,
    headers: { cookie, origin: scene.portal, 'content-type': 'application/json' },
    redirect: 'manual',
    signal: leave.signal,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  })
  // A stream would go on for as long as somebody listens.
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  const text = isStream ? '' : await answer.text()
  leave.abort()
  return { status: answer.status, text, isStream }
}

test('every route handler of the build says who may use it, and has no other methods @C1 @D2', async ({
  scene,
  cast,
}) => {
  const routes = builtRoutes()
  expect(routes.flatMap(({ methods }) => Object.keys(methods))).toHaveLength(
    Object.keys(ACCESS_OF_ROUTES).length,
  )
  for (const { pattern, methods } of routes) {
    expect(Object.keys(methods), pattern).not.toEqual([])
    // The framework answers HEAD with what GET would.
    const isHeadOfGet = 'GET' in methods && !WITHOUT_HEAD.has(pattern)
    const others = METHODS.filter((one) => !(one in methods) && !(one === 'HEAD' && isHeadOfGet))
    for (const method of others) {
      const path = addressOf(pattern, cast.target)
      const { status } = await ask({ scene, cast }, method, path, cast.cookieOf('owner', 'own'))
      expect(status, `${method} ${pattern}`).toBe(405)
    }
  }
})

test('HEAD on what streams takes no place: after twenty, a person still watches as often as they may @D12', async ({
  scene,
  cast,
}) => {
  const path = `${scene.portal}/devices/add/${cast.target.activation}/events`
  const leave = new AbortController()
  const ask = (method: string) =>
    fetch(path, {
      method,
      headers: { cookie: cast.cookieOf('owner', 'own') },
      signal: leave.signal,
    })
  try {
    const heads = await Promise.all(Array.from({ length: 20 }, () => ask('HEAD')))
    expect(new Set(heads.map(({ status }) => status))).toEqual(new Set([405]))
    const watches = await Promise.all(Array.from({ length: MOST_WATCHES }, () => ask('GET')))
    expect(watches.map(({ status }) => status)).toEqual(watches.map(() => 200))
  } finally {
    leave.abort()
  }
})

for (const who of WHO)
  test(`no route handler gives or changes what isn’t theirs: ${who} @C1 @C2`, async ({
    scene,
    cast,
  }) => {
    const unexpected: string[] = []
    let cells = 0
    for (const { pattern, methods } of builtRoutes())
      for (const [method, access] of Object.entries(methods)) {
        const path = addressOf(pattern, cast.target)
        const before = await cast.traces()
        const cookie = cast.cookieOf(who, access)
        const { status, text, isStream } = await ask({ scene, cast }, method, path, cookie)
        const after = await cast.traces()
        cells++
        const cell = `${method} ${pattern}, ${who}: ${status}`
        const isAllowed = may(who, access)
        const isOwnAffair = access === 'own' && isSignedIn(who) && path === pattern
        if (status >= 500) unexpected.push(cell)
        if (after.known !== before.known) unexpected.push(`${cell} changed something`)
        // What only leads on is answered by where it leads.
        const isAnswered = status < 300 || (access === 'everybody' && status === 303)
        if (isAllowed !== isAnswered && access !== 'handshake' && !isOwnAffair)
          // What asks for a body of its own kind may find fault with this one.
          if (!(isAllowed && method === 'POST' && status === 400)) unexpected.push(cell)
        if (isAllowed && access !== 'everybody') continue
        if (isStream) unexpected.push(`${cell} streams`)
        if (after.calls.length > 0) unexpected.push(`${cell} asked the service`)
        if (secretsOf(cast, path).some((secret) => text.includes(secret)))
          unexpected.push(`${cell} says what is the owner’s`)
      }
    console.info(`access matrix, routes, ${who}: ${cells} cells, ${unexpected.length} unexpected`)
    expect(unexpected).toEqual([])
  })

/** Who may see a page. */
function accessOfPage(pattern: string) {
  if (pattern.startsWith('/support/activity')) return 'auditor'
  if (pattern.startsWith('/support')) return 'support'
  return /^\/(devices|receipts|activity|sessions)/.test(pattern) ? 'own' : 'everybody'
}

/** Theirs to see: the trail names everybody, and the desk's pages are for agents. */
const mayRead = (who: Who, access: string) =>
  who === access || (who === 'owner' && access === 'own')

for (const who of WHO)
  test(`no page shows somebody else’s, or asks the service about them: ${who} @C1 @C2`, async ({
    scene,
    cast,
  }) => {
    const unexpected: string[] = []
    let cells = 0
    for (const pattern of builtPages()) {
      const access = accessOfPage(pattern)
      if (mayRead(who, access)) continue
      const path = addressOf(pattern, cast.target)
      const before = await cast.traces()
      const isDesk = AT_DESK.has(access)
      const cookie = cast.cookieOf(who, isDesk ? 'support' : 'own')
      const { status, text } = await ask({ scene, cast }, 'GET', path, cookie)
      const after = await cast.traces()
      cells++
      const cell = `${pattern}, ${who}: ${status}`
      if (status >= 500) unexpected.push(cell)
      if (access !== 'everybody' && !isSignedIn(who) && status < 300) unexpected.push(cell)
      if (after.known !== before.known) unexpected.push(`${cell} changed something`)
      if (after.calls.length > 0) unexpected.push(`${cell} asked the service`)
      // Everybody finds their own name on every page.
      const secrets = secretsOf(cast, path).slice(who === 'owner' ? 1 : 0)
      if (secrets.some((secret) => text.includes(secret)))
        unexpected.push(`${cell} says what is the owner’s`)
    }
    console.info(`access matrix, pages, ${who}: ${cells} cells, ${unexpected.length} unexpected`)
    expect(unexpected).toEqual([])
  })
