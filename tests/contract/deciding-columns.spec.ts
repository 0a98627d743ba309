import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable, type PgColumn } from 'drizzle-orm/pg-core'
import { codeHash } from '@/lib/activations/codes/codes'
import { redeemCode } from '@/lib/activations/steps/redeem-code'
import { preparedFor } from '@/lib/activations/steps/prepared-activation'
import { recordTamperedRows } from '@/lib/audit/log/tampered-rows'
import { humanBehind, keepFacts, userIdFacts } from '@/lib/auth/identity/identity-facts'
import { hashSessionId } from '@/lib/auth/sessions/session'
import { createSession, findSession } from '@/lib/auth/sessions/session-store'
import { keptStates, openState } from '@/lib/client-states/vault/vault'
import { decidingColumns, sealRow } from '@/lib/database/sealed-rows'
import { SEALED_TABLES } from '@/lib/database/deciding-columns'
import { database } from '@/lib/database/connection'
import { inTransaction } from '@/lib/database/transaction'
import * as schema from '@/lib/database/schema'
import { deviceRecords } from '@/lib/devices/list/device-records'
import { rememberReport } from '@/lib/devices/list/report-device'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { pendingRemovalsOf } from '@/lib/devices/receipts/pending-removals'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { enqueueNotification, notifyHolders } from '@/lib/notifications/enqueue-notification'
import { sendDueNotifications } from '@/lib/notifications/notification-worker'
import { now } from '@/lib/platform/clock'
import { newReferenceCode } from '@/lib/platform/reference-code'
import { dailyLimit, returnDaily, takeDaily } from '@/lib/support/lookup/agent-limits'
import { accountsOf, rowsOf } from '@/lib/support/lookup/known-people'
import { recordView } from '@/lib/support/lookup/record-view'
import { identified } from '../builders/identified'
import { newSigningKey, newUserId, phones } from '../builders/rows'
import { begin, holderOf, withBackup } from '../integration/support/activations'
import { entriesAbout, newAgent } from '../integration/support/agents'
import { asked, decide, withLastPhone } from '../integration/support/approvals'
import { starting } from '../integration/support/authorized'
import { query } from '../integration/support/database'
import { ADDED, mail, mailTest as test, withAddresses } from '../integration/support/mail-test'
import { cancelCleanUp, findCleanUp } from '../integration/support/own-devices'
import { deletions, HELD, later, remove } from '../integration/support/removals'
import { expect, makeSomebody, somebody } from '../integration/support/test'

// Who owns the database, without any key, edits each column that decides something. The list comes from the schema.

type Scene = {
  /** Picks the row, as long as it wasn't edited. */
  readonly where: string
  /** What the column says after the edit, as SQL; something of its type unless given. */
  readonly edits?: Readonly<Record<string, string>>
  /** Tries what the row authorises, for who it belonged to and for who is named in it now; throws when anything came of it. */
  readonly attempt: () => Promise<void>
}

const text = (value: string) => `'${value}'`
const OTHER_USER = newUserId()
const attacker = { issuer: 'https://attacker.example', subject: 'attacker' }
const asAttacker = { issuer: text(attacker.issuer), subject: text(attacker.subject) }
const otherCode = newReferenceCode
/** Somebody whose account, or whose issuer or subject alone, stands in a row after an edit. */
const accountsAround = ({ issuer, subject }: typeof attacker) => [
  { issuer, subject },
  { issuer: attacker.issuer, subject },
  { issuer, subject: attacker.subject },
]

const SCENES: Record<keyof typeof SEALED_TABLES, () => Promise<Scene>> = {
  agent_counts: async () => {
    const agent = await newAgent()
    const at = now()
    const limit = dailyLimit('looks')
    type Taken = Parameters<typeof takeDaily>[0]
    const take = (amount: number, given: Partial<Taken> = {}) =>
      inTransaction((within) => takeDaily({ agent, kind: 'looks', at, within, amount, ...given }))
    for (const _ of [1, 2]) await recordView(agent, newUserId(), at)
    await inTransaction((within) => returnDaily({ agent, kind: 'looks', at, within }))
    const subject = `attacker-${agent.subject}`
    const moved: Partial<Taken>[] = [
      { agent: { ...agent, subject } },
      { agent: { ...agent, issuer: attacker.issuer } },
      { kind: 'found' },
      { about: 'x' },
      { at: new Date(at.getTime() + 86_400_000) },
    ]
    return {
      where: `subject = '${agent.subject}' AND kind = 'looks'`,
      edits: {
        ...asAttacker,
        subject: text(subject),
        kind: text('found'),
        about: text('x'),
        day: `day + interval '1 day'`,
        count: '0',
      },
      attempt: async () => {
        // Where its row is gone, the audit log says how much was done.
        expect((await take(limit - 1)).ok).toBe(false)
        for (const given of moved) await take(1, given)
      },
    }
  },
  activations: async () => {
    const { person } = await withBackup()
    const { number, codes } = await begin(person)
    const attempts = [codes.code, 'B'.repeat(22), codes.typed]
    return {
      where: `number = '${number}'`,
      edits: {
        number: text(otherCode()),
        userId: text(OTHER_USER),
        purpose: text('make-state'),
        codeHash: text(codeHash('B'.repeat(22))),
        ...asAttacker,
      },
      attempt: async () => {
        for (const account of accountsAround(person.actor))
          for (const code of attempts) {
            const holder = { ...holderOf(person), ...account }
            const ownUserIds = [person.userId, OTHER_USER]
            expect((await redeemCode({ holder, ownUserIds, text: code, at: now() })).ok).toBe(false)
          }
      },
    }
  },
  approvals: async () => {
    const person = await withLastPhone()
    const [first, second] = [await newAgent(), await newAgent()]
    const number = await asked(first, person)
    const code = otherCode()
    return {
      where: `number = '${number}'`,
      edits: {
        number: text(code),
        status: text('approved'),
        userId: text(OTHER_USER),
        reason: text('lost'),
      },
      attempt: async () => {
        for (const one of [number, code])
          expect((await decide(second, one)).ok, 'an approval').toBe(false)
        expect(await deletions(person)).toEqual([])
      },
    }
  },
  clean_ups: async () => {
    const person = await makeSomebody(phones(newSigningKey(), newSigningKey()))
    const [number, code] = [newReferenceCode(), otherCode()]
    const { issuer, subject } = person.subject
    const row = { number, issuer, subject, receipts: [newReferenceCode()], askedAt: now() }
    await database().insert(schema.cleanUps).values(sealRow(schema.cleanUps, row))
    return {
      where: `number = '${number}'`,
      edits: { number: text(code), ...asAttacker },
      attempt: async () => {
        for (const account of accountsAround(person.actor))
          for (const referenceCode of [number, code]) {
            const who = {
              actor: { ...person.actor, ...account },
              subject: { ...person.subject, ...account },
            }
            expect(await findCleanUp(who, { referenceCode })).toBeNull()
            expect(await cancelCleanUp(who, { referenceCode })).toBe(0)
          }
      },
    }
  },
  client_states: async () => {
    const { person, state } = await withBackup()
    return {
      where: `id = '${state.id}'`,
      edits: {
        userId: text(OTHER_USER),
        kind: text('temporary'),
        madeBy: text('import'),
        id: text(`other-${state.id}`),
      },
      attempt: async () => {
        for (const userId of [person.userId, OTHER_USER]) {
          for (const id of [state.id, `other-${state.id}`])
            expect((await openState(id, userId, now())).ok).toBe(false)
          expect(await keptStates([userId], now())).toEqual([])
        }
      },
    }
  },
  device_labels: async () => {
    const userId = newUserId()
    const row = { userId, deviceId: 'a-device', label: 'mine', labelledAt: now() } as const
    await database().insert(schema.deviceLabels).values(sealRow(schema.deviceLabels, row))
    return {
      where: `user_id = '${userId}'`,
      edits: { userId: text(`${userId}0`), label: text('not-mine'), deviceId: text('another') },
      attempt: async () => {
        const records = await deviceRecords([userId, `${userId}0`])
        for (const user of [userId, `${userId}0`])
          for (const device of ['a-device', 'another'])
            expect(records.of(user, device).label).toBeNull()
      },
    }
  },
  identity_facts: async () => {
    const userId = newUserId()
    const person = await withAddresses(1, somebody(userId))
    const { issuer, subject } = person.actor
    await keepFacts(person.actor, userIdFacts([userId]), now())
    return {
      where: `value = '${userId}'`,
      edits: {
        ...asAttacker,
        subject: text(`attacker-${subject}`),
        kind: text('external-id'),
        value: text(OTHER_USER),
        valueKey: text(OTHER_USER.toLowerCase()),
      },
      attempt: async () => {
        for (const id of [userId, OTHER_USER]) {
          expect(await accountsOf(id)).toEqual([])
          expect(await notifyHolders(id, ADDED, now(), database())).toBe(0)
          expect((await humanBehind(attacker, [id])).accounts).toEqual([attacker])
        }
        for (const account of accountsAround({ issuer, subject }))
          expect((await humanBehind(account)).userIds).toEqual([])
      },
    }
  },
  notifications: async () => {
    const person = await withAddresses(1)
    await enqueueNotification(person.actor, ADDED, now(), database())
    const [address = ''] = person.addresses
    const edited = `attacker-${address}`
    return {
      where: `address = '${address}'`,
      edits: {
        address: text(edited),
        content: `'{"type":"sign-ins-ended","at":"2026-01-15T14:03:59.000Z"}'`,
      },
      attempt: async () => {
        // A few at a time; other mails may be due as well.
        for (let round = 0; round < 10; round++) await sendDueNotifications(now)
        for (const one of [address, edited]) expect(mail.mailsTo(one)).toEqual([])
      },
    }
  },
  pending_removals: async () => {
    const key = newSigningKey()
    const person = await makeSomebody(phones(key, newSigningKey()))
    const foreign = newSigningKey()
    const victim = await makeSomebody(phones(foreign, newSigningKey()))
    const receipt = await remove(person, key, {}, HELD)
    return {
      where: `receipt = '${receipt}'`,
      edits: {
        receipt: text(otherCode()),
        state: text('begun'),
        userId: text(victim.userId),
        deviceId: text(deviceIdOf(victim.userId, foreign)),
        userIds: `'["${victim.userId}"]'`,
        actorRole: text('support'),
        reason: text('stolen'),
      },
      attempt: async () => {
        for (const who of [person, victim])
          expect(await pendingRemovalsOf([who.userId])).toEqual([])
        while ((await runDueRemovals(later(120))) > 0);
        for (const who of [person, victim]) expect(await deletions(who)).toEqual([])
      },
    }
  },
  people: async () => {
    const userId = newUserId()
    const person = await withAddresses(1, somebody(userId))
    const { issuer, subject } = person.actor
    await database()
      .insert(schema.people)
      .values(rowOf(person.actor, person.addresses, userId))
      .onConflictDoUpdate({
        target: [schema.people.issuer, schema.people.subject],
        set: rowOf(person.actor, person.addresses, userId),
      })
    await keepFacts(person.actor, userIdFacts([userId]), now())
    return {
      where: `issuer = '${issuer}' AND subject = '${subject}'`,
      edits: {
        ...asAttacker,
        subject: text(`attacker-${subject}`),
        addresses: `'["attacker@mail.example"]'`,
        userIds: `'["${OTHER_USER}"]'`,
      },
      attempt: async () => {
        for (const account of [
          ...accountsAround(person.actor),
          { issuer, subject: `attacker-${subject}` },
        ]) {
          expect(await rowsOf([account])).toEqual([])
          expect(await enqueueNotification(account, ADDED, now(), database())).toBe(0)
        }
        for (const id of [userId, OTHER_USER]) {
          expect(await accountsOf(id)).toEqual([])
          expect(await notifyHolders(id, ADDED, now(), database())).toBe(0)
        }
      },
    }
  },
  preparations: async () => {
    const person = somebody()
    const { issuer, subject } = person.actor
    const until = new Date(Date.now() + 60_000)
    const made = { number: newReferenceCode(), issuer, subject, userId: person.userId }
    const row = { ...made, start: 'backup', createdAt: now(), expiresAt: until } as const
    await database().insert(schema.preparations).values(sealRow(schema.preparations, row))
    return {
      where: `number = '${made.number}'`,
      edits: {
        ...asAttacker,
        subject: text(`attacker-${subject}`),
        userId: text(OTHER_USER),
        start: text('old-phone'),
      },
      attempt: async () => {
        for (const account of [
          ...accountsAround(person.actor),
          { issuer, subject: `attacker-${subject}` },
        ]) {
          const whose = { ...account, userIds: [person.userId, OTHER_USER] } as const
          const authorized = starting(
            { ...person.actor, ...account },
            { ...whose, userIds: [...whose.userIds] },
          )
          expect(await preparedFor({ authorized, at: now() })).toBeNull()
        }
      },
    }
  },
  reported_devices: async () => {
    const { userId, actor } = somebody()
    const report = { userId, deviceId: 'a-device', fingerprint: 'ABCD-2345', clientId: 'app' }
    await rememberReport(report, { actor, correlationId: 'a-report', at: now() })
    return {
      where: `user_id = '${userId}'`,
      edits: { userId: text(`${userId}0`), deviceId: text('another') },
      attempt: async () => {
        const records = await deviceRecords([userId, `${userId}0`])
        for (const user of [userId, `${userId}0`])
          for (const device of ['a-device', 'another'])
            expect(records.of(user, device).phone).toBeNull()
      },
    }
  },
  sessions: async () => {
    const { issuer, subject } = somebody().actor
    const id = await createSession(identified({ issuer, subject }), 'token', now())
    return {
      where: `id_hash = '${hashSessionId(id)}'`,
      edits: {
        idHash: text(hashSessionId(`${id}-of-the-attacker`)),
        roles: `'["support","auditor"]'`,
        // A session that has ended is asked by nobody: this edit only ends it.
        endedAt: 'now()',
        ...asAttacker,
      },
      attempt: async () => {
        for (const one of [id, `${id}-of-the-attacker`])
          expect(await findSession(one, now())).toBeNull()
      },
    }
  },
  support_views: async () => {
    const agent = await newAgent()
    const userId = newUserId()
    const other = newUserId()
    await recordView(agent, userId, now())
    return {
      where: `user_id = '${userId}'`,
      edits: {
        ...asAttacker,
        subject: text(`attacker-${agent.subject}`),
        userId: text(other),
        at: `at + interval '1 day'`,
      },
      attempt: async () => {
        const agents = [
          agent,
          { ...agent, issuer: attacker.issuer },
          { ...agent, subject: `attacker-${agent.subject}` },
        ]
        for (const user of [userId, other])
          for (const one of agents) {
            const before = (await entriesAbout(user)).length
            // It leaves an entry, also where the row says that one was left a moment ago.
            await recordView(one, user, now())
            expect((await entriesAbout(user)).length).toBe(before + 1)
          }
      },
    }
  },
}

function rowOf(account: typeof attacker, addresses: string[], userId: string) {
  const { issuer, subject } = account
  const row = { issuer, subject, displayName: 'Robin', addresses, nameKey: 'robin' }
  return sealRow(schema.people, {
    ...row,
    addressKeys: addresses,
    userIds: [userId],
    seenAt: now(),
  })
}

/** Another value of the column's type. */
function otherValue({ name, columnType, dataType }: PgColumn): string {
  if (dataType === 'date') return `coalesce(${name}, now()) + interval '1 minute'`
  if (dataType === 'boolean') return `NOT coalesce(${name}, false)`
  if (dataType === 'number') return `${name} + 1`
  if (columnType === 'PgJsonb') return `'["edited"]'`
  return `coalesce(${name}, '') || 'x'`
}

/** Edits that take the row out of everybody's way, so that nobody meets it again: nothing to report. */
const UNSEEN = new Set(['sessions.endedAt'])

const tables = Object.values(schema).filter((table) => is(table, PgTable))
const figures = { tables: 0, columns: 0 }

for (const name of Object.keys(SEALED_TABLES) as (keyof typeof SEALED_TABLES)[])
  test(`a row of ${name} that somebody edited, in any column that decides, authorises nothing and is reported @C8`, async () => {
    test.setTimeout(300_000)
    const table = tables.find((one) => getTableName(one) === name)
    if (table === undefined) throw new Error(`no table ${name}`)
    const columns = getTableColumns<PgTable>(table)
    // The attempts are real ones: a row that nobody has edited authorises something.
    await expect((await SCENES[name]()).attempt()).rejects.toThrow()
    for (const property of decidingColumns(table)) {
      const column = columns[property]
      if (column === undefined) throw new Error(`no column ${property}`)
      const scene = await SCENES[name]()
      const value = scene.edits?.[property] ?? otherValue(column)
      const edited = await query(
        `UPDATE ${name} SET "${column.name}" = ${value} WHERE ${scene.where} RETURNING 1 AS one`,
      )
      expect(edited, property).toHaveLength(1)
      await recordTamperedRows(now)
      const before = await reportsOf(name)
      await test.step(property, scene.attempt)
      await recordTamperedRows(now)
      if (!UNSEEN.has(`${name}.${property}`))
        expect(await reportsOf(name), `${property} is reported`).toBeGreaterThan(before)
      figures.columns++
    }
    figures.tables++
    process.stdout.write(`sealed so far: ${figures.columns} columns of ${figures.tables} tables\n`)
  })

test('a row that is met again and again is recorded once', async () => {
  const { issuer, subject } = somebody().actor
  const id = await createSession(identified({ issuer, subject }), 'token', now())
  await query(`UPDATE sessions SET roles = '["support"]' WHERE id_hash = '${hashSessionId(id)}'`)
  const before = await reportsOf('sessions')
  for (let look = 0; look < 5; look++) {
    expect(await findSession(id, now())).toBeNull()
    await recordTamperedRows(now)
  }
  expect(await reportsOf('sessions')).toBe(before + 1)
})

async function reportsOf(name: string): Promise<number> {
  const rows = await query(
    `SELECT 1 AS one FROM audit_entries WHERE type = 'row-tampered' AND detail ->> 'table' = '${name}'`,
  )
  return rows.length
}
