// @ts-check
import { once } from 'node:events'
import { createServer } from 'node:net'

/** `localhost` means either address, depending on who asks: a stranger on one of them would answer for us. */
export const LOOPBACK = ['127.0.0.1', '::1']

/**
 * Why a server can't listen here, as the system's code; null when it can.
 * @param {number} port
 * @param {string} host
 */
async function listenFault(port, host) {
  const server = createServer()
  try {
    server.listen({ port, host, exclusive: true })
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return null
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
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
    const code = await listenFault(port, host)
    if (code === 'EADDRINUSE')
      return `Port ${port} is already in use: set ${variable} to another port.`
    if (code === 'EACCES')
      return `Port ${port} is reserved for the system: set ${variable} to a port above 1023.`
    const isAbsent = code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'
    // A machine without IPv6 has no ::1, so no one there asks for it.
    if (code !== null && !(isAbsent && LOOPBACK.includes(host)))
      return `The address ${host} can't be listened on (${code}): set HOST to an address of this machine.`
  }
  return null
}
