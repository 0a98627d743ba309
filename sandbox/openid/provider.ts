import { randomBytes } from 'node:crypto'
import Provider, {
  interactionPolicy,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import type { Settings } from '../settings'
import type { Memory } from './adapter'
import type { SigningKeys } from './keys'
import { messagePage, signOutPage } from './pages'
import { acrValues, claimsOf, type People } from './people'
import { signInPath } from './sign-in'

const hour = 60 * 60
const workingDay = 10 * hour

export interface ProviderParts {
  issuer: string
  client: Settings['openid']
  keys: SigningKeys
  memory: Memory
  people: People
}

export function createProvider({ issuer, client, keys, memory, people }: ProviderParts): Provider {
  const configuration: Configuration = {
    adapter: memory.adapter,
    jwks: { keys: [keys.jwk] },
    cookies: {
      keys: [randomBytes(32)],
      // Cookies ignore ports, so on localhost these share a jar with the portal's.
      names: {
        session: 'sandbox_session',
        interaction: 'sandbox_interaction',
        resume: 'sandbox_resume',
      },
    },
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: client.portalUrls.map((url) => `${url}/api/auth/callback/oidc`),
        post_logout_redirect_uris: client.portalUrls.flatMap((url) => [
          `${url}/`,
          `${url}/signed-out`,
        ]),
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'RS256',
        require_auth_time: true,
      },
    ],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic'],
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'email', 'roles', 'recognize'],
    claims: {
      // Under openid, acr is stated in every ID token and not only when asked for.
      openid: ['sub', 'acr'],
      profile: ['name', 'given_name'],
      email: ['email'],
      roles: ['roles'],
      recognize: ['recognize_user_id', 'external_id'],
    },
    conformIdTokenClaims: false,
    acrValues,
    findAccount: (_ctx, accountId) => {
      const person = people.get(accountId)
      return person && { accountId, claims: () => claimsOf(accountId, person) }
    },
    interactions: { policy: signInOnly(), url: (_ctx, interaction) => signInPath(interaction.uid) },
    loadExistingGrant: grantWhatIsAsked,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = signOutPage(form)
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = messagePage('Signed out', 'You may close this page.')
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = messagePage('Sign-in failed', `${out.error}: ${out.error_description ?? ''}`)
    },
    ttl: {
      AccessToken: hour,
      Grant: workingDay,
      IdToken: hour,
      Interaction: hour,
      Session: workingDay,
    },
  }
  return new Provider(issuer, configuration)
}

function signInOnly(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  // Tests delete their people while a browser is still signed in as one of them.
  const accountIsGone = new interactionPolicy.Check(
    'account_is_gone',
    'The account does not exist any more',
    ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
  )
  policy.get('login')?.checks.add(accountIsGone)
  return policy
}

/** Consent is no part of what the portal is tested for, so whatever it asks is granted unseen. */
async function grantWhatIsAsked(ctx: KoaContextWithOIDC) {
  const { account, client, params, provider } = ctx.oidc
  if (!account || !client) return undefined
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId })
  grant.addOIDCScope(String(params?.['scope'] ?? ''))
  await grant.save()
  return grant
}
