import 'server-only'
import { fail, succeed, type Result } from '../platform/result'

/** What fits a body that holds no client state, in bytes. */
export const SMALL_BODY = 64 * 1024

export type BodyError = { readonly code: 'too-large' | 'not-json' | 'media-type' }

const JSON_ITSELF = /^application\/json\s*(;|$)/i

/**
 * The body of a request as JSON, of `most` bytes at most: no byte more is kept, whatever the request says of its length.
 * UTF-8 that is none is refused, not mended: what was sent would not be what is stored.
 */
export async function readJsonBody(
  request: Request,
  most: number,
  mediaType = JSON_ITSELF,
): Promise<Result<unknown, BodyError>> {
  if (!mediaType.test(request.headers.get('content-type') ?? ''))
    return fail({ code: 'media-type' })
  const bytes = await readBytes(request, most)
  if (bytes === null) return fail({ code: 'too-large' })
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return succeed(JSON.parse(text) as unknown)
  } catch {
    return fail({ code: 'not-json' })
  }
}

/** The fields of a posted form, of `most` bytes at most; null when it is larger, or no form. */
export async function readFormBody(
  request: Request,
  most: number,
): Promise<URLSearchParams | null> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return null
  const bytes = await readBytes(request, most)
  return bytes === null ? null : new URLSearchParams(new TextDecoder().decode(bytes))
}

async function readBytes(request: Request, most: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return null
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    length += value.byteLength
    if (length > most) {
      await reader.cancel()
      return null
    }
    chunks.push(value)
  }
}
