// @ts-check
import { once } from 'node:events'
import { createServer } from 'node:net'
import { portProblem } from '../server/ports.mjs'

/**
 * A port that is free on both loopback addresses. The system hands out numbers in turn, so another process is unlikely
 * to get this port before its use.
 * @returns {Promise<number>}
 */
export async function freePort() {
  const server = createServer()
  server.listen({ port: 0, host: '127.0.0.1', exclusive: true })
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('The system gave no port.')
  return (await portProblem(address.port, 'PORT')) === null ? address.port : freePort()
}
