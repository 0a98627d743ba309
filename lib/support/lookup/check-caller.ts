import 'server-only'
import type { CallerCheck } from '../../audit/events/support-events'
import type { Account, Agent } from '../../auth/authorization/actor'
import { callNumberOf, callNumberStep } from '../../auth/authorization/call-number'
import { database } from '../../database/connection'
import { usedCallNumbers } from '../../database/schema'
import { keyedHash } from '../../platform/crypto'
import { env } from '../../platform/env'
import { fail, succeed, type Result } from '../../platform/result'
import { returnDaily, takeDaily } from './agent-limits'

/**
 * Why a call number does not count.
 * - `wrong-number` it isn't the person's, it is over, or it was used already
 * - `number-limit` the agent got too many wrong for this person today
 */
export type CallerCheckError = { readonly code: 'wrong-number' | 'number-limit' }

/** What an agent says of the caller: the number that the caller read out. Null or absent: they give their word. */
export type CallerProof = { readonly callNumber?: string | null }

/**
 * How a caller was verified: by the number that their portal shows, which counts once, or by the agent's word. `owner` is who
 * has the identity now: the number of somebody who had it before proves nothing.
 */
export async function checkCaller({
  agent,
  owner,
  userId,
  callNumber,
  at,
}: {
  readonly agent: Agent
  readonly owner: Account | null
  readonly userId: string
  /** Null: the agent gives their word. */
  readonly callNumber: string | null
  readonly at: Date
}): Promise<Result<CallerCheck, CallerCheckError>> {
  if (callNumber === null) return succeed('agents-word')
  // A person with several identities has one number.
  const whose = owner === null ? userId : JSON.stringify([owner.issuer, owner.subject])
  const about = keyedHash(whose, env().AUTH_SECRET, 'wrong-numbers')
  // Counted before it is compared, so that a burst of guesses gets no further than one after the other.
  const taking = { agent, kind: 'wrong-numbers', at, within: database(), about } as const
  if (!(await takeDaily(taking)).ok) return fail({ code: 'number-limit' })
  if (owner === null || !(await useNumber(owner, callNumber, at)))
    return fail({ code: 'wrong-number' })
  await returnDaily(taking)
  return succeed('number-matched')
}

/** Uses a number up; false when it is nobody's now, or was used before. One step back counts too: people read slowly. */
async function useNumber(
  { issuer, subject }: Account,
  callNumber: string,
  at: Date,
): Promise<boolean> {
  const present = callNumberStep(at)
  for (const step of [present, present - 1]) {
    if (callNumberOf({ issuer, subject }, step) !== callNumber) continue
    const used = await database()
      .insert(usedCallNumbers)
      .values({ issuer, subject, step, usedAt: at })
      .onConflictDoNothing()
      .returning({ step: usedCallNumbers.step })
    if (used.length > 0) return true
  }
  return false
}
