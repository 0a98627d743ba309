import type { Fault } from '../../fixtures/sandbox-client'

/** What happens, without where. */
type Kind = { kind: Fault['kind']; [detail: string]: unknown }

const status = (code: number, retryAfter?: number): Kind => ({
  kind: 'status',
  status: code,
  ...(retryAfter === undefined ? {} : { retryAfter }),
})

/** Answers, or none, that leave everything as it was. */
const NOT_DONE: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(
    [400, 401, 403, 404, 406, 409, 429, 500, 502, 503, 504].map((code) => [
      `a ${code}`,
      status(code),
    ]),
  ),
  'a 429 that names a time': status(429, 1),
  'a 503 that names a long time': status(503, 3600),
  'no answer': { kind: 'hang' },
  'a broken line': { kind: 'reset' },
  'half an answer': { kind: 'truncated' },
  'invalid JSON': { kind: 'malformed' },
  'a web page': { kind: 'html' },
  'an answer of 64 MB': { kind: 'huge' },
  'a redirect': { kind: 'redirect', location: 'http://localhost:1/elsewhere' },
}

const onList: Readonly<Record<string, Kind>> = {
  ...NOT_DONE,
  'an object for a list': { kind: 'not-array' },
  'an empty object': { kind: 'body', body: {} },
  'somebody else’s list': { kind: 'foreign' },
  'an answer in drops': { kind: 'drip' },
}

/** The service took it and did nothing: that can only be waited for, so it is still open in the end. */
export const NEVER_DONE = 'success, and nothing was done'

/** It happens in real time, whatever time it is for the portal. */
export const DONE_LATE = 'done late, and answered only then'

const onDelete: Readonly<Record<string, Kind>> = {
  'no answer after it was done': { kind: 'applied-then-hang' },
  'a broken line after it was done': { kind: 'applied-then-reset' },
  'a 404 after it was done': { kind: 'gone' },
  'success, and the row stays listed': { kind: 'still-listed' },
  'an answer in drops after it was done': { kind: 'drip' },
  [DONE_LATE]: { kind: 'delay', delayMs: 2_500 },
}

const at = (
  faults: Readonly<Record<string, Kind>>,
  place: Pick<Fault, 'on' | 'after'>,
): [string, Fault][] =>
  Object.entries(faults).map(([name, kind]) => [name, { ...kind, ...place } as Fault])

/** The steps of a removal at which something can go wrong, with every fault that can happen there. */
export const STEPS = {
  'before the DELETE': at(onList, { on: 'list' }),
  'during the DELETE': at(
    { ...NOT_DONE, [NEVER_DONE]: { kind: 'body', body: { success: true } } },
    { on: 'delete' },
  ),
  'after its effect, before its answer': at(onDelete, { on: 'delete' }),
  'at the look afterwards': at(onList, { on: 'list', after: 1 }),
} as const satisfies Record<string, [string, Fault][]>

export type Step = keyof typeof STEPS
