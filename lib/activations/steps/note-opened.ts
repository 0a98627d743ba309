import 'server-only'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { activations } from '../../database/schema'
import { codeHash, readCode } from '../codes/codes'
import { changeActivation } from '../tracking/activation-rows'

/** Notes that the link of a QR code was opened on a phone. Gives nothing back, whatever the text is: anybody may call it. */
export async function noteOpened(text: string, at: Date): Promise<void> {
  const code = readCode(text)
  // A typed code is only good together with its person, who isn't known here.
  if (code?.kind !== 'long') return
  await changeActivation(
    and(
      eq(activations.codeHash, codeHash(code.text)),
      isNull(activations.openedAt),
      isNull(activations.redeemedAt),
      isNull(activations.ending),
      gt(activations.expiresAt, at),
    ),
    { openedAt: at },
  )
}
