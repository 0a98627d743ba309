import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { HISTORY_FORMATS, historyFile } from '@/components/audit/history-file'
import { allOwnHistory, historySubject } from '@/lib/audit/reading/own-history'
import { currentSession, isOthersPage } from '@/lib/auth/sessions/current-session'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { isFromElsewhere, refuseMethod } from '@/lib/web/request-site'
import { streamBody } from '@/lib/web/stream-body'
import { requestPreferences } from '@/lib/i18n/request-preferences'

const NO_STORE = { 'Cache-Control': 'no-store' }
const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/json; charset=utf-8' } as const

const refuse = (status: number) => new Response(null, { status, headers: NO_STORE })

export const HEAD = refuseMethod

/** The person's whole history as a file. A visitor without a session gets the answer for a page that doesn't exist. */
export async function GET(request: NextRequest): Promise<Response> {
  if (isFromElsewhere(request)) return refuse(403)
  const deadline = readDeadline()
  const session = await currentSession()
  if (session === null) return refuse(404)
  const asked = Object.fromEntries(request.nextUrl.searchParams)
  // In place of a file, words would be kept as one.
  if (await isOthersPage(session, asked)) return refuse(409)
  const format = z.enum(HISTORY_FORMATS).safeParse(asked['format'])
  if (!format.success) return refuse(400)
  // From memory, because the records are away, and the history with them.
  if (session.recalled) return refuse(503)
  const at = now()
  const { subject, missing } = await historySubject(session, at, deadline)
  // A file that says nothing of one's devices must not look like all there is.
  if (missing !== null && missing.code !== 'not-known') return refuse(503)
  const translations = await requestPreferences()
  const pages = allOwnHistory(actorOfSession(session), subject)
  const name = `history-${at.toISOString().slice(0, 10)}.${format.data}`
  return new Response(await streamBody(historyFile(pages, format.data, translations)), {
    headers: {
      ...NO_STORE,
      'Content-Type': TYPES[format.data],
      'Content-Disposition': `attachment; filename="${name}"`,
    },
  })
}
