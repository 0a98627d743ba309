import { sessions } from '@/lib/database/schema'
import { changeSealed } from './support/edit-row'
import { END_REASONS } from '@/lib/audit/events/support-events'
import { revokeSessions } from '@/lib/auth/sessions/revoke-sessions'
import { revokeOwnSession, listOwnSessions } from '@/lib/auth/sessions/own-sessions'
import { rememberPerson } from '@/lib/auth/sessions/people'
import { actorOfSession } from '@/lib/auth/sessions/session'
import type { SessionSelection } from '@/lib/auth/sessions/session-selection'
import { findSession, MOST_SESSIONS, createSession } from '@/lib/auth/sessions/session-store'
import { sendDueNotifications } from '@/lib/notifications/notification-worker'
import { now } from '@/lib/platform/clock'
import { countPersonSessions } from '@/lib/support/lookup/count-sessions'
import { revokePersonSessions } from '@/lib/support/acting/revoke-person-sessions'
import { identified } from '../builders/identified'
import { newUserId } from '../builders/rows'
import { newAgent } from './support/agents'
import { query } from './support/database'
import { mailTest as test, newAddress, mail } from './support/mail-test'
import { expect, somebody } from './support/test'

const start = new Date('2026-01-01T12:00:00.000Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)

function person() {
  const { issuer, subject } = somebody().actor
  return identified({ issuer, subject, displayName: 'Ada Okafor' })
}

async function actorOfId(id: string, at = start) {
  const signIn = await findSession(id, at)
  if (!signIn) throw new Error('not signed in')
  return actorOfSession(signIn)
}

const stand = async (ids: readonly string[], at = after(1)) =>
  Promise.all(ids.map(async (id) => (await findSession(id, at)) !== null))

const endByOperator = async (which: SessionSelection) =>
  (await revokeSessions({ which, by: { kind: 'operator' }, at: start })).length

const entriesOf = (subject: string) =>
  query(
    `SELECT type, detail, actor_role FROM audit_entries JOIN audit_actors USING (actor)
     WHERE subject = '${subject}' ORDER BY id`,
  )

test.describe('sessions that somebody ends @B4', () => {
  test('somebody else’s handle, one’s own present one, and what is none end nothing', async () => {
    const [ada, ben] = [person(), person()]
    const [mine, theirs] = [
      await createSession(ada, 'a', start),
      await createSession(ben, 'b', start),
    ]
    const [me, them] = [await actorOfId(mine), await actorOfId(theirs)]
    const [own, foreign] = [await listOwnSessions(me, start), await listOwnSessions(them, start)]
    for (const handle of [
      foreign?.[0]?.handle,
      own?.[0]?.handle,
      me.sessionHash,
      them.sessionHash,
      '',
      'x',
    ])
      expect(await revokeOwnSession({ actor: me, handle: handle ?? '', at: start })).toEqual({
        ok: false,
        error: { code: 'not-found' },
      })
    expect(await stand([mine, theirs])).toEqual([true, true])
    expect(await entriesOf(ada.subject)).toEqual([])
  })

  test('one’s own are listed with this one first, without what has ended, and one of them can be ended', async () => {
    const ada = person()
    const [lost, kept, ended] = [
      await createSession(ada, 'a', start, 'firefox/windows'),
      await createSession(ada, 'b', after(1)),
      await createSession(ada, 'c', after(2)),
    ]
    await changeSealed(
      sessions,
      `ended_at = now()`,
      `id_hash = '${(await actorOfId(ended, after(2))).sessionHash}'`,
    )
    const me = await actorOfId(lost, after(3))
    const list = (await listOwnSessions(await actorOfId(kept, after(3)), after(3))) ?? []
    expect(list.map(({ isThis, browser, system }) => [isThis, browser, system])).toEqual([
      [true, 'other', 'other'],
      [false, 'firefox', 'windows'],
    ])
    expect(JSON.stringify(list)).not.toContain(me.sessionHash)
    const handle = list[1]?.handle ?? ''
    const keeper = await actorOfId(kept, after(3))
    const answers = await Promise.all(
      [1, 2, 3].map(() => revokeOwnSession({ actor: keeper, handle, at: after(4) })),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await stand([lost, kept], after(5))).toEqual([false, true])
    const entries = (await entriesOf(ada.subject)).filter(({ type }) => type === 'sign-in-ended')
    const detail = { by: 'self', signIns: 1 }
    expect(entries).toEqual([{ type: 'sign-in-ended', detail, actor_role: 'person' }])
  })

  test('one more than can stand at once ends the one that was idle the longest, and nobody else’s', async () => {
    const [ada, ben] = [person(), person()]
    const other = await createSession(ben, 'b', start)
    const ids: string[] = []
    for (let index = 0; index <= MOST_SESSIONS; index++)
      ids.push(await createSession(ada, 'a', after(index)))
    const [first, ...rest] = await stand(ids, after(100))
    expect([first, new Set(rest)]).toEqual([false, new Set([true])])
    expect(await stand([other], after(100))).toEqual([true])
  })

  test('an operator ends all of one person, and the portal says so in their history @B2', async () => {
    const [ada, ben] = [person(), person()]
    const mine = [await createSession(ada, 'a', start), await createSession(ada, 'b', start)]
    const theirs = [await createSession(ben, 'c', start)]
    expect(await endByOperator({ kind: 'owners', owners: [ada] })).toBe(2)
    expect(await stand([...mine, ...theirs])).toEqual([false, false, true])
    expect(await entriesOf(ada.subject)).toEqual([
      { type: 'sign-in-ended', detail: { by: 'operator', signIns: 2 }, actor_role: 'system' },
    ])
  })

  test('support ends all of somebody else’s, never their own, only while they are support, and the person is told by mail @B2', async () => {
    const [userId, ownId, at] = [newUserId(), newUserId(), new Date()]
    const ada = person()
    const address = newAddress()
    const told = () => query(`SELECT content FROM notifications WHERE address = '${address}'`)
    await rememberPerson({ ...ada, addresses: [address], userIds: [userId] }, at)
    const ids = [await createSession(ada, 'a', at), await createSession(ada, 'b', at)]
    const agent = { ...(await newAgent(['support'])), ownUserIds: [ownId] }
    const nobody = { ...(await newAgent([])), ownUserIds: [] }
    const asked = { why: END_REASONS[0], ticket: 'T-1' }
    const refused = { ok: false, error: { code: 'not-allowed' } }
    expect(await revokePersonSessions({ agent: nobody, userId, ...asked, at })).toEqual(refused)
    expect(
      await revokePersonSessions({
        agent: { ...agent, ownUserIds: [userId] },
        userId,
        ...asked,
        at,
      }),
    ).toEqual(refused)
    expect(await countPersonSessions({ agent: nobody, userId, at })).toBeNull()
    await changeSealed(sessions, `roles = '[]'`, `id_hash = '${agent.sessionHash}'`)
    expect(await revokePersonSessions({ agent, userId, ...asked, at }), 'role gone').toEqual(
      refused,
    )
    expect(await stand(ids, at)).toEqual([true, true])
    expect(await told()).toEqual([])
    await changeSealed(sessions, `roles = '["support"]'`, `id_hash = '${agent.sessionHash}'`)
    expect(await countPersonSessions({ agent, userId, at })).toBe(2)
    expect(await revokePersonSessions({ agent, userId: newUserId(), ...asked, at })).toMatchObject({
      error: { code: 'person-unknown' },
    })
    expect(await revokePersonSessions({ agent, userId, ...asked, at })).toEqual({
      ok: true,
      value: 2,
    })
    expect(await stand(ids, at)).toEqual([false, false])
    const content = { type: 'sign-ins-ended', at: at.toISOString() }
    expect(await told(), 'one mail for both').toEqual([{ content }])
    // Others may be due before it.
    await expect(async () => {
      await sendDueNotifications(now)
      expect(mail.mailsTo(address)).toHaveLength(1)
    }).toPass({ timeout: 10_000 })
    const about = await query(
      `SELECT detail FROM audit_entries WHERE user_id = '${userId}' AND type = 'sign-ins-ended-by-support'`,
    )
    const detail = { why: 'asked', ticket: 'T-1', callerCheck: 'agents-word', signIns: 2 }
    expect(about).toEqual([{ detail }])
  })

  test('after an incident everybody’s end, in one entry @B2', async () => {
    const ids = [
      await createSession(person(), 'a', start),
      await createSession(person(), 'b', start),
    ]
    expect(await endByOperator({ kind: 'everybody' })).toBeGreaterThanOrEqual(2)
    expect(await stand(ids)).toEqual([false, false])
    const entries = await query(`SELECT 1 FROM audit_entries WHERE type = 'all-sign-ins-ended'`)
    expect(entries).toHaveLength(1)
  })
})
