import { deviceIdOf } from '@/lib/devices/model/identifiers'
import type { SupportRequest } from '@/lib/support/acting/remove-for-person'
import { backupRow, newSigningKey, phoneRow } from '../../builders/rows'
import { makeSomebody } from './test'

export const TICKET = 'INC 4711'

/** Somebody with two phones and a backup, and what an agent asks for to remove the first phone. */
export async function twoPhones() {
  const [key, other] = [newSigningKey(), newSigningKey()]
  const person = await makeSomebody((userId) => [
    phoneRow({ userId, publicSigningKey: key }),
    phoneRow({ userId, publicSigningKey: other }),
    backupRow({ userId }),
  ])
  const deviceId = deviceIdOf(person.userId, key)
  const request: SupportRequest = { deviceId, reason: 'lost', ticket: TICKET }
  return { ...person, key, deviceId, otherId: deviceIdOf(person.userId, other), request }
}
