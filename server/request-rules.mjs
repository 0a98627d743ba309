// @ts-check
// What is decided about a request before the framework sees it. Pure: tests/unit/front-door.spec.ts holds the table.

/** The most bytes of a body, as much as the framework takes of an action: it would answer more with a 500. */
export const MOST_BODY_BYTES = 1024 * 1024
/** The API's routes count by themselves, and what they take of a client state is more; this ends who goes on for ever. */
const MOST_API_BODY_BYTES = 16 * 1024 * 1024
const LONGEST_TARGET = 8 * 1024

/**
 * @typedef {object} Asked
 * @property {string} method
 * @property {string} target As it stands in the request's first line
 * @property {string} httpVersion
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {readonly string[]} rawHeaders
 */

/** @typedef {{ status: number, allow?: string }} Refusal */

/**
 * Why a request goes no further, or null for one that does.
 * @param {Asked} asked
 * @param {string} origin The portal's own: no post from a page of another one is let in
 * @returns {Refusal | null}
 */
export function refusalOf(asked, origin) {
  const { method, target, headers } = asked
  if (target.length > LONGEST_TARGET) return { status: 414 }
  const path = pathOf(target)
  if (path === null || !hasOneHost(asked)) return { status: 400 }
  // Error pages of the framework, which it shows to whoever asks, and its tools.
  if (/^\/_(?!next\/)/.test(path)) return { status: 404 }
  const methods = methodsOf(path)
  if (!methods.includes(method)) return { status: 405, allow: methods.join(', ') }
  if (method !== 'GET' && method !== 'HEAD' && !isForMachines(path) && !isFrom(origin, headers))
    return { status: 403 }
  if (isOfApi(path) && isOfPage(headers)) return { status: 403 }
  // The API says so in its own words, and reads no more than it takes.
  if (!isOfApi(path) && Number(headers['content-length'] ?? 0) > MOST_BODY_BYTES)
    return { status: 413 }
  return null
}

/**
 * The path of a request's target; null for what no browser and no app of ours sends. One way to write an address, so
 * that an edge, a cache and the framework can't each understand another one.
 * @param {string} target
 */
export function pathOf(target) {
  if (!/^\/[\x21-\x7e]*$/.test(target) || target.includes('#')) return null
  const [path = ''] = target.split('?')
  const segments = path.slice(1).split('/')
  // A slash at the end is the only empty segment, and the start page the only one with nothing before it.
  if (segments.slice(0, -1).includes('')) return null
  return segments.every(isPlainSegment) ? path : null
}

/** @param {string} segment */
function isPlainSegment(segment) {
  const text = decoded(segment)
  // With a percent sign it was encoded twice.
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

/** What is posted by something else than a page: whatever cookies come along, they mean nothing there. */
const isForMachines = (/** @type {string} */ path) =>
  isOfApi(path) || path === '/api/auth/backchannel-logout' || path === '/api/reports'

/** No page and no route has a dot in its address, but for the description of the API. */
const FILE = /\.\w+$/

/** What only pages send: below the API the framework would run an action on its page for what isn't there. @param {Asked['headers']} headers */
const isOfPage = (headers) =>
  headers['next-action'] !== undefined ||
  /^\s*multipart\/form-data/i.test(headers['content-type'] ?? '')

/** How many bytes of a body are read, whatever it says of its length. @param {string} path */
export const mostBytesOf = (path) => (isOfApi(path) ? MOST_API_BODY_BYTES : MOST_BODY_BYTES)

/** @param {string} path */
function methodsOf(path) {
  if (path.startsWith('/_next/') || FILE.test(path)) return ['GET', 'HEAD']
  // Its routes refuse by themselves, with a problem that says what there is.
  if (isOfApi(path)) return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  return ['GET', 'HEAD', 'POST']
}

/**
 * Browsers always say where a post comes from; with an origin that is not ours it isn't let in, nor with none at all.
 * @param {string} origin
 * @param {Asked['headers']} headers
 */
function isFrom(origin, headers) {
  return headers.origin === undefined
    ? headers['sec-fetch-site'] === 'same-origin'
    : headers.origin === origin
}

/** Headers by which the framework and its hosts talk among themselves, or that name an address or method anew. */
const NEVER_FROM_OUTSIDE =
  /^(x-(middleware|nextjs|next|now|invoke|vercel|prerender|matched|original|rewrite|http-method|forwarded-(host|proto|port|server|prefix|scheme))\b.*|next-resume|next-html-request-id|forwarded|upgrade|http2-settings)$/

/**
 * Takes from a request what only we may say, and says it: what is called from outside has one address, whatever a caller
 * or an edge in front writes there.
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {URL} address The portal's own
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
