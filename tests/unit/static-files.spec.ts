import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFrontDoor } from '../../server/front-door.mjs'
import { withStaticFiles } from '../../server/static-files.mjs'

const folder = mkdtempSync(join(tmpdir(), 'static-files-'))
const FILES = { 'a.js': 'plain', 'a.js.br': 'small', 'a.js.gz': 'medium', 'b.css': 'bare' }
const handed: string[] = []
let server: ReturnType<typeof createFrontDoor>

beforeAll(async () => {
  mkdirSync(join(folder, 'chunks'))
  for (const [name, text] of Object.entries(FILES))
    writeFileSync(join(folder, 'chunks', name), text)
  const framework = withStaticFiles(folder, async (request, response) => {
    handed.push(`${request.method} ${request.url}`)
    response.writeHead(404)
    response.end('from the framework')
  })
  server = createFrontDoor(framework, new URL('http://portal.example'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

interface Answer {
  status: number | undefined
  headers: http.IncomingHttpHeaders
  body: string
}

function ask(path: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET') {
  const { port } = server.address() as AddressInfo
  return new Promise<Answer>((resolve, reject) => {
    const origin = method === 'POST' ? { origin: 'http://portal.example' } : {}
    const options = { port, path, method, headers: { ...origin, ...headers } }
    const request = http.request({ host: '127.0.0.1', ...options }, (answer) => {
      let body = ''
      answer.on('data', (chunk) => (body += String(chunk)))
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }))
    })
    request.once('error', reject)
    request.end()
  })
}

const A = '/_next/static/chunks/a.js'

test.each([
  ['nothing', undefined, undefined, 'plain'],
  ['neither', 'deflate, zstd', undefined, 'plain'],
  ['gzip', 'gzip, deflate', 'gzip', 'medium'],
  ['both', 'gzip, deflate, br', 'br', 'small'],
  ['brotli only in name', 'brr, br2, gzip;q=0', undefined, 'plain'],
  ['brotli not at all', 'br;q=0, gzip;q=0.5', 'gzip', 'medium'],
])('who accepts %s gets a coding that they understand', async (_, accepted, coding, body) => {
  const answer = await ask(A, accepted === undefined ? {} : { 'accept-encoding': accepted })
  expect(answer).toMatchObject({ status: 200, body })
  expect(answer.headers).toMatchObject({
    'content-type': 'application/javascript; charset=utf-8',
    'content-length': String(body.length),
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  expect(answer.headers['content-encoding']).toBe(coding)
})

test('a file without a copy is sent as it is, and a HEAD sends nothing of one', async () => {
  const bare = await ask('/_next/static/chunks/b.css', { 'accept-encoding': 'br' })
  expect(bare).toMatchObject({ body: 'bare' })
  expect(bare.headers['content-encoding']).toBeUndefined()
  const head = await ask(A, { 'accept-encoding': 'br' }, 'HEAD')
  expect(head).toMatchObject({ status: 200, body: '' })
  expect(head.headers['content-length']).toBe('5')
})

test('everything else is the framework’s: another path, a file that came later', async () => {
  handed.length = 0
  writeFileSync(join(folder, 'chunks', 'later.js'), 'later')
  const paths = ['/', '/_next/static/chunks/', '/_next/static/chunks/later.js', '/chunks/a.js']
  for (const path of [...paths, `${A}/`, '/_next/static/__proto__'])
    expect((await ask(path)).body, path).toBe('from the framework')
  expect(handed).toHaveLength(6)
  // Nothing but GET and HEAD comes as far as this.
  expect(await ask(A, {}, 'POST')).toMatchObject({ status: 405 })
})
