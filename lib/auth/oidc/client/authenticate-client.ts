import 'server-only'
import { SignJWT, type JWK } from 'jose'
import { randomToken } from '../../../platform/crypto'
import { env } from '../../../platform/env'
import { signingClientKey } from './client-keys'
import { clientSecret } from './client-secret'

type Fields = Readonly<Record<string, string>>
type Credentials = { readonly fields?: Fields; readonly authorization?: string }

/** How the portal proves itself, as it is registered at the provider. */
const PROOFS: Record<
  ReturnType<typeof env>['AUTH_OIDC_CLIENT_AUTH'],
  (id: string) => Credentials | Promise<Credentials>
> = {
  // RFC 6749, 2.3.1: both parts are form-encoded before they are joined.
  client_secret_basic: (id) => {
    const pair = [id, clientSecret()].map(formEncode).join(':')
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
  },
  client_secret_post: (id) => ({ fields: { client_id: id, client_secret: clientSecret() } }),
  private_key_jwt: async (id) => ({
    fields: {
      client_id: id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await clientAssertion(id),
    },
  }),
  // RFC 8705: the certificate is the proof. A proxy of the operator presents it on the way out.
  tls_client_auth: (id) => ({ fields: { client_id: id } }),
}

const ASSERTION_SECONDS = 60

/** A statement of the portal about itself (RFC 7523); each is good once, for the issuer alone (FAPI 2.0, 5.3.3). */
async function clientAssertion(id: string): Promise<string> {
  const { algorithm, id: kid, privateJwk } = signingClientKey()
  const seconds = Math.floor(Date.now() / 1000)
  return new SignJWT({ iss: id, sub: id, aud: env().AUTH_OIDC_ISSUER, jti: randomToken() })
    .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ASSERTION_SECONDS)
    .sign(privateJwk as JWK)
}

/** A post as the portal's own client, with its credentials: for the token, introspection and pushed-request endpoints. */
export async function withCredentials(
  fields: Iterable<readonly [string, string]>,
  headers: Fields = {},
): Promise<RequestInit> {
  const settings = env()
  const proof = await PROOFS[settings.AUTH_OIDC_CLIENT_AUTH](settings.AUTH_OIDC_CLIENT_ID)
  const body = new URLSearchParams([...fields].map(([name, value]) => [name, value]))
  for (const [name, value] of Object.entries(proof.fields ?? {})) body.set(name, value)
  return {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      ...headers,
      ...(proof.authorization === undefined ? {} : { Authorization: proof.authorization }),
    },
    body,
  }
}

function formEncode(text: string): string {
  return new URLSearchParams({ text }).toString().slice('text='.length)
}
