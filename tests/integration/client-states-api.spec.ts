import { activations } from '@/lib/database/schema'
import { sealAgain } from './support/edit-row'
import { randomUUID } from 'node:crypto'
import { postClientState } from '@/lib/api/endpoints/store-client-state'
import { entriesOf } from '@/lib/audit/log/audit-log'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { backupRow, newSigningKey, newUserId, phoneRow } from '../builders/rows'
import { inLanes } from '../fixtures/in-lanes'
import { apiTest as test, call, refused, makeCaller, openid } from './support/api-test'
import { backup, STATE, storedFor, textOf, upload } from './support/client-states'
import { query } from './support/database'
import { expect, recognize } from './support/test'

const MIB = 1024 * 1024

test('what isn’t as described is refused, and nothing of it is stored @D3', async () => {
  const caller = await makeCaller()
  const bytes = (...values: number[]) => new Blob([Uint8Array.from(values)])
  const quoted = (...values: number[]) =>
    bytes(...Buffer.from('{"clientStateType":"BACKUP","clientState":"'), ...values, 0x22, 0x7d)
  const cases: [body: unknown, status: number, code: string, fields?: string[]][] = [
    ['', 400, 'not-json'],
    ['{', 400, 'not-json'],
    [`${'['.repeat(60_000)}`, 400, 'not-json'],
    [quoted(0xff), 400, 'not-json'],
    // An overlong slash, and half of a pair as UTF-8 must not hold it.
    [quoted(0xc0, 0xaf), 400, 'not-json'],
    [quoted(0xed, 0xa0, 0x80), 400, 'not-json'],
    ['[]', 400, 'invalid', []],
    ['null', 400, 'invalid', []],
    [{}, 400, 'invalid', ['clientState', 'clientStateType']],
    [backup({ clientState: '' }), 400, 'invalid', ['clientState']],
    [backup({ clientState: 7 }), 400, 'invalid', ['clientState']],
    ['{"clientStateType":"BACKUP","clientState":"\\ud83e"}', 400, 'invalid', ['clientState']],
    [backup({ clientState: 'a'.repeat(MIB + 1) }), 400, 'invalid', ['clientState']],
    // Fewer characters than the limit, more bytes.
    [backup({ clientState: 'ü'.repeat(MIB / 2 + 1) }), 400, 'invalid', ['clientState']],
    [backup({ clientStateType: 'SDK' }), 400, 'invalid', ['clientStateType']],
    [backup({ clientStateType: 'backup' }), 400, 'invalid', ['clientStateType']],
    [backup({ publicSigningKey: '../..' }), 400, 'invalid', ['publicSigningKey']],
    [backup({ userId: 'xyz' }), 400, 'invalid', ['userId']],
    [backup({ activationId: '7' }), 400, 'invalid', ['activationId']],
    [backup({ expiresAt: null }), 400, 'invalid', []],
    [backup({ ['__proto__x']: 1 }), 400, 'invalid', []],
    [`"${'a'.repeat(6 * MIB + 65 * 1024)}"`, 413, 'too-large'],
  ]
  for (const [body, status, code, fields] of cases) {
    const problem = await refused(upload(caller, body), status, code)
    if (fields) expect(problem.fields).toEqual(fields)
  }
  const headers = { 'Content-Type': 'text/plain' }
  const plain = call(postClientState, { token: await caller.token(), body: backup(), headers })
  await refused(plain, 415, 'media-type')
  await refused(upload(caller, backup(), { put: true }), 400, 'invalid')
  for (const key of [' ', 'two words', 'é', 'k'.repeat(256)])
    await refused(upload(caller, backup(), { key }), 400, 'invalid')
  expect(await storedFor(caller.userId)).toEqual([])
  expect(await recognize.journal({ userId: caller.userId })).toEqual([])
})

test('a state comes back byte for byte, also the largest one, however it was escaped', async () => {
  const caller = await makeCaller()
  // 1 MiB as text, and 6 MiB on the way.
  const largest = '\u0001'.repeat(MIB)
  for (const clientState of [STATE, 'a', 'ü'.repeat(MIB / 2), largest]) {
    const answer = await upload(caller, backup({ clientState }))
    expect(answer.status).toBe(201)
    const { id, ...facts } = (await answer.json()) as { id: string }
    expect(facts).toMatchObject({ clientStateType: 'BACKUP', expiresAt: null })
    expect((await textOf(id, caller.userId)) === clientState).toBe(true)
  }
})

test('storing is told by the trail, without a word of what is stored @G4 @I1', async () => {
  const key = newSigningKey()
  const caller = await makeCaller((userId) => [backupRow({ userId, publicSigningKey: key })])
  await upload(caller, backup({ publicSigningKey: key }))
  const [row] = await query(
    `SELECT correlation_id FROM audit_entries WHERE user_id = '${caller.userId}'`,
  )
  const entries = await entriesOf([String(row?.['correlation_id'])], [caller.userId])
  const [state] = await storedFor(caller.userId)
  const detail = { id: state?.id, kind: 'backup', madeBy: 'app', clientId: 'recognize-app' }
  const deviceId = deviceIdOf(caller.userId, key)
  expect(entries).toMatchObject([{ type: 'client-state-stored', deviceId, detail }])
  expect(JSON.stringify(entries)).not.toContain('core-client-state')
  expect(JSON.stringify(entries)).not.toContain(key)
})

test('a temporary state has an end, a backup has none', async () => {
  const caller = await makeCaller()
  const answer = await upload(caller, backup({ clientStateType: 'TEMPORARY' }))
  const { storedAt, expiresAt } = (await answer.json()) as Record<string, string>
  expect(Date.parse(expiresAt ?? '') - Date.parse(storedAt ?? '')).toBe(3_600_000)
})

test('an app stores for its own person only; a stranger’s user ID and one that doesn’t exist are refused alike @C2', async () => {
  const [caller, stranger] = [await makeCaller(), await makeCaller()]
  const answers = [stranger.userId, newUserId(), stranger.userId.toLowerCase()].map((userId) =>
    upload(caller, backup({ userId })),
  )
  const [first, ...others] = await Promise.all(
    answers.map((answer) => refused(answer, 403, 'not-yours')),
  )
  for (const other of others) expect(other).toEqual(first)
  expect(await storedFor(stranger.userId)).toEqual([])
  expect(await recognize.journal({ userId: stranger.userId })).toEqual([])
  const own = await upload(caller, backup({ userId: caller.userId.toLowerCase() }))
  expect(own.status).toBe(201)
  expect(await storedFor(caller.userId)).toHaveLength(1)
})

test('a backend that imports names whose it is; an app’s scope confines it all the same', async () => {
  const caller = await makeCaller()
  const scope = 'recognize:import'
  const token = await openid.jwt(`backend-${randomUUID()}`, { scope, client_id: 'idv' })
  await refused(upload(caller, backup(), { token }), 400, 'invalid')
  const answer = await upload(caller, backup({ userId: caller.userId }), { token })
  expect(answer.status).toBe(201)
  expect(await storedFor(caller.userId)).toMatchObject([{ made_by: 'idv-bridge' }])
  const unknown = upload(caller, backup({ userId: newUserId() }), { token })
  await refused(unknown, 422, 'identity-unknown')

  const both = await caller.token({ scope: 'recognize:client-states recognize:import' })
  const stranger = await makeCaller()
  const foreign = upload(caller, backup({ userId: stranger.userId }), { token: both })
  await refused(foreign, 403, 'not-yours')
  expect(await storedFor(stranger.userId)).toEqual([])
})

test('the 51st is refused with the SDK’s own code, as the service counts @D4', async () => {
  const createdAt = new Date(Date.now() - 60_000).toISOString().replace('Z', '')
  const key = newSigningKey()
  const caller = (phones: number, ...others: object[]) =>
    makeCaller((userId) => [
      ...Array.from({ length: phones }, () => phoneRow({ userId, createdAt })),
      ...others.map((more) => backupRow({ userId, ...more })),
    ])
  const full = await caller(49, { publicSigningKey: key })
  const problem = await refused(upload(full, backup()), 409, 'device-limit')
  expect(problem).toMatchObject({ sdkErrorCode: 539 })
  expect(problem.detail).toContain('50')
  const unlisted = backup({ publicSigningKey: newSigningKey() })
  await refused(upload(full, unlisted), 409, 'device-limit')
  const temporary = backup({ clientStateType: 'TEMPORARY' })
  const other = await caller(49, { createdAt })
  await refused(upload(other, temporary), 409, 'device-limit')
  const tooMany = await caller(49, { createdAt }, { createdAt })
  await refused(upload(tooMany, backup()), 409, 'device-limit')
  for (const { userId } of [full, other, tooMany]) expect(await storedFor(userId)).toEqual([])
  // Its own row is no reason to refuse it, whether it is told, found, or one of two.
  expect((await upload(full, backup({ publicSigningKey: key }))).status).toBe(201)
  expect((await upload(other, backup())).status).toBe(201)
  const two = await caller(48, { createdAt }, { createdAt })
  expect((await upload(two, backup())).status).toBe(201)
  expect(await storedFor(two.userId)).toMatchObject([{ device_id: null }])
})

test('what is kept refuses nothing: of 50 the oldest without a listed row gives way, which the trail tells', async () => {
  const key = newSigningKey()
  const caller = await makeCaller((userId) => [backupRow({ userId, publicSigningKey: key })])
  expect((await upload(caller, backup({ publicSigningKey: key }))).status).toBe(201)
  for (let index = 0; index < 46; index++) expect((await upload(caller, backup())).status).toBe(201)
  const before = await storedFor(caller.userId)
  // Two at a time: who waits too long for the others’ turn is told to try again, and that is another test’s.
  const answers = await inLanes(Array<null>(8).fill(null), 2, () => upload(caller, backup()))
  for (const answer of answers) expect(answer.status).toBe(201)
  const after = (await storedFor(caller.userId)).map(({ id }) => id)
  expect(after).toHaveLength(50)
  // Of those that came in one millisecond, either is the older one.
  const gone = before.filter(({ id }) => !after.includes(id))
  expect(gone).toHaveLength(5)
  expect(gone.every(({ device_id }) => device_id === null)).toBe(true)
  const told = await query(
    `SELECT detail ->> 'id' AS id FROM audit_entries WHERE user_id = '${caller.userId}'
     AND type = 'client-state-destroyed' AND detail ->> 'why' = 'replaced'`,
  )
  expect(told.map(({ id }) => id).toSorted()).toEqual(gone.map(({ id }) => id).toSorted())
})

test('with several identities it is said whose a state is: by name or by the activation, or it isn’t stored', async () => {
  const [first, second] = [await makeCaller(), await makeCaller()]
  const { subject } = first.subject
  for (const { userId } of [first, second])
    await recognize.putPerson(userId, {
      rows: [phoneRow({ userId })],
      externalUserIds: [subject],
    })
  const token = await openid.jwt(subject)
  const number = '7K2M-9PQX-4HRT'
  await query(
    `INSERT INTO activations (number, issuer, subject, user_id, purpose, code_hash, typed_code_hash, operation_id,
       known_devices, created_at, expires_at, redeemed_at, version, seal)
     VALUES ('${number}', '${first.subject.issuer}', '${subject}', '${second.userId}', 'make-state', '${token}', '${token}',
       'o', '[]', now(), now() + interval '1 hour', now(), 1, 'made by this test')`,
  )
  await sealAgain(activations, `number = '${number}'`)
  const temporary = backup({ clientStateType: 'TEMPORARY' })
  await refused(upload(first, temporary, { token }), 400, 'invalid')
  const foreign = { ...temporary, activationId: '7K2M-9PQX-4HRV' }
  await refused(upload(first, foreign, { token }), 404, 'not-found')
  const asked = { ...temporary, activationId: number }
  for (let turn = 0; turn < 2; turn++)
    expect((await upload(first, asked, { token, key: subject })).status).toBe(201)
  expect(await storedFor(second.userId)).toHaveLength(1)
  expect(await storedFor(first.userId)).toEqual([])
})

test('while the list can’t be read nothing is stored @J3', async () => {
  for (const [status, code] of [
    [500, 'service-down'],
    [401, 'service-down'],
    [429, 'service-busy'],
  ] as const) {
    const caller = await makeCaller()
    await recognize.setFault(caller.userId, { on: 'list', kind: 'status', status })
    const problem = await refused(upload(caller, backup()), 503, code)
    expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(await storedFor(caller.userId)).toEqual([])
  }
})
