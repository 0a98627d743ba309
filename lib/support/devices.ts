import 'server-only'
import { lt } from 'drizzle-orm'
import { entriesAboutDevice, entriesOf, record, type Entry } from '../activity/trail'
import { devicesHistory, type OwnEntry } from '../audit/own-history'
import { database } from '../database/connection'
import { deskViews } from '../database/schema'
import { findNow, type FoundDevice } from '../devices/find'
import { isDeviceId } from '../devices/identifiers'
import { listNow, type DeviceList } from '../devices/list'
import type { ReadError } from '../devices/read'
import { isNumber } from '../devices/removal/number'
import { receiptsFrom } from '../devices/removal/receipt'
import type { Receipt } from '../devices/removal/receipt-state'
import { randomId } from '../platform/crypto'
import type { Deadline } from '../platform/deadline'
import { fail, succeed, type Result } from '../platform/result'
import { recordedAgent, type Agent } from './agent'
import type { KnownPerson } from './desk-state'
import { ONE_LOOK_MS } from './forget'
import { supportSubject } from './person'

/** The devices of somebody an agent acts for, and who that is as far as the portal knows. */
export type PersonDevices = {
  readonly person: KnownPerson | null
  /** All their Recognize user IDs; devices name theirs by its place. */
  readonly userIds: readonly string[]
  readonly list: DeviceList
}

type Refusal = { readonly code: 'not-allowed' | 'not-found' }

const HISTORY_SHOWN = 50
const LATELY = 20

/** The devices behind a Recognize user ID as the service lists them now. That they were looked at stands in the trail first. */
export async function listFor(
  agent: Agent,
  text: string,
  at: Date,
  deadline: Deadline,
): Promise<Result<PersonDevices, ReadError | Refusal>> {
  const subject = await supportSubject(agent, 'devices:list:any', text)
  if (!subject.ok) return subject
  const { userIds, person } = subject.value
  await recordView(agent, userIds[0], at)
  const list = await listNow({ userIds }, at, deadline)
  return list.ok ? succeed({ person, userIds, list: list.value }) : list
}

/** One device of theirs, what would be left without it, and what the trail knows of it, newest first. */
export async function findFor(
  agent: Agent,
  text: string,
  deviceId: string,
  at: Date,
  deadline: Deadline,
): Promise<
  Result<
    Pick<FoundDevice, 'device' | 'outlook'> & Pick<PersonDevices, 'person'> & { history: Entry[] },
    ReadError | Refusal
  >
> {
  const subject = await supportSubject(agent, 'devices:list:any', text)
  if (!subject.ok) return subject
  if (!isDeviceId(deviceId)) return fail({ code: 'not-found' })
  const { userIds, person } = subject.value
  await recordView(agent, userIds[0], at)
  const [found, history] = await Promise.all([
    findNow({ userIds }, deviceId, deadline),
    entriesAboutDevice(deviceId, userIds, HISTORY_SHOWN),
  ])
  if (!found.ok) return found
  const { device, outlook } = found.value
  return succeed({ device, outlook, person, history })
}

/** A receipt of theirs, whoever removed. */
export async function receiptFor(
  agent: Agent,
  text: string,
  number: string,
): Promise<Result<Pick<PersonDevices, 'person'> & { readonly receipt: Receipt }, Refusal>> {
  const subject = await supportSubject(agent, 'devices:list:any', text)
  if (!subject.ok) return subject
  const { userIds, person } = subject.value
  const [receipt] = isNumber(number) ? receiptsFrom(await entriesOf([number], userIds)) : []
  return receipt ? succeed({ person, receipt }) : fail({ code: 'not-found' })
}

/** What happened to their devices lately, newest first. */
export async function historyFor(
  agent: Agent,
  text: string,
): Promise<Result<readonly OwnEntry[], Refusal>> {
  const subject = await supportSubject(agent, 'devices:list:any', text)
  return subject.ok ? succeed(await devicesHistory(subject.value.userIds, LATELY)) : subject
}

async function recordView(agent: Agent, userId: string, at: Date): Promise<void> {
  const { issuer, subject } = agent
  await database().transaction(async (tx) => {
    const viewed = await tx
      .insert(deskViews)
      .values({ issuer, subject, userId, at })
      .onConflictDoUpdate({
        target: [deskViews.issuer, deskViews.subject, deskViews.userId],
        set: { at },
        setWhere: lt(deskViews.at, new Date(at.getTime() - ONE_LOOK_MS)),
      })
      .returning({ at: deskViews.at })
    if (viewed.length === 0) return
    const context = { actor: recordedAgent(agent), correlationId: randomId(), at, userId }
    await record({ type: 'person-viewed', version: 1, detail: {} }, context, tx)
  })
}
