import 'server-only'
import type { IncomingHttpHeaders } from 'node:http'
import { env } from '../platform/env'
import { processSingleton } from '../platform/process-singleton'
import { addressIn, networkOf } from './client-address'
import { cookieName, SESSION_COOKIE } from './cookies'

// What posts of strangers may cost this process. The front door asks before the framework reads a body: taking one apart
// costs processor time, whoever sent it.

const WINDOW_MS = 60_000
/** A form of a thousand devices has 150 KB. */
const MOST_BYTES_KNOWN = 256 * 1024
/** No form that a stranger sees fills a tenth of this. */
export const MOST_BYTES_UNKNOWN = 32 * 1024
/** What the smallest post costs, counted in bytes. */
export const LEAST_COST = 4 * 1024
/** In bytes a minute: a thousand small posts, or 128 of the largest. */
export const NETWORK_BUDGET = 4 * 1024 * 1024
/** All together whose address isn't known. */
export const NO_ADDRESS_BUDGET = 16 * 1024 * 1024
/** What is remembered at most, so that many senders don't fill the memory. */
const MOST_NETWORKS = 20_000
const MOST_SESSIONS = 20_000
/** How long a session counts as known after it was last used. */
const KNOWN_MS = 15 * 60_000

/** A post may bring so many bytes, or must come again later. */
export type PostAdmission = { readonly mostBytes: number } | { readonly retryAfterSeconds: number }

/** What a post says of itself before its body is read. `bytes` is null where it doesn't say its length. */
export type AskedPost = {
  readonly headers: IncomingHttpHeaders
  readonly bytes: number | null
  /** Milliseconds of a clock that only goes forward. */
  readonly atMs: number
}

/** Counts the posts of those whose session this process doesn’t know, and remembers the sessions that it does. */
export class PostBudget {
  #windowStart = -Infinity
  readonly #spent = new Map<string, number>()
  readonly #knownUntil = new Map<string, number>()

  /** Notes that the session of a request was found and is active. */
  noteSession(cookieHeader: string | undefined, atMs: number): void {
    const cookie = sessionCookieIn(cookieHeader)
    if (cookie === '') return
    // The newest come last, so the first one is the oldest.
    this.#knownUntil.delete(cookie)
    this.#knownUntil.set(cookie, atMs + KNOWN_MS)
    if (this.#knownUntil.size <= MOST_SESSIONS) return
    const [oldest = ''] = this.#knownUntil.keys()
    this.#knownUntil.delete(oldest)
  }

  /** Lets a post in, or says how long to wait. A refused post costs nothing. */
  admit({ headers, bytes, atMs }: AskedPost): PostAdmission {
    if ((this.#knownUntil.get(sessionCookieIn(headers.cookie)) ?? -Infinity) > atMs)
      return { mostBytes: MOST_BYTES_KNOWN }
    const mostBytes = MOST_BYTES_UNKNOWN
    // It is refused for its size.
    if (bytes !== null && bytes > mostBytes) return { mostBytes }
    if (atMs - this.#windowStart >= WINDOW_MS) {
      this.#windowStart = atMs
      this.#spent.clear()
    }
    const [sender, budget] = this.#senderOf(headers)
    const spent = (this.#spent.get(sender) ?? 0) + Math.max(LEAST_COST, bytes ?? mostBytes)
    if (spent > budget)
      return { retryAfterSeconds: Math.ceil((this.#windowStart + WINDOW_MS - atMs) / 1000) }
    this.#spent.set(sender, spent)
    return { mostBytes }
  }

  #senderOf(headers: IncomingHttpHeaders): readonly [sender: string, budget: number] {
    const said = headers['x-forwarded-for']
    const address = addressIn(said?.toString() ?? null, env().TRUSTED_PROXIES)
    const network = address === null ? null : networkOf(address)
    const isCounted =
      network !== null && (this.#spent.has(network) || this.#spent.size < MOST_NETWORKS)
    return isCounted ? [network, NETWORK_BUDGET] : ['', NO_ADDRESS_BUDGET]
  }
}

/** The session's cookie in a `Cookie` header, with all its parts; empty without one. */
function sessionCookieIn(header = ''): string {
  const name = cookieName(SESSION_COOKIE)
  const parts = header.split(/; */).filter((part) => part.startsWith(name))
  return parts.join(';')
}

/** The budget of this process. `server/start.mjs` finds it by its name. */
export function postBudget(): PostBudget {
  return processSingleton('post-budget', () => new PostBudget())
}
