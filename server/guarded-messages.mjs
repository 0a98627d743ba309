// @ts-check
// The classes of the server's requests and responses. Node takes them through its options `IncomingMessage` and
// `ServerResponse`.
import { IncomingMessage, ServerResponse } from 'node:http'
import { headersFor, leadOlderForm } from './response-headers.mjs'

/** A request with a limit on its body. The limit does not rely on Content-Length. */
export class BoundedRequest extends IncomingMessage {
  #bytes = 0
  #most = Infinity
  /** @type {(isEnd: boolean) => void} */
  #refuse = () => undefined

  /**
   * @param {number} most Bytes
   * @param {(isEnd: boolean) => void} refuse Called for each part beyond them, and for the end after that. The reader
   *   gets neither: it must not take half a body for a whole one.
   */
  limitBody(most, refuse) {
    this.#most = most
    this.#refuse = refuse
  }

  /**
   * Node passes every part of a body through this method. Null is the end.
   * @override
   * @param {{ length: number } | null} chunk
   * @param {BufferEncoding} [encoding]
   */
  push(chunk, encoding) {
    this.#bytes += chunk?.length ?? 0
    if (this.#bytes <= this.#most) return super.push(chunk, encoding)
    this.#refuse(chunk === null)
    return true
  }
}

/** Connections with an answer in progress. @type {WeakSet<object>} */
const answering = new WeakSet()

/** @param {object} socket */
export const isAnswering = (socket) => answering.has(socket)

/** A response that always carries the required headers. @extends {ServerResponse<BoundedRequest>} */
export class ProtectedResponse extends ServerResponse {
  /** The requested path. The framework rewrites the URL of the request. */
  path = '/'

  /**
   * Node sends every head through this method, even when the framework only calls write() or end().
   * @override
   * @param {number} status
   * @param {unknown[]} rest The reason or the headers, or both
   * @returns {this}
   */
  writeHead(status, ...rest) {
    const reason = typeof rest[0] === 'string' ? rest.shift() : undefined
    this.#setAll(rest[0])
    const header = (/** @type {string} */ name) => this.getHeader(name)?.toString()
    const isScript = this.req.headers['next-action'] !== undefined
    const onward = isScript ? null : leadOlderForm({ path: this.path, status, header })
    if (onward !== null) this.setHeader('Location', onward)
    const sent = onward === null ? status : 307
    this.#setAll(headersFor({ path: this.path, status: sent, header }))
    const { socket } = this
    if (socket) {
      answering.add(socket)
      this.once('close', () => answering.delete(socket))
    }
    return typeof reason === 'string' && onward === null
      ? super.writeHead(status, reason)
      : super.writeHead(sent)
  }

  /** @param {unknown} headers By name, or names and values in turn, as Node takes them */
  #setAll(headers) {
    if (Array.isArray(headers)) {
      const flat = headers.flat()
      for (let at = 0; at < flat.length; at += 2) this.appendHeader(flat[at], flat[at + 1])
    } else
      for (const [name, value] of Object.entries(headers ?? {}))
        if (value === null) this.removeHeader(name)
        else if (value !== undefined) this.setHeader(name, value)
  }
}
