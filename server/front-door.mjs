// @ts-check
import http from 'node:http'
import { certificateGuard } from './client-certificate.mjs'
import { BoundedRequest, isAnswering, ProtectedResponse } from './guarded-messages.mjs'
import { isActionPost, makeOwn, mostBytesOf, pathOf, refusalOf } from './request-rules.mjs'
import { headersFor } from './response-headers.mjs'

/** Milliseconds, except for the size. The server cuts off a slower or longer request before it does any work for it. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
}
/** The time that an oversized request may continue. A client that is cut off at once may not read the answer. */
const LINGER_MS = 1_000
const WARN_AGAIN_MS = 60_000

/** @typedef {(request: BoundedRequest, response: ProtectedResponse) => Promise<void>} Handler */
/** @typedef {{ headers: http.IncomingHttpHeaders, bytes: number | null, atMs: number }} AskedPost */
/** @typedef {(post: AskedPost) => { mostBytes: number } | { retryAfterSeconds: number } | null} PostAdmission */
/** @typedef {http.Server<typeof BoundedRequest, typeof ProtectedResponse>} FrontDoor */

/**
 * The HTTP server of the portal. It refuses what the rules refuse, hands everything else to `handler`, and sends every
 * answer with the headers that it must have.
 * @param {Handler} handler The framework
 * @param {URL} address The portal's own
 * @param {object} [options]
 * @param {http.ServerOptions} [options.limits] In place of the usual ones
 * @param {PostAdmission} [options.admitPost] How much an action's post may bring; null for the usual limit
 * @param {import('./client-certificate.mjs').CertificateGuard} [options.guard]
 * @returns {FrontDoor} Not listening yet
 */
export function createFrontDoor(
  handler,
  address,
  { limits = {}, admitPost = () => null, guard = certificateGuard() } = {},
) {
  const warn = createRefusalLog()
  const server = http.createServer({
    ...LIMITS,
    ...limits,
    // This refusal has all headers, like every other answer.
    requireHostHeader: false,
    IncomingMessage: BoundedRequest,
    ServerResponse: ProtectedResponse,
  })
  server.on('request', (request, response) => {
    guard(request.headers, request.socket.remoteAddress)
    const refusal = admit(request, response, address, admitPost)
    if (refusal === null) return void handOver(handler, request, response)
    warn(refusal.status, request)
    refuse(request, response, refusal)
  })
  server.on('checkExpectation', (request, response) => refuse(request, response, { status: 417 }))
  server.on('clientError', (/** @type {NodeJS.ErrnoException} */ error, socket) => {
    // A second answer on the connection would look like a part of the first one.
    if (!socket.writable || error.code === 'ECONNRESET' || isAnswering(socket))
      return void socket.destroy()
    socket.end(bareAnswer(STATUS_OF_FAULT[error.code ?? ''] ?? 400))
  })
  server.on('connect', (_request, socket) => void socket.end(bareAnswer(405)))
  // The server has no web sockets, although the framework listens for upgrades. Without a listener, Node treats the
  // request like any other.
  server.on('newListener', (event, listener) => {
    if (event === 'upgrade') queueMicrotask(() => server.removeListener('upgrade', listener))
  })
  return server
}

/** @type {Readonly<Record<string, number>>} */
const STATUS_OF_FAULT = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

/**
 * @param {BoundedRequest} request
 * @param {ProtectedResponse} response
 * @param {URL} address
 * @param {PostAdmission} admitPost
 * @returns {import('./request-rules.mjs').Refusal | null}
 */
function admit(request, response, address, admitPost) {
  const { method = '', url: target = '', httpVersion, headers, rawHeaders } = request
  const path = pathOf(target) ?? '/'
  response.path = path
  const refusal = refusalOf({ method, target, httpVersion, headers, rawHeaders }, address.origin)
  if (refusal !== null) return refusal
  const length = headers['content-length']
  const bytes = length === undefined ? null : Number(length)
  const admission = isActionPost(method, path)
    ? admitPost({ headers, bytes, atMs: performance.now() })
    : null
  if (admission !== null && 'retryAfterSeconds' in admission)
    return { status: 429, retryAfter: admission.retryAfterSeconds }
  const most = admission?.mostBytes ?? mostBytesOf(path)
  if (admission !== null && (bytes ?? 0) > most) return { status: 413 }
  makeOwn(headers, address)
  request.limitBody(most, (isEnd) => {
    if (!response.headersSent) refuse(request, response, { status: 413 })
    else if (response.writableFinished) request.socket.destroy()
    if (isEnd) response.end()
  })
  return null
}

/**
 * @param {Handler} handler
 * @param {BoundedRequest} request
 * @param {ProtectedResponse} response
 */
async function handOver(handler, request, response) {
  try {
    await handler(request, response)
  } catch (error) {
    console.error(error)
    if (response.headersSent) response.destroy()
    else refuse(request, response, { status: 500 })
  }
}

/**
 * @param {BoundedRequest} request
 * @param {ProtectedResponse} response
 * @param {import('./request-rules.mjs').Refusal} refusal
 */
function refuse(request, response, { status, allow, retryAfter }) {
  const body = statusLine(status)
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  const hasBody = coding !== undefined || Number(length ?? 0) > 0
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    ...(allow === undefined ? {} : { Allow: allow }),
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    ...(hasBody ? { Connection: 'close' } : {}),
  })
  response.write(request.method === 'HEAD' ? '' : body)
  if (!hasBody) return void response.end()
  const end = () => void response.end()
  const patience = setTimeout(end, LINGER_MS)
  request.once('end', end)
  response.once('close', () => clearTimeout(patience))
  request.resume()
}

/** @param {number} status */
const statusLine = (status) => `${status} ${http.STATUS_CODES[status]}\n`

/**
 * An answer on a connection with an unreadable request.
 * @param {number} status
 */
function bareAnswer(status) {
  const headers = Object.entries(headersFor({ path: '/', status, header: () => undefined }))
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const body = statusLine(status)
  return `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines}Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
}

/** Logs refusals, each status once a minute. Without the limit any client could fill the log. */
function createRefusalLog() {
  /** @type {Map<number, { at: number, since: number }>} */
  const logged = new Map()
  /** @type {(status: number, request: BoundedRequest) => void} */
  return (status, { method, headers: { origin } }) => {
    const last = logged.get(status) ?? { at: -Infinity, since: 0 }
    const now = performance.now()
    if (now - last.at < WARN_AGAIN_MS) return void last.since++
    logged.set(status, { at: now, since: 0 })
    // This line is the first hint for an operator whose AUTH_URL differs from the address that people use.
    const from = status === 403 ? ` from ${JSON.stringify(origin?.slice(0, 200) ?? 'nowhere')}` : ''
    const more = last.since > 0 ? `, and ${last.since} more since the last time` : ''
    console.warn(`a ${method}${from} was refused with ${status}${more}`)
  }
}
