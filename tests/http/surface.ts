import { request } from 'node:http'

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

export interface Sent {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** Asks for exactly this target: `fetch` would put dots and slashes in order first. */
export function askFor(
  portal: string,
  target: string,
  { method = 'GET', headers = {}, body = '' }: Sent = {},
): Promise<Answer> {
  const { hostname, port } = new URL(portal)
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: target, method, headers, agent: false })
    asked.on('error', reject)
    asked.on('response', (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(parts).toString(),
        }),
      )
    })
    asked.end(body)
  })
}

/** Does the same to each, a few at a time. */
export async function each<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values()
  const one = async () => {
    for (const item of left) await act(item)
  }
  await Promise.all(Array.from({ length: 6 }, one))
}

/** What every answer must be sent with, besides a policy and how long it may be kept. */
const EVERYWHERE = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}

/** What is wrong with the headers of an answer to anything but a request for a file. */
export function headerFaults({ headers }: Answer): string[] {
  const text = (name: string) => headers[name]?.toString() ?? ''
  const missing = Object.entries(EVERYWHERE)
    .filter(([name, value]) => headers[name] !== value)
    .map(([name]) => name)
  const policy = text('content-security-policy')
  const isPolicy =
    policy.startsWith(`default-src 'none'; `) && policy.includes(`frame-ancestors 'none'`)
  const opened = Object.keys(headers).filter((name) =>
    /^(access-control-|timing-allow-origin|x-powered-by|server$)/.test(name),
  )
  return [
    ...missing,
    ...opened,
    ...(isPolicy ? [] : ['content-security-policy']),
    ...(/\bno-store\b/.test(text('cache-control')) ? [] : ['cache-control']),
  ]
}
