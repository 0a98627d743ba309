import { notifications } from '@/lib/database/schema'
import { changeSealed } from './support/edit-row'
import { runDueRemovals } from '@/lib/devices/removal/removal-worker'
import { rememberPerson } from '@/lib/auth/sessions/people'
import { enqueueNotification } from '@/lib/notifications/enqueue-notification'
import { sendDueNotifications } from '@/lib/notifications/notification-worker'
import { now } from '@/lib/platform/clock'
import { newSigningKey, phones } from '../builders/rows'
import { besideTimer } from '../fixtures/beside-timer'
import { query, whileRefusing } from './support/database'
import { ADDED, mailTest as test, newAddress, withAddresses, mail } from './support/mail-test'
import { later, askToRemove, remove } from './support/removals'
import { expect, somebody, makeSomebody, recognize } from './support/test'

const waitingFor = (address: string | undefined) =>
  query(`SELECT * FROM notifications WHERE address = '${address}'`)

/** Sends until nothing is due. */
async function sendAll(clock: () => Date = now): Promise<void> {
  for (let taken = 1; taken > 0;) taken = await sendDueNotifications(clock)
}

test('what is rolled back tells nobody @I4', async ({ database }) => {
  const { actor, addresses } = await withAddresses(1)
  const undone = database.transaction(async (tx) => {
    expect(await enqueueNotification(actor, ADDED, now(), tx)).toBe(1)
    throw new Error('rolled back')
  })
  await expect(undone).rejects.toThrow('rolled back')
  await sendAll()
  expect(await waitingFor(addresses[0])).toEqual([])
  expect(mail.mailsTo(addresses[0] ?? '')).toEqual([])
})

test('a person without an address, or never seen, gets no row, and others’ addresses none of theirs', async ({
  database,
}) => {
  const { actor } = await withAddresses(0)
  const other = await withAddresses(1)
  expect(await enqueueNotification(actor, ADDED, now(), database)).toBe(0)
  expect(await enqueueNotification(somebody().actor, ADDED, now(), database)).toBe(0)
  const foreign = { issuer: 'https://other.example', subject: other.actor.subject }
  expect(await enqueueNotification(foreign, ADDED, now(), database)).toBe(0)
  expect(await waitingFor(other.addresses[0])).toEqual([])
})

test('every address gets a mail of its own, once, which names no other address @N14', async ({
  database,
}) => {
  const { actor, addresses } = await withAddresses(3)
  expect(await enqueueNotification(actor, ADDED, now(), database)).toBe(3)
  await sendAll()
  await sendAll(later(20))
  for (const address of addresses) {
    const mails = mail.mailsTo(address)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.headers).toContain(`To: ${address}`)
    expect(mails[0]?.headers).toContain('Auto-Submitted: auto-generated')
    for (const other of addresses) if (other !== address) expect(mails[0]?.raw).not.toContain(other)
    expect(mails[0]?.text).toContain('When: 15 January 2026 at 14:03 UTC')
    expect(mails[0]?.text).toContain('Fingerprint: ABCD-2345')
    expect(await waitingFor(address)).toEqual([])
  }
})

test('nothing but what a notice is made of waits in the outbox', async ({ database }) => {
  const { actor, addresses } = await withAddresses(1)
  const more = { ...ADDED, code: 'secret-code', device: { ...ADDED.device, userId: 'AB12' } }
  await enqueueNotification(actor, more, now(), database)
  const [row] = await waitingFor(addresses[0])
  expect(row?.['content']).toEqual(ADDED)
})

test('the addresses of the newest sign-in are told, not those of earlier ones', async ({
  database,
}) => {
  const { actor, addresses } = await withAddresses(1)
  const [next, text] = [newAddress(), 'Robin']
  await rememberPerson({ ...actor, displayName: text, addresses: [next] }, now())
  await enqueueNotification(actor, ADDED, now(), database)
  await sendAll()
  expect(mail.mailsTo(next)).toHaveLength(1)
  expect(mail.mailsTo(addresses[0] ?? '')).toEqual([])
})

test('a refused mail is tried again after 10 seconds, 20, 40 … an hour, and given up after a day', async ({
  database,
}) => {
  const { actor, addresses } = await withAddresses(2)
  const [refused = '', fine = ''] = addresses
  mail.treat(refused, 'refuses')
  const at = new Date()
  const dueAt = async () => {
    const [row] = await waitingFor(refused)
    return row && new Date(String(row['due_at'])).getTime()
  }
  await enqueueNotification(actor, ADDED, at, database)
  let clock = at.getTime()
  const pauses: number[] = []
  for (;;) {
    await sendAll(() => new Date(clock))
    const next = await dueAt()
    if (next === undefined) break
    pauses.push((next - clock) / 1000)
    clock = next
  }
  expect(pauses.slice(0, 4)).toEqual([10, 20, 40, 80])
  expect(Math.max(...pauses)).toBe(3600)
  expect(pauses.at(-1)).toBe(3600)
  expect((clock - at.getTime()) / 3600_000).toBeGreaterThanOrEqual(24)
  expect((clock - at.getTime()) / 3600_000).toBeLessThan(25)
  expect(mail.mailsTo(refused)).toEqual([])
  expect(mail.mailsTo(fine)).toHaveLength(1)
})

test('replicas that work at once send each mail once', async ({ database }) => {
  const { actor, addresses } = await withAddresses(10)
  await enqueueNotification(actor, ADDED, now(), database)
  await Promise.all([sendAll(), sendAll(), sendAll()])
  for (const address of addresses) expect(mail.mailsTo(address)).toHaveLength(1)
})

test('a server that hangs is left after five seconds, and keeps no other mail back @J4', async ({
  database,
}) => {
  const { actor, addresses } = await withAddresses(2)
  const [hanging = '', fine = ''] = addresses
  mail.treat(hanging, 'hangs')
  await enqueueNotification(actor, ADDED, now(), database)
  expect(await besideTimer(5_000, () => sendDueNotifications(now))).toBeLessThan(1.5)
  expect(mail.mailsTo(fine)).toHaveLength(1)
  mail.treat(hanging, 'takes')
  await sendAll(later(30))
  expect(mail.mailsTo(hanging)).toHaveLength(1)
})

test('a notice of a newer version is left to those who understand it', async ({ database }) => {
  const { actor, addresses } = await withAddresses(1)
  await enqueueNotification(actor, ADDED, now(), database)
  await changeSealed(
    notifications,
    `content = '{"type":"of-tomorrow"}'`,
    `address = '${addresses[0]}'`,
  )
  await sendAll()
  expect(await waitingFor(addresses[0])).toMatchObject([{ tries: 1 }])
})

for (const [reason, told] of [
  ['unrecognised', 1],
  ['lost', 0],
  ['tidying', 0],
] as const)
  test(`a device that is gone, removed as ${reason}, tells every address ${told} times, although no mail server is there @O9`, async () => {
    const key = newSigningKey()
    const person = await withAddresses(2, await makeSomebody(phones(newSigningKey(), key)))
    await mail.stop()
    try {
      await remove(person, key, { reason })
      await sendAll()
    } finally {
      await mail.start()
    }
    await sendAll(later(30))
    for (const address of person.addresses) {
      const mails = mail.mailsTo(address)
      expect(mails).toHaveLength(told)
      for (const { raw, text } of mails) {
        expect(text).toContain('System: iOS 17.4')
        expect(raw).not.toContain(person.userId)
        expect(raw).not.toContain(key)
      }
    }
  })

test('a removal that isn’t certain tells nobody, until it is', async () => {
  const key = newSigningKey()
  const person = await withAddresses(1, await makeSomebody(phones(newSigningKey(), key)))
  const { userId, addresses } = person
  await recognize.setFault(userId, { on: 'list', kind: 'status', status: 500, after: 1 })
  await remove(person, key, { reason: 'unrecognised' })
  expect(await waitingFor(addresses[0])).toEqual([])
  await recognize.clearFaults(userId)
  await runDueRemovals(later(30))
  expect(await waitingFor(addresses[0])).toHaveLength(1)
  await runDueRemovals(later(60))
  expect(await waitingFor(addresses[0])).toHaveLength(1)
})

test('an end that can’t be recorded tells nobody either', async () => {
  const key = newSigningKey()
  const person = await withAddresses(1, await makeSomebody(phones(newSigningKey(), key)))
  const { userId, addresses } = person
  await whileRefusing({ userId, type: 'removal-finished' }, () =>
    askToRemove(person, key, { reason: 'unrecognised' }),
  )
  expect(await waitingFor(addresses[0])).toEqual([])
})
