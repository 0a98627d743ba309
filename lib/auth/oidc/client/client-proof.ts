import 'server-only'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { randomToken } from '../../../platform/crypto'
import { env } from '../../../platform/env'
import { processSingleton } from '../../../platform/process-singleton'

/** The portal discards its access tokens, so a key of this process alone is enough. */
const ownKey = processSingleton('client-proof', () => ({
  pair: undefined as ReturnType<typeof generateKeyPair> | undefined,
}))

/** Whether tokens for the portal itself must be bound by a proof: a provider of FAPI 2.0 gives no others. */
export function isProofDue(): boolean {
  const { AUTH_OIDC_PROFILE, AUTH_OIDC_CLIENT_AUTH } = env()
  return AUTH_OIDC_PROFILE === 'fapi2' && AUTH_OIDC_CLIENT_AUTH === 'private_key_jwt'
}

/** A proof (RFC 9449) for one post to this address of the provider, with the provider's nonce if it asked for one. */
export async function clientProof(address: string, nonce: string | null): Promise<string> {
  const { privateKey, publicKey } = await (ownKey.pair ??= generateKeyPair('ES256'))
  const htu = new URL(address)
  htu.search = ''
  const claims = { htm: 'POST', htu: htu.href, jti: randomToken() }
  return new SignJWT(nonce === null ? claims : { ...claims, nonce })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(publicKey) })
    .setIssuedAt()
    .sign(privateKey)
}
