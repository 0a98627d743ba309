import { randomUUID } from 'node:crypto'
import { rememberPerson } from '@/lib/auth/sessions/people'
import type { Notification } from '@/lib/notifications/notification'
import { startMailCatcher, type MailCatcher } from './mail-catcher'
import { databaseTest, somebody, type Somebody } from './test'

/** Where alarms go. */
export const AUDITORS = 'auditors@bank.example'

/** The mail server of this worker; known as soon as it has begun. */
export let mail: MailCatcher

/** Tests over a portal that sends mail, to a server of its own. */
export const mailTest = databaseTest.extend<object, { catching: void }>({
  catching: [
    async ({}, use) => {
      mail = await startMailCatcher()
      // Before any module can have read the environment.
      Object.assign(process.env, {
        SMTP_URL: mail.url,
        MAIL_FROM: 'Harbour Bank <no-reply@bank.example>',
        SUPPORT_CONTACT: 'Harbour Bank support on 0800 0100 200',
        AUDITOR_CONTACT: AUDITORS,
        BRAND_NAME: 'Harbour Bank',
      })
      await use()
      await mail.stop()
    },
    { scope: 'worker', auto: true },
  ],
})

/** An address nobody else has. */
export const newAddress = () => `person-${randomUUID()}@mail.example`

/** A person who signed in once, with as many addresses. */
export async function withAddresses(
  count: number,
  known = somebody(),
): Promise<Somebody & { addresses: string[] }> {
  const addresses = Array.from({ length: count }, newAddress)
  const { issuer, subject, displayName } = known.actor
  await rememberPerson({ issuer, subject, displayName, addresses }, new Date())
  return { ...known, addresses }
}

export const ADDED = {
  type: 'phone-added',
  at: '2026-01-15T14:03:59.000Z',
  device: { description: 'iOS 17.4', fingerprint: 'ABCD-2345' },
  recovered: false,
} as const satisfies Notification
