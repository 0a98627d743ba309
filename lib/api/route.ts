import 'server-only'
import { translateFor, type Endpoint } from './define-endpoint'
import { problemAnswer } from './problem'

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

type Context = { readonly params: Promise<Record<string, string>> }
type Handler = (request: Request, context: Context) => Promise<Response>

/** The handlers of a route file: its endpoints, and a problem for every other method, OPTIONS included. */
export function routeOf(...endpoints: readonly Endpoint[]): Readonly<Record<Method, Handler>> {
  const allow = endpoints.map(({ method }) => method).join(', ')
  const refuse: Handler = async (request) =>
    problemAnswer({ code: 'method-not-allowed' }, translateFor(request), { Allow: allow })
  const handlerFor = (method: Method): Handler => {
    const endpoint = endpoints.find((one) => one.method === method)
    return endpoint ? async (request, { params }) => endpoint.handle(request, await params) : refuse
  }
  return {
    GET: handlerFor('GET'),
    HEAD: handlerFor('HEAD'),
    POST: handlerFor('POST'),
    PUT: handlerFor('PUT'),
    PATCH: handlerFor('PATCH'),
    DELETE: handlerFor('DELETE'),
    OPTIONS: handlerFor('OPTIONS'),
  }
}
