// @ts-check
// The headers of every answer, whoever gives it: pages, files, redirects, refusals, and what the framework itself says.

const EVERYWHERE = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

const PERMISSIONS = { 'Permissions-Policy': 'camera=(), geolocation=(), microphone=()' }

/** What isn't a page may do nothing at all, should a browser open it as one. */
const NO_PAGE = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`

/** The portal's own files: the same for everybody. Nothing else may be kept, whatever its address ends in. */
const FILES =
  /^\/(_next\/static\/.+|api\/v1\/openapi\.json|([\w-]+\/)*[\w-]+\.(ico|jpg|png|svg|webp))$/

/** Of these a page has a dozen: what only a document can heed would be weight without effect. */
const SCRIPTS_AND_STYLES = /^\/_next\/static\/.+\.(js|css)$/

/** Their names change with their content: nobody asks whether what has this name is still the same. */
const NEVER_ASKED_AGAIN = { ETag: null, 'Last-Modified': null }

/** @typedef {{ path: string, status: number, header: (name: string) => string | undefined }} Answer */

/**
 * What an answer must be sent with in place of what it says itself; null: without it.
 * @param {Answer} answer
 * @returns {Record<string, string | null>}
 */
export function headersFor({ path, status, header }) {
  const caching = header('cache-control') ?? ''
  const isFile = FILES.test(path) && [200, 206, 304].includes(status) && /^public\b/.test(caching)
  if (isFile && SCRIPTS_AND_STYLES.test(path)) return { ...EVERYWHERE, ...NEVER_ASKED_AGAIN }
  return {
    ...EVERYWHERE,
    ...PERMISSIONS,
    ...(isFile || /\bno-store\b/.test(caching) ? {} : { 'Cache-Control': 'no-store' }),
    ...(header('content-security-policy') === undefined
      ? { 'Content-Security-Policy': NO_PAGE }
      : {}),
  }
}
