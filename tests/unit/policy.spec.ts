import { expect, test } from '@playwright/test'
import { ROLES, type Actor } from '@/lib/identity/actor'
import { ACTIONS, can } from '@/lib/identity/policy'

const owner = { issuer: 'https://issuer.example', subject: 'ada' }
const actor = (overrides: Partial<Actor> = {}): Actor => ({
  ...owner,
  displayName: 'Ada',
  roles: [],
  signIn: 'hash',
  ...overrides,
})

const strangers: Record<string, Actor | null> = {
  nobody: null,
  'somebody else at the same provider': actor({ subject: 'ben' }),
  'a namesake at another provider': actor({ issuer: 'https://other.example' }),
  'a provider whose address only begins alike': actor({ issuer: 'https://issuer.example/' }),
  'the same name in other letters': actor({ subject: 'Ada' }),
  'an empty person': actor({ issuer: '', subject: '' }),
  'support and auditor together': actor({ subject: 'sam', roles: [...ROLES] }),
}

for (const [who, stranger] of Object.entries(strangers))
  test(`${who} may do nothing to what is somebody else’s`, () => {
    expect(ACTIONS.filter((action) => can(stranger, action, owner))).toEqual([])
  })

test('the owner may do every action to their own, and needs no role for it', () => {
  expect(ACTIONS.filter((action) => can(actor(), action, owner))).toEqual([...ACTIONS])
})

test('an action that is not in the list is allowed to nobody, not even to the owner', () => {
  expect(can(actor(), 'devices:remove:any' as (typeof ACTIONS)[number], owner)).toBeFalsy()
})
