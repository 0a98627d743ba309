import 'server-only'
import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { recordEvent } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { nicknames } from '../../database/schema'
import type { Permitted } from '../../auth/authorization/authorize'
import { randomId } from '../../platform/crypto'
import type { CallTime } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { showsSomething } from '../../platform/visible-text'
import { readDevices, type ReadError } from './read-devices'

/** Control, direction-changing and invisible characters; the joiner that emoji are made with is none. */
const HIDDEN = /(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u

/** The name of a device: 1 to 64 visible characters after trimming, nothing hidden. Empty: no name. */
export const nicknameText = z
  .string()
  // Comes first, because normalising a hundred thousand accents takes seconds.
  .max(1_000)
  .transform((text) => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim())
  .refine((text) => [...text].length <= 64 && !HIDDEN.test(text))
  .refine((text) => text === '' || showsSomething(text))

/** Gives one of the person's devices a name, or takes it away when the text is empty. The portal keeps the name, the service has none. */
export async function setNickname({
  authorized: { actor, subject },
  deviceId,
  nickname,
  at,
  deadline,
}: Permitted<'devices:rename:own'> &
  CallTime & { readonly deviceId: string; readonly nickname: string }): Promise<
  Result<void, ReadError | { readonly code: 'not-found' }>
> {
  const devices = await readDevices(subject, deadline)
  if (!devices.ok) return devices
  const target = devices.value.find(({ device }) => device.id === deviceId)
  if (!target) return fail({ code: 'not-found' })
  const { userId } = target
  const event = { type: 'device-renamed', version: 1, detail: { named: nickname !== '' } } as const
  await database().transaction(async (tx) => {
    const isChanged =
      nickname === ''
        ? await purgeNickname(userId, deviceId, tx)
        : await keepNickname({ userId, deviceId, nickname, updatedAt: at }, tx)
    // Saving the same name again leaves no second entry.
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

/** Deletes the name of a device; false when it had none. */
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
