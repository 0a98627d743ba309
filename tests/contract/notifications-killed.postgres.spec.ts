import { provideDatabase } from '@/lib/database/connection'
import { enqueueNotification } from '@/lib/notifications/enqueue-notification'
import { sendDueNotifications } from '@/lib/notifications/notification-worker'
import { now } from '@/lib/platform/clock'
import { ADDED, mailTest as test, withAddresses, mail } from '../integration/support/mail-test'
import { startProgram } from '../fixtures/program'
import { later } from '../integration/support/removals'
import { expect, openPostgres } from '../integration/support/test'

test('a mail whose worker is killed before it was noted as sent is sent again, under the same number', async ({
  stack,
}) => {
  test.setTimeout(60_000)
  const { url, database: own, close } = await openPostgres(stack)
  provideDatabase(own)
  try {
    const { actor, addresses } = await withAddresses(1)
    const [address = ''] = addresses
    mail.treat(address, 'takes-and-hangs')
    await enqueueNotification(actor, ADDED, now(), own)
    const env = { DATABASE_URL: url, SMTP_URL: mail.url, MAIL_FROM: 'no-reply@bank.example' }
    const worker = startProgram('send-notifications', [], { env })
    await expect.poll(() => mail.mailsTo(address).length, { timeout: 30_000 }).toBe(1)
    worker.child.kill('SIGKILL')
    await worker.ended
    mail.treat(address, 'takes')
    // Nobody takes it from a worker that may still be alive.
    expect(await sendDueNotifications(now)).toBe(0)
    expect(await sendDueNotifications(later(20))).toBe(1)
    expect(await sendDueNotifications(later(40))).toBe(0)
    const numbers = mail
      .mailsTo(address)
      .map(({ headers }) => headers.find((line) => line.startsWith('Message-ID: ')))
    expect(numbers).toHaveLength(2)
    expect(new Set(numbers).size).toBe(1)
  } finally {
    await close()
  }
})
