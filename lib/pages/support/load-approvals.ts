import 'server-only'
import { confirmationOf } from '../../auth/step-up/confirmation'
import { succeed } from '../../platform/result'
import { listOpenApprovals, readApproval } from '../../support/approvals/read-approvals'
import { paths } from '../../web/paths'
import { redirect303 } from '../../web/redirect'
import { supportPaths } from '../../web/support-paths'
import type { SearchParams } from '../page-failure'
import { openSupportPage } from './open-support-page'

/** The open approvals that the agent can decide. */
export async function loadApprovals() {
  const page = await openSupportPage(supportPaths.start)
  if (!page.ok) return page
  const { agent, at } = page.value
  return succeed({ approvals: await listOpenApprovals({ agent, at }), at })
}

/** An open approval; one that isn't leads to the not-found page. */
export async function loadApproval(number: string, params: SearchParams) {
  const path = supportPaths.approval(number)
  const page = await openSupportPage(path)
  if (!page.ok) return page
  const { agent, session, at } = page.value
  const approval = await readApproval({ agent, referenceCode: number, at })
  if (approval === null) redirect303(paths.notFound)
  return succeed({ approval, confirmation: confirmationOf(session, path, params, at), at })
}
