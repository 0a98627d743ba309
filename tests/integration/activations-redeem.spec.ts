import { activations } from '@/lib/database/schema'
import { changeSealed } from './support/edit-row'
import { newCodes } from '@/lib/activations/codes/codes'
import { noteOpened } from '@/lib/activations/steps/note-opened'
import { redeemCode } from '@/lib/activations/steps/redeem-code'
import { CODE_LIFETIME_MS } from '@/lib/activations/tracking/activation-state'
import { cancelActivation } from '@/lib/activations/steps/undo-activation'
import { destroyState } from '@/lib/client-states/vault/destroy-states'
import { keptStates } from '@/lib/client-states/vault/vault'
import { now } from '@/lib/platform/clock'
import {
  begin,
  holderOf,
  redeem,
  refusals,
  seen,
  storeState,
  trailOf,
  tryCode,
  withBackup,
} from './support/activations'
import { query, whileRefusing } from './support/database'
import { databaseTest as test, expect, makeSomebody } from './support/test'
import { starting } from './support/authorized'
import { onePhone } from '../builders/rows'

const NOT_VALID = { ok: false, error: { code: 'code-not-valid' } }
const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

test('whatever is wrong with a code, the answer is one and the same; the trail says what it was @H3', async () => {
  const { person } = await withBackup()
  const { person: stranger } = await withBackup()
  const { number, codes } = await begin(person)
  const holder = holderOf(person)
  const foreign = { ...holder, issuer: 'https://other.example' }
  const asked = (who: typeof holder, text: string) =>
    redeemCode({ holder: who, ownUserIds: person.subject.userIds, text, at: now() })
  for (const text of ['', 'x', 'x'.repeat(100_000), '2345-2345-2!', `${codes.code}=`, '\0'])
    expect(await asked(holder, text)).toEqual(NOT_VALID)
  for (const { code, typed } of [newCodes(), newCodes()])
    for (const text of [code, typed]) expect(await asked(holder, text)).toEqual(NOT_VALID)
  // None of these is about an activation, so none of them is told of one.
  expect(await refusals(person)).toEqual([])
  expect(await asked(holderOf(stranger), codes.code)).toEqual(NOT_VALID)
  expect(await asked(foreign, codes.code)).toEqual(NOT_VALID)
  // A typed code is only good together with its person: for others it is no code of anybody's.
  expect(await asked(holderOf(stranger), codes.typed)).toEqual(NOT_VALID)
  expect(await asked(foreign, codes.typed)).toEqual(NOT_VALID)
  expect(await refusals(person)).toEqual(['foreign', 'foreign'])
  await redeem(person, codes.typed)
  for (const text of [codes.code, codes.typed]) expect(await asked(holder, text)).toEqual(NOT_VALID)
  expect(await refusals(person)).toEqual(['foreign', 'foreign', 'used', 'used'])
  const cancelled = await begin(person)
  await cancelActivation({
    authorized: starting(person.actor),
    number: cancelled.number,
    at: now(),
  })
  expect(await asked(holder, cancelled.codes.code)).toEqual(NOT_VALID)
  expect((await refusals(person)).at(-1)).toBe('ended')
  expect(await trailOf(number)).not.toContain('activation-failed')
  // Who tried is on record for each of them.
  const [tries] = await query(
    `SELECT count(*)::int AS n FROM audit_entries WHERE type = 'activation-refused'
     AND actor IN (SELECT actor FROM audit_actors
       WHERE subject IN ('${person.actor.subject}', '${stranger.actor.subject}'))`,
  )
  expect(tries).toEqual({ n: 6 + 4 + 4 + 2 + 1 })
})

test('a code is good for ten minutes, to the second @H1', async () => {
  const { person } = await withBackup()
  const at = now()
  for (const [ms, isGood] of [
    [CODE_LIFETIME_MS + 1_000, false],
    [CODE_LIFETIME_MS, false],
    [CODE_LIFETIME_MS - 1_000, true],
  ] as const) {
    const { codes, number } = await begin(person, {}, at)
    const redeemed = await tryCode(person, codes.code, after(at, ms))
    expect(redeemed.ok, String(ms)).toBe(isGood)
    if (!isGood) expect((await seen(person, number, after(at, ms))).ending).toBe('expired')
  }
  expect(CODE_LIFETIME_MS).toBe(600_000)
  expect(await refusals(person)).toEqual(['expired', 'expired'])
})

test('nothing that the database holds is a code, or leads to one @H1', async () => {
  const { person, state } = await withBackup()
  const { codes } = await begin(person)
  await noteOpened(codes.code, now())
  await redeem(person, codes.code)
  await tryCode(person, codes.typed)
  // A part that no notation of a row writes differently.
  const marker = /[A-Za-z0-9]{16,}/.exec(state.text)?.[0] ?? ''
  expect(marker).not.toBe('')
  const tables = ['activations', 'audit_entries', 'client_states', 'notifications', 'uploads']
  for (const table of tables) {
    const rows = await query(`SELECT t::text AS row FROM ${table} t`)
    const text = rows.map(({ row }) => String(row)).join('\n')
    for (const secret of [
      codes.code,
      codes.typed,
      codes.typed.replaceAll('-', ''),
      marker,
      state.publicSigningKey,
    ])
      for (const form of [secret, Buffer.from(secret).toString('hex')])
        expect(text.includes(form), table).toBe(false)
  }
})

test('of a hundred that redeem a code at the same moment, by either of its forms, one gets the state @H2', async () => {
  const person = await makeSomebody(onePhone)
  const { number: previous } = await begin(person, { start: 'old-phone' })
  const state = await storeState(person, 'temporary')
  await changeSealed(
    activations,
    `ending = 'stored', client_state_id = '${state.id}'`,
    `number = '${previous}'`,
  )
  const { codes, number } = await begin(person, { start: 'made-state', previous })
  const holder = holderOf(person)
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, (_, place) =>
      redeemCode({
        holder,
        ownUserIds: person.subject.userIds,
        text: place % 2 === 0 ? codes.code : codes.typed.toLowerCase(),
        at: now(),
      }),
    ),
  )
  const won = outcomes.filter(({ ok }) => ok)
  expect(won).toHaveLength(1)
  expect(won).toMatchObject([{ value: { number, clientState: state.text, kind: 'temporary' } }])
  for (const outcome of outcomes) if (!outcome.ok) expect(outcome).toEqual(NOT_VALID)
  expect(await refusals(person)).toEqual(Array(99).fill('used'))
  // Handed out, a temporary state is gone; once.
  expect(await keptStates([person.userId], now())).toEqual([])
  expect((await trailOf(number)).toSorted()).toEqual(
    [
      'activation-started',
      'activation-redeemed',
      'client-state-destroyed',
      ...Array<string>(99).fill('activation-refused'),
    ].toSorted(),
  )
})

test('a backup is handed over byte for byte, and stays', async () => {
  const { person, state } = await withBackup()
  const { number, codes } = await begin(person)
  const at = now()
  const redeemed = await redeem(person, ` ${codes.typed.replaceAll('-', ' – ')} `, at)
  expect(redeemed).toMatchObject({
    number,
    purpose: 'bind',
    kind: 'backup',
    userId: person.userId,
    clientState: state.text,
    expiresAt: after(at, 30 * 60_000),
  })
  expect(await keptStates([person.userId], now())).toMatchObject([{ id: state.id }])
  expect((await seen(person, number)).redeemedAt).toBe(at.toISOString())
  expect(await trailOf(number)).toEqual(['activation-started', 'activation-redeemed'])
})

test('a state that can’t be opened is not handed over: the code stays as good as it was', async () => {
  const { person, state } = await withBackup()
  const { codes, number } = await begin(person)
  const before = await seen(person, number)
  const of = `WHERE id = '${state.id}'`
  await query(`UPDATE client_states SET key_id = 'lost-key' ${of}`)
  const missing = { ok: false, error: { code: 'key-missing', keyId: 'lost-key' } }
  expect(await tryCode(person, codes.code)).toEqual(missing)
  await query(`UPDATE client_states SET key_id = 'unit-test-key' ${of}`)
  const [row] = await query(`SELECT encode(sealed_state, 'hex') AS hex FROM client_states ${of}`)
  await query(`UPDATE client_states SET sealed_state = '\\x0102' ${of}`)
  const damaged = { ok: false, error: { code: 'state-damaged' } }
  expect(await tryCode(person, codes.code)).toEqual(damaged)
  expect(await seen(person, number)).toEqual(before)
  expect(await trailOf(number)).toEqual(['activation-started'])
  await query(
    `UPDATE client_states SET sealed_state = decode('${String(row?.['hex'])}', 'hex') ${of}`,
  )
  expect((await redeem(person, codes.code)).clientState).toBe(state.text)
})

test('when the trail can’t be written nothing is handed over, and the code stays good @I4 @J3', async () => {
  const { person } = await withBackup()
  const { codes, number } = await begin(person)
  const { userId } = person
  const type = 'activation-redeemed'
  const refused = whileRefusing({ userId, type }, () => redeem(person, codes.code))
  await expect(refused).rejects.toThrow()
  expect((await seen(person, number)).redeemedAt).toBeNull()
  await redeem(person, codes.code)
})

test('a state that was destroyed meanwhile makes the code worthless, in the same words @H3', async () => {
  const { person, state } = await withBackup()
  const { codes, number } = await begin(person)
  const context = { actor: person.actor, correlationId: 'x', at: now() }
  await destroyState(state.id, person.userId, 'device-removed', context)
  expect(await tryCode(person, codes.code)).toEqual(NOT_VALID)
  expect(await refusals(person)).toEqual(['state-gone'])
  expect((await seen(person, number)).redeemedAt).toBeNull()
})

test('that the link was opened shows, once, by the long code of an activation that still can be redeemed', async () => {
  const { person } = await withBackup()
  const { codes, number } = await begin(person)
  const at = now()
  for (const text of ['', codes.typed, newCodes().code, 'x'.repeat(1_000)])
    await noteOpened(text, at)
  expect(await seen(person, number)).toMatchObject({ openedAt: null, version: 1 })
  await noteOpened(codes.code, at)
  await noteOpened(codes.code, after(at, 5_000))
  expect(await seen(person, number)).toMatchObject({ openedAt: at.toISOString(), version: 2 })
  const late = await begin(person)
  await noteOpened(late.codes.code, after(at, CODE_LIFETIME_MS + 60_000))
  expect((await seen(person, late.number)).openedAt).toBeNull()
})
