import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { HISTORY_FORMATS, historyFile } from '@/components/audit/history-file'
import { allOwnHistory, historySubject } from '@/lib/audit/reading/own-history'
import { currentSession, isOthersPage } from '@/lib/auth/sessions/current-session'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { now } from '@/lib/platform/clock'
import { briefDeadline } from '@/lib/platform/deadline'
import { emptyAnswer, fileAnswer } from '@/lib/web/answers'
import { isFromElsewhere, refuseMethod } from '@/lib/web/request-site'
import { streamBody } from '@/lib/web/stream-body'
import { requestPreferences } from '@/lib/i18n/request-preferences'

const TYPES = { csv: 'text/csv', json: 'application/json' } as const

export const HEAD = refuseMethod

/** The person's whole history as a file. A visitor without a session gets the answer for a page that doesn't exist. */
export async function GET(request: NextRequest): Promise<Response> {
  if (isFromElsewhere(request)) return emptyAnswer(403)
  const deadline = briefDeadline()
  const session = await currentSession()
  if (session === null) return emptyAnswer(404)
  const asked = Object.fromEntries(request.nextUrl.searchParams)
  // In place of a file, words would be kept as one.
  if (await isOthersPage(session, asked)) return emptyAnswer(409)
  const format = z.enum(HISTORY_FORMATS).safeParse(asked['format'])
  if (!format.success) return emptyAnswer(400)
  // From memory, because the records are away, and the history with them.
  if (session.recalled) return emptyAnswer(503)
  const at = now()
  const { subject, missing } = await historySubject(session, at, deadline)
  // A file that says nothing of one's devices must not look like all there is.
  if (missing !== null && missing.code !== 'not-known') return emptyAnswer(503)
  const translations = await requestPreferences()
  const pages = allOwnHistory(actorOfSession(session), subject)
  return fileAnswer(await streamBody(historyFile(pages, format.data, translations)), {
    name: `history-${at.toISOString().slice(0, 10)}.${format.data}`,
    type: TYPES[format.data],
  })
}
