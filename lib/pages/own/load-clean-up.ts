import 'server-only'
import { z } from 'zod'
import { authorize } from '../../auth/authorization/authorize'
import { ownSubject, recordedSubject } from '../../auth/sessions/own-subject'
import { confirmationOf } from '../../auth/step-up/confirmation'
import { requireFreshAuth, undoGraceSeconds } from '../../auth/step-up/freshness'
import { findCleanUp, planCleanUp } from '../../devices/removal/clean-up'
import { succeed } from '../../platform/result'
import { paths } from '../../web/paths'
import { redirect303 } from '../../web/redirect'
import { pageFailure, type SearchParams } from '../page-failure'
import { openOwnPage, type OwnPage } from './open-own-page'

/** What can be tidied away. */
export async function loadCleanUp() {
  const page = await openOwnPage(paths.cleanUp)
  const plan = await planOwn(page)
  if (!plan.ok) return pageFailure(plan.error, paths.cleanUp)
  return succeed({ plan: plan.value, at: page.at })
}

const ticked = z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([])

/** The chosen devices, from the address or from the draft that went along to a confirmation; without any the choice comes again. */
export async function loadCleanUpReview(params: SearchParams) {
  const page = await openOwnPage(paths.cleanUp)
  const plan = await planOwn(page)
  if (!plan.ok) return pageFailure(plan.error, paths.cleanUp)
  const { inventory, candidates, uncertain } = plan.value
  const confirmation = confirmationOf(page.session, paths.cleanUpReview, params, page.at)
  const ids = new Set(confirmation.formDraft.device ?? ticked.parse(params['device']))
  const chosen = [...candidates, ...uncertain].filter(({ id }) => ids.has(id))
  if (chosen.length === 0) redirect303(paths.cleanUp)
  return succeed({ inventory, chosen, confirmation, at: page.at })
}

/** A clean-up that was begun. */
export async function loadCleanUpProgress(number: string) {
  const path = paths.cleanUpProgress(number)
  const { actor, session, at, deadline } = await openOwnPage(path)
  const subject = await recordedSubject(session, at, deadline)
  if (!subject.ok && subject.error.code !== 'not-known') return pageFailure(subject.error, path)
  const authorized = subject.ok ? authorize(actor, 'devices:list:own', subject.value) : subject
  const receipts = authorized.ok
    ? await findCleanUp({ authorized: authorized.value, referenceCode: number })
    : null
  if (receipts === null) redirect303(paths.notFound)
  return succeed({ receipts, stale: requireFreshAuth(session, at, undoGraceSeconds()), at })
}

async function planOwn({ actor, session, at, deadline }: OwnPage) {
  const subject = await ownSubject(session, at, deadline)
  const authorized = subject.ok ? authorize(actor, 'devices:remove:own', subject.value) : subject
  return authorized.ok ? planCleanUp({ authorized: authorized.value, deadline }) : authorized
}
