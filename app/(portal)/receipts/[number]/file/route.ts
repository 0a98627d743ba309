import { branding } from '@/lib/platform/branding'
import { receiptText } from '@/components/receipts/receipt-text'
import { findReceipt } from '@/lib/devices/receipts/receipts'
import { currentSession } from '@/lib/auth/sessions/current-session'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { authorize } from '@/lib/auth/authorization/authorize'
import { recordedSubject } from '@/lib/auth/sessions/own-subject'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { emptyAnswer, fileAnswer } from '@/lib/web/answers'
import { requestPreferences } from '@/lib/i18n/request-preferences'

/** The receipt as a text file to keep. Other people get the answer for a receipt that doesn't exist. */
export async function GET(
  _: Request,
  { params }: RouteContext<'/receipts/[number]/file'>,
): Promise<Response> {
  const deadline = readDeadline()
  const [{ number }, session] = [await params, await currentSession()]
  const at = now()
  const subject = session && (await recordedSubject(session, at, deadline))
  const authorized =
    session && subject?.ok
      ? authorize(actorOfSession(session), 'devices:list:own', subject.value)
      : null
  const receipt = authorized?.ok
    ? await findReceipt({ authorized: authorized.value, referenceCode: number })
    : null
  if (receipt === null) return emptyAnswer(404)
  return fileAnswer(receiptText(receipt, branding().name, await requestPreferences()), {
    name: `receipt-${receipt.referenceCode}.txt`,
    type: 'text/plain',
  })
}
