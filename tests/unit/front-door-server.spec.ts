import { once } from 'node:events'
import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, test as base } from 'vitest'
import { createFrontDoor, type PostAdmission } from '../../server/front-door.mjs'
import { headersFor } from '../../server/response-headers.mjs'

/** What stands behind the front door: keeps what it was asked, and answers what it got. */
class Behind {
  readonly requests: IncomingMessage[] = []
  answer = (_request: IncomingMessage, response: ServerResponse, body: string): void =>
    void response.writeHead(200, { 'X-Kept': ['a', 'b'] }).end(body)
  readonly handler = async (request: IncomingMessage, response: ServerResponse) => {
    this.requests.push(request)
    const body = await text(request).catch(() => null)
    if (body !== null) this.answer(request, response, body)
  }
}

interface Fixtures {
  admitPost: PostAdmission
  limits: ServerOptions
  behind: Behind
  open: () => Socket
  send: (...parts: string[]) => Promise<string>
}

const test = base.extend<Fixtures>({
  limits: {},
  admitPost: async ({}, use) => use(() => null),
  behind: async ({}, use) => use(new Behind()),
  open: async ({ behind, limits, admitPost }, use) => {
    const address = new URL('http://portal.example')
    const server = createFrontDoor(behind.handler, address, { limits, admitPost })
    // As the framework does.
    server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    await use(() => connect(port, '127.0.0.1').on('error', () => undefined))
    server.closeAllConnections()
    server.close()
  },
  send: async ({ open }, use) => {
    await use(async (...parts) => {
      const socket = open()
      const answer = text(socket).catch(() => '')
      for (const part of parts) if (socket.writable) socket.write(part, 'latin1')
      return answer
    })
  },
})

const head = (first: string, ...more: string[]) =>
  [first, 'Host: portal.example', 'Connection: close', ...more, '', ''].join('\r\n')
const POST = ['Origin: http://portal.example', 'Content-Type: text/plain']

/** The names of headers that an answer lacks. */
function missingIn(answer: string): string[] {
  const due = headersFor({ path: '/', status: 400, header: () => undefined })
  return Object.entries(due)
    .map(([name, value]) => `\r\n${name}: ${value}\r\n`)
    .filter((line) => !answer.includes(line))
}

const BROKEN: Record<string, [status: number, request: string]> = {
  'no HTTP at all': [400, 'hello\r\n\r\n'],
  'a method that isn’t one': [400, head('EXPLODE / HTTP/1.1')],
  'two lengths': [400, head('POST / HTTP/1.1', ...POST, 'Content-Length: 1', 'Content-Length: 2')],
  'a length and chunks': [
    400,
    `${head('POST / HTTP/1.1', ...POST, 'Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\nGET /x`,
  ],
  'a chunked coding under another name': [
    400,
    head('POST / HTTP/1.1', ...POST, 'Transfer-Encoding: chunked, identity'),
  ],
  'a header over two lines': [400, head('GET / HTTP/1.1', 'X-One: a', ' b')],
  'a space before the colon': [400, head('GET / HTTP/1.1', 'Content-Length : 5')],
  'bare line feeds': [400, 'GET / HTTP/1.1\nHost: portal.example\n\n'],
  'no host': [400, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  'two hosts': [400, head('GET / HTTP/1.1', 'Host: elsewhere.example')],
  'the address of another server': [400, head('GET http://elsewhere.example/ HTTP/1.1')],
  'headers without end': [431, head('GET / HTTP/1.1', `X-Long: ${'x'.repeat(17 * 1024)}`)],
  'an address without end': [414, head(`GET /${'x'.repeat(9 * 1024)} HTTP/1.1`)],
  'an expectation nobody knows': [417, head('GET / HTTP/1.1', 'Expect: miracles')],
  'a tunnel': [405, 'CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n'],
  'a trace': [405, head('TRACE / HTTP/1.1')],
  'a post from elsewhere': [
    403,
    head('POST / HTTP/1.1', 'Origin: https://elsewhere.example', 'Content-Length: 0'),
  ],
  'a body too large': [
    413,
    `${head('POST / HTTP/1.1', ...POST, 'Content-Length: 2000000')}${'x'.repeat(2_000_000)}`,
  ],
}

for (const [what, [status, request]] of Object.entries(BROKEN))
  test(`refused in one short line, with every header, and never passed on: ${what} @E2 @F2 @J1`, async ({
    behind,
    send,
  }) => {
    const answer = await send(request)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*\r\n\r\n${status} [\\w ]+\n$`))
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
    expect(missingIn(answer)).toEqual([])
    expect(behind.requests).toEqual([])
  })

test('a body that never ends is cut off at 256 kB, and what stands behind never takes it for a whole one @D4 @D13', async ({
  behind,
  send,
}) => {
  const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
  const answer = await send(
    head('POST /devices HTTP/1.1', ...POST, 'Transfer-Encoding: chunked'),
    ...Array<string>(40).fill(chunk),
    '0\r\n\r\n',
  )
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(missingIn(answer)).toEqual([])
  expect(behind.requests).toHaveLength(1)
  expect(behind.requests[0]?.readableEnded).toBe(false)
})

describe('posts of strangers', () => {
  const strangers = test.extend<Pick<Fixtures, 'admitPost'>>({
    admitPost: async ({}, use) => use(() => ({ mostBytes: 1_000 })),
  })

  strangers(
    'what is larger than a stranger may send never reaches what stands behind, by its word or by count @D4',
    async ({ behind, send }) => {
      const body = 'x'.repeat(1_001)
      const said = await send(head('POST /devices HTTP/1.1', ...POST, 'Content-Length: 1001'), body)
      expect(said).toMatch(/^HTTP\/1\.1 413 /)
      expect(missingIn(said)).toEqual([])
      expect(behind.requests).toEqual([])
      const counted = await send(
        head('POST /devices HTTP/1.1', ...POST, 'Transfer-Encoding: chunked'),
        `3e9\r\n${body}\r\n0\r\n\r\n`,
      )
      expect(counted).toMatch(/^HTTP\/1\.1 413 /)
      expect(behind.requests[0]?.readableEnded).toBe(false)
      const small = await send(head('POST /devices HTTP/1.1', ...POST, 'Content-Length: 2'), 'ab')
      expect(small).toMatch(/^HTTP\/1\.1 200 /)
    },
  )
})

describe('posts beyond a budget', () => {
  const late = test.extend<Pick<Fixtures, 'admitPost'>>({
    admitPost: async ({}, use) => use(() => ({ retryAfterSeconds: 42 })),
  })

  late(
    'are answered with 429 and when to come again, and never reach what stands behind; machines’ posts do @D4 @D12',
    async ({ behind, send }) => {
      const post = (path: string) =>
        send(head(`POST ${path} HTTP/1.1`, ...POST, 'Content-Length: 2'), 'ab')
      const answer = await post('/devices')
      expect(answer).toMatch(/^HTTP\/1\.1 429 /)
      expect(answer).toContain('\r\nRetry-After: 42\r\n')
      expect(missingIn(answer)).toEqual([])
      expect(behind.requests).toEqual([])
      expect(await post('/api/auth/backchannel-logout')).toMatch(/^HTTP\/1\.1 200 /)
      expect(await send(head('GET /devices HTTP/1.1'))).toMatch(/^HTTP\/1\.1 200 /)
    },
  )
})

test('what is let in arrives whole, and its answer keeps its own headers', async ({
  behind,
  send,
}) => {
  const whole = await send(
    head('POST /devices HTTP/1.1', ...POST, 'Transfer-Encoding: chunked', 'X-Middleware-Next: 1'),
    '5\r\nhello\r\n',
    '0\r\n\r\n',
  )
  expect(whole).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*hello/)
  expect(whole).toContain('X-Kept: a\r\nX-Kept: b\r\n')
  expect(missingIn(whole)).toEqual([])
  expect(behind.requests[0]?.headers).not.toHaveProperty('x-middleware-next')
})

test('nothing is upgraded to another protocol @F2', async ({ behind, send }) => {
  const socket = 'Connection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n'
  const answer = await send(`GET /devices HTTP/1.1\r\nHost: portal.example\r\n${socket}`)
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(missingIn(answer)).toEqual([])
  expect(behind.requests.map(({ headers }) => headers.upgrade)).toEqual([undefined])
})

/** The ways in which a framework begins an answer. */
const BEGUN: Record<string, (response: ServerResponse) => void> = {
  'with its end': (response) => void response.end('hello'),
  'with its first part': (response) => {
    response.statusCode = 404
    response.write('hel')
    response.end('lo')
  },
  'with its head alone': (response) => {
    response.flushHeaders()
    response.end('hello')
  },
  'by a stream': (response) => void Readable.from(['hel', 'lo']).pipe(response),
  'with names and values in turn': (response) =>
    void response.writeHead(200, 'Fine', ['X-Own', '1', 'Cache-Control', 'public']).end('hello'),
  'with headers that are set before': (response) => {
    response.setHeader('Referrer-Policy', 'unsafe-url')
    response.appendHeader('Cache-Control', 's-maxage=31536000')
    response.end('hello')
  },
}

for (const [how, answer] of Object.entries(BEGUN))
  test(`an answer has every header, also one that begins ${how} @E2`, async ({ behind, send }) => {
    behind.answer = (_request, response) => answer(response)
    const whole = await send(head('GET / HTTP/1.1'))
    expect(whole).toMatch(/hel[^]*lo/)
    expect(missingIn(whole)).toEqual([])
    expect(whole.match(/^(referrer-policy|cache-control):/gim)).toHaveLength(2)
  })

test('a handler that fails answers in one short line, and says why in the log alone @J1', async ({
  behind,
  send,
}) => {
  const { error } = console
  const logged: unknown[] = []
  console.error = (...parts) => void logged.push(...parts)
  const fault = new Error('a secret of the framework')
  behind.answer = () => {
    throw fault
  }
  const answer = await send(head('GET / HTTP/1.1')).finally(() => (console.error = error))
  expect(answer).toMatch(/^HTTP\/1\.1 500 [^]*\r\n\r\n500 Internal Server Error\n$/)
  expect(missingIn(answer)).toEqual([])
  expect(logged).toEqual([fault])
})

test('a connection serves one request after the other, and HEAD gets no body', async ({ open }) => {
  const socket = open()
  const answers = text(socket)
  const kept = 'Host: portal.example\r\n\r\n'
  socket.write(`HEAD / HTTP/1.1\r\n${kept}HEAD /\\ HTTP/1.1\r\n${kept}${head('GET / HTTP/1.1')}`)
  const all = await answers
  expect(all.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400', 'HTTP/1.1 200'])
  expect(all).not.toContain('400 Bad Request\n')
})

test('an answer is sent part by part, and its end is told when the browser leaves', async ({
  behind,
  open,
}) => {
  const served = new Promise<ServerResponse>((resolve) => {
    behind.answer = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: first\n\n')
      resolve(response)
    }
  })
  const socket = open()
  socket.write(head('GET /devices/add/x/events HTTP/1.1'))
  const response = await served
  let seen = ''
  for await (const part of socket) if ((seen += String(part)).includes('data: first')) break
  expect(missingIn(seen)).toEqual([])
  if (!response.closed) await once(response, 'close')
  expect(response.writableFinished).toBe(false)
})

describe('with short limits', () => {
  const slow = test.extend<Pick<Fixtures, 'limits'>>({
    limits: { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 10 },
  })

  for (const [what, request] of [
    ['a head that doesn’t end', 'GET / HTTP/1.1\r\nHost: portal.example\r\n'],
    ['a body that doesn’t come', head('POST / HTTP/1.1', ...POST, 'Content-Length: 5')],
  ] as const)
    slow(`a request that is too slow is ended with all headers: ${what} @D13`, async ({ send }) => {
      const answer = await send(request)
      expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*\r\n\r\n408 Request Timeout\n$/)
      expect(missingIn(answer)).toEqual([])
    })
})

for (const [how, more, expected] of [
  ['without script', [], /^HTTP\/1\.1 307 [^]*\r\nLocation: \/not-done\/leave\?problem=older-page/],
  ['by script', ['Next-Action: x'], /^HTTP\/1\.1 409 /],
] as const)
  test(`a form of an older page is led on with everything in it only where no script can tell: ${how}`, async ({
    behind,
    send,
  }) => {
    behind.answer = (_, response) => {
      response.setHeader('x-nextjs-action-not-found', '1')
      response.statusCode = 409
      response.end('Server action not found.')
    }
    const answer = await send(
      `${head('POST /devices/add HTTP/1.1', ...POST, ...more, 'Content-Length: 1')}x`,
    )
    expect(answer).toMatch(expected)
    expect(answer.includes('Location:')).toBe(how === 'without script')
    expect(missingIn(answer)).toEqual([])
  })
