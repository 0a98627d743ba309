import 'server-only'
import { RateLimiterMemory, RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible'
import { runStatement } from '../database/statement'
import { keyedHash } from '../platform/crypto'
import { env } from '../platform/env'
import { log } from '../platform/log'
import { processSingleton } from '../platform/process-singleton'
import { fail, succeed, type Result } from '../platform/result'
import { rateLimitedLog } from '../platform/rate-limited-log'
import { createSemaphore } from '../platform/resilience/semaphore'

const SECONDS = 60
/** Of the database's ten connections: one caller without end must not occupy them all. */
const AT_A_TIME = 3

/**
 * Limits per minute. The database counts `points` exactly, for all replicas together. Each process allows `insured`,
 * which are fewer, while the table can't be used.
 */
export const LIMITS = {
  /** Changes by one person that have no limit of their own below. */
  actions: { points: 120, insured: 40 },
  /** Removals that one person starts, for themselves or as an agent. A clean-up counts once. */
  removals: { points: 20, insured: 5 },
  /** Activations that one person begins, or prepares for others. */
  activations: { points: 10, insured: 3 },
  /** All other actions of one agent. */
  'desk-actions': { points: 120, insured: 40 },
  /** Audit entries that one person has reached a limit. */
  'limits-told': { points: 1, insured: 0 },
  /** Sign-ins that start at one address. A whole company may share it. */
  'sign-in-starts': { points: 300, insured: 100 },
  /** Answers of the provider that are brought from one address; each may make the portal call the provider. */
  'sign-in-returns': { points: 300, insured: 100 },
  /** All sign-ins together, with or without an address. Starts and answers of the provider are counted separately. */
  'sign-ins-of-all': { points: 3_000, insured: 200 },
  /** Codes of one person that were not accepted. */
  'wrong-codes': { points: 5, insured: 2 },
  /** Calls of one person, or of one backend. */
  'api-calls': { points: 60, insured: 20 },
  /** One proof that the caller has the key of their token: each is good once. */
  'dpop-proofs': { points: 1, insured: 1 },
  /** Calls from one address without a token that is good. */
  'unknown-callers': { points: 120, insured: 40 },
  /** Searches of one agent. */
  'look-ups': { points: 30, insured: 10 },
  /** Audit entries that one agent was refused more of them. */
  'look-ups-refused': { points: 1, insured: 0 },
  /** Reports of the browsers at one address on what a page's policy refused. */
  'policy-reports': { points: 20, insured: 5 },
  /** Audit entries about one person who was refused what only staff may do. */
  refusals: { points: 5, insured: 2 },
  /** Audit entries about refused sign-ins: for one address, and for all together. */
  'sign-ins-refused': { points: 5, insured: 2 },
  'all-sign-ins-refused': { points: 30, insured: 10 },
  /** Bad logout tokens from one address. Good ones don't count: the provider sends them in bursts. */
  'logout-tokens': { points: 600, insured: 200 },
  /** Calls without a good token from unknown addresses, all together. */
  'callers-without-address': { points: 600, insured: 200 },
} as const satisfies Record<string, { points: number; insured: number }>
export type Limit = keyof typeof LIMITS

export type LimitReached = { readonly code: 'limited'; readonly retryAfterSeconds: number }

/** Counts one attempt for `whom` (a person, an address). Refuses above the limit, with the seconds to wait. */
export async function takeLimit(limit: Limit, whom: string): Promise<Result<void, LimitReached>> {
  try {
    await limiterOf(limit).consume(keyOf(limit, whom))
    return succeed(undefined)
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal
    const seconds = Math.ceil(refusal.msBeforeNext / 1000)
    return fail({ code: 'limited', retryAfterSeconds: Math.max(1, seconds) })
  }
}

/** By its shape: the server bundles the library more than once, and a limiter may belong to another copy. */
function isRefusal(thrown: unknown): thrown is RateLimiterRes {
  return typeof thrown === 'object' && thrown !== null && 'msBeforeNext' in thrown
}

/** Counts one side of a sign-in: for its address if that is known, and for all addresses together. */
export async function takeSignIn(
  limit: 'sign-in-starts' | 'sign-in-returns',
  address: string | null,
): Promise<Result<void, LimitReached>> {
  const own = address === null ? succeed(undefined) : await takeLimit(limit, address)
  const taken = own.ok ? await takeLimit('sign-ins-of-all', limit) : own
  if (!taken.ok) logLimitReached(limit)
  return taken
}

/** The audit log needs a person, so only the process's log has the line; once a minute. */
function logLimitReached(limit: Limit): void {
  rateLimitedLog(`limit/${limit}`, 1, () =>
    log().warn({ limit }, 'a limit was reached by somebody who isn’t signed in'),
  )
}

/** Gives one back that turned out not to count. */
export async function returnLimit(limit: Limit, whom: string): Promise<void> {
  await limiterOf(limit).reward(keyOf(limit, whom))
}

/** Neither addresses nor people are stored: only a keyed hash that finds them again. */
function keyOf(limit: Limit, whom: string): string {
  return keyedHash(whom, env().AUTH_SECRET, `limit/${limit}`)
}

function limiterOf(limit: Limit): RateLimiterPostgres {
  return processSingleton(`limit/${limit}`, () => {
    const { points, insured } = LIMITS[limit]
    return new RateLimiterPostgres({
      storeClient: { query: (statement: Statement) => count(statement) },
      storeType: 'client',
      tableName: 'rate_limits',
      // Made by the migration.
      tableCreated: true,
      // Old rows go every few minutes; one of the limiters does that for all.
      clearExpiredByTimeout: limit === 'unknown-callers',
      keyPrefix: limit,
      points,
      duration: SECONDS,
      // Far beyond the limit the database isn't asked at all.
      inMemoryBlockOnConsumed: 2 * points,
      insuranceLimiter: new RateLimiterMemory({
        keyPrefix: limit,
        points: insured,
        duration: SECONDS,
      }),
    })
  })
}

type Statement = { readonly text: string; readonly values: readonly unknown[] }

async function count({ text, values }: Statement) {
  const inTurn = processSingleton('limits', () => createSemaphore(AT_A_TIME))
  try {
    return await inTurn.run(() => runStatement(text, values))
  } catch (err) {
    rateLimitedLog('limits-in-memory', 1, () =>
      log().warn({ err }, 'limits are counted in memory: their table can’t be used'),
    )
    throw err
  }
}
