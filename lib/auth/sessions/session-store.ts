import 'server-only'
import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { database } from '../../database/connection'
import { DatabaseOutage, tryDatabase } from '../../database/outage'
import { sessions } from '../../database/schema'
import { believedRows, sealRow, updateSealed } from '../../database/sealed-rows'
import { inTransaction } from '../../database/transaction'
import { randomToken, seal } from '../../platform/crypto'
import { env } from '../../platform/env'
import type { SignedInPerson } from './signed-in-person'
import { keepFacts, userIdFacts, type IdentityFact } from '../identity/identity-facts'
import { obeyNewestStatement, rememberUserIds } from './people'
import { revokeSessions } from './revoke-sessions'
import type { Account } from '../authorization/actor'
import { hashSessionId, isSessionActive, sessionLimits, type Session } from './session'
import { cacheSession, cachedSession } from './session-cache'
import { ownedBy } from './session-selection'

export const ID_TOKEN_PURPOSE = 'id-token'
const TOUCH_EVERY_MS = 60_000
/** At most a tenth of the idle limit goes by unnoticed. */
const TOUCHES_PER_LIMIT = 10

/** How many sessions of one person are open at once; a further one ends the one that was idle the longest. */
export const MOST_SESSIONS = 50

/** Opens a portal session; gives the random id for the person’s cookie, which the portal doesn’t store. */
export async function createSession(
  person: SignedInPerson,
  idToken: string,
  at: Date,
  browser: string | null = null,
): Promise<string> {
  const id = randomToken()
  const row = sealRow(sessions, {
    idHash: hashSessionId(id),
    issuer: person.issuer,
    subject: person.subject,
    displayName: person.displayName,
    roles: person.roles,
    claimedUserId: person.claimedUserId,
    externalUserId: person.externalUserId,
    foundUserIds: null,
    foundAt: null,
    sealedIdToken: seal(idToken, env().AUTH_SECRET, ID_TOKEN_PURPOSE),
    authenticatedAt: person.authenticatedAt,
    acr: person.acr,
    amr: person.amr,
    providerSession: person.providerSession === null ? null : hashSessionId(person.providerSession),
    browser,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: new Date(at.getTime() + sessionLimits(person).maxSeconds * 1000),
    endedAt: null,
  })
  await inTransaction(async (tx) => {
    await obeyNewestStatement(person, tx)
    await tx.insert(sessions).values(row)
    await keepFacts(person, statedFacts(person), at, tx)
  })
  await revokeTooMany(person, at)
  return id
}

function statedFacts({ claimedUserId, externalUserId }: SignedInPerson): IdentityFact[] {
  return [
    ...userIdFacts(claimedUserId === null ? [] : [claimedUserId]),
    ...(externalUserId === null ? [] : [{ kind: 'external-id', value: externalUserId } as const]),
  ]
}

async function revokeTooMany(owner: Account, at: Date): Promise<void> {
  const tooMany = await database()
    .select({ idHash: sessions.idHash })
    .from(sessions)
    .where(and(ownedBy(owner), isNull(sessions.endedAt), gt(sessions.expiresAt, at)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt))
    .offset(MOST_SESSIONS)
  const idHashes = tooMany.map(({ idHash }) => idHash)
  if (idHashes.length === 0) return
  await revokeSessions({ which: { kind: 'ids', idHashes }, by: { kind: 'sign-in' }, at })
}

/** The active session of a cookie’s id, or one recalled during an outage. Notes that it was used. */
export async function findSession(id: string, at: Date): Promise<Session | null> {
  const session = await peekSession(id, at)
  if (session === null || session.recalled) return session
  const idleMs = sessionLimits(session).idleSeconds * 1000
  const touchEvery = Math.min(TOUCH_EVERY_MS, idleMs / TOUCHES_PER_LIMIT)
  if (at.getTime() - session.lastSeenAt.getTime() >= touchEvery)
    // Reading goes on where nothing can be written: the person is then idle a little sooner.
    await tryDatabase(() => touch(session.idHash, at), undefined)
  return session
}

/** As {@link findSession}, for what goes on without the person: nothing is noted, so that the idle time runs. */
export async function peekSession(id: string, at: Date): Promise<Session | null> {
  const idHash = hashSessionId(id)
  const rows = await tryDatabase(
    () =>
      database()
        .select()
        .from(sessions)
        .where(and(eq(sessions.idHash, idHash), isNull(sessions.endedAt))),
    null,
  )
  if (rows === null) {
    const row = cachedSession(idHash, at)
    if (row === null) throw new DatabaseOutage('the database can’t be asked who is signed in')
    return isSessionActive(row, at) ? { ...row, recalled: true } : null
  }
  const [row] = believedRows(sessions, rows, { idHash })
  if (!row || !isSessionActive(row, at)) return null
  cacheSession(row, at)
  return { ...row, recalled: false }
}

async function touch(idHash: string, at: Date): Promise<void> {
  await database().update(sessions).set({ lastSeenAt: at }).where(eq(sessions.idHash, idHash))
}

/** Remembers on the session, and of the person, which Recognize users the look-up found, so that it isn't asked again. */
export async function rememberFoundUserIds(
  session: Pick<Session, 'idHash' | 'issuer' | 'subject' | 'externalUserId'>,
  found: string[],
  all: readonly string[],
  at: Date,
): Promise<void> {
  const { idHash, externalUserId: foundBy } = session
  const change = { foundUserIds: found, foundAt: at }
  await updateSealed(sessions, change, { idHash }, database())
  if (all.length > 0) await rememberUserIds(session, all, { found, foundBy }, at)
}
