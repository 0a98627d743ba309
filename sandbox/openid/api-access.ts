import type Provider from 'oidc-provider'
import {
  errors,
  type AccessToken,
  type ClientCredentials,
  type ResourceServer,
} from 'oidc-provider'
import { z } from 'zod'
import { refuse } from '../http/control'
import { appClientId, backendClientId } from './clients'
import type { KeyAlgorithm } from './keys'
import { claimsOf, type People } from './people'

// Access to the API of a portal. The provider is the authorisation server, and the portal's API is the resource (RFC
// 8707).

const hour = 60 * 60

const scopesOf: Record<string, string[]> = {
  [appClientId]: ['recognize:client-states', 'recognize:activate', 'recognize:report'],
  [backendClientId]: ['recognize:import'],
}

export const apiOf = (portalUrl: string) => `${portalUrl}/api/v1`

/** The scopes of a client at the API of a portal. No other resource gets a token. */
export function apiFor(portalUrls: string[], algorithm: KeyAlgorithm) {
  return (_ctx: unknown, resource: string, client: { clientId: string }): ResourceServer => {
    const scopes = scopesOf[client.clientId]
    if (!scopes || !portalUrls.map(apiOf).includes(resource)) throw new errors.InvalidTarget()
    return resourceServer(scopes.join(' '), 'jwt', algorithm)
  }
}

function resourceServer(
  scope: string,
  accessTokenFormat: 'jwt' | 'opaque',
  alg: KeyAlgorithm,
): ResourceServer {
  return { scope, accessTokenFormat, jwt: { sign: { alg } } }
}

/** An access token has the same Recognize claims about a person as the ID token. */
export function recognizeClaims(people: People) {
  return (_ctx: unknown, token: AccessToken | ClientCredentials) => {
    const accountId = 'accountId' in token ? token.accountId : undefined
    const person = accountId === undefined ? undefined : people.get(accountId)
    if (accountId === undefined || !person) return undefined
    const claims: Record<string, unknown> = claimsOf(accountId, person)
    return Object.fromEntries(
      ['recognize_user_id', 'external_id']
        .filter((name) => claims[name] !== undefined)
        .map((name) => [name, claims[name]]),
    )
  }
}

export const mintSchema = z.strictObject({
  /** The audience. Any text is allowed, so that a test can get a token for another API. */
  resource: z.string().min(1),
  scope: z.string(),
  format: z.enum(['jwt', 'opaque']).default('jwt'),
  expiresIn: z.int().positive().default(hour),
  clientId: z.string().optional(),
  /** The thumbprint of the key that the token is bound to (RFC 9449). */
  jkt: z.string().optional(),
})

type Minting = z.infer<typeof mintSchema> & { algorithm: KeyAlgorithm }

/** Issues an access token for a person, without the browser. */
export async function mintForPerson(
  provider: Provider,
  accountId: string,
  { clientId = appClientId, ...asked }: Minting,
): Promise<string> {
  const client = await findClient(provider, clientId)
  const grant = new provider.Grant({ accountId, clientId })
  grant.addResourceScope(asked.resource, asked.scope)
  const grantId = await grant.save()
  const { scope, expiresIn } = asked
  const given = { client, accountId, grantId, gty: 'authorization_code', scope, expiresIn }
  const token = new provider.AccessToken({ ...given, resourceServer: target(provider, asked) })
  if (asked.jkt !== undefined) token.setThumbprint('jkt', asked.jkt)
  return token.save()
}

/** Issues an access token for a client that acts for itself. */
export async function mintForClient(
  provider: Provider,
  clientId: string,
  asked: Omit<Minting, 'clientId' | 'jkt'>,
): Promise<string> {
  const client = await findClient(provider, clientId)
  const { scope, expiresIn } = asked
  const given = { client, scope, expiresIn, resourceServer: target(provider, asked) }
  return new provider.ClientCredentials(given).save()
}

function target(
  provider: Provider,
  { resource, scope, format, algorithm }: Omit<Minting, 'clientId' | 'jkt'>,
) {
  return new provider.ResourceServer(resource, resourceServer(scope, format, algorithm))
}

async function findClient(provider: Provider, clientId: string) {
  return (await provider.Client.find(clientId)) ?? refuse(404, `There is no client ${clientId}.`)
}
