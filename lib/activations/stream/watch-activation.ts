import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { database } from '../../database/connection'
import { tryDatabase } from '../../database/outage'
import { activations } from '../../database/schema'
import { believedRows } from '../../database/sealed-rows'
import type { Account } from '../../auth/authorization/actor'
import type { Permitted } from '../../auth/authorization/authorize'
import { now } from '../../platform/clock'
import { log } from '../../platform/log'
import { fail, succeed, type Result } from '../../platform/result'
import { activationOfRow } from '../tracking/read-activation'
import { findOwnActivation, isSettled } from '../tracking/activation-rows'
import { takeWatchPlace } from './watch-places'

const POLL_MS = 700
const KEEP_ALIVE_MS = 15_000
const CHECK_SESSION_MS = 10_000
const LONGEST_MS = 15 * 60_000

/** What a watch works with. */
export type Watch = {
  readonly number: string
  /** Whether the session still stands. */
  readonly isAllowed: () => Promise<boolean>
  /** The version that the browser saw last; null for none. */
  readonly lastSeen: number | null
  /** Aborted when the browser goes away. */
  readonly signal: AbortSignal
}

/**
 * Opens a watch of an activation of the person's own.
 * - `not-found` there is none, or it belongs to another person
 * - `over` nothing new will come
 * - `too-many` the person has reached the limit of watches
 * - `records-down` the database does not answer
 */
export async function openWatch({
  authorized: { subject },
  ...watch
}: Watch & Permitted<'activations:start:own', Account>): Promise<
  Result<
    ReadableStream<Uint8Array>,
    { readonly code: 'not-found' | 'over' | 'too-many' | 'records-down' }
  >
> {
  const row = await tryDatabase(() => findOwnActivation(subject, watch.number), 'outage' as const)
  if (row === 'outage') return fail({ code: 'records-down' })
  if (row === null) return fail({ code: 'not-found' })
  if (isSettled(row) && row.version === watch.lastSeen) return fail({ code: 'over' })
  const leave = takeWatchPlace(subject)
  return leave === null ? fail({ code: 'too-many' }) : succeed(watchActivation(watch, leave))
}

/** An activation’s changes as server-sent events, by polling the database. The caller has checked whose it is. */
export function watchActivation(
  { number, isAllowed, lastSeen, signal }: Watch,
  onEnd: () => void = () => undefined,
): ReadableStream<Uint8Array> {
  const left = new AbortController()
  const gone = AbortSignal.any([signal, left.signal, AbortSignal.timeout(LONGEST_MS)])
  // A browser that reads no more pulls no more, so that without this its end would go unnoticed.
  if (gone.aborted) onEnd()
  else gone.addEventListener('abort', onEnd, { once: true })
  const events = eventsOf(number, isAllowed, lastSeen, gone)
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const event = await events.next().catch((err: unknown) => {
        if (!gone.aborted) log().error({ err, activation: number }, 'a watch broke off')
        return null
      })
      if (event?.value !== undefined) return controller.enqueue(encoder.encode(event.value))
      onEnd()
      if (!left.signal.aborted) controller.close()
    },
    cancel: () => left.abort(),
  })
}

async function* eventsOf(
  number: string,
  isAllowed: () => Promise<boolean>,
  lastSeen: number | null,
  gone: AbortSignal,
): AsyncGenerator<string, undefined> {
  // Something is sent at once: only then does the browser know that it is connected.
  let [spokeAt, checkedAt] = [-Infinity, performance.now()]
  for (let seen = lastSeen; !gone.aborted;) {
    const read = await tryDatabase(() => readAfter(seen, number), null)
    if (read?.event || performance.now() - spokeAt > KEEP_ALIVE_MS) {
      seen = read?.version ?? seen
      spokeAt = performance.now()
      yield read?.event ?? ': still here\n\n'
    }
    if (read?.isLast) return
    await sleep(POLL_MS, undefined, { signal: gone })
    if (performance.now() - checkedAt < CHECK_SESSION_MS) continue
    checkedAt = performance.now()
    if (await tryDatabase(isAllowed, true)) continue
    yield 'event: ended\ndata: {}\n\n'
    return
  }
}

/** The event of an activation whose version isn't `seen` yet, and whether it is the last one. */
async function readAfter(seen: number | null, number: string) {
  const rows = await database().select().from(activations).where(eq(activations.number, number))
  const [row] = believedRows(activations, rows, { number })
  if (!row) return { version: seen, event: null, isLast: true }
  const { version } = row
  const isLast = isSettled(row)
  if (version === seen) return { version, event: null, isLast }
  const at = now()
  const data = { activation: await activationOfRow(row, at), readAt: at.toISOString() }
  const event = `id: ${version}\nevent: activation\ndata: ${JSON.stringify(data)}\n\n`
  return { version, event, isLast }
}
