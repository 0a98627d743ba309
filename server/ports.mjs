// @ts-check
import { once } from 'node:events'
import { createServer } from 'node:net'

/** `localhost` means either address. A foreign process on one of them would answer in the portal's place. */
export const LOOPBACK = ['127.0.0.1', '::1']

/**
 * Why a server can't listen here, as the system's error code. Null if it can.
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
 * The port number in a variable such as PORT. Null if the value is no usable port.
 * @param {string} value
 */
export function parsePort(value) {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0
  return port >= 1 && port <= 65_535 ? port : null
}

/**
 * Why a server could not listen on this port, as one sentence for the operator. Null if it could.
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
    // A machine without IPv6 has no ::1, so no client uses it.
    if (code !== null && !(isAbsent && LOOPBACK.includes(host)))
      return `The address ${host} can't be listened on (${code}): set HOST to an address of this machine.`
  }
  return null
}
