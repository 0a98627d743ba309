import 'server-only'
import { readBounded } from '../platform/read-bounded'
import { fail, succeed, type Result } from '../platform/result'

/** The most bytes of a body that holds no client state. */
export const SMALL_BODY = 64 * 1024

export type BodyError = { readonly code: 'too-large' | 'not-json' | 'media-type' }

/** The media types that each kind of body may be sent with. */
const MEDIA_TYPES = {
  json: /^application\/json\s*(;|$)/i,
  // Browsers send the first for `report-uri`; JSON by its plain name comes from people who try it out.
  'csp-report': /^application\/(csp-report|json)\s*(;|$)/i,
  form: /^application\/x-www-form-urlencoded\s*(;|$)/i,
} as const

/** The body of a request, `limit` bytes at most: JSON as its value, a posted form as its fields. */
export async function readBody(
  request: Request,
  bound: { readonly limit: number; readonly type: 'form' },
): Promise<Result<URLSearchParams, BodyError>>
export async function readBody(
  request: Request,
  bound: { readonly limit: number; readonly type: 'json' | 'csp-report' },
): Promise<Result<unknown, BodyError>>
export async function readBody(
  request: Request,
  { limit, type }: { readonly limit: number; readonly type: keyof typeof MEDIA_TYPES },
): Promise<Result<unknown, BodyError>> {
  const { headers } = request
  if (!MEDIA_TYPES[type].test(headers.get('content-type') ?? ''))
    return fail({ code: 'media-type' })
  if (Number(headers.get('content-length') ?? 0) > limit) return fail({ code: 'too-large' })
  const bytes = await readBounded(request.body, limit)
  if (bytes === null) return fail({ code: 'too-large' })
  if (type === 'form') return succeed(new URLSearchParams(new TextDecoder().decode(bytes)))
  try {
    // Malformed UTF-8 is refused, not mended: what is stored must be what was sent.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return succeed(JSON.parse(text) as unknown)
  } catch {
    return fail({ code: 'not-json' })
  }
}
