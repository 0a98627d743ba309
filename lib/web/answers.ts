import 'server-only'

/** No cache keeps what was said to one person. */
const NO_STORE = { 'Cache-Control': 'no-store' }

/** An answer without content. */
export function emptyAnswer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(null, { status, headers: { ...NO_STORE, ...headers } })
}

/** An answer that the browser saves as a file. */
export function fileAnswer(
  body: BodyInit,
  { name, type }: { name: string; type: string },
): Response {
  return new Response(body, {
    headers: {
      ...NO_STORE,
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${name}"`,
    },
  })
}
