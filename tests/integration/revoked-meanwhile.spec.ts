import { setTimeout as sleep } from 'node:timers/promises'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { type RemovalRequest } from '@/lib/devices/removal/remove-device'
import type { Actor } from '@/lib/auth/authorization/actor'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { findSession, createSession } from '@/lib/auth/sessions/session-store'
import { now } from '@/lib/platform/clock'
import { identified } from '../builders/identified'
import { backupRow, newSigningKey, phoneRow } from '../builders/rows'
import { entriesAbout } from './support/agents'
import { query } from './support/database'
import { endSession } from './support/sessions'
import {
  databaseTest as test,
  expect,
  type Somebody,
  makeSomebody,
  recognize,
} from './support/test'
import { removeDevice, startCleanUp } from './support/own-devices'
import { HELD } from './support/removals'

async function signedIn({ subject: { issuer, subject } }: Somebody): Promise<Actor> {
  const id = await createSession(identified({ issuer, subject }), 'token', now())
  const signIn = await findSession(id, now())
  if (!signIn) throw new Error('not signed in')
  return actorOfSession(signIn)
}

const acts: Record<string, (person: Somebody, actor: Actor, ids: readonly string[]) => unknown> = {
  'a removal at once': (person, actor, ids) => remove(person, actor, ids, 'lost', 0),
  'a removal that would be held': (person, actor, ids) =>
    remove(person, actor, ids, 'sold', 60_000),
  'a clean-up': ({ subject }, actor, ids) =>
    startCleanUp({ actor, subject }, { deviceIds: ids, timing: HELD }),
}

function remove(
  { subject }: Somebody,
  actor: Actor,
  [deviceId = '']: readonly string[],
  reason: RemovalRequest['reason'],
  holdMs: number,
) {
  const request = { deviceId, reason, confirmed: null }
  return removeDevice({ actor, subject }, { request, timing: { clock: now, holdMs } })
}

for (const [what, act] of Object.entries(acts))
  test(`${what} whose sign-in ends while the list is read is not begun @B2`, async () => {
    const keys = [newSigningKey(), newSigningKey()]
    const person = await makeSomebody((userId) => [
      phoneRow({ userId }),
      ...keys.map((publicSigningKey) =>
        backupRow({ userId, publicSigningKey, createdAt: '2025-01-01T09:00:00.000' }),
      ),
      backupRow({ userId, createdAt: '2025-02-01T09:00:00.000' }),
    ])
    const { userId } = person
    const actor = await signedIn(person)
    const ids = keys.map((key) => deviceIdOf(userId, key))
    await recognize.setFault(userId, { on: 'list', kind: 'delay', delayMs: 500 })
    const acting = act(person, actor, ids)
    await sleep(200)
    await endSession(actor.sessionHash, now())
    expect(await acting).toMatchObject({ ok: false, error: { code: 'signed-out' } })
    const calls = await recognize.journal({ userId })
    expect(calls.map(({ method }) => method)).toEqual(['GET'])
    expect(await entriesAbout(userId)).toEqual([])
    expect(await query(`SELECT receipt FROM pending_removals WHERE user_id = '${userId}'`)).toEqual(
      [],
    )
    expect(await query(`SELECT number FROM clean_ups WHERE subject = '${actor.subject}'`)).toEqual(
      [],
    )
    await recognize.clearFaults(userId)
    expect(await act(person, await signedIn(person), ids)).toMatchObject({ ok: true })
  })
