import 'server-only'
import { z } from 'zod'
import { keyedHash } from '../../platform/crypto'
import { env } from '../../platform/env'
import { processSingleton } from '../../platform/process-singleton'
import { succeed, type Result } from '../../platform/result'
import { createSemaphore } from '../../platform/resilience/semaphore'
import { withCredentials } from './client/authenticate-client'
import { introspectionEndpoint, providerFetch, ProviderUnavailable } from './provider'

const introspectionAnswer = z.looseObject({ active: z.boolean() })
type Introspection = z.infer<typeof introspectionAnswer>

/** How long the provider's word on a token is believed without asking again. A revoked token works for as long. */
const BELIEVED_MS = 10_000
const MOST_REMEMBERED = 5_000
const [PLACES, SEATS, WAIT_MS] = [8, 24, 1_500]

/** Counts what an unknown caller makes the provider do: `take` comes before it and may refuse, `giveBack` when it doesn't count. */
export type Bound<Refusal> = {
  readonly take: () => Promise<Result<void, Refusal>>
  readonly giveBack: () => Promise<void>
}

const state = processSingleton('introspection', () => ({
  /** By a keyed hash of the token: the provider's last answer about a good one, and until when it is believed. */
  good: new Map<string, { readonly answer: Introspection; readonly until: number }>(),
  // Apart, so that made-up tokens can't take the places of good ones.
  places: { known: createSemaphore(PLACES, SEATS), unknown: createSemaphore(PLACES, SEATS) },
}))

/**
 * Asks the provider about a token (RFC 7662) as the portal's own client, once in ten seconds. Gives the answer as it came;
 * `active: false` when the provider has no introspection. A token that was good before doesn't count against `bound`.
 * Throws {@link ProviderUnavailable} when there is no usable answer, or when too many calls wait for one.
 */
export async function introspect<Refusal>(
  token: string,
  bound: Bound<Refusal>,
): Promise<Result<Introspection, Refusal>> {
  const key = keyedHash(token, env().AUTH_SECRET, 'introspection')
  const known = state.good.get(key)
  if (known && Date.now() < known.until) return succeed(known.answer)
  if (known) return succeed(await askInTurn(token, key))
  const counted = await bound.take()
  if (!counted.ok) return counted
  let isToBlame = false
  try {
    const answer = await askInTurn(token, key)
    isToBlame = !answer.active
    return succeed(answer)
  } finally {
    if (!isToBlame) await bound.giveBack()
  }
}

async function askInTurn(token: string, key: string): Promise<Introspection> {
  const { good, places } = state
  const leave = await places[good.has(key) ? 'known' : 'unknown'].enter(WAIT_MS, null)
  if (leave === null) throw new ProviderUnavailable('too many tokens are being asked about')
  try {
    const until = Date.now() + BELIEVED_MS
    const answer = await ask(token)
    good.delete(key)
    if (answer.active) good.set(key, { answer, until })
    const [oldest] = good.keys()
    if (good.size > MOST_REMEMBERED && oldest !== undefined) good.delete(oldest)
    return answer
  } finally {
    leave()
  }
}

async function ask(token: string): Promise<Introspection> {
  const endpoint = await introspectionEndpoint()
  if (endpoint === null) return { active: false }
  const response = await providerFetch(
    endpoint,
    await withCredentials(Object.entries({ token, token_type_hint: HINT })),
  )
  const body: unknown = response.ok ? await response.json().catch(() => null) : null
  const parsed = introspectionAnswer.safeParse(body)
  if (!parsed.success) throw new ProviderUnavailable('the OpenID provider says nothing of a token')
  return parsed.data
}

const HINT = 'access_token'
