// @ts-check
import { once } from 'node:events'
import { createServer } from 'node:net'

/** `localhost` means either address, depending on who asks: a stranger on one of them would answer for us. */
export const LOOPBACK = ['127.0.0.1', '::1']

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<{ code: string | null, port: number }>}
 */
async function tryToListen(port, host) {
  const server = createServer()
  try {
    server.listen({ port, host, exclusive: true })
    await once(server, 'listening')
    const address = server.address()
    const taken = typeof address === 'object' && address ? address.port : port
    server.close()
    await once(server, 'close')
    return { code: null, port: taken }
  } catch (error) {
    return {
      code: error instanceof Error && 'code' in error ? String(error.code) : 'unknown',
      port,
    }
  }
}

/**
 * The number in a variable such as PORT, or null when it holds no port that a server could listen on.
 * @param {string} value
 */
export function parsePort(value) {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0
  return port >= 1 && port <= 65_535 ? port : null
}

/**
 * Why a server could not listen on this port, as one sentence for the person who starts it; null when it could.
 * @param {number} port
 * @param {string} variable The setting that changes the port
 * @param {string[]} hosts
 */
export async function portProblem(port, variable, hosts = LOOPBACK) {
  for (const host of hosts) {
    const { code } = await tryToListen(port, host)
    if (code === 'EADDRINUSE')
      return `Port ${port} is already in use: set ${variable} to another port.`
    if (code === 'EACCES')
      return `Port ${port} is reserved for the system: set ${variable} to a port above 1023.`
    const isAbsent = code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
    // A machine without IPv6 has no ::1, and nobody there asks for it.
    if (code !== null && !(isAbsent && LOOPBACK.includes(host)))
      return `The address ${host} can't be listened on (${code}): set HOST to an address of this machine.`
  }
  return null
}

/**
 * A port that is free on both loopback addresses. The system hands out numbers in turn, so that another process
 * is unlikely to be given the same one before it is used.
 * @returns {Promise<number>}
 */
export async function freePort() {
  const { port, code } = await tryToListen(0, '127.0.0.1')
  if (code !== null) throw new Error(`No port is free on 127.0.0.1 (${code}).`)
  return (await portProblem(port, 'PORT')) === null ? port : freePort()
}
