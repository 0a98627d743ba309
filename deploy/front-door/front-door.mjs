// @ts-check
import http from 'node:http'
import { headersFor } from './headers.mjs'
import { makeOwn, mostBytesOf, pathOf, refusalOf } from './rules.mjs'

/** In milliseconds, but for the size. Whoever is slower or sends more is cut off before anything is spent on them. */
const SERVER = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
  // Refused like everything else, with all headers.
  requireHostHeader: false,
}
/** How long whoever sends too much may go on before the connection ends: who is cut off at once may not read the answer. */
const LINGER_MS = 1_000
const TELL_AGAIN_MS = 60_000

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

/**
 * Puts rules and headers in front of the next HTTP server that this process makes, which is the framework's: that way it
 * keeps its own start, its clean end at a signal, and its `standalone` form, which has no place for a custom server.
 * @param {URL} address The portal's own
 * @returns {{ isInPlace: () => boolean }}
 */
export function standBefore(address) {
  const { createServer } = http
  let isInPlace = false
  /** @param {import('node:http').RequestListener} listener */
  const createGuarded = (listener) => {
    Object.assign(http, { createServer })
    isInPlace = true
    return guarded(createServer(SERVER), listener, address)
  }
  Object.assign(http, { createServer: createGuarded })
  return { isInPlace: () => isInPlace }
}

/**
 * @param {import('node:http').Server} server Without a listener of its own
 * @param {import('node:http').RequestListener} listener
 * @param {URL} address
 */
export function guarded(server, listener, address) {
  const tell = teller()
  server.on('request', (request, response) => {
    const refusal = receive(request, response, address)
    if (refusal === null) return void listener(request, response)
    tell(refusal.status, request)
    refuse(request, response, refusal)
  })
  server.on('checkExpectation', (request, response) => {
    protect(response, '/')
    refuse(request, response, { status: 417 })
  })
  server.on('clientError', (/** @type {NodeJS.ErrnoException} */ error, socket) => {
    // Behind an answer that has begun, another one would be taken for a part of it.
    if (!socket.writable || error.code === 'ECONNRESET' || busy.has(socket))
      return void socket.destroy()
    socket.end(bareAnswer(STATUS_OF_FAULT[error.code ?? ''] ?? 400))
  })
  server.on('connect', (_request, socket) => void socket.end(bareAnswer(405)))
  // Nothing here is a web socket. Without a listener the header counts for nothing, and the request is like any other.
  server.on('newListener', (event, upgrade) => {
    if (event === 'upgrade') queueMicrotask(() => server.removeListener('upgrade', upgrade))
  })
  return server
}

/** @type {Readonly<Record<string, number>>} */
const STATUS_OF_FAULT = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

/** Connections that an answer is being sent on. @type {WeakSet<object>} */
const busy = new WeakSet()

/**
 * @param {Request} request
 * @param {Response} response
 * @param {URL} address
 */
function receive(request, response, address) {
  const { method = '', url: target = '', httpVersion, headers, rawHeaders } = request
  const path = pathOf(target) ?? '/'
  protect(response, path)
  const refusal = refusalOf({ method, target, httpVersion, headers, rawHeaders }, address.origin)
  if (refusal !== null) return refusal
  makeOwn(headers, address)
  countBody(request, response, mostBytesOf(path))
  return null
}

/**
 * Gives whatever answer comes the headers that it must have.
 * @param {Response} response
 * @param {string} path
 */
function protect(response, path) {
  const { socket } = response
  const writeHead = response.writeHead
  /** @type {(status: number, ...rest: unknown[]) => Response} */
  const writeProtected = (status, ...rest) => {
    const message = typeof rest[0] === 'string' ? rest.shift() : undefined
    setAll(response, rest[0])
    const header = (/** @type {string} */ name) => response.getHeader(name)?.toString()
    setAll(response, headersFor({ path, status, header }))
    if (socket) {
      busy.add(socket)
      response.once('close', () => busy.delete(socket))
    }
    return Reflect.apply(writeHead, response, message === undefined ? [status] : [status, message])
  }
  Object.assign(response, { writeHead: writeProtected })
}

/**
 * @param {Response} response
 * @param {unknown} headers By name, or names and values in turn, as Node takes them
 */
function setAll(response, headers) {
  if (Array.isArray(headers)) {
    const flat = headers.flat()
    for (let at = 0; at < flat.length; at += 2) response.appendHeader(flat[at], flat[at + 1])
  } else
    for (const [name, value] of Object.entries(headers ?? {}))
      if (value !== undefined) response.setHeader(name, value)
}

/**
 * Ends a request whose body grows beyond the limit, whatever it said of its length: nothing more of it is kept.
 * @param {Request} request
 * @param {Response} response
 * @param {number} most
 */
function countBody(request, response, most) {
  let bytes = 0
  const push = request.push
  request.push = (chunk, encoding) => {
    bytes += chunk?.length ?? 0
    if (bytes <= most) return Reflect.apply(push, request, [chunk, encoding])
    if (!response.headersSent) refuse(request, response, { status: 413 })
    else if (response.writableFinished) request.socket.destroy()
    // The end isn't passed on either: half a body must not be taken for a whole one.
    if (chunk === null) response.end()
    return true
  }
}

/**
 * @param {Request} request
 * @param {Response} response
 * @param {import('./rules.mjs').Refusal} refusal
 */
function refuse(request, response, { status, allow }) {
  const body = words(status)
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
const words = (status) => `${status} ${http.STATUS_CODES[status]}\n`

/** @param {number} status */
function bareAnswer(status) {
  const headers = Object.entries(headersFor({ path: '/', status, header: () => undefined }))
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const body = words(status)
  return `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines}Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
}

/** Tells the log what was refused, each kind once a minute: whoever is refused could otherwise fill it. */
function teller() {
  /** @type {Map<number, { at: number, since: number }>} */
  const told = new Map()
  /** @type {(status: number, request: Request) => void} */
  return (status, { method, headers: { origin } }) => {
    const last = told.get(status) ?? { at: -Infinity, since: 0 }
    const now = performance.now()
    if (now - last.at < TELL_AGAIN_MS) return void last.since++
    told.set(status, { at: now, since: 0 })
    // An operator whose AUTH_URL isn't the address that people use sees it here first.
    const from = status === 403 ? ` from ${JSON.stringify(origin?.slice(0, 200) ?? 'nowhere')}` : ''
    const more = last.since > 0 ? `, and ${last.since} more since the last time` : ''
    console.warn(`a ${method}${from} was refused with ${status}${more}`)
  }
}
