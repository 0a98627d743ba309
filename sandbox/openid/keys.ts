import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose'

export interface SigningKeys {
  /** The one key of the JWKS, with its private part. */
  jwk: JWK
  privateKey: CryptoKey
  /** Never published: signs tokens that no honest client may accept. */
  foreignKey: CryptoKey
}

export async function generateSigningKeys(): Promise<SigningKeys> {
  const [own, foreign] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('RS256'),
  ])
  const jwk = await exportJWK(own.privateKey)
  return {
    jwk: { ...jwk, kid: 'sandbox', alg: 'RS256', use: 'sig' },
    privateKey: own.privateKey,
    foreignKey: foreign.privateKey,
  }
}
