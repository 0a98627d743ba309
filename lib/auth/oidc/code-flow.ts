import 'server-only'
import { z } from 'zod'
import type { SignInRefusal } from '../../audit/events/sign-in-events'
import { now } from '../../platform/clock'
import { env } from '../../platform/env'
import { CLOCK_TOLERANCE_SECONDS } from './claims'
import { readIdToken, type SignedInPerson } from './id-token'
import {
  freshMetadata,
  metadataAddress,
  namesIssuer,
  providerFetch,
  providerKeys,
  ProviderUnavailable,
} from './provider'
import { SignInRefused } from './sign-in-refusal'

// What the library that runs the code flow gets to see of the provider: metadata and ID tokens that were checked before.

/** Verifies an ID token by the configuration and the provider's keys; throws as `readIdToken` does. */
export async function personOf(idToken: string, at: Date): Promise<SignedInPerson> {
  const settings = env()
  const expected = {
    issuer: settings.AUTH_OIDC_ISSUER,
    clientId: settings.AUTH_OIDC_CLIENT_ID,
    keys: await providerKeys(),
    names: {
      userId: settings.RECOGNIZE_USER_ID_CLAIM,
      externalUserId: settings.RECOGNIZE_EXTERNAL_ID_CLAIM,
      addresses: settings.NOTICE_ADDRESSES_CLAIM,
      roles: settings.ROLES_CLAIM,
      roleValues: { support: settings.SUPPORT_ROLE, auditor: settings.AUDITOR_ROLE },
    },
  }
  return readIdToken(idToken, expected, at)
}

/** What may stand once in the provider's answer (RFC 6749, 3.1). */
const ANSWER = ['code', 'state', 'iss', 'error']

/**
 * Checks what of the provider's answer in the address can be checked without knowing the attempt: that it is of our issuer
 * (RFC 9207), and says nothing twice. Throws {@link SignInRefused}, or {@link ProviderUnavailable}.
 */
export async function checkAnswer(answer: URLSearchParams): Promise<void> {
  if (ANSWER.some((name) => answer.getAll(name).length > 1))
    throw new SignInRefused('attempt-unknown')
  const issuer = answer.get('iss')
  const isOurs = issuer === null ? !(await namesIssuer()) : issuer === env().AUTH_OIDC_ISSUER
  if (!isOurs) throw new SignInRefused('other-issuer')
}

/** `fetch` of the library that runs the code flow. It asks for the metadata and, with a code, for tokens; nothing else. */
export async function codeFlowFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const address = input instanceof Request ? input.url : String(input)
  if (address === metadataAddress()) return Response.json(await freshMetadata())
  const response = await providerFetch(input, init)
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  if (!response.ok) throw refusedWith(response.status, body)
  const answer = tokenAnswer.safeParse(body)
  if (!answer.success) throw new ProviderUnavailable('the token endpoint’s answer is none')
  // Here, because the library checks no signature, and what it refuses it doesn't say in words that stay the same.
  const at = now()
  checkAge(await personOf(answer.data.id_token, at), at)
  return response
}

/**
 * That the person proved who they are no longer ago than every request asks for (`max_age`): the client has to look itself
 * (OpenID Connect Core 3.1.3.7). What a provider doesn't say isn't refused here: it opens nothing that needs a fresh sign-in.
 */
function checkAge({ authenticatedAt }: Pick<SignedInPerson, 'authenticatedAt'>, at: Date): void {
  if (authenticatedAt === null) return
  const age = (at.getTime() - authenticatedAt.getTime()) / 1000
  if (age > env().SESSION_MAX_SECONDS + CLOCK_TOLERANCE_SECONDS)
    throw new SignInRefused('authenticated-too-long-ago')
}

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  id_token: z.string().min(1),
})

/** RFC 6749, 5.2. */
const TOKEN_ERRORS: Partial<Record<string, SignInRefusal>> = {
  invalid_grant: 'code-not-accepted',
  invalid_client: 'client-not-accepted',
  unauthorized_client: 'client-not-accepted',
}

function refusedWith(status: number, body: unknown): Error {
  const { error = '' } = z.object({ error: z.string() }).safeParse(body).data ?? {}
  const reason = status < 500 ? TOKEN_ERRORS[error] : undefined
  return reason === undefined
    ? new ProviderUnavailable(`the token endpoint answers ${status}`)
    : new SignInRefused(reason)
}
