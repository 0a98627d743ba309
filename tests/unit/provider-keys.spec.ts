import { expect, test } from 'vitest'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { verifySigned } from '@/lib/auth/oidc/claims'
import { providerKeys } from '@/lib/auth/oidc/provider'
import { ENVIRONMENT, useEnvironment } from '../builders/environment'
import { withService } from './support/service'

useEnvironment()

const issuer = ENVIRONMENT.AUTH_OIDC_ISSUER
const [first, second, foreign] = await Promise.all([
  generateKeyPair('ES256'),
  generateKeyPair('ES256'),
  generateKeyPair('ES256'),
])
type Pair = typeof first

const tokenOf = ({ privateKey }: Pair) =>
  new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'ES256', kid: 'the-key' }).sign(privateKey)

test('a new key under an old name is found by the signature that doesn’t fit, for everybody who comes, and asked for once a minute @A2', async () => {
  let published = first
  const service = async ({ url }: { url: string }) => {
    if (!url.endsWith('/jwks')) return Response.json({ issuer, jwks_uri: `${issuer}/jwks` })
    return Response.json({ keys: [{ ...(await exportJWK(published.publicKey)), kid: 'the-key' }] })
  }
  await withService([service], async (sent) => {
    const fetches = () => sent.filter(({ url }) => url.endsWith('/jwks')).length
    const verify = async (pair: Pair) => verifySigned(await tokenOf(pair), await providerKeys(), {})
    await verify(first)
    expect(fetches()).toBe(1)

    published = second
    const both = await Promise.all([verify(second), verify(second)])
    expect(both.map(({ payload }) => payload.sub)).toEqual(['ada', 'ada'])
    expect(fetches()).toBe(2)

    // What was signed with the old key, or with a foreign one, is refused without asking again.
    for (const pair of [first, foreign, foreign])
      await expect(verify(pair)).rejects.toMatchObject({
        code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      })
    expect(fetches()).toBe(2)
    await verify(second)
  })
})
