import { randomBytes } from 'node:crypto'
import { SignJWT, UnsecuredJWT, type JWTHeaderParameters, type JWTPayload } from 'jose'
import type { SigningKeys } from '../keys'

interface Telling {
  lie: string | undefined
  kid: string | undefined
  keys: SigningKeys
  clientSecret: string
}

/** Signs the payload so that the lie is the only fault. */
export async function lyingToken(
  payload: JWTPayload,
  { lie, kid, keys, clientSecret }: Telling,
): Promise<string> {
  const sign = (key: Parameters<SignJWT['sign']>[0], header: Partial<JWTHeaderParameters> = {}) => {
    const named = { alg: 'RS256', ...(kid === undefined ? {} : { kid }), ...header }
    return new SignJWT(payload).setProtectedHeader(named as JWTHeaderParameters).sign(key)
  }
  switch (lie) {
    case 'foreign-key':
      return sign(keys.foreignKey)
    case 'foreign-key-in-jwk':
      return sign(keys.foreignKey, { jwk: keys.foreignJwk })
    case 'foreign-key-at-jku':
      return sign(keys.foreignKey, { jku: `${payload.iss}/foreign-keys` })
    case 'foreign-key-at-x5u':
      return sign(keys.foreignKey, { x5u: `${payload.iss}/foreign-certificate` })
    case 'unknown-kid':
      return sign(keys.foreignKey, { kid: `unknown-${randomBytes(4).toString('hex')}` })
    case 'no-kid': {
      const { kid: _, ...unnamed } = { alg: 'RS256', kid }
      return new SignJWT(payload).setProtectedHeader(unnamed).sign(keys.privateKey)
    }
    case 'garbage-signature':
      return withSignature(await sign(keys.privateKey), randomBytes(256).toString('base64url'))
    case 'no-signature':
      return withSignature(await sign(keys.privateKey), '')
    case 'alg-none':
      return new UnsecuredJWT(payload).encode()
    case 'hs256':
      return sign(new TextEncoder().encode(clientSecret), { alg: 'HS256' })
    case 'critical-header':
      return withCritical(payload, keys, kid)
    case 'access-token':
      return sign(keys.privateKey, { typ: 'at+jwt' })
    case 'logout-token':
      return sign(keys.privateKey, { typ: 'logout+jwt' })
    case 'rotated-key': {
      const newest = keys.rotated.at(-1)
      return newest ? sign(newest.privateKey, { kid: newest.kid }) : sign(keys.privateKey)
    }
    default:
      return sign(keys.privateKey)
  }
}

/** A critical header that no client understands (RFC 7515, 4.1.11). */
function withCritical(payload: JWTPayload, keys: SigningKeys, kid = ''): Promise<string> {
  const header = { alg: 'RS256', kid, crit: ['urn:sandbox:must'], 'urn:sandbox:must': true }
  return new SignJWT(payload)
    .setProtectedHeader(header)
    .sign(keys.privateKey, { crit: { 'urn:sandbox:must': true } })
}

function withSignature(token: string, signature: string): string {
  return [...token.split('.').slice(0, 2), signature].join('.')
}
