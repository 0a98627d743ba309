import 'server-only'
import { z } from 'zod'
import { verificationState } from '../../audit/integrity/verification-runs'
import { readAuditQuery } from '../../audit/reading/audit-query'
import { readAuditLog } from '../../audit/reading/read-audit-log'
import { fail, succeed } from '../../platform/result'
import { supportPaths } from '../../web/support-paths'
import { openOwnPage } from '../own/open-own-page'
import type { SearchParams } from '../page-failure'

const SHOWN = 50
/** Why a verification was not begun, as the action that leads here says it. */
const verificationProblem = z.enum(['elsewhere', 'records-down', 'internal']).nullable().catch(null)

/** A page of the audit log, for auditors; `page` is null when the query isn't understood. */
export async function loadAuditLog({ problem, ...params }: SearchParams) {
  const { actor, session, at } = await openOwnPage(supportPaths.trail)
  // Roles may have been withdrawn since a session was cached.
  if (session.recalled) return fail({ code: 'records-down' } as const)
  const query = readAuditQuery(params)
  const verification = await verificationState(actor, at)
  if (!verification.ok) return verification
  const page = query.problems.length === 0 ? await readAuditLog(actor, query, SHOWN, at) : null
  if (page?.ok === false) return page
  return succeed({
    query,
    page: page?.value ?? null,
    verification: verification.value,
    verificationProblem: verificationProblem.parse(problem ?? null),
  })
}
