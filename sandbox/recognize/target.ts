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

const unknownPath: Target = {
  operation: 'other',
  userId: null,
  externalUserId: null,
  publicSigningKey: null,
  operationId: null,
  refusal: { status: 404, message: 'endpoint not found' },
}

const wrongMethod = (allow: string): Partial<Target> => ({
  operation: 'other',
  refusal: { status: 405, message: 'method not allowed', allow },
})

const badRequest = (message: string): Refusal => ({ status: 400, message })

export function readTarget(method: string, rawUrl: string): Target {
  const [path = ''] = rawUrl.split('?', 1)
  const [root, version, collection, id = '', child, ...rest] = path.split('/')
  if (root !== '' || version !== 'v2' || id === '') return unknownPath

  if (collection === 'external-users') {
    const isLookup = child === 'users' && rest.length === 0
    return isLookup ? externalUserTarget(method, id) : unknownPath
  }
  if (collection === 'operations') {
    return child === undefined ? operationTarget(method, id) : unknownPath
  }
  if (collection !== 'users') return unknownPath
  if (child === undefined) return userTarget(method, id)
  if (child !== 'devices') return unknownPath
  return rest.length === 0 ? devicesTarget(method, id) : deviceTarget(method, id, rest.join('/'))
}

function externalUserTarget(method: string, rawId: string): Target {
  const externalUserId = decode(rawId)
  const target: Target = { ...unknownPath, operation: 'lookup', externalUserId, refusal: null }
  if (method !== 'GET') return { ...target, ...wrongMethod('GET') }
  if (externalUserId === null) target.refusal = badRequest('externalUserId is malformed')
  return target
}

function operationTarget(method: string, rawId: string): Target {
  const operationId = decode(rawId)
  const target: Target = { ...unknownPath, operation: 'operation', operationId, refusal: null }
  if (method !== 'GET') return { ...target, ...wrongMethod('GET') }
  if (operationId === null) target.refusal = badRequest('operationId is malformed')
  return target
}

function userTarget(method: string, rawId: string): Target {
  const target = ofUser('delete-user', rawId)
  return method === 'DELETE' ? target : { ...target, ...wrongMethod('DELETE') }
}

function devicesTarget(method: string, rawId: string): Target {
  const target = ofUser('list', rawId)
  return method === 'GET' ? target : { ...target, ...wrongMethod('GET') }
}

function deviceTarget(method: string, rawId: string, rawKey: string): Target {
  if (rawKey === '') return unknownPath
  const target = ofUser('delete', rawId)
  if (method !== 'DELETE') return { ...target, ...wrongMethod('DELETE') }
  const publicSigningKey = decode(rawKey)
  if (/[+/=]/.test(rawKey) || publicSigningKey === null) {
    target.refusal ??= badRequest('publicSigningKey must be one percent-encoded path segment')
  }
  return { ...target, publicSigningKey }
}

function ofUser(operation: Target['operation'], rawId: string): Target {
  const userId = decode(rawId)
  const isValid = userId !== null && /^[0-9A-F]+$/.test(userId)
  const refusal = isValid ? null : badRequest('userId must be an uppercase HEX string')
  return { ...unknownPath, operation, userId, refusal }
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
