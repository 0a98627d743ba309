import { randomBytes } from 'node:crypto'
import { SignJWT, UnsecuredJWT, type JWTHeaderParameters, type JWTPayload } from 'jose'
import type { SigningKeys } from '../keys'

interface Telling {
  payload: JWTPayload
  kid: string | undefined
  keys: SigningKeys
  clientSecret: string
}

type Sign = (
  key: Parameters<SignJWT['sign']>[0],
  header?: Partial<JWTHeaderParameters>,
) => Promise<string>

/** How each lie in the signature is made. */
const signers = {
  'foreign-key': ({ keys }, sign) => sign(keys.foreignKey),
  'foreign-key-in-jwk': ({ keys }, sign) => sign(keys.foreignKey, { jwk: keys.foreignJwk }),
  'foreign-key-at-jku': ({ keys, payload }, sign) =>
    sign(keys.foreignKey, { jku: `${payload.iss}/foreign-keys` }),
  'foreign-key-at-x5u': ({ keys, payload }, sign) =>
    sign(keys.foreignKey, { x5u: `${payload.iss}/foreign-certificate` }),
  'unknown-kid': ({ keys }, sign) =>
    sign(keys.foreignKey, { kid: `unknown-${randomBytes(4).toString('hex')}` }),
  'no-kid': ({ keys, payload }) =>
    new SignJWT(payload).setProtectedHeader({ alg: keys.algorithm }).sign(keys.privateKey),
  'garbage-signature': async ({ keys }, sign) =>
    withSignature(await sign(keys.privateKey), randomBytes(256).toString('base64url')),
  'no-signature': async ({ keys }, sign) => withSignature(await sign(keys.privateKey), ''),
  'alg-none': ({ payload }) => new UnsecuredJWT(payload).encode(),
  hs256: ({ clientSecret }, sign) => sign(new TextEncoder().encode(clientSecret), { alg: 'HS256' }),
  'critical-header': ({ keys, kid, payload }) => withCritical(payload, keys, kid),
  'access-token': ({ keys }, sign) => sign(keys.privateKey, { typ: 'at+jwt' }),
  'logout-token': ({ keys }, sign) => sign(keys.privateKey, { typ: 'logout+jwt' }),
  /** Not a lie: a new key. */
  'rotated-key': ({ keys }, sign) => {
    const newest = keys.rotated.at(-1)
    return newest ? sign(newest.privateKey, { kid: newest.kid }) : sign(keys.privateKey)
  },
} satisfies Record<string, (telling: Telling, sign: Sign) => string | Promise<string>>

const isSignatureLie = (lie: string): lie is keyof typeof signers => Object.hasOwn(signers, lie)

export const SIGNATURE_LIES = Object.keys(signers).filter(isSignatureLie)

/** Signs the payload so that the lie is the only fault. */
export async function lyingToken(telling: Telling, lie = ''): Promise<string> {
  const { kid, keys, payload } = telling
  const sign: Sign = (key, header = {}) => {
    const named = { alg: keys.algorithm, ...(kid === undefined ? {} : { kid }), ...header }
    return new SignJWT(payload).setProtectedHeader(named as JWTHeaderParameters).sign(key)
  }
  return isSignatureLie(lie) ? signers[lie](telling, sign) : sign(keys.privateKey)
}

/** A critical header that no client understands (RFC 7515, 4.1.11). */
function withCritical(payload: JWTPayload, keys: SigningKeys, kid = ''): Promise<string> {
  const header = { alg: keys.algorithm, kid, crit: ['urn:sandbox:must'], 'urn:sandbox:must': true }
  return new SignJWT(payload)
    .setProtectedHeader(header)
    .sign(keys.privateKey, { crit: { 'urn:sandbox:must': true } })
}

function withSignature(token: string, signature: string): string {
  return [...token.split('.').slice(0, 2), signature].join('.')
}
