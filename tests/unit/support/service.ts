import { log } from '@/lib/platform/log'

/** One request as it would have gone over the wire. */
export interface Sent {
  url: string
  init: RequestInit & { headers: Record<string, string> }
}

/** What the service does with a request: an answer, or none. */
export type Service = (sent: Sent) => Response | Promise<Response>

/** An answer that never comes; gives up with the connection, as `fetch` does. */
export const silence: Service = ({ init: { signal } }) =>
  new Promise((_, reject) => {
    const abort = () => reject(new DOMException('aborted', 'AbortError'))
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort)
  })

export const broken: Service = () => Promise.reject(new TypeError('fetch failed'))

export const answer =
  (body: unknown, init?: ResponseInit): Service =>
  () =>
    Response.json(body, init)

/** Puts a service in place of the network while `use` runs, and gives what it was sent; the last answer repeats. */
export async function withService<Value>(
  services: readonly Service[],
  use: (sent: Sent[]) => Promise<Value>,
): Promise<Value> {
  const real = globalThis.fetch
  const sent: Sent[] = []
  const mine: typeof fetch = async (input, init) => {
    const one = { url: String(input), init: init as Sent['init'] }
    sent.push(one)
    const service = services[Math.min(sent.length, services.length) - 1]
    if (!service) throw new Error('the service was not to be asked')
    return service(one)
  }
  globalThis.fetch = mine
  try {
    return await use(sent)
  } finally {
    // Where a test was given up it comes here late, and the service may be another test's by then.
    if (globalThis.fetch === mine) globalThis.fetch = real
  }
}

const LEVELS = ['info', 'warn', 'error'] as const

/** What is logged while `use` runs: the level, the fields, and the words. */
export async function logged(use: () => Promise<unknown>): Promise<[string, object, string][]> {
  const logger = log()
  const real = { info: logger.info, warn: logger.warn, error: logger.error }
  const lines: [string, object, string][] = []
  const keep = (level: string) => (fields: object, words: string) =>
    void lines.push([level, fields, words])
  Object.assign(logger, Object.fromEntries(LEVELS.map((level) => [level, keep(level)])))
  try {
    await use()
    return lines
  } finally {
    Object.assign(logger, real)
  }
}
