import { expect, test } from 'vitest'
import { ROLES, type Actor } from '@/lib/auth/authorization/actor'
import { ACTIONS, can } from '@/lib/auth/authorization/policy'

const owner = { issuer: 'https://issuer.example', subject: 'ada' }
const actor = (overrides: Partial<Actor> = {}): Actor => ({
  ...owner,
  displayName: 'Ada',
  roles: [],
  sessionHash: 'hash',
  ...overrides,
})

const strangers: Record<string, Actor | null> = {
  nobody: null,
  'somebody else at the same provider': actor({ subject: 'ben' }),
  'a namesake at another provider': actor({ issuer: 'https://other.example' }),
  'a provider whose address only begins alike': actor({ issuer: 'https://issuer.example/' }),
  'the same name in other letters': actor({ subject: 'Ada' }),
  'an empty person': actor({ issuer: '', subject: '' }),
}
const allowed = (who: Actor | null, whose: typeof owner | null = owner) =>
  ACTIONS.filter((action) => can(who, action, whose))

const OWN = [
  'devices:list:own',
  'devices:remove:own',
  'devices:rename:own',
  'devices:label:own',
  'devices:report:own',
  'client-states:store:own',
  'activations:start:own',
  'activations:redeem:own',
  'activations:undo:own',
  'sign-ins:list:own',
  'sign-ins:end:own',
  'history:read:own',
]
const SUPPORT = [
  'people:find:any',
  'devices:list:any',
  'devices:remove:any',
  'removals:approve:any',
  'activations:start:any',
  'sign-ins:end:any',
]
const AUDITOR = ['trail:read:any', 'trail:export:any', 'trail:verify:any']

for (const [who, stranger] of Object.entries(strangers))
  test(`${who} may do nothing to what is somebody else’s, or nobody’s @C1 @A5`, () => {
    expect(allowed(stranger)).toEqual([])
    expect(allowed(stranger, null)).toEqual([])
  })

test('the owner may do what is about their own, and nothing that takes a role @C1', () => {
  expect(allowed(actor())).toEqual(OWN)
})

test('support may act for others and for people nobody has seen, and may not touch their own words or read the trail @C1', () => {
  const sam = actor({ subject: 'sam', roles: ['support'] })
  expect(allowed(sam)).toEqual(SUPPORT)
  expect(allowed(sam, null)).toEqual(SUPPORT)
})

test('support may do nothing for themselves through the desk @C1', () => {
  expect(allowed(actor({ roles: ['support'] }))).toEqual(OWN)
})

test('an auditor may read the trail of everybody, themselves included, and acts for nobody @C1', () => {
  const aud = actor({ subject: 'aud', roles: ['auditor'] })
  expect(allowed(aud)).toEqual(AUDITOR)
  expect(allowed(aud, null)).toEqual(AUDITOR)
  expect(allowed(actor({ roles: ['auditor'] }))).toEqual([...OWN, ...AUDITOR])
})

test('both roles together allow what each allows, still not for oneself @C1', () => {
  expect(allowed(actor({ subject: 'sam', roles: [...ROLES] }))).toEqual([...SUPPORT, ...AUDITOR])
  expect(allowed(actor({ roles: [...ROLES] }))).toEqual([...OWN, ...AUDITOR])
})

test('a role of another name, or in other letters, allows nothing @C1', () => {
  for (const role of ['Support', 'SUPPORT', 'admin', '', 'support,auditor'])
    expect(allowed(actor({ subject: 'sam', roles: [role as (typeof ROLES)[number]] }))).toEqual([])
})

test('an action that is not in the list is allowed to nobody, not even to the owner @C1', () => {
  const unknown = 'devices:rename:any' as (typeof ACTIONS)[number]
  for (const whose of [owner, null])
    expect(can(actor({ roles: [...ROLES] }), unknown, whose)).toBe(false)
})

test('every action is one that somebody may do @C1', () => {
  expect([...ACTIONS].toSorted()).toEqual([...OWN, ...SUPPORT, ...AUDITOR].toSorted())
})
