// @ts-check
import http from 'node:http'
import { BoundedRequest, isAnswering, ProtectedResponse } from './guarded-messages.mjs'
import { makeOwn, mostBytesOf, pathOf, refusalOf } from './request-rules.mjs'
import { headersFor } from './response-headers.mjs'

/** In milliseconds, except the size. A slower or longer request is cut off before anything is spent on it. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
}
/** How long a request that is too large may go on before its connection ends. A client that is cut off at once may not read the answer. */
const LINGER_MS = 1_000
const WARN_AGAIN_MS = 60_000

/** @typedef {(request: BoundedRequest, response: ProtectedResponse) => Promise<void>} Handler */
/** @typedef {http.Server<typeof BoundedRequest, typeof ProtectedResponse>} FrontDoor */

/**
 * The HTTP server of the portal. It refuses what the rules refuse, hands everything else to `handler`, and sends every
 * answer with the headers that it must have.
 * @param {Handler} handler The framework
 * @param {URL} address The portal's own
 * @param {http.ServerOptions} [options] In place of the usual limits
 * @returns {FrontDoor} Not listening yet
 */
export function createFrontDoor(handler, address, options = {}) {
  const warn = createRefusalLog()
  const server = http.createServer({
    ...LIMITS,
    ...options,
    // Refused like everything else, with all headers.
    requireHostHeader: false,
    IncomingMessage: BoundedRequest,
    ServerResponse: ProtectedResponse,
  })
  server.on('request', (request, response) => {
    const refusal = admit(request, response, address)
    if (refusal === null) return void handOver(handler, request, response)
    warn(refusal.status, request)
    refuse(request, response, refusal)
  })
  server.on('checkExpectation', (request, response) => refuse(request, response, { status: 417 }))
  server.on('clientError', (/** @type {NodeJS.ErrnoException} */ error, socket) => {
    // Behind an answer that has begun, another one would be taken for a part of it.
    if (!socket.writable || error.code === 'ECONNRESET' || isAnswering(socket))
      return void socket.destroy()
    socket.end(bareAnswer(STATUS_OF_FAULT[error.code ?? ''] ?? 400))
  })
  server.on('connect', (_request, socket) => void socket.end(bareAnswer(405)))
  // Nothing here is a web socket. The framework listens for upgrades all the same; without a listener Node treats the
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
 */
function admit(request, response, address) {
  const { method = '', url: target = '', httpVersion, headers, rawHeaders } = request
  const path = pathOf(target) ?? '/'
  response.path = path
  const refusal = refusalOf({ method, target, httpVersion, headers, rawHeaders }, address.origin)
  if (refusal !== null) return refusal
  makeOwn(headers, address)
  request.limitBody(mostBytesOf(path), (isEnd) => {
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
function refuse(request, response, { status, allow }) {
  const body = statusLine(status)
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  const hasBody = coding !== undefined || Number(length ?? 0) > 0
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    ...(allow === undefined ? {} : { Allow: allow }),
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
 * An answer on a connection whose request could not be read.
 * @param {number} status
 */
function bareAnswer(status) {
  const headers = Object.entries(headersFor({ path: '/', status, header: () => undefined }))
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const body = statusLine(status)
  return `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines}Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
}

/** Logs what was refused, each status once a minute: otherwise anyone could fill the log. */
function createRefusalLog() {
  /** @type {Map<number, { at: number, since: number }>} */
  const logged = new Map()
  /** @type {(status: number, request: BoundedRequest) => void} */
  return (status, { method, headers: { origin } }) => {
    const last = logged.get(status) ?? { at: -Infinity, since: 0 }
    const now = performance.now()
    if (now - last.at < WARN_AGAIN_MS) return void last.since++
    logged.set(status, { at: now, since: 0 })
    // An operator whose AUTH_URL isn't the address that people use sees it here first.
    const from = status === 403 ? ` from ${JSON.stringify(origin?.slice(0, 200) ?? 'nowhere')}` : ''
    const more = last.since > 0 ? `, and ${last.since} more since the last time` : ''
    console.warn(`a ${method}${from} was refused with ${status}${more}`)
  }
}
