import { expect, test } from 'vitest'
import { ARROWS } from './support/arrows'
import { partOf, places, sourcesOf } from './support/sources'

const lib = () => sourcesOf('lib')
const app = () => sourcesOf('app')
const components = () => sourcesOf('components')
const roots = () => sourcesOf('proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts')
const product = () => [...app(), ...components(), ...lib(), ...roots()]

const importing = (pattern: RegExp) => (source: { imports: string[] }) =>
  source.imports.filter((path) => pattern.test(path))

test('the arrows between the layers are app → components → lib, and never back', () => {
  expect(places(lib(), importing(/^(app|components)\//))).toEqual([])
  expect(places(components(), importing(/^app\//))).toEqual([])
})

test('the product and its stand-ins share no code, and the product knows no tests', () => {
  expect(places(product(), importing(/^(sandbox|tests)\//))).toEqual([])
  expect(places(sourcesOf('sandbox'), importing(/^(lib|app|components|tests)\//))).toEqual([])
})

type Part = keyof typeof ARROWS

test('inside lib there are no arrows but the written ones', () => {
  const unwritten = places(lib(), (source) => {
    const part = partOf(source.path)
    const allowed: readonly string[] = ARROWS[part as Part] ?? []
    return source.imports.filter((path) => {
      const target = partOf(path)
      return path.startsWith('lib/') && target !== part && !allowed.includes(target)
    })
  })
  expect(unwritten).toEqual([])
  expect(new Set(lib().map(({ path }) => partOf(path)))).toEqual(new Set(Object.keys(ARROWS)))
})

test('no arrow inside lib leads back to where it came from', () => {
  const rest = new Map(Object.entries(ARROWS).map(([part, uses]) => [part, new Set<string>(uses)]))
  for (let before = -1; before !== rest.size;) {
    before = rest.size
    for (const [part, uses] of rest)
      if ([...uses].every((used) => !rest.has(used))) rest.delete(part)
  }
  expect([...rest.keys()], 'parts in a circle').toEqual([])
})

test('use cases and words know no framework of pages, components know no database', () => {
  const below = lib().filter(({ path }) =>
    /^lib\/(activity|database|devices|messages|platform|recognize)\//.test(path),
  )
  expect(places(below, importing(/^(next|react|next-auth|@tanstack)(\/|$)/))).toEqual([])
  const drivers = /^(drizzle-orm|pg|@electric-sql)(\/|$)|^lib\/(database|recognize)\//
  // Whether the portal is ready is a question to the database itself.
  const loaded = [...app(), ...components()]
    .filter(({ path }) => path !== 'app/api/health/ready/route.ts')
    .map((source) => ({ ...source, imports: source.valueImports }))
  expect(places(loaded, importing(drivers))).toEqual([])
})

test('only lib/identity knows next-auth, only one module knows node:crypto, only one the vendor’s key @G3 @G4', () => {
  const others = (allowed: RegExp) => product().filter(({ path }) => !allowed.test(path))
  expect(places(others(/^lib\/identity\//), importing(/^(next-auth|@auth)(\/|$)/))).toEqual([])
  const crypto = /^(node:)?crypto$/
  expect(places(others(/^lib\/platform\/crypto\.ts$/), importing(crypto))).toEqual([])
  const key = ({ text }: { text: string }) => text.match(/\bRECOGNIZE_API_KEY\b/g) ?? []
  expect(
    places(
      others(/^lib\/(platform\/(env|settings\/[a-z-]+)|recognize\/transport\/api-keys)\.ts$/),
      key,
    ),
    'uses of the API key',
  ).toEqual([])
})

test('the environment is read where it is parsed, and before anything can be @G4', () => {
  const readers = product().filter(({ text }) =>
    /process\s*\.\s*env|process\[|import\.meta\.env/.test(text),
  )
  expect(readers.map(({ path }) => path)).toEqual([
    'lib/platform/env.ts',
    'lib/start.ts',
    'proxy.ts',
    'instrumentation.ts',
  ])
})

/** Everything in lib that may be loaded elsewhere than on the server: pure, without secrets. */
const ANYWHERE = new Set([
  'lib/activations/steps/start-rules.ts',
  'lib/activations/tracking/activation-state.ts',
  'lib/activations/tracking/sdk-errors.ts',
  'lib/audit/events/auditor-events.ts',
  'lib/audit/events/events.ts',
  'lib/audit/events/recorded-shapes.ts',
  'lib/audit/events/sign-in-events.ts',
  'lib/audit/events/support-events.ts',
  'lib/database/drizzle.config.ts',
  'lib/database/schema.ts',
  'lib/database/schema/activations.ts',
  'lib/database/schema/client-states.ts',
  'lib/database/schema/columns.ts',
  'lib/database/schema/devices.ts',
  'lib/database/schema/limits.ts',
  'lib/database/schema/notifications.ts',
  'lib/database/schema/people.ts',
  'lib/database/schema/removals.ts',
  'lib/database/schema/support.ts',
  'lib/database/schema/audit.ts',
  'lib/devices/model/clean-up-proposal.ts',
  'lib/devices/model/coverage.ts',
  'lib/devices/model/device.ts',
  'lib/devices/model/group-devices.ts',
  'lib/devices/model/safeguards.ts',
  'lib/devices/model/kind.ts',
  'lib/devices/model/removal-impact.ts',
  'lib/devices/receipts/receipt-state.ts',
  'components/devices/list/shown-rows.ts',
  'lib/devices/model/exclude-pending-removals.ts',
  'lib/auth/authorization/actor.ts',
  'lib/auth/authorization/policy.ts',
  'lib/i18n/messages/en-add.ts',
  'lib/i18n/messages/en-api.ts',
  'lib/i18n/messages/en-confirm.ts',
  'lib/i18n/messages/en-support-voice.ts',
  'lib/i18n/messages/en-support.ts',
  'lib/i18n/messages/en-history.ts',
  'lib/i18n/messages/en-notifications.ts',
  'lib/i18n/messages/en-sign-in-refused.ts',
  'lib/i18n/messages/en-sdk-errors.ts',
  'lib/i18n/messages/en-sessions.ts',
  'lib/i18n/messages/en.ts',
  'lib/audit/integrity/finding-text.ts',
  'lib/i18n/translator.ts',
  'lib/i18n/pseudo.ts',
  'lib/web/support-paths.ts',
  'lib/web/paths.ts',
  'lib/web/content-security-policy.ts',
  'lib/platform/result.ts',
  'lib/i18n/preferences.ts',
  'lib/recognize/errors.ts',
  'lib/recognize/map.ts',
  'lib/recognize/schema.ts',
  'lib/recognize/timestamp.ts',
  'lib/recognize/user-id.ts',
  'lib/support/support-state.ts',
])
/** Data of actions, and the way from the browser to them. */
const BOUNDARY = new Set([
  'lib/actions/problems.ts',
  'lib/actions/form-states.ts',
  'lib/query/activations.ts',
  'lib/query/clean-ups.ts',
  'lib/query/support.ts',
  'lib/query/devices.ts',
  'lib/query/pauses.ts',
  'lib/query/receipts.ts',
])

test('every module of lib is bound to the server, an action, or on the list of pure ones', () => {
  const unbound = lib().filter(({ path, text }) => {
    const first = text.split('\n', 1)[0] ?? ''
    const isBound = first === "import 'server-only'" || first === "'use server'"
    return !isBound && !ANYWHERE.has(path) && !BOUNDARY.has(path)
  })
  expect(unbound.map(({ path }) => path)).toEqual([])
})

test('what may be loaded anywhere loads nothing of the server', () => {
  const pure = lib().filter(({ path }) => ANYWHERE.has(path))
  const isHarmless = (path: string) =>
    ANYWHERE.has(`${path.replace(/\.ts$/, '')}.ts`) ||
    /^(zod|temporal-polyfill|drizzle-orm|drizzle-orm\/pg-core|drizzle-kit)$/.test(path)
  const loaded = places(pure, ({ valueImports }) =>
    valueImports.filter((path) => !isHarmless(path)),
  )
  expect(loaded).toEqual([])
})

test('an action is declared in lib/actions and nowhere else @D13', () => {
  const declaring = product().filter(({ text }) => /^\s*['"]use server['"]/m.test(text))
  expect(declaring.map(({ path }) => path)).toEqual([
    'lib/actions/activations.ts',
    'lib/actions/audit.ts',
    'lib/actions/clean-up.ts',
    'lib/actions/devices.ts',
    'lib/actions/preferences.ts',
    'lib/actions/receipts.ts',
    'lib/actions/sessions.ts',
    'lib/actions/sign-in.ts',
    'lib/actions/support-sessions.ts',
    'lib/actions/support.ts',
  ])
})
