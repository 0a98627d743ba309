import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose'

export interface SigningKeys {
  /** What the provider itself signs with, with the private parts: one for each algorithm. */
  jwks: JWK[]
  privateKey: CryptoKey
  /** Never published: signs tokens that no honest client may accept. */
  foreignKey: CryptoKey
  /** Its public part, for tokens that bring their own key along. */
  foreignJwk: JWK
  /** Keys that came later; published beside the first ones, newest last. */
  rotated: { kid: string; publicJwk: JWK; privateKey: CryptoKey }[]
  /** Made beforehand: a busy machine takes longer for one than a client waits. */
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

/** A new key to sign with, published from now on. */
export async function rotate(keys: SigningKeys): Promise<void> {
  const pair = await (keys.spares.shift() ?? generateKeyPair('RS256'))
  const kid = `sandbox-${keys.rotated.length + 2}`
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' }
  keys.rotated.push({ kid, publicJwk, privateKey: pair.privateKey })
}
