export interface Refusal {
  status: number
  message: string
  allow?: string
}

/** The target of a request, from its raw path. Decoding first would turn `%2F` into `/`. */
export interface Target {
  operation: 'list' | 'delete' | 'lookup' | 'operation' | 'delete-user' | 'other'
  userId: string | null
  externalUserId: string | null
  publicSigningKey: string | null
  operationId: string | null
  refusal: Refusal | null
}

const nothing = { userId: null, externalUserId: null, publicSigningKey: null, operationId: null }

const endpoints = [
  { path: /^\/v2\/users\/(?<userId>[^/]+)$/, method: 'DELETE', operation: 'delete-user' },
  { path: /^\/v2\/users\/(?<userId>[^/]+)\/devices$/, method: 'GET', operation: 'list' },
  {
    path: /^\/v2\/users\/(?<userId>[^/]+)\/devices\/(?<publicSigningKey>.+)$/,
    method: 'DELETE',
    operation: 'delete',
  },
  {
    path: /^\/v2\/external-users\/(?<externalUserId>[^/]+)\/users$/,
    method: 'GET',
    operation: 'lookup',
  },
  { path: /^\/v2\/operations\/(?<operationId>[^/]+)$/, method: 'GET', operation: 'operation' },
] as const

export function readTarget(method: string, rawUrl: string): Target {
  const [path = ''] = rawUrl.split('?', 1)
  for (const endpoint of endpoints) {
    const raw = endpoint.path.exec(path)?.groups
    if (!raw) continue
    const given = Object.entries(raw).map(([name, segment]) => [name, decode(segment)] as const)
    const target = { ...nothing, ...Object.fromEntries(given) }
    if (method === endpoint.method)
      return { ...target, operation: endpoint.operation, refusal: badRequest(raw, given) }
    const refusal = { status: 405, message: 'method not allowed', allow: endpoint.method }
    return { ...target, operation: 'other', refusal }
  }
  const refusal = { status: 404, message: 'endpoint not found' }
  return { ...nothing, operation: 'other', refusal }
}

/** Why the service refuses the segments of a path. */
function badRequest(
  { publicSigningKey = '' }: Record<string, string>,
  given: (readonly [name: string, value: string | null])[],
): Refusal | null {
  const userId = given.find(([name]) => name === 'userId')?.[1]
  if (userId !== undefined && !/^[0-9A-F]+$/.test(userId ?? ''))
    return { status: 400, message: 'userId must be an uppercase HEX string' }
  const [malformed] = given.find(([, value]) => value === null) ?? []
  if (malformed === 'publicSigningKey' || /[+/=]/.test(publicSigningKey))
    return {
      status: 400,
      message: 'publicSigningKey must be one percent-encoded path segment',
    }
  return malformed === undefined ? null : { status: 400, message: `${malformed} is malformed` }
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
