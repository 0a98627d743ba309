import 'server-only'
import { eq } from 'drizzle-orm'
import type { Account } from '../../auth/authorization/actor'
import { database, type Database } from '../../database/connection'
import { activations } from '../../database/schema'
import { updateSealed } from '../../database/sealed-rows'
import type { Device } from '../../devices/model/device'
import { enqueueNotification } from '../../notifications/enqueue-notification'
import type { ActivationRow } from './activation-rows'

/** Notes which new rows were seen, and announces those of `untold` in the same transaction. Does nothing when another replica was first. */
export async function noteNewDevice(
  row: ActivationRow,
  noted: ActivationRow['newDevices'],
  untold: readonly Device[],
  at: Date,
): Promise<void> {
  const ids = new Set(untold.map(({ id }) => id))
  const newDevices = noted.map((device) =>
    ids.has(device.id) ? { ...device, told: true } : device,
  )
  if (JSON.stringify(newDevices) === JSON.stringify(row.newDevices)) return
  await database().transaction(async (tx) => {
    const isSame = eq(activations.newDevices, row.newDevices)
    // Watchers see none of this: the version stays.
    const kept = await updateSealed(activations, { newDevices }, { number: row.number }, tx, isSame)
    if (kept.length > 0) await notifyPhoneAdded(row, untold, at, tx)
  })
}

/** Tells the person that phones were added, each in a notice of its own, in the caller's transaction. */
export async function notifyPhoneAdded(
  account: Account,
  devices: readonly Device[],
  at: Date,
  tx: Database,
  recovered = false,
): Promise<void> {
  for (const { osVersion: description, fingerprint } of devices) {
    const device = { description, fingerprint }
    const notice = { type: 'phone-added', at: at.toISOString(), device, recovered } as const
    await enqueueNotification(account, notice, at, tx)
  }
}
