import 'server-only'
import { z } from 'zod'
import { readSigningKey, sha256, type SigningJwk } from '../crypto'
import { fail, succeed, type Result } from '../result'

/** The portal's own key at the OpenID provider. The private part stays in this process. */
export type ClientKey = {
  readonly algorithm: 'ES256' | 'PS256'
  readonly id: string
  readonly privateJwk: SigningJwk
  readonly publicJwk: SigningJwk
}
/** The first key signs. All are published, so that the provider knows a key before it signs. */
export type ClientKeys = readonly [ClientKey, ...ClientKey[]]

/** One that goes, one that signs, one that comes. */
const MOST = 3

/**
 * Parses the portal's own keys: one PEM block or more, a JWK, or a set of JWKs. The error is a phrase for the operator
 * and never holds a key.
 */
export function parseClientKeys(text: string): Result<ClientKeys, string> {
  const entries = text.trimStart().startsWith('{') ? jwksIn(text) : pemBlocksIn(text)
  if (entries === null) return fail('is neither PEM nor a JWK')
  if (entries.length > MOST) return fail(`has more than ${MOST} keys`)
  const keys: ClientKey[] = []
  for (const [place, entry] of entries.entries()) {
    const key = clientKeyOf(entry)
    if (key === null)
      return fail(
        `has an entry (number ${place + 1}) that is no private key for ES256 or PS256 (P-256, or RSA of 2048 bits)`,
      )
    if (keys.some(({ id }) => id === key.id)) return fail('names two keys alike')
    keys.push(key)
  }
  const [first, ...others] = keys
  return first === undefined ? fail('has no key') : succeed([first, ...others])
}

const jwk = z.looseObject({
  kty: z.string(),
  kid: z.string().min(1).max(255).optional(),
  alg: z.enum(['ES256', 'PS256']).optional(),
  use: z.literal('sig').optional(),
})
type Jwk = z.infer<typeof jwk>
const jwks = z.union([
  z.looseObject({ keys: z.array(z.unknown()) }),
  z.looseObject({ kty: z.string() }),
])

function jwksIn(text: string): unknown[] | null {
  try {
    const read = jwks.safeParse(JSON.parse(text)).data
    if (read === undefined) return null
    return 'keys' in read && Array.isArray(read.keys) ? read.keys : [read]
  } catch {
    return null
  }
}

const PEM = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/g

function pemBlocksIn(text: string): string[] | null {
  const blocks = [...text.matchAll(PEM)]
    .filter(([, kind]) => kind !== 'EC PARAMETERS')
    .map(([block]) => block)
  return blocks.length === 0 ? null : blocks
}

function clientKeyOf(entry: unknown): ClientKey | null {
  const stated: Jwk | null | undefined =
    typeof entry === 'string' ? null : jwk.safeParse(entry).data
  if (stated === undefined) return null
  const key = readSigningKey(stated ?? String(entry))
  if (key === null || (stated?.alg !== undefined && stated.alg !== key.algorithm)) return null
  const id = stated?.kid ?? thumbprintOf(key.publicJwk)
  const named = { kid: id, alg: key.algorithm, use: 'sig' }
  return {
    algorithm: key.algorithm,
    id,
    privateJwk: { ...key.privateJwk, ...named },
    publicJwk: { ...key.publicJwk, ...named },
  }
}

/** RFC 7638. */
function thumbprintOf({ crv, e, kty, n, x, y }: SigningJwk): string {
  const members = kty === 'EC' ? { crv, kty, x, y } : { e, kty, n }
  return sha256(JSON.stringify(members)).toString('base64url')
}

/** {@link parseClientKeys} as a setting, for the report on an unusable configuration. */
export const clientKeysSetting = z.string().transform((value, context) => {
  const keys = parseClientKeys(value)
  if (keys.ok) return keys.value
  context.addIssue({ code: 'custom', message: keys.error })
  return z.NEVER
})
