import { authorize } from '@/lib/auth/authorization/authorize'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import type { Actor, Role, Subject } from '@/lib/auth/authorization/actor'
import { newSigningKey, phones } from '../builders/rows'
import { entriesAbout, newAgent, seen } from './support/agents'
import { AT_ONCE } from './support/removals'
import { databaseTest as test, expect, makeSomebody, recognize } from './support/test'
import {
  cancelRemoval,
  deviceHistory,
  findDevice,
  findReceipts,
  listDevices,
  planCleanUp,
  removeDevice,
  setNickname,
  startCleanUp,
} from './support/own-devices'

const NUMBER = 'ABCD-EFGH-JKLM'
const isEmpty = (list: readonly unknown[] | null) => list?.length === 0

/** The person's own use cases, each of which says whether it was denied. */
const denied: Record<string, (who: Actor, whose: Subject, id: string) => Promise<boolean>> = {
  list: async (who, whose) => !(await listDevices({ actor: who, subject: whose }, {})).ok,
  find: async (who, whose, id) =>
    !(await findDevice({ actor: who, subject: whose }, { deviceId: id })).ok,
  history: async (who, whose, id) =>
    isEmpty(await deviceHistory({ actor: who, subject: whose }, { deviceId: id })),
  remove: async (who, whose, deviceId) =>
    !(
      await removeDevice(
        { actor: who, subject: whose },
        { request: { deviceId, reason: 'lost', confirmed: null }, timing: AT_ONCE },
      )
    ).ok,
  rename: async (who, whose, deviceId) =>
    !(await setNickname({ actor: who, subject: whose }, { deviceId, nickname: 'x' })).ok,
  'plan clean-up': async (who, whose) =>
    !(await planCleanUp({ actor: who, subject: whose }, {})).ok,
  'clean up': async (who, whose, id) =>
    !(await startCleanUp({ actor: who, subject: whose }, { deviceIds: [id], timing: AT_ONCE })).ok,
  receipts: async (who, whose) =>
    isEmpty(await findReceipts({ actor: who, subject: whose }, { referenceCodes: [NUMBER] })),
  'undo removal': async (who, whose) =>
    !(await cancelRemoval({ actor: who, subject: whose }, { referenceCode: NUMBER })),
  // Without the proof that this gives, none of the use cases can be called.
  'add a phone': async (who, whose) => !authorize(who, 'activations:start:own', whose).ok,
  'undo activation': async (who, whose) => !authorize(who, 'activations:undo:own', whose).ok,
}

const ROLES: readonly (readonly Role[])[] = [[], ['support'], ['auditor'], ['support', 'auditor']]

for (const roles of ROLES)
  test(`what is a person’s own is denied to somebody else with ${roles.join(' and ') || 'no'} role, and the service isn’t asked @C1 @C2`, async () => {
    const key = newSigningKey()
    const person = await makeSomebody(phones(key, newSigningKey()))
    await seen(person)
    const who = await newAgent(roles)
    const id = deviceIdOf(person.userId, key)
    for (const [what, isDenied] of Object.entries(denied))
      expect(await isDenied(who, person.subject, id), what).toBe(true)
    expect(await recognize.journal({ userId: person.userId })).toEqual([])
    expect(await entriesAbout(person.userId)).toEqual([])
    const own = await newAgent(roles, person.actor)
    expect(await denied['list']?.(own, person.subject, id), 'their own, with any role').toBe(false)
  })
