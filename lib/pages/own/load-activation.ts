import 'server-only'
import { activationLink } from '../../activations/codes/activation-link'
import { codesFor } from '../../activations/codes/code-cookie'
import { addOptions } from '../../activations/steps/add-options'
import { preparedFor } from '../../activations/steps/prepared-activation'
import type { Activation } from '../../activations/tracking/activation-state'
import { findActivation, latestActivation } from '../../activations/tracking/read-activation'
import { authorize } from '../../auth/authorization/authorize'
import { ownSubject } from '../../auth/sessions/own-subject'
import { confirmationOf } from '../../auth/step-up/confirmation'
import { requireFreshAuth } from '../../auth/step-up/freshness'
import { succeed } from '../../platform/result'
import { paths } from '../../web/paths'
import { redirect303 } from '../../web/redirect'
import { pageFailure, type SearchParams } from '../page-failure'
import { openOwnPage } from './open-own-page'

/** How a phone can be added, and what is under way or prepared. */
export async function loadAddOptions(params: SearchParams) {
  const { actor, session, at, deadline } = await openOwnPage(paths.add)
  if (session.recalled) return pageFailure({ code: 'records-down' }, paths.add)
  const subject = await ownSubject(session, at, deadline)
  if (!subject.ok) return pageFailure(subject.error, paths.add)
  const authorized = authorize(actor, 'activations:start:own', subject.value)
  if (!authorized.ok) return pageFailure(authorized.error, paths.add)
  const options = await addOptions({ authorized: authorized.value, at, deadline })
  if (!options.ok) return pageFailure(options.error, paths.add)
  return succeed({
    options: options.value,
    underway: await latestActivation({ authorized: authorized.value, at }),
    prepared: await preparedFor({ authorized: authorized.value, at }),
    confirmation: confirmationOf(session, paths.add, params, at),
  })
}

/** An activation of the person's own, with its code where this browser may still show it. */
export async function loadActivation(number: string) {
  const path = paths.activation(number)
  const { actor, session, at } = await openOwnPage(path)
  if (session.recalled) return pageFailure({ code: 'records-down' }, path)
  const authorized = authorize(actor, 'activations:start:own', actor)
  const activation = authorized.ok
    ? await findActivation({ authorized: authorized.value, number, at })
    : null
  if (activation === null) redirect303(paths.notFound)
  const stale = requireFreshAuth(session, at)
  return succeed({ activation, pairing: await pairingOf(activation, at), stale, at })
}

/** The code as long as it can be used, in the browser that asked for it; it goes into the page and nowhere else. */
async function pairingOf(activation: Activation, at: Date) {
  const { number, purpose, redeemedAt, ending, expiresAt } = activation
  if (redeemedAt !== null || ending !== null || at >= new Date(expiresAt)) return null
  const codes = await codesFor(number)
  return codes && { typed: codes.typed, link: activationLink(codes.code, purpose) }
}
