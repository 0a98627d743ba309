import 'server-only'
import { isAddingSetUp } from '../../activations/steps/add-options'
import { authorize } from '../../auth/authorization/authorize'
import { recordedSubject } from '../../auth/sessions/own-subject'
import { requireFreshAuth, undoGraceSeconds } from '../../auth/step-up/freshness'
import { findReceipt } from '../../devices/receipts/receipts'
import { succeed } from '../../platform/result'
import { paths } from '../../web/paths'
import { redirect303 } from '../../web/redirect'
import { pageFailure } from '../page-failure'
import { openOwnPage } from './open-own-page'

/** A receipt of the person's own; one that isn't leads to the not-found page. */
export async function loadReceipt(number: string) {
  const path = paths.receipt(number)
  const { actor, session, at, deadline } = await openOwnPage(path, 'records')
  const subject = await recordedSubject(session, at, deadline)
  if (!subject.ok && subject.error.code !== 'not-known') return pageFailure(subject.error, path)
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  const receipt = authorized.ok
    ? await findReceipt({ authorized: authorized.value, referenceCode: number })
    : null
  if (receipt === null) redirect303(paths.notFound)
  const stale = requireFreshAuth(session, at, undoGraceSeconds())
  return succeed({ receipt, stale, canAdd: isAddingSetUp(), at })
}
