import 'server-only'
import { recordEvent } from '../../audit/log/audit-log'
import { searchKey } from '../../auth/sessions/people'
import { database } from '../../database/connection'
import type { Agent } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { takeLimit, type LimitReached } from '../../web/rate-limits'
import { keyedHash, randomId } from '../../platform/crypto'
import type { CallTime, Deadline } from '../../platform/deadline'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'
import { findUserIdsByExternalId, listUserDevices } from '../../recognize/client'
import type { RecognizeError } from '../../recognize/errors'
import { hasBlankEnds, isExternalUserId, normaliseUserId } from '../../recognize/user-id'
import { recordedAgent, withEverythingSeen } from './agent'
import { isAnyLeft, takeDaily, useUpDaily, type DailyLimitReached } from './agent-limits'
import type { FoundPerson, LookUpKind } from '../support-state'
import { findByName } from './find-by-name'
import { maskFound } from './mask-found'
import { accountsOf, knownPerson } from './known-people'

export type LookUp = { readonly by: LookUpKind; readonly text: string }

const HINT_CHARACTERS = 2
/** What would hide or turn around the text after it on an auditor's page. */
const UNSHOWN = /[\p{C}\p{Zl}\p{Zp}]/gu

type Found = Result<readonly FoundPerson[], RecognizeError>

/** Finds people for an agent by ID, name or address. Each look-up is recorded first, without the typed text. */
export async function findPeople({
  agent,
  lookUp,
  at,
  deadline,
}: CallTime & { readonly agent: Agent; readonly lookUp: LookUp }): Promise<
  Result<
    readonly FoundPerson[],
    | RecognizeError
    | LimitReached
    | DailyLimitReached
    | { readonly code: 'not-allowed' | 'blank-ends' }
  >
> {
  if (!can(agent, 'people:find:any', null)) return fail({ code: 'not-allowed' })
  const key = JSON.stringify([agent.issuer, agent.subject])
  const asked = await takeLimit('look-ups', key)
  if (!asked.ok) {
    const isFirst = (await takeLimit('look-ups-refused', key)).ok
    if (isFirst) await recordLookUp(agent, lookUp, { outcome: 'limited', found: null }, at)
    return asked
  }
  if (lookUp.by === 'external-id' && hasBlankEnds(lookUp.text)) return fail({ code: 'blank-ends' })
  const shown = { agent, kind: 'found', at, within: database() } as const
  // Also of nobody: an answer that comes or doesn't would say whether there is anybody.
  if (!(await isAnyLeft(shown))) {
    await recordLookUp(agent, lookUp, { outcome: 'limited', found: null }, at)
    return fail({ code: 'daily-limit' })
  }
  const result = await find(lookUp, deadline)
  const found = result.ok ? await withoutAgent(agent, result.value) : null
  if (found !== null && found.length > 0) {
    const taken = await takeDaily({ ...shown, amount: found.length })
    if (!taken.ok) {
      await useUpDaily(shown)
      await recordLookUp(agent, lookUp, { outcome: 'limited', found: null }, at)
      return taken
    }
  }
  const outcome = found === null ? 'failed' : 'answered'
  await recordLookUp(agent, lookUp, { outcome, found: found?.length ?? null }, at, found ?? [])
  return found === null ? result : succeed(maskFound(found, lookUp.text))
}

async function find({ by, text }: LookUp, deadline: Deadline): Promise<Found> {
  switch (by) {
    case 'recognize-id':
      return findByUserId(text, deadline)
    case 'external-id':
      return findByExternalId(text, deadline)
    case 'name':
      return succeed(await findByName(searchKey(text)))
  }
}

async function findByUserId(text: string, deadline: Deadline): Promise<Found> {
  const userId = normaliseUserId(text)
  if (userId === null) return succeed([])
  const list = await listUserDevices(userId, deadline)
  if (!list.ok) return list.error.code === 'not-found' ? succeed([]) : list
  return succeed([await personWith([userId])])
}

async function findByExternalId(text: string, deadline: Deadline): Promise<Found> {
  if (!isExternalUserId(text)) return succeed([])
  const found = await findUserIdsByExternalId(text, deadline)
  if (!found.ok) return found.error.code === 'not-found' ? succeed([]) : found
  return succeed(found.value.length === 0 ? [] : [await personWith(found.value)])
}

/** All that is known of the one human behind some Recognize user IDs. */
async function personWith(userIds: readonly string[]): Promise<FoundPerson> {
  const accounts = (await Promise.all(userIds.map(accountsOf))).flat()
  const [latest] = accounts.toSorted((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime())
  const all = new Set([...userIds, ...(latest?.userIds ?? [])])
  return { userIds: [...all], person: latest ? knownPerson(latest) : null, exact: true }
}

/** Agents find everybody but themselves, because they can do nothing for themselves here. */
async function withoutAgent(
  agent: Agent,
  found: readonly FoundPerson[],
): Promise<readonly FoundPerson[]> {
  const ownIds = new Set((await withEverythingSeen(agent)).ownUserIds)
  return found.filter(({ userIds }) => !userIds.some((userId) => ownIds.has(userId)))
}

async function recordLookUp(
  agent: Agent,
  { by, text }: LookUp,
  answer: { outcome: 'answered' | 'limited' | 'failed'; found: number | null },
  at: Date,
  found: readonly FoundPerson[] = [],
): Promise<void> {
  const typed = by === 'recognize-id' ? (normaliseUserId(text) ?? text) : searchKey(text)
  const detail = {
    by,
    typedHash: keyedHash(typed, env().AUTH_SECRET, 'look-up'),
    typedHint: `${[...typed.replaceAll(UNSHOWN, '')].slice(0, HINT_CHARACTERS).join('')}…`,
    ...answer,
  }
  // A person who was found alone can see in their own history that an agent looked for them.
  const [userId] = found.length === 1 ? (found[0]?.userIds ?? []) : []
  const about = userId === undefined ? {} : { userId }
  const context = { actor: recordedAgent(agent), correlationId: randomId(), at, ...about }
  await recordEvent({ type: 'person-looked-up', version: 1, detail }, context)
}
