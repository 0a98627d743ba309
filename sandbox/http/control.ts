import type { IncomingMessage, RequestListener } from 'node:http'
import { z } from 'zod'
import { readText, sendJson } from './message'

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** An answer with its own status. */
export class Answered {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}

export function refuse(status: number, message: string): never {
  throw new Refusal(status, message)
}

export interface ControlCall {
  param: (name: string) => string
  query: URLSearchParams
  json: <T>(schema: z.ZodType<T>) => Promise<T>
}

/** The result is sent as JSON, or as 204 if it is undefined. */
export type ControlEndpoint = (call: ControlCall) => unknown

/** Serves a table of endpoints. Its keys look like `PUT /people/:userId`. */
export function controlHandler(endpoints: Record<string, ControlEndpoint>): RequestListener {
  const routes = Object.entries(endpoints).map(([key, endpoint]) => {
    const [method = '', pattern = ''] = key.split(' ')
    return { method, segments: pattern.split('/'), endpoint }
  })

  async function answer(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const path = pathname.split('/')
    for (const { method, segments, endpoint } of routes) {
      const params = method === request.method ? match(segments, path) : undefined
      if (!params) continue
      return endpoint({
        param: (name) => params.get(name) ?? refuse(500, `The route has no ${name}.`),
        query: searchParams,
        json: (schema) => readJson(request, schema),
      })
    }
    return refuse(404, `No such endpoint. There are: ${Object.keys(endpoints).join(', ')}`)
  }

  return (request, response) => {
    answer(request).then(
      (body) => {
        if (body === undefined) response.writeHead(204).end()
        else if (body instanceof Answered) sendJson(response, body.status, body.body)
        else sendJson(response, 200, body)
      },
      (error: unknown) => {
        const status = error instanceof Refusal ? error.status : 500
        sendJson(response, status, { error: error instanceof Error ? error.message : 'unknown' })
      },
    )
  }
}

function match(segments: string[], path: string[]): Map<string, string> | undefined {
  if (segments.length !== path.length) return undefined
  const params = new Map<string, string>()
  for (const [index, segment] of segments.entries()) {
    const given = decodeSegment(path[index] ?? '')
    if (segment.startsWith(':') && given !== '') params.set(segment.slice(1), given)
    else if (segment !== given) return undefined
  }
  return params
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return refuse(400, `The path segment ${segment} is not percent-encoded correctly.`)
  }
}

async function readJson<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(request)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse(400, 'The body is not JSON.')
  }
  const result = schema.safeParse(value)
  return result.success ? result.data : refuse(400, z.prettifyError(result.error))
}
