// @ts-check
// Decisions about a request before it reaches the framework. Pure functions. tests/unit/front-door.spec.ts has the
// table.

/**
 * The limit of any body of a page, in bytes. The portal admits less (lib/web/post-budget.ts). The framework answers a body
 * of more than 1 MB with a 500.
 */
export const MOST_BODY_BYTES = 256 * 1024
/** The API's routes have their own, larger limits for client states. This limit only stops endless bodies. */
const MOST_API_BODY_BYTES = 16 * 1024 * 1024
const LONGEST_TARGET = 8 * 1024

/**
 * @typedef {object} Asked
 * @property {string} method
 * @property {string} target From the request's first line
 * @property {string} httpVersion
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {readonly string[]} rawHeaders
 */

/** @typedef {{ status: number, allow?: string, retryAfter?: number }} Refusal */

/**
 * Why the server refuses a request, or null if it may continue.
 * @param {Asked} asked
 * @param {string} origin The portal's own origin. Posts from pages of other origins are refused.
 * @returns {Refusal | null}
 */
export function refusalOf(asked, origin) {
  const { method, target, headers } = asked
  if (target.length > LONGEST_TARGET) return { status: 414 }
  const path = pathOf(target)
  if (path === null || !hasOneHost(asked)) return { status: 400 }
  // The framework's error pages, which it would show to any client, and its tools.
  if (/^\/_(?!next\/)/.test(path)) return { status: 404 }
  const methods = methodsOf(path)
  if (!methods.includes(method)) return { status: 405, allow: methods.join(', ') }
  if (method !== 'GET' && method !== 'HEAD' && !isForMachines(path) && !isFrom(origin, headers))
    return { status: 403 }
  if (isOfApi(path) && isOfPage(headers)) return { status: 403 }
  // The API refuses in its own format, and reads no more than its limit.
  if (!isOfApi(path) && Number(headers['content-length'] ?? 0) > MOST_BODY_BYTES)
    return { status: 413 }
  return null
}

/**
 * The path of a request's target. Null for paths that neither a browser nor our app sends. Each address has only one
 * spelling, so that an edge, a cache and the framework all understand it alike.
 * @param {string} target
 */
export function pathOf(target) {
  if (!/^\/[\x21-\x7e]*$/.test(target) || target.includes('#')) return null
  const [path = ''] = target.split('?')
  const segments = path.slice(1).split('/')
  // Only a slash at the end makes an empty segment, and only the start page has no segment before it.
  if (segments.slice(0, -1).includes('')) return null
  return segments.every(isPlainSegment) ? path : null
}

/** @param {string} segment */
function isPlainSegment(segment) {
  const text = decoded(segment)
  // A remaining percent sign means that the segment was encoded twice.
  return text !== null && text !== '.' && text !== '..' && !/[\0-\x1f\x7f/\\;%]/.test(text)
}

/** @param {string} segment */
function decoded(segment) {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}

/** @param {Asked} asked */
function hasOneHost({ httpVersion, rawHeaders }) {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && /^host$/i.test(name))
  return hosts.length === 1 || (hosts.length === 0 && httpVersion === '1.0')
}

/** @param {string} path */
const isOfApi = (path) => path.startsWith('/api/v1/')

/** Paths that machines post to. Cookies have no meaning there. */
const isForMachines = (/** @type {string} */ path) =>
  isOfApi(path) || path === '/api/auth/backchannel-logout' || path === '/api/reports'

/** Only the API description has a dot in its path. Other pages and routes have none. */
const FILE = /\.\w+$/

/** True for a page's action. The framework would run one for a missing API path. @param {Asked['headers']} headers */
const isOfPage = (headers) =>
  headers['next-action'] !== undefined ||
  /^\s*multipart\/form-data/i.test(headers['content-type'] ?? '')

/** True for a post that the framework would take apart for an action. @param {string} method @param {string} path */
export const isActionPost = (method, path) => method === 'POST' && !isForMachines(path)

/** The limit of a body in bytes, independent of Content-Length. @param {string} path */
export const mostBytesOf = (path) => (isOfApi(path) ? MOST_API_BODY_BYTES : MOST_BODY_BYTES)

/** @param {string} path */
function methodsOf(path) {
  if (path.startsWith('/_next/') || FILE.test(path)) return ['GET', 'HEAD']
  // The API's routes refuse by themselves, with a problem that lists the allowed methods.
  if (isOfApi(path)) return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  return ['GET', 'HEAD', 'POST']
}

/**
 * Browsers always send the origin of a post. Posts with another origin, or with none, are refused.
 * @param {string} origin
 * @param {Asked['headers']} headers
 */
function isFrom(origin, headers) {
  return headers.origin === undefined
    ? headers['sec-fetch-site'] === 'same-origin'
    : headers.origin === origin
}

/** Internal headers of the framework and its hosts, and headers that override an address or method. */
const NEVER_FROM_OUTSIDE =
  /^(x-(middleware|nextjs|next|now|invoke|vercel|prerender|matched|original|rewrite|http-method|forwarded-(host|proto|port|server|prefix|scheme))\b.*|next-resume|next-html-request-id|forwarded|upgrade|http2-settings)$/

/**
 * Removes headers from a request that only the portal may set, and sets them. The portal has only one public address,
 * and a caller or an edge can't change it.
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {URL} address The portal's own address
 */
export function makeOwn(headers, { host, protocol, port }) {
  for (const name of Object.keys(headers))
    if (NEVER_FROM_OUTSIDE.test(name)) Reflect.deleteProperty(headers, name)
  const scheme = protocol.slice(0, -1)
  Object.assign(headers, {
    host,
    'x-forwarded-host': host,
    'x-forwarded-proto': scheme,
    'x-forwarded-port': port || (scheme === 'https' ? '443' : '80'),
  })
}
