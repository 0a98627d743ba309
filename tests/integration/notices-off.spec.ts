import { rememberPerson } from '@/lib/identity/people'
import { tell } from '@/lib/notifications/tell'
import { sendDue } from '@/lib/notifications/worker'
import { now } from '@/lib/platform/clock'
import { env } from '@/lib/platform/env'
import { query } from './support/database'
import { databaseTest as test, DATABASES, expect, somebody } from './support/test'

for (const databaseName of DATABASES)
  test.describe(databaseName, () => {
    test.use({ databaseName })

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
      expect(await tell(actor, notice, now(), database)).toBe(0)
      expect(await query(`SELECT id FROM notices WHERE address = '${address}'`)).toEqual([])
      expect(await sendDue(now)).toBe(0)
    })
  })
