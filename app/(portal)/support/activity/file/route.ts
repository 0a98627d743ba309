import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { problemText } from '@/components/audit/audit-filter'
import { EXPORT_FORMATS } from '@/lib/audit/export/export-entries'
import { exportAuditLog } from '@/lib/audit/export/export-audit-log'
import { readAuditQuery } from '@/lib/audit/reading/audit-query'
import { currentSession, isOthersPage } from '@/lib/auth/sessions/current-session'
import { can } from '@/lib/auth/authorization/policy'
import { recordAccessRefusal } from '@/lib/auth/authorization/refuse-access'
import { actorOfSession } from '@/lib/auth/sessions/session'
import { now } from '@/lib/platform/clock'
import { emptyAnswer, fileAnswer } from '@/lib/web/answers'
import { PAGE_STAMP } from '@/lib/web/page-stamp'
import { isFromElsewhere, refuseMethod } from '@/lib/web/request-site'
import { streamBody } from '@/lib/web/stream-body'
import { requestPreferences } from '@/lib/i18n/request-preferences'

const TYPES = { csv: 'text/csv', jsonl: 'application/jsonl' } as const
const STATUS = { 'not-allowed': 403, 'records-down': 503 } as const

export const HEAD = refuseMethod

/** All entries that the filter of the auditor's page lets through, as a file. For auditors only. */
export async function GET(request: NextRequest): Promise<Response> {
  // The audit log records each export. A link on another site must not make an auditor export.
  if (isFromElsewhere(request)) return emptyAnswer(STATUS['not-allowed'])
  const session = await currentSession()
  if (session?.recalled) return emptyAnswer(STATUS['records-down'])
  const actor = session && actorOfSession(session)
  // This check comes first: a person who may not read must not learn whether their filter is valid.
  if (session === null || actor === null) return emptyAnswer(STATUS['not-allowed'])
  const at = now()
  if (!can(actor, 'trail:export:any', null)) {
    await recordAccessRefusal(actor, 'trail:export:any', at)
    return emptyAnswer(STATUS['not-allowed'])
  }
  const { format, [PAGE_STAMP]: stamp, ...params } = paramsOf(request)
  if (await isOthersPage(session, { [PAGE_STAMP]: stamp })) return emptyAnswer(409)
  const wanted = z.enum(EXPORT_FORMATS).safeParse(format)
  const { filter, before, problems } = readAuditQuery(params)
  const { t } = await requestPreferences()
  const wrong = problems.map((problem) => problemText(problem, t))
  if (before !== null) wrong.push(t('trail.wrong.unknown', { text: 'before' }))
  if (!wanted.success) wrong.push(t('trail.wrong.format'))
  if (!wanted.success || wrong.length > 0)
    return new Response(`${wrong.join('\n')}\n`, {
      status: 400,
      headers: { 'Cache-Control': 'no-store', 'Content-Type': 'text/plain; charset=utf-8' },
    })
  const parts = await exportAuditLog(actor, filter, wanted.data, at)
  if (!parts.ok) return emptyAnswer(STATUS[parts.error.code])
  return fileAnswer(await streamBody(parts.value), {
    name: `trail-${at.toISOString().replaceAll(/[:.]/g, '')}.${wanted.data}`,
    type: TYPES[wanted.data],
  })
}

/** As a page gets them: a text, or a list of what was sent several times. */
function paramsOf({ nextUrl: { searchParams } }: NextRequest): Record<string, string | string[]> {
  const seen = new Map<string, string | string[]>()
  for (const [name, value] of searchParams) {
    const before = seen.get(name)
    seen.set(name, before === undefined ? value : [before, value].flat())
  }
  return Object.fromEntries(seen)
}
