import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose'

export interface SigningKeys {
  /** The provider's signing keys with the private parts, one for each algorithm. */
  jwks: JWK[]
  privateKey: CryptoKey
  /** Never published. Signs tokens that clients must refuse. */
  foreignKey: CryptoKey
  /** The public part of the foreign key, for tokens that contain their own key. */
  foreignJwk: JWK
  /** Keys from rotations. Published beside the first ones, newest last. */
  rotated: { kid: string; publicJwk: JWK; privateKey: CryptoKey }[]
  /** Generated early, because on a busy machine the generation outlasts the timeout of a client. */
  spares: Promise<{ publicKey: CryptoKey; privateKey: CryptoKey }>[]
}

export async function generateSigningKeys(): Promise<SigningKeys> {
  const [own, elliptic, foreign] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
  ])
  const [jwk, ellipticJwk] = await Promise.all(
    [own, elliptic].map((pair) => exportJWK(pair.privateKey)),
  )
  return {
    jwks: [
      { ...jwk, kid: 'sandbox', alg: 'RS256', use: 'sig' },
      { ...ellipticJwk, kid: 'sandbox-ec', alg: 'ES256', use: 'sig' },
    ],
    privateKey: own.privateKey,
    foreignKey: foreign.privateKey,
    foreignJwk: await exportJWK(foreign.publicKey),
    rotated: [],
    spares: [generateKeyPair('RS256'), generateKeyPair('RS256')],
  }
}

/** Adds a new signing key and publishes it. */
export async function rotate(keys: SigningKeys): Promise<void> {
  const pair = await (keys.spares.shift() ?? generateKeyPair('RS256'))
  const kid = `sandbox-${keys.rotated.length + 2}`
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' }
  keys.rotated.push({ kid, publicJwk, privateKey: pair.privateKey })
}
