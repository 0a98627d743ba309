// @ts-check
// The layers of the project, as data: ESLint (eslint.config.js) and the tests of this folder read them, and nothing else
// says them again. A new arrow or a new reader of a table is a decision, and is written here.

/**
 * The rooms of lib, from the ground up: after the name of a room come those that it may use. A room is a folder with all
 * below it, or one module.
 */
export const ROOMS = readRooms(`
platform:
audit/events: platform
database: platform
devices/model: platform
recognize: platform
jobs: platform database
support/support-state: audit/events devices/model
web: platform database
audit/log: audit/events platform database jobs
i18n: web
auth/authorization: platform database web audit/log
client-states/vault: audit/events platform database jobs audit/log
notifications: audit/events platform database jobs web i18n
auth/step-up: platform web auth/authorization
auth/identity: database auth/authorization
devices/receipts: audit/events platform database devices/model audit/log auth/authorization
auth/sessions: audit/events platform database recognize web audit/log auth/authorization
  auth/step-up auth/identity
audit/reading: audit/events platform database devices/model recognize audit/log auth/authorization
  auth/sessions
auth/oidc: audit/events platform database recognize web audit/log auth/authorization auth/step-up
  auth/sessions
devices/outside: audit/events platform database devices/model notifications audit/log
  devices/receipts
devices/list: platform database devices/model recognize jobs audit/log auth/authorization
  devices/receipts devices/outside auth/sessions
support/lookup: audit/events platform database recognize notifications support/support-state web
  audit/log auth/authorization auth/identity auth/sessions
audit/export: platform database audit/log auth/authorization audit/reading
audit/integrity: audit/events platform database jobs audit/log i18n auth/authorization
  audit/reading
client-states/sync: platform database devices/model audit/log client-states/vault devices/receipts
  devices/list
devices/removal: audit/events platform database devices/model recognize jobs audit/log
  auth/authorization client-states/vault notifications devices/receipts devices/outside
  auth/sessions devices/list
  client-states/sync
activations/tracking: audit/events platform database devices/model recognize jobs audit/log
  auth/authorization notifications devices/receipts devices/outside devices/list client-states/sync
  devices/removal
activations/codes: platform web activations/tracking
activations/stream: platform database auth/authorization activations/tracking
activations/steps: audit/events platform database devices/model audit/log auth/authorization
  client-states/vault notifications auth/sessions devices/list client-states/sync devices/removal
  activations/tracking activations/codes
client-states/intake: platform database devices/model recognize audit/log auth/authorization
  client-states/vault devices/list client-states/sync activations/steps
support/acting: audit/events platform database devices/model support/support-state audit/log
  auth/authorization notifications devices/receipts auth/sessions audit/reading devices/list
  support/lookup devices/removal activations/steps
api: platform database recognize web i18n auth/authorization client-states/vault auth/sessions
  auth/oidc devices/list activations/tracking activations/steps client-states/intake
privacy: platform database jobs audit/log audit/integrity client-states/vault support/lookup
  client-states/intake
support/approvals: audit/events platform database devices/model support/support-state audit/log
  auth/authorization auth/sessions devices/list support/lookup devices/removal support/acting
actions: audit/events platform database devices/model support/support-state web i18n
  auth/authorization auth/step-up devices/receipts auth/sessions auth/oidc devices/list
  support/lookup audit/integrity devices/removal activations/tracking activations/codes
  activations/steps support/acting support/approvals
start: platform database jobs web audit/log client-states/vault notifications devices/receipts
  auth/oidc devices/list
  audit/integrity devices/removal activations/tracking privacy
pages/page-failure: platform actions
query: platform devices/receipts devices/list activations/tracking actions
pages/own: platform web i18n auth/authorization auth/step-up devices/receipts auth/sessions audit/reading
  devices/list devices/removal activations/tracking activations/codes activations/steps actions
  pages/page-failure
pages/support: platform web auth/authorization auth/step-up auth/sessions audit/reading
  support/lookup audit/integrity activations/steps support/acting support/approvals actions
  pages/page-failure pages/own
`)

/**
 * @param {string} table
 * @returns {Readonly<Record<string, readonly string[]>>}
 */
function readRooms(table) {
  const rooms = table.trim().split(/\n(?! )/)
  return Object.fromEntries(
    rooms.map((room) => {
      const [name, ...used] = (room.match(/[\w/-]+/g) ?? []).map((word) => `lib/${word}`)
      return [name, used]
    }),
  )
}

/**
 * Which rooms may read or change which table (its name in lib/database/schema).
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const TABLES = {
  activations: [
    'lib/activations/steps',
    'lib/activations/stream',
    'lib/activations/tracking',
    'lib/devices/outside',
  ],
  agentCounts: ['lib/support/lookup'],
  approvals: ['lib/support/approvals'],
  auditActors: ['lib/audit/integrity', 'lib/audit/log', 'lib/audit/reading'],
  auditCheckpoints: ['lib/audit/integrity'],
  auditCuts: ['lib/audit/integrity', 'lib/audit/log'],
  auditEntries: [
    'lib/audit/integrity',
    'lib/audit/log',
    'lib/audit/reading',
    'lib/devices/list',
    'lib/devices/outside',
  ],
  auditHead: ['lib/audit/integrity', 'lib/audit/log'],
  auditVerifications: ['lib/audit/integrity'],
  cleanUps: ['lib/devices/removal'],
  clientStates: [
    'lib/client-states/intake',
    'lib/client-states/vault',
    'lib/devices/list',
    'lib/devices/outside',
  ],
  logoutTokens: ['lib/auth/oidc'],
  deviceLabels: ['lib/devices/list'],
  identityFacts: ['lib/auth/identity', 'lib/notifications', 'lib/support/lookup'],
  knownDevices: ['lib/devices/outside'],
  knownLists: ['lib/devices/list', 'lib/devices/outside'],
  nicknames: ['lib/devices/list'],
  notifications: ['lib/notifications'],
  pendingRemovals: ['lib/devices/receipts', 'lib/devices/removal'],
  people: ['lib/auth/sessions', 'lib/notifications', 'lib/support/lookup'],
  preparations: ['lib/activations/steps', 'lib/support/acting'],
  rateLimits: ['lib/web'],
  receivedStates: ['lib/client-states/intake'],
  removalLeases: ['lib/devices/removal'],
  reportedDevices: ['lib/client-states/intake', 'lib/devices/list', 'lib/devices/removal'],
  sessions: ['lib/auth/oidc', 'lib/auth/sessions'],
  supportViews: ['lib/support/lookup'],
  ticketUses: ['lib/support/lookup'],
  uploads: ['lib/client-states/intake'],
  usedCallNumbers: ['lib/support/lookup'],
}

/** May reach every table: it erases people and deletes what is old. */
export const REACHES_EVERY_TABLE = 'lib/privacy'

/** What stands above lib, from the top down: each may use what comes after it, never what comes before. */
export const LAYERS = ['app', 'components', 'lib']

/**
 * Programs beside the product, and what of this repository each may import.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const PROGRAMS = {
  server: ['server'],
  cli: ['cli', 'lib', 'server'],
  // A stand-in that shared the product's code would be wrong together with it.
  sandbox: ['sandbox', 'tools'],
}

/** The one file of the sandbox that is no stand-in: it starts the portal, as `npm start` does. */
export const STARTS_PORTAL = 'sandbox/demo.mjs'

/**
 * Packages that only some places may import: a pattern of the package's name, and the places.
 * @type {readonly { readonly what: string, readonly packages: string, readonly places: readonly string[] }[]}
 */
export const PACKAGES = [
  {
    what: 'next-auth',
    packages: '^(next-auth|@auth)(/|$)',
    places: ['lib/auth/oidc', 'lib/auth/sessions/session-cookie.ts'],
  },
  { what: 'cryptography', packages: '^(node:)?crypto$', places: ['lib/platform/crypto.ts'] },
  {
    what: 'the framework of pages',
    packages: '^(next|react|react-dom|@tanstack)(/|$)',
    places: [
      'app',
      'components',
      'lib/actions',
      'lib/activations/codes/code-cookie.ts',
      'lib/auth/oidc',
      'lib/auth/sessions',
      'lib/auth/step-up',
      'lib/i18n/request-preferences.ts',
      'lib/pages',
      'lib/query',
      'lib/web',
      'proxy.ts',
    ],
  },
  {
    what: 'databases',
    packages: '^(drizzle-orm|drizzle-kit|pg|@electric-sql)(/|$)',
    places: ['lib'],
  },
]

/** The only places that read the environment. */
export const READS_ENVIRONMENT = [
  'lib/platform/env.ts',
  'lib/start.ts',
  'proxy.ts',
  'instrumentation.ts',
]

/** Packages that work on the server and in a browser alike. */
export const WORKS_ANYWHERE = [
  'zod',
  'temporal-polyfill',
  'drizzle-orm',
  'drizzle-orm/pg-core',
  'drizzle-kit',
  '@tanstack/react-query',
]

/** How many source files a folder holds at most; a fuller one gets rooms. */
export const MOST_FILES = 15

/** Lone words that don't say what a file holds. */
export const VAGUE_NAMES = `
adopt begin carry-out due erase find follow forget group held helpers hold keep limited list misc
move once open order pending prepare prepared read remove report request retire row rows sighting
sparingly staying tell turns undo utils view watch ways words write
`
  .trim()
  .split(/\s+/)
