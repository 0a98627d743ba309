import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { entriesOf } from '@/lib/audit/log/audit-log'
import type { RemovalOutcome } from '@/lib/audit/events/events'
import { backupRow, newSigningKey, phoneRow, phones } from '../builders/rows'
import type { Fault } from '../fixtures/sandbox-client'
import { askToRemove, remove } from './support/removals'
import { databaseTest as test, expect, makeSomebody, recognize } from './support/test'
import { findReceipt } from './support/own-devices'

/** How a removal ends when the service answers DELETE, or the list after it, in this way. */
const ENDINGS: [what: string, outcome: RemovalOutcome, faults: Fault[]][] = [
  ['everything works', 'confirmed', []],
  ['the row stays listed', 'not-yet-confirmed', [{ on: 'delete', kind: 'still-listed' }]],
  [
    'the list can’t be read again',
    'not-yet-confirmed',
    [{ on: 'list', kind: 'status', status: 500, after: 1 }],
  ],
  ['the row was gone already', 'already-gone', [{ on: 'delete', kind: 'gone' }]],
  ['it is done but the answer hangs', 'confirmed', [{ on: 'delete', kind: 'applied-then-hang' }]],
  ['it is done but the line breaks', 'confirmed', [{ on: 'delete', kind: 'applied-then-reset' }]],
  ['nothing is done and the answer hangs', 'unknown', [{ on: 'delete', kind: 'hang' }]],
  ['nothing is done and the line breaks', 'unknown', [{ on: 'delete', kind: 'reset' }]],
  ['a 500', 'unknown', [{ on: 'delete', kind: 'status', status: 500 }]],
  ['a 503', 'unknown', [{ on: 'delete', kind: 'status', status: 503 }]],
  ['a 404 while the row is listed', 'unknown', [{ on: 'delete', kind: 'status', status: 404 }]],
  ['a web page', 'unknown', [{ on: 'delete', kind: 'html' }]],
  [
    'a redirect',
    'unknown',
    [{ on: 'delete', kind: 'redirect', location: 'http://localhost:1/elsewhere' }],
  ],
  ...[400, 401, 403, 406, 409, 429].map((status): [string, RemovalOutcome, Fault[]] => [
    `a ${status}`,
    'refused-by-service',
    [{ on: 'delete', kind: 'status', status }],
  ]),
]

for (const [what, outcome, faults] of ENDINGS)
  test(`after ${what} the removal is ${outcome}, with one DELETE, one intent, one outcome @I4 @N13 @O6`, async () => {
    const key = newSigningKey()
    const person = await makeSomebody((userId) => [
      phoneRow({ userId }),
      phoneRow({ userId, publicSigningKey: key }),
      backupRow({ userId }),
    ])
    const { userId } = person
    for (const fault of faults) await recognize.setFault(userId, fault)
    const deviceId = deviceIdOf(userId, key)

    const receipt = await remove(person, key)

    const calls = await recognize.journal({ userId })
    // A list that can't be read is tried three times; DELETE never is.
    const looks = faults.some(({ on }) => on === 'list') ? 3 : 1
    const afterwards = Array<string>(looks).fill('list')
    expect(calls.map(({ operation }) => operation)).toEqual(['list', 'delete', ...afterwards])
    expect(calls[1]).toMatchObject({ publicSigningKey: key, userId, apiKey: 'right' })
    const entries = await entriesOf([receipt], [userId])
    expect(entries).toMatchObject([
      { type: 'removal-intended', deviceId, userId, correlationId: receipt },
      { type: 'removal-finished', deviceId, userId, detail: { outcome } },
    ])
    expect(entries).toHaveLength(2)
    expect(JSON.stringify(entries)).not.toContain(key)
    expect(await findReceipt(person, { referenceCode: receipt })).toMatchObject({
      state: outcome,
      referenceCode: receipt,
    })
    // What is called gone is gone.
    const left = (await recognize.getPerson(userId)).rows
    if (outcome === 'confirmed' || outcome === 'already-gone') expect(left).toHaveLength(2)
  })

test('a key with +, / and = arrives at the service to the letter', async () => {
  const key = Buffer.concat([Buffer.of(0x04), Buffer.alloc(64, 0xfb), Buffer.of(0xff)]).toString(
    'base64',
  )
  const awkward = `${key.slice(0, -4)}+/8=`
  const person = await makeSomebody(phones(newSigningKey(), awkward))
  const { userId } = person
  await remove(person, awkward, { reason: 'lost' })
  const [deletion] = (await recognize.journal({ userId })).filter(
    ({ operation }) => operation === 'delete',
  )
  expect(deletion).toMatchObject({ publicSigningKey: awkward, status: 200 })
  expect(deletion?.rawUrl).toBe(`/v2/users/${userId}/devices/${encodeURIComponent(awkward)}`)
  expect((await recognize.getPerson(userId)).rows).toHaveLength(1)
})

test('a deleted row that the service goes on listing counts as gone', async () => {
  const key = newSigningKey()
  const person = await makeSomebody(phones(newSigningKey(), key), { listsDeleted: true })
  const receipt = await findReceipt(person, {
    referenceCode: await remove(person, key, { reason: 'sold' }),
  })
  expect(receipt).toMatchObject({ state: 'confirmed', reason: 'sold' })
  const again = await askToRemove(person, key, { reason: 'sold' })
  expect(again).toEqual({ ok: false, error: { code: 'not-found' } })
})
