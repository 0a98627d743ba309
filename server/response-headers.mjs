// @ts-check
// The headers of every answer: pages, files, redirects, refusals, and the framework's own answers.

const EVERYWHERE = {
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

const PERMISSIONS = { 'Permissions-Policy': 'camera=(), geolocation=(), microphone=()' }

/** Denies everything to an answer that is not a page, in case a browser opens it as one. */
const NO_PAGE = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox`

/** The portal's public files. Caches may not keep anything else, regardless of the extension. */
const FILES =
  /^\/(_next\/static\/.+|api\/v1\/openapi\.json|\.well-known\/jwks\.json|([\w-]+\/)*[\w-]+\.(ico|jpg|png|svg|webp))$/

/** A page loads a dozen of these files. Headers that only a document obeys would be useless weight. */
const SCRIPTS_AND_STYLES = /^\/_next\/static\/.+\.(js|css)$/

/** Content changes the names of these files, so clients never need to revalidate them. */
const NEVER_ASKED_AGAIN = { ETag: null, 'Last-Modified': null }

/** @typedef {{ path: string, status: number, header: (name: string) => string | undefined }} Answer */

/**
 * The headers that replace those of an answer. Null removes a header.
 * @param {Answer} answer
 * @returns {Record<string, string | null>}
 */
export function headersFor({ path, status, header }) {
  const caching = header('cache-control') ?? ''
  const isFile = FILES.test(path) && [200, 206, 304].includes(status) && /^public\b/.test(caching)
  if (isFile && SCRIPTS_AND_STYLES.test(path))
    return { ...EVERYWHERE, ...NEVER_ASKED_AGAIN, 'Cross-Origin-Opener-Policy': null }
  return {
    ...EVERYWHERE,
    ...PERMISSIONS,
    ...(isFile || /\bno-store\b/.test(caching) ? {} : { 'Cache-Control': 'no-store' }),
    ...(header('content-security-policy') === undefined
      ? { 'Content-Security-Policy': NO_PAGE }
      : {}),
  }
}

/**
 * Where a browser without script takes a form that the framework has no action for. An older portal made its page. With
 * status 307 the form goes along, and what was chosen is kept (app/not-done/leave). Null for every other answer.
 * @param {Answer} answer
 */
export function leadOlderForm({ path, status, header }) {
  if (status !== 409 || header('x-nextjs-action-not-found') === undefined) return null
  return `/not-done/leave?problem=older-page&return=${encodeURIComponent(path)}`
}
