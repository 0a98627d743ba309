import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { recordEvent } from '../../audit/log/audit-log'
import { database, type Database } from '../../database/connection'
import { retryConflicts } from '../../database/retry-conflicts'
import { readDevices, type OwnedDevice, type ReadError } from '../../devices/list/read-devices'
import { deadlineIn } from '../../platform/deadline'
import { fail, succeed, type Result } from '../../platform/result'
import { matchArrivingState, unlinkedRows, type StateRow } from '../sync/match-rows'
import { reconcileStates } from '../sync/reconcile-states'
import { keptStates, lockStatesOf, putState } from '../vault/vault'
import {
  MOST_LINE_BYTES,
  readImportLine,
  type ImportedState,
  type LineFault,
} from './read-import-line'
import { rememberReceived, wasReceived } from './received-states'
import { splitLines } from './split-lines'
import { takenRows } from './store-client-state'

/**
 * Why a line is not imported; nothing of it is stored then.
 * - `unknown-user` the service doesn't know the user
 * - `not-listed` the service lists no row of that key: it wouldn't accept the state
 * - `wrong-kind` the row of that key is a phone, or another kind of client state
 * - `already-stored` another state is kept for that row
 * - `no-row` a kept state stands for every row that may be a recovery backup of the user
 * - `service` the service gave no usable list, also when it was asked again
 */
export type ImportFault =
  | LineFault
  | {
      readonly code: 'unknown-user' | 'not-listed' | 'wrong-kind' | 'already-stored' | 'no-row'
    }
  | ServiceFault

type ServiceFault = { readonly code: 'service'; readonly cause: ReadError['code'] }

/**
 * What became of a line. `received`: that very state was handed in before. `stopped`: the import ends here, because
 * the service gives no lists; a later run goes on from here.
 */
export type LineOutcome =
  | { readonly line: number; readonly outcome: 'stored' | 'received' }
  | { readonly line: number; readonly outcome: 'rejected'; readonly fault: ImportFault }
  | { readonly line: number; readonly outcome: 'stopped'; readonly cause: ReadError['code'] }

/** One run of the import. */
export type ImportRun = {
  /** JSON Lines. */
  readonly source: AsyncIterable<Uint8Array>
  /** Common to all that the run writes to the audit log. */
  readonly correlationId: string
  readonly clock: () => Date
  /** The pauses before the service is asked again for a list that it didn't give. */
  readonly pausesMs?: readonly number[]
}

const PAUSES_MS: readonly number[] = [1_000, 5_000, 20_000]
/** Milliseconds for a list, and as many for transactions that others have ended. Nobody waits at a page. */
const BUDGET_MS = 10_000
/** So many lines in a row that the service gave no list for: it is the service, not the lines. */
const MOST_FAILURES = 3
/** Faults of the service that may soon be over. */
const PASSING: ReadonlySet<ReadError['code']> = new Set([
  'unreachable',
  'timeout',
  'busy',
  'unavailable',
])

const IMPORT = {
  issuer: 'recognize-portal',
  subject: 'import-client-states',
  role: 'system',
} as const

/**
 * Imports the recovery backups that an organisation has kept itself, line by line, and tells what became of each. Each
 * line is one transaction, so that a run can end at any place. A later run of the same file stores only what is missing.
 */
export async function* importClientStates(run: ImportRun): AsyncGenerator<LineOutcome> {
  let failures = 0
  for await (const { number: line, bytes } of splitLines(run.source, MOST_LINE_BYTES)) {
    const read = readImportLine(bytes, run.clock())
    if (read === null) continue
    const imported = read.ok ? await importState(read.value, run) : read
    const fault = imported.ok ? null : imported.error
    // A line that is wrong by itself says nothing about the service.
    if (read.ok) failures = fault?.code === 'service' ? failures + 1 : 0
    if (fault?.code === 'service' && isStandstill(fault, failures)) {
      yield { line, outcome: 'stopped', cause: fault.cause }
      return
    }
    yield imported.ok
      ? { line, outcome: imported.value }
      : { line, outcome: 'rejected', fault: imported.error }
  }
}

function isStandstill({ cause }: ServiceFault, failures: number): boolean {
  return cause === 'key-refused' || failures >= MOST_FAILURES
}

async function importState(
  state: ImportedState,
  { correlationId, clock, pausesMs = PAUSES_MS }: ImportRun,
): Promise<Result<'stored' | 'received', ImportFault>> {
  if (await wasReceived(state)) return succeed('received')
  const listed = await listPatiently(state.userId, pausesMs)
  if (!listed.ok) return listed
  const at = clock()
  const { userId } = state
  return retryConflicts(async () => {
    await reconcileStates(userId, await keptStates([userId], at), listed.value, at)
    return database().transaction((tx) =>
      storeImported({ state, listed: listed.value, correlationId, at }, tx),
    )
  }, deadlineIn(BUDGET_MS))
}

async function listPatiently(
  userId: string,
  pausesMs: readonly number[],
): Promise<Result<readonly OwnedDevice[], ServiceFault | { readonly code: 'unknown-user' }>> {
  for (let turn = 0; ; turn += 1) {
    const listed = await readDevices({ userIds: [userId] }, deadlineIn(BUDGET_MS))
    if (listed.ok) return listed
    const { code } = listed.error
    if (code === 'identity-unknown') return fail({ code: 'unknown-user' })
    const pause = pausesMs[turn]
    if (pause === undefined || !PASSING.has(code)) return fail({ code: 'service', cause: code })
    await sleep(pause)
  }
}

/** What one line is stored with. */
type Arrival = {
  readonly state: ImportedState
  readonly listed: readonly OwnedDevice[]
  readonly correlationId: string
  readonly at: Date
}

/** Everything is checked before the first row is written: a failure leaves nothing to take back. */
async function storeImported(
  arrival: Arrival,
  tx: Database,
): Promise<Result<'stored' | 'received', ImportFault>> {
  const { state, correlationId, at } = arrival
  const { userId, text, storedAt } = state
  // The locks come in the order of an upload: the user's states, then the audit log.
  await lockStatesOf(userId, tx)
  if (await wasReceived(state, tx)) return succeed('received')
  const row = await findRow(arrival, tx)
  if (!row.ok) return row
  const { issuer, subject } = IMPORT
  const facts = { userId, kind: 'backup', madeBy: 'import', issuer, subject } as const
  const id = await putState({ ...facts, expiresAt: null, ...row.value }, text, storedAt ?? at, tx)
  await rememberReceived(state, at, tx)
  const detail = { id, kind: 'backup', madeBy: 'import', clientId: subject } as const
  const { deviceId } = row.value
  await recordEvent(
    { type: 'client-state-stored', version: 1, detail },
    { actor: IMPORT, correlationId, at, userId, ...(deviceId === null ? {} : { deviceId }) },
    tx,
  )
  return succeed('stored')
}

/**
 * The row of an imported state. Unlike an upload, an import brings states that may be years old: without a listed row
 * that can be theirs they are of no use, and none of them takes the place of one that is kept.
 */
async function findRow(
  { state, listed, at }: Arrival,
  tx: Database,
): Promise<Result<StateRow, ImportFault>> {
  const { userId, publicSigningKey, storedAt } = state
  const taken = await takenRows(userId, tx)
  const asked = { userId, kind: 'backup', publicSigningKey, listed, taken } as const
  const row = matchArrivingState({ ...asked, at: storedAt ?? at })
  if (!row.ok) return row
  const { deviceId } = row.value
  if (deviceId === null) {
    const kept = await keptStates([userId], at, tx)
    const rowless = kept.filter((other) => other.kind === 'backup' && other.deviceId === null)
    const free = unlinkedRows(kept, listed, 'backup')
    return free.length > rowless.length ? row : fail({ code: 'no-row' })
  }
  if (!listed.some(({ device }) => device.id === deviceId)) return fail({ code: 'not-listed' })
  return taken.has(deviceId) ? fail({ code: 'already-stored' }) : row
}
