import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { database } from '../../database/connection'
import { tryDatabase } from '../../database/outage'
import { activations } from '../../database/schema'
import type { Actor } from '../../auth/authorization/actor'
import { can } from '../../auth/authorization/policy'
import { now } from '../../platform/clock'
import { log } from '../../platform/log'
import { fail, succeed, type Result } from '../../platform/result'
import { activationOfRow } from '../tracking/read-activation'
import { findOwnActivation, isSettled } from '../tracking/activation-rows'
import { takeWatchPlace } from './watch-places'

const LOOK_EVERY_MS = 700
const KEEP_ALIVE_MS = 15_000
const CHECK_MS = 10_000
const LONGEST_MS = 15 * 60_000

/** What a watch needs: whether the sign-in still stands, the version that was seen last (null: none), and a signal that the browser has gone. */
export type Watching = {
  readonly isAllowed: () => Promise<boolean>
  readonly lastSeen: number | null
  readonly signal: AbortSignal
}

/**
 * Opens a watch of an activation of the actor's own.
 * - `not-found` there is none, or it is somebody else's
 * - `over` nothing more will come than was seen
 * - `too-many` this sign-in watches as much as it may
 * - `records-down` the database can't be asked
 */
export async function openWatch(
  actor: Actor,
  number: string,
  { isAllowed, lastSeen, signal }: Watching,
): Promise<
  Result<
    ReadableStream<Uint8Array>,
    { readonly code: 'not-found' | 'over' | 'too-many' | 'records-down' }
  >
> {
  if (!can(actor, 'activations:start:own', actor)) return fail({ code: 'not-found' })
  const row = await tryDatabase(() => findOwnActivation(actor, number), 'outage' as const)
  if (row === 'outage') return fail({ code: 'records-down' })
  if (row === null) return fail({ code: 'not-found' })
  if (isSettled(row) && row.version === lastSeen) return fail({ code: 'over' })
  const leave = takeWatchPlace(actor)
  if (leave === null) return fail({ code: 'too-many' })
  return succeed(watchActivation(number, isAllowed, lastSeen, signal, leave))
}

/**
 * What becomes of an activation, as server-sent events: `activation` with what the browser may see and when it was read,
 * under its version as id; nothing that was seen already (`lastSeen`). The database is looked at, so that any replica can
 * do it. Ends when nothing more will come, when the browser goes, after a quarter of an hour, or, with `ended`, once
 * `isAllowed` says no. Who calls has checked that the activation is the person's own; `onEnd` tells that it is over.
 */
export function watchActivation(
  number: string,
  isAllowed: () => Promise<boolean>,
  lastSeen: number | null,
  signal: AbortSignal,
  onEnd: () => void = () => undefined,
): ReadableStream<Uint8Array> {
  const left = new AbortController()
  const gone = AbortSignal.any([signal, left.signal, AbortSignal.timeout(LONGEST_MS)])
  // Whoever doesn't read any more asks for nothing either, so that the end would not be noticed otherwise.
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
  // Something is said at once: only then does the browser know that it is connected.
  let [spokeAt, checkedAt] = [-Infinity, performance.now()]
  for (let seen = lastSeen; !gone.aborted;) {
    const read = await tryDatabase(() => readAfter(seen, number), null)
    if (read?.event || performance.now() - spokeAt > KEEP_ALIVE_MS) {
      seen = read?.version ?? seen
      spokeAt = performance.now()
      yield read?.event ?? ': still here\n\n'
    }
    if (read?.isLast) return
    await sleep(LOOK_EVERY_MS, undefined, { signal: gone })
    if (performance.now() - checkedAt < CHECK_MS) continue
    checkedAt = performance.now()
    if (await tryDatabase(isAllowed, true)) continue
    yield 'event: ended\ndata: {}\n\n'
    return
  }
}

/** The event for an activation whose version isn't `seen` yet, and whether it is the last there will be. */
async function readAfter(seen: number | null, number: string) {
  const [row] = await database().select().from(activations).where(eq(activations.number, number))
  if (!row) return { version: seen, event: null, isLast: true }
  const { version } = row
  const isLast = isSettled(row)
  if (version === seen) return { version, event: null, isLast }
  const at = now()
  const data = { activation: await activationOfRow(row, at), readAt: at.toISOString() }
  const event = `id: ${version}\nevent: activation\ndata: ${JSON.stringify(data)}\n\n`
  return { version, event, isLast }
}
