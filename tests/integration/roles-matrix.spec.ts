import { authorize } from '@/lib/auth/authorization/authorize'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import type { Role } from '@/lib/auth/authorization/actor'
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
  type Acting,
} from './support/own-devices'

const NUMBER = 'ABCD-EFGH-JKLM'
const isEmpty = (list: readonly unknown[] | null) => list?.length === 0

/** The person's own use cases, each of which says whether it was denied. */
const denied: Record<string, (acting: Acting, deviceId: string) => Promise<boolean>> = {
  list: async (acting) => !(await listDevices(acting, {})).ok,
  find: async (acting, deviceId) => !(await findDevice(acting, { deviceId })).ok,
  history: async (acting, deviceId) => isEmpty(await deviceHistory(acting, { deviceId })),
  remove: async (acting, deviceId) => {
    const request = { deviceId, reason: 'lost', confirmed: null } as const
    return !(await removeDevice(acting, { request, timing: AT_ONCE })).ok
  },
  rename: async (acting, deviceId) => !(await setNickname(acting, { deviceId, nickname: 'x' })).ok,
  'plan clean-up': async (acting) => !(await planCleanUp(acting, {})).ok,
  'clean up': async (acting, deviceId) =>
    !(await startCleanUp(acting, { deviceIds: [deviceId], timing: AT_ONCE })).ok,
  receipts: async (acting) => isEmpty(await findReceipts(acting, { referenceCodes: [NUMBER] })),
  'undo removal': async (acting) => !(await cancelRemoval(acting, { referenceCode: NUMBER })),
  // Without the proof that this gives, none of the use cases can be called.
  'add a phone': async ({ actor, subject }) =>
    !authorize(actor, 'activations:start:own', subject).ok,
  'undo activation': async ({ actor, subject }) =>
    !authorize(actor, 'activations:undo:own', subject).ok,
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
      expect(await isDenied({ ...person, actor: who }, id), what).toBe(true)
    expect(await recognize.journal({ userId: person.userId })).toEqual([])
    expect(await entriesAbout(person.userId)).toEqual([])
    const own = await newAgent(roles, person.actor)
    expect(await denied['list']?.({ ...person, actor: own }, id), 'their own, with any role').toBe(
      false,
    )
  })
