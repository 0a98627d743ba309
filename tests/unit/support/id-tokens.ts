import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'

// ID tokens of a provider that exists only here.

export const issuer = 'https://issuer.example'
export const clientId = 'recognize-portal'
export const clientSecret = 'a-client-secret-that-is-long-enough-for-hmac'
export const [own, foreign] = await Promise.all([
  generateKeyPair('ES256'),
  generateKeyPair('ES256'),
])
const keys = createLocalJWKSet({
  keys: [{ ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'ES256', use: 'sig' }],
})
export const names = {
  userId: 'recognize_user_id',
  externalUserId: 'sub',
  addresses: 'email',
  roles: 'roles',
  roleValues: { support: 'desk', auditor: 'audit' },
}
/** Changes to the claims of a good token; undefined leaves a claim out. */
type Changes = Record<string, unknown>

export const expected = { issuer, clientId, keys, names }

export const now = () => Math.floor(Date.now() / 1000)

export function claims(changes: Changes = {}): Changes {
  const given = { iss: issuer, sub: 'ada', aud: clientId, iat: now(), exp: now() + 300, ...changes }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

export function signed(changes: Changes = {}, key = own.privateKey, header = {}): Promise<string> {
  const protectedHeader = { alg: 'ES256', kid: 'own', ...header }
  return new SignJWT(claims(changes)).setProtectedHeader(protectedHeader).sign(key)
}
