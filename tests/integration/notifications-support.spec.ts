import { inTransaction } from '@/lib/database/transaction'
import { sendDueNotifications } from '@/lib/notifications/notification-worker'
import { rememberPerson } from '@/lib/auth/sessions/people'
import { now } from '@/lib/platform/clock'
import { removeForPerson } from '@/lib/support/acting/remove-for-person'
import { dailyLimit, takeDaily } from '@/lib/support/lookup/agent-limits'
import { newAgent } from './support/agents'
import { query } from './support/database'
import { AUDITORS, mail, mailTest as test, newAddress, withAddresses } from './support/mail-test'
import { AT_ONCE } from './support/removals'
import { expect } from './support/test'
import { twoPhones } from './support/two-phones'

async function sendAll(): Promise<void> {
  for (let taken = 1; taken > 0;) taken = await sendDueNotifications(now)
}

test('auditors get a mail at half of what an agent may do in a day, which names the account and no person @C5', async () => {
  const agent = await newAgent()
  const at = now()
  const take = (amount: number) =>
    inTransaction((within) => takeDaily({ agent, kind: 'removals', at, within, amount }))
  const half = Math.ceil(dailyLimit('removals') / 2)
  await take(half - 1)
  await sendAll()
  const mails = () => mail.mailsTo(AUDITORS).filter(({ raw }) => raw.includes(agent.subject))
  expect(mails()).toEqual([])
  await take(1)
  await sendAll()
  expect(mails()).toHaveLength(1)
  expect(mails()[0]?.text).toContain(`${agent.subject} has asked for ${half} removals today`)
  expect(mails()[0]?.text).not.toContain(agent.displayName)
})

test('of what support does with an identity that was moved, everybody is told who was ever seen to have it @C5 @N14', async () => {
  const person = await twoPhones()
  const addresses = [newAddress(), newAddress(), newAddress()] as const
  const other = { issuer: 'https://issuer.example', subject: `old-${person.actor.subject}` }
  const at = new Date(Date.now() - 3600_000)
  const displayName = 'Old Holder'
  const userIds = [person.userId]
  await rememberPerson({ ...other, displayName, addresses: [addresses[0]], userIds }, at)
  await rememberPerson(
    { ...person.actor, displayName: 'Holder', addresses: [addresses[1]], userIds },
    now(),
  )
  // The old one is here again, and says nothing of the identity.
  await rememberPerson({ ...other, displayName, addresses: [addresses[0]] }, now())
  const bystander = await withAddresses(1)
  const agent = await newAgent()
  const { userId, request } = person
  expect((await removeForPerson({ agent, userId, ...request, timing: AT_ONCE })).ok).toBe(true)
  const waiting = await query(
    `SELECT address FROM notifications WHERE content ->> 'type' = 'removed-by-support'`,
  )
  const told = waiting.map(({ address }) => address)
  for (const address of addresses.slice(0, 2)) expect(told).toContain(address)
  expect(told).not.toContain(bystander.addresses[0])
})
