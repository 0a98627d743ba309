import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { PortSetting } from '../settings'

export class UnusablePort extends Error {}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown'

async function bind(handler: RequestListener, host: string, port: number): Promise<Server> {
  const server = createServer(handler)
  // Longer than any caller keeps an idle connection. Otherwise a connection could close during its next use.
  server.keepAliveTimeout = 65_000
  server.listen(port, host)
  await once(server, 'listening')
  return server
}

/** Why the port is unusable, in words for the person who chose it. */
export function unusable(error: unknown, setting: PortSetting): UnusablePort {
  const code = errorCode(error)
  const reason = code === 'EADDRINUSE' ? 'is already in use' : `is not available (${code})`
  const advice = `set ${setting.variable} to another port (0 takes any free one)`
  return new UnusablePort(`Port ${setting.number} ${reason}: ${advice}.`)
}

export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

/** Listens on both loopback addresses, because `localhost` means either, and returns the port. */
export async function listen(handler: RequestListener, setting: PortSetting): Promise<number> {
  let server: Server
  try {
    server = await bind(handler, '127.0.0.1', setting.number)
  } catch (error) {
    throw unusable(error, setting)
  }

  const port = portOf(server)
  try {
    await bind(handler, '::1', port)
  } catch (error) {
    const hasNoIpv6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(errorCode(error))
    if (hasNoIpv6) return port
    server.close()
    if (setting.number !== 0) throw unusable(error, setting)
    return listen(handler, setting)
  }
  return port
}
