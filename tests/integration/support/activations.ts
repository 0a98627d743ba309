import type { Activation } from '@/lib/activations/tracking/activation-state'
import type { Codes } from '@/lib/activations/codes/codes'
import { followDueActivations } from '@/lib/activations/tracking/activation-worker'
import { findActivation } from '@/lib/activations/tracking/read-activation'
import { redeemCode, type Redeemed } from '@/lib/activations/steps/redeem-code'
import { startActivation, type StartRequest } from '@/lib/activations/steps/start-activation'
import { undoActivation } from '@/lib/activations/steps/undo-activation'
import { putState, type StateKind } from '@/lib/client-states/vault/vault'
import { deviceIdOf } from '@/lib/devices/model/identifiers'
import { now } from '@/lib/platform/clock'
import { readDeadline } from '@/lib/platform/deadline'
import { onePhone } from '../../builders/rows'
import { query } from './database'
import { AT_ONCE } from './removals'
import { makeSomebody, recognize, type Somebody } from './test'
import { starting, undoing } from './authorized'
import { reportProgress, type ProgressReport } from '@/lib/activations/steps/report-progress'

/** A state that the stand-in's SDK made, as the vault has it. */
export interface StoredState {
  id: string
  text: string
  publicSigningKey: string
}

export const holderOf = ({ actor: { issuer, subject } }: Somebody) => ({
  issuer,
  subject,
  clientId: 'recognize-app',
})

/** Makes a client state and puts it into the vault, as an app does through the API. */
export async function storeState(
  { userId, actor: { issuer, subject } }: Somebody,
  kind: StateKind = 'backup',
  at = now(),
): Promise<StoredState> {
  const type = kind === 'backup' ? 'BACKUP' : 'TEMPORARY'
  const made = await recognize.makeClientState(userId, { type })
  if ('sdkErrorCode' in made) throw new Error(`no state was made: ${made.sdkErrorCode}`)
  const { clientState: text, publicSigningKey } = made
  const deviceId = deviceIdOf(userId, publicSigningKey)
  const expiresAt = kind === 'backup' ? null : new Date(at.getTime() + 3600_000)
  const facts = { userId, kind, madeBy: 'app', issuer, subject, linkedBy: 'app' } as const
  return {
    id: await putState({ ...facts, deviceId, expiresAt }, text, at),
    text,
    publicSigningKey,
  }
}

/** A person with a phone and a recovery backup that is kept. */
export async function withBackup() {
  const person = await makeSomebody(onePhone)
  return { person, state: await storeState(person) }
}

const BACKUP: StartRequest = { identity: 0, start: 'backup', previous: null }

/** Begins an activation. */
export async function begin(
  { actor, subject }: Somebody,
  request: Partial<StartRequest> = {},
  at = now(),
): Promise<{ number: string; codes: Codes; expiresAt: Date }> {
  const asked = { ...BACKUP, ...request }
  const started = await startActivation({
    authorized: starting(actor, subject),
    request: asked,
    at,
    deadline: readDeadline(),
  })
  if (!started.ok) throw new Error(`not begun: ${started.error.code}`)
  return started.value
}

/** What the app of the person gets for a code. */
export const tryCode = (person: Somebody, text: string, at = now()) =>
  redeemCode({ holder: holderOf(person), ownUserIds: person.subject.userIds, text, at })

/** Redeems a code on the person's own phone. */
export async function redeem(person: Somebody, code: string, at = now()): Promise<Redeemed> {
  const redeemed = await tryCode(person, code, at)
  if (!redeemed.ok) throw new Error(`not redeemed: ${redeemed.error.code}`)
  return redeemed.value
}

/** Begins an activation and redeems its code. */
export async function onTheWay(person: Somebody, request: Partial<StartRequest> = {}) {
  const { number, codes } = await begin(person, request)
  return { number, codes, redeemed: await redeem(person, codes.code) }
}

/** What the page sees. */
export async function seen({ actor }: Somebody, number: string, at = now()): Promise<Activation> {
  const activation = await findActivation({ authorized: starting(actor), number, at })
  if (activation === null) throw new Error('there is no such activation')
  return activation
}

/** The phone is bound with what was handed over; gives its key. */
export async function bind(
  { userId }: Somebody,
  { clientState, operationId }: Redeemed,
  more: { operationId?: string | null; osVersion?: string } = {},
): Promise<string> {
  const operation =
    more.operationId === null ? {} : { operationId: more.operationId ?? operationId }
  const { osVersion = 'iOS 18.1' } = more
  const bound = await recognize.bindDevice(userId, {
    clientState: clientState ?? '',
    osVersion,
    sdkVersion: '5.3.0',
    ...operation,
  })
  if ('sdkErrorCode' in bound) throw new Error(`not bound: ${bound.sdkErrorCode}`)
  return bound.publicSigningKey
}

/** The reasons for which codes of a person's activations were refused, oldest first. */
export async function refusals({ userId }: Somebody): Promise<unknown[]> {
  const rows = await query(
    `SELECT detail ->> 'why' AS why FROM audit_entries
     WHERE type = 'activation-refused' AND user_id = '${userId}' ORDER BY id`,
  )
  return rows.map(({ why }) => why)
}

/** What the trail says of an activation: types, endings of it last. */
export async function trailOf(number: string): Promise<unknown[]> {
  const rows = await query(
    `SELECT type, detail FROM audit_entries WHERE correlation_id = '${number}' ORDER BY id`,
  )
  return rows.map(({ type, detail }) => {
    const { ending } = detail as { ending?: string }
    return ending === undefined ? type : `${type}: ${ending}`
  })
}

/** Looks so often that whatever is due has been looked at. */
export async function look(clock: () => Date = now): Promise<void> {
  for (let taken = 1; taken > 0;) taken = await followDueActivations(clock)
}

/** What an app reports when its phone is bound. */
export const bound = (publicSigningKey: string | null) =>
  ({ event: 'bound', errorCode: null, publicSigningKey }) as const

/** “That wasn’t me”, by the person themselves. */
export const undo = ({ actor, subject }: Somebody, number: string, clock: () => Date = now) =>
  undoActivation({ authorized: undoing(actor, subject), number, timing: { ...AT_ONCE, clock } })

/** What an app reports when the face check is passed. */
export const FACE_PASSED = {
  event: 'face-check-passed',
  errorCode: null,
  publicSigningKey: null,
} as const

/** Reports from the person's own phone. */
export const report = (person: Somebody, number: string, said: ProgressReport) =>
  reportProgress({ holder: holderOf(person), number, report: said, at: now() })

/** Of what the person's first address is told, in the order of the alphabet. */
export async function toldOf({ addresses: [address] }: { addresses: string[] }) {
  const rows = await query(
    `SELECT content ->> 'type' AS type FROM notifications WHERE address = '${address}'`,
  )
  return rows.map(({ type }) => type).toSorted()
}
