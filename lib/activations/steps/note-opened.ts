import 'server-only'
import { and, gt, isNull } from 'drizzle-orm'
import { activations } from '../../database/schema'
import { codeHash, readCode } from '../codes/codes'
import { changeActivation } from '../tracking/activation-rows'

/** Notes that a phone opened the link of a QR code. Every visitor may call it, so it returns nothing for any text. */
export async function noteOpened(text: string, at: Date): Promise<void> {
  const code = readCode(text)
  // A typed code is only good together with its person, who isn't known here.
  if (code?.kind !== 'long') return
  await changeActivation(
    { codeHash: codeHash(code.text) },
    and(
      isNull(activations.openedAt),
      isNull(activations.redeemedAt),
      isNull(activations.ending),
      gt(activations.expiresAt, at),
    ),
    { openedAt: at },
  )
}
