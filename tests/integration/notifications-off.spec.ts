import { rememberPerson } from '@/lib/auth/sessions/people'
import { enqueueNotification } from '@/lib/notifications/enqueue-notification'
import { sendDueNotifications } from '@/lib/notifications/notification-worker'
import { now } from '@/lib/platform/clock'
import { env } from '@/lib/platform/env'
import { query } from './support/database'
import { databaseTest as test, expect, somebody } from './support/test'

test('without a mail server nothing is put into the outbox, and nothing is sent', async ({
  database,
}) => {
  expect(env().SMTP_URL).toBeUndefined()
  const { actor } = somebody()
  const address = `${actor.subject}@mail.example`
  await rememberPerson({ ...actor, addresses: [address] }, now())
  const notice = {
    type: 'phone-undone',
    at: now().toISOString(),
    device: null,
    oldPhone: false,
    backupDestroyed: false,
  } as const
  expect(await enqueueNotification(actor, notice, now(), database)).toBe(0)
  expect(await query(`SELECT id FROM notifications WHERE address = '${address}'`)).toEqual([])
  expect(await sendDueNotifications(now)).toBe(0)
})
