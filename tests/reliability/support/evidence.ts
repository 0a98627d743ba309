import { auditEvent, type AuditEvent } from '@/lib/audit/events/events'
import type { Row } from '@/sandbox/rows'
import type { RecognizeCall, RecognizeControl } from '../../fixtures/sandbox-client'
import { devicesOn, receiptsOn, stateOn, type State } from './pages'
import type { Records } from './records'
import type { Visitor } from './visitor'

/** What a person is shown when all is over. */
export interface LastLook {
  /** The device ids in the list, null when there is no list. */
  listed: string[] | null
  /** What each receipt page states, null when it isn't one. */
  receipts: Map<string, State | null>
}

export type Entry = AuditEvent & { at: Date; deviceId: string | null }

/** One removal: all that the trail says under one number, in that order. */
export interface Undertaking {
  receipt: string
  deviceId: string
  entries: Entry[]
}

/** All there is to compare about one person. */
export interface Evidence {
  visitor: Visitor
  look: LastLook
  /** The keys of the rows that the service still has. */
  left: Set<string>
  calls: RecognizeCall[]
  undertakings: Undertaking[]
  pending: Records['pending']
}

/** Reads the list, every receipt that the person was led to, and every receipt that the list leads to. */
export async function lookAround({ browser, ...visitor }: Visitor): Promise<LastLook> {
  const list = await browser.open('/devices')
  for (const cleanUp of visitor.cleanUps) {
    const page = await browser.open(`/devices/clean-up/${cleanUp}`)
    for (const receipt of receiptsOn(page.html)) visitor.acknowledged.add(receipt)
  }
  const receipts = new Map<string, State | null>()
  for (const receipt of new Set([...visitor.acknowledged, ...receiptsOn(list.html)])) {
    const page = await browser.open(`/receipts/${receipt}`)
    receipts.set(receipt, stateOn(page.html))
  }
  // Once more: a removal may have ended between the list and its receipt.
  return { listed: devicesOn((await browser.open('/devices')).html), receipts }
}

/** Whether a page still says that something is to come within moments. */
export function isMoving({ receipts }: LastLook): boolean {
  return [...receipts.values()].some(
    (state) => state === 'scheduled' || state === 'running' || state === 'not-yet-confirmed',
  )
}

export async function gather(
  visitor: Visitor,
  look: LastLook,
  records: Records,
  recognize: RecognizeControl,
): Promise<Evidence> {
  const { userId } = visitor.person
  const { rows } = await recognize.getPerson(userId)
  return {
    visitor,
    look,
    left: new Set(rows.map((row) => (row as Row).publicSigningKey)),
    calls: await recognize.journal({ userId }),
    undertakings: undertakingsOf(records, userId),
    pending: records.pending.filter((row) => row.userId === userId),
  }
}

function undertakingsOf({ entries }: Records, userId: string): Undertaking[] {
  const removals = entries.filter((row) => row.userId === userId && row.type.startsWith('removal-'))
  const numbers = [...new Set(removals.map(({ correlationId }) => correlationId))]
  return numbers.map((receipt) => {
    const own = removals.filter(({ correlationId }) => correlationId === receipt)
    return {
      receipt,
      deviceId: own[0]?.deviceId ?? '',
      entries: own.map((row) => ({
        ...auditEvent.parse(row),
        at: row.at,
        deviceId: row.deviceId,
      })),
    }
  })
}

/** The state an undertaking is in, by its last entry; null when it never came to a receipt. */
export function stateOf({ entries }: Undertaking): State | null {
  const last = entries.at(-1)
  if (entries[0]?.type === 'removal-refused') return null
  switch (last?.type) {
    case 'removal-held':
      return 'scheduled'
    case 'removal-intended':
      return 'running'
    case 'removal-finished':
      return last.detail.outcome
    case 'removal-refused':
      return 'kept'
    case 'removal-abandoned':
      return 'abandoned'
    case 'removal-cancelled':
      return (
        { undone: 'cancelled', overtaken: 'overtaken', 'clean-up-stopped': 'stopped' } as const
      )[last.detail.why]
    default:
      return null
  }
}
