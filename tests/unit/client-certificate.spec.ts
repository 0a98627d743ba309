import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { certificateThumbprint } from '@/lib/auth/oidc/api-token/client-certificate'
import { env } from '@/lib/platform/env'
import { certificateGuard } from '../../server/client-certificate.mjs'
import { createFrontDoor } from '../../server/front-door.mjs'
import { useEnvironment } from '../builders/environment'

useEnvironment()
// The configuration is the whole worker's.
beforeEach(() => {
  env().API_CLIENT_CERTIFICATE_HEADER = 'X-Client-Cert'
})
afterEach(() => {
  env().API_CLIENT_CERTIFICATE_HEADER = undefined
})

const der = Buffer.concat([Buffer.from([0x30, 0x82]), randomBytes(600)])
const base64 = der.toString('base64')
const lines = (base64.match(/.{1,64}/g) ?? []).join('\n')
const pem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
const thumbprint = createHash('sha256').update(der).digest('base64url')

const read = (value: string) => certificateThumbprint(new Headers({ 'x-client-cert': value }))

test('a certificate is read in each form that proxies write', () => {
  for (const value of [`:${base64}:`, base64, encodeURIComponent(pem), encodeURIComponent(base64)])
    expect(read(value)).toBe(thumbprint)
})

test('what is no certificate alone proves nothing @A3', () => {
  for (const value of [
    '',
    'a',
    ':a:',
    '%',
    `${base64}, ${base64}`,
    `:${base64}:, :${base64}:`,
    encodeURIComponent(pem + pem),
    Buffer.from('x'.repeat(200)).toString('base64'),
    'A'.repeat(20_000),
  ])
    expect(read(value)).toBeNull()
  expect(certificateThumbprint(new Headers({ 'client-cert': base64 }))).toBeNull()
})

describe('the header with a certificate is believed of the named proxies alone @A3', () => {
  const passes = (peer: string | undefined, proxies: string, header = 'X-Client-Cert') => {
    const headers = { 'x-client-cert': 'a' }
    certificateGuard(header, proxies)(headers, peer)
    return 'x-client-cert' in headers
  }

  test('of an address or a network of them, also where the socket writes IPv4 as IPv6', () => {
    for (const [peer, proxies] of [
      ['10.1.2.3', '10.0.0.0/8'],
      ['::ffff:10.1.2.3', '10.0.0.0/8'],
      ['192.0.2.1', '10.0.0.0/8 192.0.2.1'],
      ['fd00::1', '10.0.0.0/8\tfd00::/8'],
    ] as const)
      expect([peer, passes(peer, proxies)]).toEqual([peer, true])
  })

  test('of nobody else, and of nobody where the list is malformed', () => {
    for (const [peer, proxies] of [
      ['11.0.0.1', '10.0.0.0/8'],
      ['::ffff:11.0.0.1', '10.0.0.0/8'],
      ['::1', '127.0.0.1'],
      [undefined, '10.0.0.0/8'],
      ['', '0.0.0.0/0'],
      ['10.0.0.1', ''],
      ['10.0.0.1', 'proxy 10.0.0.0/99'],
    ] as const)
      expect([peer, passes(peer, proxies)]).toEqual([peer, false])
  })

  test('the front door asks the socket, not the request', async () => {
    const reaches = async (proxies: string) => {
      let seen: unknown
      const handler: Parameters<typeof createFrontDoor>[0] = async (request, response) => {
        seen = request.headers['x-client-cert']
        response.end()
      }
      const guard = certificateGuard('X-Client-Cert', proxies)
      const server = createFrontDoor(handler, new URL('http://portal.example'), { guard })
      await once(server.listen(0, '127.0.0.1'), 'listening')
      const { port } = server.address() as AddressInfo
      await fetch(`http://127.0.0.1:${port}/`, {
        headers: { 'X-Client-Cert': 'a', 'X-Forwarded-For': '10.0.0.1' },
      })
      server.closeAllConnections()
      server.close()
      return seen
    }
    expect(await reaches('10.0.0.0/8')).toBeUndefined()
    expect(await reaches('')).toBeUndefined()
    expect(await reaches('127.0.0.1')).toBe('a')
  })
})
