import { createSession } from '@/lib/auth/sessions/session-store'
import { hashSessionId } from '@/lib/auth/sessions/session'
import {
  isSelected,
  selectionCondition,
  type SessionSelection,
} from '@/lib/auth/sessions/session-selection'
import { sessions } from '@/lib/database/schema'
import { identified } from '../builders/identified'
import { databaseTest as test, expect, somebody } from './support/test'

const at = new Date('2026-01-01T12:00:00.000Z')
const later = new Date('2026-01-01T13:00:00.000Z')

test('the database and the cache mean the same sessions, and nobody named means none @B2', async ({
  database,
}) => {
  const [ada, ben] = [somebody().actor, somebody().actor]
  const elsewhere = { ...ada, issuer: 'https://other.example' }
  for (const { issuer, subject } of [ada, ben, elsewhere])
    for (const providerSession of [null, 'one', 'two'])
      for (const authenticatedAt of [null, at, later])
        await createSession(
          identified({ issuer, subject, providerSession, authenticatedAt }),
          'token',
          at,
        )
  const rows = await database.select().from(sessions)
  const [first, second] = rows.filter(
    ({ issuer, subject }) => issuer === ada.issuer && subject === ada.subject,
  )
  const actor = { ...ada, sessionHash: first?.idHash ?? '' }
  const named = { kind: 'provider', issuer: ada.issuer, provenBy: at } as const
  const one = hashSessionId('one')
  const selections: Record<string, SessionSelection> = {
    'no ids': { kind: 'ids', idHashes: [] },
    'no owners': { kind: 'owners', owners: [] },
    ids: { kind: 'ids', idHashes: [first?.idHash ?? '', second?.idHash ?? ''] },
    others: { kind: 'others', actor },
    owners: { kind: 'owners', owners: [ada, ben] },
    everybody: { kind: 'everybody' },
    'by person': { ...named, subject: ada.subject, providerSession: null },
    'by session': { ...named, subject: null, providerSession: one },
    'by both': { ...named, subject: ada.subject, providerSession: one },
  }
  const counts: Record<string, number> = {}
  for (const [name, which] of Object.entries(selections)) {
    const found = await database
      .select({ idHash: sessions.idHash })
      .from(sessions)
      .where(selectionCondition(which))
    const selected = rows.filter((row) => isSelected(row, which))
    expect(found.map(({ idHash }) => idHash).toSorted(), name).toEqual(
      selected.map(({ idHash }) => idHash).toSorted(),
    )
    counts[name] = selected.length
  }
  expect(counts).toMatchObject({ 'no ids': 0, 'no owners': 0, ids: 2, others: 8, owners: 18 })
  expect(counts).toMatchObject({ 'by person': 6, 'by both': 5 })
})
