import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose'

export type KeyAlgorithm = 'RS256' | 'ES256'

export interface SigningKeys {
  /** Of all keys below, but for those in `jwks`. */
  algorithm: KeyAlgorithm
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

export async function generateSigningKeys(algorithm: KeyAlgorithm): Promise<SigningKeys> {
  const [own, elliptic, foreign] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair(algorithm, { extractable: true }),
  ])
  const [jwk, ellipticJwk] = await Promise.all(
    [own, elliptic].map((pair) => exportJWK(pair.privateKey)),
  )
  return {
    algorithm,
    jwks: [
      { ...jwk, kid: 'sandbox', alg: 'RS256', use: 'sig' },
      { ...ellipticJwk, kid: 'sandbox-ec', alg: 'ES256', use: 'sig' },
    ],
    privateKey: algorithm === 'RS256' ? own.privateKey : elliptic.privateKey,
    foreignKey: foreign.privateKey,
    foreignJwk: await exportJWK(foreign.publicKey),
    rotated: [],
    spares: [generateKeyPair(algorithm), generateKeyPair(algorithm)],
  }
}

/** Adds a new signing key and publishes it. */
export async function rotate(keys: SigningKeys): Promise<void> {
  const pair = await (keys.spares.shift() ?? generateKeyPair(keys.algorithm))
  const kid = `sandbox-${keys.rotated.length + 2}`
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg: keys.algorithm, use: 'sig' }
  keys.rotated.push({ kid, publicJwk, privateKey: pair.privateKey })
}
