import { entriesOf, removalEntries } from '@/lib/activity/trail'
import { deviceIdOf } from '@/lib/devices/identifiers'
import { renameDevice, withNicknames } from '@/lib/devices/nicknames'
import { readDevices } from '@/lib/devices/read'
import { readDeadline } from '@/lib/platform/deadline'
import { readReceipt } from '@/lib/devices/receipt'
import { removeDevice, type RemovalRequest } from '@/lib/devices/remove'
import { now } from '@/lib/platform/clock'
import { newSigningKey, phoneRow } from '../builders/rows'
import { query, whileRefusing } from './support/database'
import { databaseTest as test, DATABASES, expect, type Somebody } from './support/test'

const ask = (person: Somebody, key: string, reason: RemovalRequest['reason'] = 'tidying') => {
  const { actor, subject, userId } = person
  const request = { deviceId: deviceIdOf(userId, key), reason, confirmed: null }
  return removeDevice(actor, subject, request, now)
}
const twoPhones = (keys: readonly [string, string]) => (userId: string) =>
  keys.map((publicSigningKey) => phoneRow({ userId, publicSigningKey }))

for (const databaseName of DATABASES)
  test.describe(databaseName, () => {
    test.use({ databaseName })

    test('two removals at once never take the last two phones', async ({
      makeSomebody,
      recognize,
    }) => {
      const keys = [newSigningKey(), newSigningKey()] as const
      const person = await makeSomebody(twoPhones(keys))
      // Slow enough that both would see two phones if nothing held the second one back.
      await recognize.setFault(person.userId, { on: 'delete', kind: 'delay', delayMs: 300 })
      const removals = await Promise.all(keys.map((key) => ask(person, key)))
      expect(removals.filter(({ ok }) => ok)).toHaveLength(1)
      expect(removals.find(({ ok }) => !ok)).toMatchObject({
        error: { code: 'guarded', guard: 'last-phone', decision: 'refuse' },
      })
      const calls = await recognize.journal({ userId: person.userId })
      expect(calls.filter(({ operation }) => operation === 'delete')).toHaveLength(1)
      expect((await recognize.getPerson(person.userId)).rows).toHaveLength(1)
    })

    test('a double click deletes once and both clicks lead to the one receipt', async ({
      makeSomebody,
      recognize,
    }) => {
      const keys = [newSigningKey(), newSigningKey()] as const
      const person = await makeSomebody(twoPhones(keys))
      await recognize.setFault(person.userId, { on: 'delete', kind: 'delay', delayMs: 300 })
      const removals = await Promise.all([ask(person, keys[0]), ask(person, keys[0])])
      const receipts = removals.map((removal) => removal.ok && removal.value.receipt)
      expect(receipts[0]).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){2}$/)
      expect(receipts[1]).toBe(receipts[0])
      const calls = await recognize.journal({ userId: person.userId })
      expect(calls.filter(({ operation }) => operation === 'delete')).toHaveLength(1)
      expect(await removalEntries([person.userId], 10)).toHaveLength(2)
    })

    test('a removal that was over before is no twin: the device is not found', async ({
      makeSomebody,
    }) => {
      const keys = [newSigningKey(), newSigningKey()] as const
      const person = await makeSomebody(twoPhones(keys))
      expect(await ask(person, keys[0])).toMatchObject({ ok: true })
      expect(await ask(person, keys[0])).toEqual({ ok: false, error: { code: 'not-found' } })
    })

    test('another person’s removal is not held back', async ({ makeSomebody, recognize }) => {
      const keys = [newSigningKey(), newSigningKey()] as const
      const [slow, quick] = [
        await makeSomebody(twoPhones(keys)),
        await makeSomebody(twoPhones(keys)),
      ]
      await recognize.setFault(slow.userId, { on: 'delete', kind: 'applied-then-hang' })
      const order: string[] = []
      await Promise.all([
        ask(slow, keys[0]).then(() => order.push('slow')),
        ask(quick, keys[0]).then(() => order.push('quick')),
      ])
      expect(order).toEqual(['quick', 'slow'])
    })

    test('an outcome that could not be written is not made up: the receipt looks again', async ({
      makeSomebody,
      recognize,
    }) => {
      const keys = [newSigningKey(), newSigningKey()] as const
      const person = await makeSomebody(twoPhones(keys))
      const { userId, actor, subject } = person
      const removal = await whileRefusing({ userId, type: 'removal-finished' }, () =>
        ask(person, keys[0]),
      )
      const receipt = removal.ok ? removal.value.receipt : ''
      expect(await entriesOf(receipt, [userId])).toMatchObject([{ type: 'removal-intended' }])
      // As often as one look at the list is tried.
      await recognize.setFault(userId, { on: 'list', kind: 'status', status: 500, times: 3 })
      const blind = await readReceipt(actor, subject, receipt, now())
      expect(blind).toMatchObject({ outcome: 'unknown' })
      const seen = await readReceipt(actor, subject, receipt, now())
      expect(seen).toMatchObject({ outcome: 'confirmed' })
      expect(await entriesOf(receipt, [userId])).toHaveLength(2)
    })

    test('an open removal is settled once the row is gone, not before, and only once', async ({
      makeSomebody,
      recognize,
    }) => {
      const keys = [newSigningKey(), newSigningKey()] as const
      const person = await makeSomebody(twoPhones(keys))
      const { userId, actor, subject } = person
      await recognize.setFault(userId, { on: 'delete', kind: 'still-listed' })
      const removal = await ask(person, keys[0])
      const receipt = removal.ok ? removal.value.receipt : ''
      const outcome = async () => (await readReceipt(actor, subject, receipt, now()))?.outcome
      expect([await outcome(), await outcome()]).toEqual(['not-yet-confirmed', 'not-yet-confirmed'])
      await recognize.clearFaults(userId)
      expect([await outcome(), await outcome()]).toEqual(['confirmed', 'confirmed'])
      const entries = await entriesOf(receipt, [userId])
      expect(entries.map(({ type }) => type)).toEqual([
        'removal-intended',
        'removal-finished',
        'removal-finished',
      ])
      const calls = await recognize.journal({ userId })
      expect(calls.filter(({ operation }) => operation === 'delete')).toHaveLength(1)
    })

    test('the name of a device goes with it, and stays when it may still be there', async ({
      makeSomebody,
      recognize,
    }) => {
      const keys = [newSigningKey(), newSigningKey()] as const
      const person = await makeSomebody(twoPhones(keys))
      const { userId, actor, subject } = person
      for (const key of keys) {
        const input = { deviceId: deviceIdOf(userId, key), nickname: 'Work' }
        await renameDevice(actor, subject, input, now(), readDeadline())
      }
      await recognize.setFault(userId, { on: 'delete', kind: 'reset', times: 1 })
      await ask(person, keys[0])
      const names = `SELECT nickname FROM nicknames WHERE user_id = '${userId}'`
      expect(await query(names)).toHaveLength(2)
      await ask(person, keys[0])
      expect(await query(names)).toHaveLength(1)
      const list = await readDevices(subject, readDeadline())
      const named = await withNicknames(list.ok ? list.value : [])
      expect(named.map(({ device }) => device.nickname)).toEqual(['Work'])
    })

    test('a receipt is shown to its owner and to nobody else', async ({ makeSomebody }) => {
      const keys = [newSigningKey(), newSigningKey()] as const
      const person = await makeSomebody(twoPhones(keys))
      const stranger = await makeSomebody()
      const removal = await ask(person, keys[0], 'sold')
      const receipt = removal.ok ? removal.value.receipt : ''
      expect(await readReceipt(stranger.actor, stranger.subject, receipt, now())).toBeNull()
      expect(await readReceipt(stranger.actor, person.subject, receipt, now())).toBeNull()
      for (const other of ['', '..', receipt.toLowerCase(), `${receipt}X`, 'AAAA-AAAA-AAAA'])
        expect(await readReceipt(person.actor, person.subject, other, now())).toBeNull()
      expect(await readReceipt(person.actor, person.subject, receipt, now())).toMatchObject({
        number: receipt,
        reason: 'sold',
        outcome: 'confirmed',
      })
    })
  })
