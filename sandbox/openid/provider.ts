import { randomBytes } from 'node:crypto'
import Provider, {
  interactionPolicy,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import type { Settings } from '../settings'
import type { Memory } from './adapter'
import { apiFor, recognizeClaims } from './api-access'
import { clientsOf, type Habits } from './clients'
import type { SigningKeys } from './keys'
import { messagePage, signOutPage } from './pages'
import { acrValues, claimName, claimsOf, type People } from './people'
import { signInPath } from './sign-in'

const hour = 60 * 60
const workingDay = 10 * hour

export interface ProviderParts {
  issuer: string
  client: Settings['openid']
  keys: SigningKeys
  memory: Memory
  people: People
  /** The path on the origin. Empty at the root. */
  mount: string
  /** The prefix of private claim names. */
  claimSpace: string
  habits: Habits
}

/** Browsers share cookies across ports, so on localhost these names must differ from the portal's. */
export function cookieAt(mount: string, name: string): string {
  return `sandbox${mount.replace('/', '_')}_${name}`
}

export function createProvider(parts: ProviderParts): Provider {
  const { issuer, client, keys, memory, people, mount, claimSpace, habits } = parts
  const spaced = (...names: string[]) => names.map((name) => claimName(name, claimSpace))
  const isFapi = habits.clientAuth === 'private_key_jwt'
  const cookie = (name: string) => cookieAt(mount, name)
  const configuration: Configuration = {
    adapter: memory.adapter,
    jwks: { keys: keys.jwks },
    cookies: {
      keys: [randomBytes(32)],
      names: {
        session: cookie('session'),
        interaction: cookie('interaction'),
        resume: cookie('resume'),
      },
    },
    clients: clientsOf(client, habits),
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'email', 'roles', 'recognize'],
    claims: {
      // The scope `openid` puts acr and amr into every ID token, even without a request for them.
      openid: ['sub', 'acr', 'amr'],
      profile: ['name', 'given_name'],
      email: ['email'],
      roles: spaced('roles'),
      recognize: spaced('recognize_user_id', 'external_id'),
    },
    conformIdTokenClaims: false,
    acrValues,
    findAccount: (_ctx, accountId) => {
      const person = people.get(accountId)
      return person && { accountId, claims: () => claimsOf(accountId, person, claimSpace) }
    },
    interactions: { policy: signInOnly(), url: (_ctx, { uid }) => mount + signInPath(uid) },
    loadExistingGrant: grantWhatIsAsked,
    // The library blocks its own calls to this machine, but the sandbox's portals run only here.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: isFapi },
      pushedAuthorizationRequests: { enabled: isFapi },
      fapi: { enabled: isFapi, profile: '2.0' },
      clientCredentials: { enabled: true },
      introspection: {
        enabled: true,
        // The portal introspects tokens of the app. Other clients have no reason to.
        allowedPolicy: (_ctx, caller) => caller.clientId === client.clientId,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => [],
        getResourceServerInfo: apiFor(client.portalUrls, keys.algorithm),
        useGrantedResource: () => true,
      },
      backchannelLogout: { enabled: true },
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
    extraTokenClaims: recognizeClaims(people),
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = messagePage('Sign-in failed', `${out.error}: ${out.error_description ?? ''}`)
    },
    ttl: {
      AccessToken: hour,
      ClientCredentials: hour,
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
  // Tests delete their people while a browser still has an active session for one of them.
  const accountIsGone = new interactionPolicy.Check(
    'account_is_gone',
    'The account does not exist any more',
    ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined,
  )
  policy.get('login')?.checks.add(accountIsGone)
  return policy
}

/** Grants all requests without a question, because the portal's tests don't cover consent. */
async function grantWhatIsAsked(ctx: KoaContextWithOIDC) {
  const { account, client, params, provider } = ctx.oidc
  if (!account || !client) return undefined
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId })
  grant.addOIDCScope(String(params?.['scope'] ?? ''))
  for (const [resource, { scope }] of Object.entries(ctx.oidc.resourceServers ?? {}))
    grant.addResourceScope(resource, scope)
  await grant.save()
  return grant
}
