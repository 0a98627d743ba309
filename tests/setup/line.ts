import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/**
 * A line to a server of this machine that a test can cut (every connection breaks, new ones at once) or freeze (nothing
 * comes through, and nobody is told), and mend again.
 */
export async function openLine(target: number) {
  let state: 'whole' | 'cut' | 'frozen' = 'whole'
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    return socket
  }
  const server = createServer((near) => {
    keep(near)
    if (state === 'cut') near.destroy()
    if (state !== 'whole') return
    const far = keep(connect(target, '127.0.0.1'))
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (chunk) => state === 'whole' && to.write(chunk))
      from.on('close', () => to.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      state = 'cut'
      endAll()
    },
    freeze: () => {
      state = 'frozen'
    },
    mend: () => {
      state = 'whole'
      // What was frozen has lost bytes on the way.
      endAll()
    },
    close: () => {
      endAll()
      server.close()
    },
  }
}
