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
import { networkOf } from './client-address'

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
  /** Both of one network around such addresses, counted separately: somebody may have all of its addresses. */
  'sign-ins-of-network': { points: 1_000, insured: 300 },
  /** The same of one account that is signed in already, in place of those above and below. */
  'sign-ins-of-account': { points: 30, insured: 10 },
  /** All sign-ins without an address, and of networks that had their quiet ones. Counted separately as well. */
  'sign-ins-of-all': { points: 10_000, insured: 400 },
  /** The first few sign-ins of each network: a share that a few loud networks can't use up. */
  'quiet-sign-ins': { points: 20_000, insured: 800 },
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
  /** Audit entries about refused sign-ins: for one network, and for all together. */
  'sign-ins-refused': { points: 5, insured: 2 },
  'all-sign-ins-refused': { points: 30, insured: 10 },
  /** Bad logout tokens from one address. Good ones don't count: the provider sends them in bursts. */
  'logout-tokens': { points: 600, insured: 200 },
  /** Calls without a good token from unknown addresses, all together. */
  'callers-without-address': { points: 600, insured: 200 },
} as const satisfies Record<string, { points: number; insured: number }>
export type Limit = keyof typeof LIMITS

/** So many sign-ins of a network within a minute are its quiet ones. */
export const QUIET_SIGN_INS = 10

export type LimitReached = { readonly code: 'limited'; readonly retryAfterSeconds: number }

/** Counts one attempt for `whom` (a person, an address). Refuses above the limit, with the seconds to wait. */
export async function takeLimit(limit: Limit, whom: string): Promise<Result<void, LimitReached>> {
  const counted = await countAttempt(limit, whom)
  return counted.ok ? succeed(undefined) : counted
}

/** The same; gives how many there were within the minute, this one included. */
async function countAttempt(limit: Limit, whom: string): Promise<Result<number, LimitReached>> {
  try {
    const { consumedPoints } = await limiterOf(limit).consume(keyOf(limit, whom))
    return succeed(consumedPoints)
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

type SignInSide = 'sign-in-starts' | 'sign-in-returns'
/** Null for what isn't known. */
type SignInCaller = {
  readonly address: string | null
  /** Of somebody who is signed in already. */
  readonly account: { readonly issuer: string; readonly subject: string } | null
}

/** Counts one side of a sign-in: for the account if somebody is signed in, else for those who may be anybody. */
export async function takeSignIn(
  side: SignInSide,
  { address, account }: SignInCaller,
): Promise<Result<void, LimitReached>> {
  const taken =
    account === null
      ? await takeUnknownSignIn(side, address)
      : await takeLimit('sign-ins-of-account', `${side}/${account.issuer} ${account.subject}`)
  if (!taken.ok) logLimitReached(side)
  return taken
}

/** Counts for the address, its network and a total. A quiet network has a total of its own, which loud ones can’t use up. */
async function takeUnknownSignIn(
  side: SignInSide,
  address: string | null,
): Promise<Result<void, LimitReached>> {
  if (address === null) return takeLimit('sign-ins-of-all', side)
  const own = await takeLimit(side, address)
  if (!own.ok) return own
  const network = await countAttempt('sign-ins-of-network', `${side}/${networkOf(address)}`)
  if (!network.ok) return network
  return takeLimit(network.value <= QUIET_SIGN_INS ? 'quiet-sign-ins' : 'sign-ins-of-all', side)
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
