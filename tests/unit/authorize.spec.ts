import { expect, test } from 'vitest'
import type { Account, Actor, Agent, Subject, SupportSubject } from '@/lib/auth/authorization/actor'
import { authorize, type Authorized } from '@/lib/auth/authorization/authorize'
import { ACTIONS, can } from '@/lib/auth/authorization/policy'

const account = { issuer: 'https://issuer.example', subject: 'ada' }
const ada: Actor = { ...account, displayName: 'Ada', roles: [], sessionHash: 'hash' }
const own: Subject = { ...account, userIds: ['AA'] }
const sam: Agent = {
  ...account,
  subject: 'sam',
  displayName: 'Sam',
  roles: ['support'],
  sessionHash: 'hash',
  ownUserIds: ['55'],
}
const other = (overrides: Partial<SupportSubject> = {}): SupportSubject => ({
  userIds: ['AA'],
  owner: account,
  accounts: [{ ...account, userIds: ['AA'] }],
  ...overrides,
})
const removeFor = (agent: Agent, subject: SupportSubject) =>
  authorize(agent, 'devices:remove:any', subject).ok

test('the proof of what is one’s own carries who acts and whose it is @C1', () => {
  const authorized = authorize(ada, 'devices:remove:own', own)
  if (!authorized.ok) throw new Error('not allowed')
  const { action, actor, subject, owner } = authorized.value
  expect({ action, actor, subject, owner }).toEqual({
    action: 'devices:remove:own',
    actor: ada,
    subject: own,
    owner: own,
  })
})

test('there is no proof for what belongs to somebody else @C1 @A5', () => {
  for (const whose of [
    { ...own, subject: 'ben' },
    { ...own, issuer: 'https://other.example' },
  ])
    expect(authorize(ada, 'devices:remove:own', whose)).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    })
})

test('without the role nobody acts for others @C1', () => {
  expect(removeFor({ ...sam, roles: [] }, other())).toBe(false)
  expect(removeFor({ ...sam, roles: ['auditor'] }, other())).toBe(false)
  expect(removeFor(sam, other())).toBe(true)
})

test('support acts for people who never signed in here @C1', () => {
  expect(removeFor(sam, other({ owner: null, accounts: [] }))).toBe(true)
})

test('support never acts for themselves, whichever account or Recognize user it is @C1', () => {
  const samsAccount = { issuer: sam.issuer, subject: sam.subject, userIds: ['AA'] }
  const samsOther = { issuer: sam.issuer, subject: 'sam-2', userIds: ['BB', '55'] }
  const adas = { ...account, userIds: ['AA'] }
  expect(removeFor(sam, other({ userIds: ['55'], owner: null, accounts: [] }))).toBe(false)
  expect(removeFor(sam, other({ userIds: ['AA', '55'] }))).toBe(false)
  expect(removeFor(sam, other({ accounts: [adas, samsAccount] }))).toBe(false)
  expect(removeFor(sam, other({ accounts: [adas, samsOther] }))).toBe(false)
})

test('the proof agrees with the policy for every action and role @C1', () => {
  for (const action of ACTIONS)
    for (const roles of [[], ['support'], ['auditor'], ['support', 'auditor']] as const) {
      const agent = { ...sam, roles }
      if (action.endsWith(':own'))
        expect(authorize(agent, action as 'devices:list:own', { ...own, subject: 'sam' }).ok).toBe(
          can(agent, action, agent),
        )
      else if (action === 'people:find:any' || action.startsWith('trail:'))
        expect(authorize(agent, action as 'people:find:any', null).ok).toBe(
          can(agent, action, null),
        )
      else
        expect(authorize(agent, action as 'devices:list:any', other()).ok).toBe(
          can(agent, action, account),
        )
    }
})

// The compiler holds the guard: `tsc` fails when one of these stops being what it says.
type IsAssignable<From, To> = [From] extends [To] ? true : false
type ForPerson = Parameters<typeof authorize<'devices:remove:any', SupportSubject>>
type Removal = Authorized<'devices:remove:own' | 'devices:remove:any'>
type Holds<Cases extends Readonly<Record<string, boolean>>> = Cases

test('what is no proof, or the proof of something else, can’t stand for one @C1', () => {
  const held: Holds<{
    ownIsOne: IsAssignable<Authorized<'devices:remove:own'>, Removal>
    anyIsOne: IsAssignable<Authorized<'devices:remove:any'>, Removal>
    ofAnotherAction: IsAssignable<Authorized<'devices:list:own'>, Removal>
    ofAnyForOwn: IsAssignable<Authorized<'devices:remove:any'>, Authorized<'devices:remove:own'>>
    ofAnAccountAlone: IsAssignable<Authorized<'devices:remove:own', Account>, Removal>
    aLiteral: IsAssignable<
      { action: 'devices:remove:own'; actor: Actor; subject: Subject; owner: Account | null },
      Removal
    >
    aCopy: IsAssignable<Omit<Authorized<'devices:remove:own'>, never>, Removal>
    anAgentForSomebody: IsAssignable<[Agent, 'devices:remove:any', SupportSubject], ForPerson>
    anAgentForNobodyInParticular: IsAssignable<[Agent, 'devices:remove:any', null], ForPerson>
    anAgentForAnAccountAlone: IsAssignable<[Agent, 'devices:remove:any', Account], ForPerson>
    anAgentWithoutOwnIdentities: IsAssignable<
      [Actor, 'devices:remove:any', SupportSubject],
      ForPerson
    >
    aPersonOfSupportForOneself: IsAssignable<SupportSubject, Account>
  }> = {
    ownIsOne: true,
    anyIsOne: true,
    ofAnotherAction: false,
    ofAnyForOwn: false,
    ofAnAccountAlone: false,
    aLiteral: false,
    aCopy: false,
    anAgentForSomebody: true,
    anAgentForNobodyInParticular: false,
    anAgentForAnAccountAlone: false,
    anAgentWithoutOwnIdentities: false,
    aPersonOfSupportForOneself: false,
  }
  expect(Object.values(held)).toHaveLength(12)
})
