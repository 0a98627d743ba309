import 'server-only'
import { isAddingSetUp } from '../../activations/steps/add-options'
import { problemOf } from '../../actions/problems'
import { confirmationOf } from '../../auth/step-up/confirmation'
import { fail, succeed, type Result } from '../../platform/result'
import {
  findDeviceToRemoveFor,
  findPersonDevice,
  findPersonReceipt,
  listPersonDevices,
  readPersonHistory,
} from '../../support/acting/person-devices'
import { countPersonSessions } from '../../support/lookup/count-sessions'
import { authorizeAndRecordView } from '../../support/lookup/record-view'
import { supportPaths } from '../../web/support-paths'
import { pageFailure, type PageFailure, type SearchParams } from '../page-failure'
import { openSupportPage, requireUserId, type SupportPage } from './open-support-page'

/** Why a page about somebody can't show what was asked for; what isn't theirs leads back to their list. */
export type PersonPageFailure = PageFailure & { readonly userId: string }

/** Their devices, what happened to them, and how many sessions they have. During an outage the last good list, and why. */
export async function loadPersonDevices(text: string) {
  const page = await openPersonPage(text, supportPaths.person)
  if (!page.ok) return page
  const { userId, agent, at, deadline, path } = page.value
  const found = await listPersonDevices({ agent, userId, at, deadline })
  const answer = orLastGood(found)
  if (!answer.ok) return personFailure(answer.error, path, userId)
  const { shown, problem } = answer.value
  const history = await readPersonHistory({ agent, userId })
  return succeed({
    userId,
    person: shown.person,
    list: shown,
    problem,
    history: history.ok ? history.value : [],
    sessionCount: await countPersonSessions({ agent, userId, at }),
    canAdd: isAddingSetUp(),
    at,
  })
}

/** One of their devices and its history. */
export async function loadPersonDevice(text: string, id: string) {
  const page = await openPersonPage(text, (userId) => supportPaths.device(userId, id))
  if (!page.ok) return page
  const { userId, agent, at, deadline, path } = page.value
  const found = await findPersonDevice({ agent, userId, deviceId: id, at, deadline })
  return found.ok ? succeed({ userId, ...found.value }) : personFailure(found.error, path, userId)
}

/** One of their devices to be removed, and how far the agent is with confirming that it's them. */
export async function loadPersonDeviceRemoval(text: string, id: string, params: SearchParams) {
  const page = await openPersonPage(text, (userId) => supportPaths.remove(userId, id))
  if (!page.ok) return page
  const { userId, agent, session, at, deadline, path } = page.value
  const found = await findDeviceToRemoveFor({ agent, userId, deviceId: id, at, deadline })
  if (!found.ok) return personFailure(found.error, path, userId)
  const confirmation = confirmationOf(session, path, params, at)
  return succeed({ userId, ...found.value, path, confirmation, at })
}

/** One of their receipts. */
export async function loadPersonReceipt(text: string, number: string) {
  const page = await openPersonPage(text, (userId) => supportPaths.receipt(userId, number))
  if (!page.ok) return page
  const { userId, agent, at, path } = page.value
  const found = await findPersonReceipt({ agent, userId, referenceCode: number, at })
  return found.ok
    ? succeed({ userId, ...found.value, at })
    : personFailure(found.error, path, userId)
}

/** The person for whom a phone is to be prepared; `owner` is null when no person has signed in here with that identity. */
export async function loadPersonPreparation(text: string, params: SearchParams) {
  return loadPersonForm(text, 'activations:start:any', supportPaths.add, params)
}

/** The person whose sessions are to be ended; `owner` is null when no person has signed in here with that identity. */
export async function loadPersonSessions(text: string, params: SearchParams) {
  return loadPersonForm(text, 'sign-ins:end:any', supportPaths.signIns, params)
}

async function loadPersonForm(
  text: string,
  action: 'activations:start:any' | 'sign-ins:end:any',
  pathOf: (userId: string) => string,
  params: SearchParams,
) {
  const page = await openPersonPage(text, pathOf)
  if (!page.ok) return page
  const { userId, agent, session, at, path } = page.value
  const authorized = await authorizeAndRecordView({ agent, action, userId, at })
  if (!authorized.ok) return personFailure(authorized.error, path, userId)
  const { owner, subject } = authorized.value
  const confirmation = confirmationOf(session, path, params, at)
  return succeed({ userId, person: subject.person, owner, path, confirmation })
}

function orLastGood(found: Awaited<ReturnType<typeof listPersonDevices>>) {
  if (found.ok) return succeed({ shown: found.value, problem: null })
  const lastGood = 'lastGood' in found.error ? found.error.lastGood : null
  return lastGood ? succeed({ shown: lastGood, problem: problemOf(found.error) }) : found
}

type PersonPage = SupportPage & { readonly userId: string; readonly path: string }

async function openPersonPage(
  text: string,
  pathOf: (userId: string) => string,
): Promise<Result<PersonPage, PersonPageFailure>> {
  const userId = requireUserId(text, pathOf)
  const path = pathOf(userId)
  const page = await openSupportPage(path)
  return page.ok ? succeed({ ...page.value, userId, path }) : fail({ ...page.error, userId })
}

function personFailure(
  error: Parameters<typeof pageFailure>[0],
  path: string,
  userId: string,
): Result<never, PersonPageFailure> {
  const failure = pageFailure(error, path)
  return failure.ok ? failure : fail({ ...failure.error, userId })
}
