import 'server-only'
import { z } from 'zod'
import { historySubject, ownHistory } from '../../audit/reading/own-history'
import { fail, succeed } from '../../platform/result'
import { paths } from '../../web/paths'
import type { SearchParams } from '../page-failure'
import { openOwnPage } from './open-own-page'

const SHOWN = 50
/** Below which entry the page goes on; anything that is no number of one leads to the newest. */
const cursor = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number)
  .nullable()
  .catch(null)

/** A page of the person's own history; `missing` why their devices aren't part of it. */
export async function loadHistory(params: SearchParams) {
  const { actor, session, at, deadline } = await openOwnPage(paths.activity, 'records')
  const before = cursor.parse(params['before'] ?? null)
  const { subject, missing } = await historySubject(session, at, deadline)
  const history = await ownHistory(actor, subject, before, SHOWN)
  if (history === null) return fail({ code: 'records-down' } as const)
  return succeed({ ...history, before, missing })
}
