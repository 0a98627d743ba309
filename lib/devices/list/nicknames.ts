import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { recordEvent } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { nicknames } from '../../database/schema'
import type { Actor, Subject } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { randomId } from '../../platform/crypto'
import type { Deadline } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { readDevices, type ReadError } from './read-devices'

/** Control, direction-changing and invisible characters; the joiner that emoji are made with is none. */
const HIDDEN = /(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u

/** A name a person gives a device: 1 to 64 characters after trimming, something visible and nothing hidden in it; empty takes the name away. */
export const nicknameText = z
  .string()
  // Before anything is made of it: to normalise a hundred thousand accents takes seconds.
  .max(1_000)
  .transform((text) => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim())
  .refine((text) => [...text].length <= 64 && !HIDDEN.test(text))
  .refine((text) => text === '' || /[\p{L}\p{N}\p{P}\p{S}]/u.test(text))

/** Gives one of the subject's devices a name, or takes it away when the text is empty; the name is kept here, the service has none. */
export async function setNickname(
  actor: Actor,
  subject: Subject,
  input: { readonly deviceId: string; readonly nickname: string },
  at: Date,
  deadline: Deadline,
): Promise<Result<void, ReadError | { code: 'not-allowed' | 'not-found' }>> {
  if (!can(actor, 'devices:rename:own', subject)) return fail({ code: 'not-allowed' })
  const devices = await readDevices(subject, deadline)
  if (!devices.ok) return devices
  const target = devices.value.find(({ device }) => device.id === input.deviceId)
  if (!target) return fail({ code: 'not-found' })
  const { userId } = target
  const { deviceId, nickname } = input
  const event = { type: 'device-renamed', version: 1, detail: { named: nickname !== '' } } as const
  await database().transaction(async (tx) => {
    const isChanged =
      nickname === ''
        ? await purgeNickname(userId, deviceId, tx)
        : await keepNickname({ userId, deviceId, nickname, updatedAt: at }, tx)
    // Whoever saves the same name again and again leaves one entry.
    if (isChanged)
      await recordEvent(event, { actor, correlationId: randomId(), at, userId, deviceId }, tx)
  })
  return succeed(undefined)
}

/** False when it was the name already. */
async function keepNickname(
  row: typeof nicknames.$inferInsert,
  within: Database,
): Promise<boolean> {
  const { nickname, updatedAt } = row
  const kept = await within
    .insert(nicknames)
    .values(row)
    .onConflictDoUpdate({
      target: [nicknames.userId, nicknames.deviceId],
      set: { nickname, updatedAt },
      setWhere: ne(nicknames.nickname, nickname),
    })
    .returning({ deviceId: nicknames.deviceId })
  return kept.length > 0
}

/** Forgets the name of a device that is gone or should have none; false when it had none. */
export async function purgeNickname(
  userId: string,
  deviceId: string,
  within: Database,
): Promise<boolean> {
  const forgotten = await within
    .delete(nicknames)
    .where(and(eq(nicknames.userId, userId), eq(nicknames.deviceId, deviceId)))
    .returning({ deviceId: nicknames.deviceId })
  return forgotten.length > 0
}
