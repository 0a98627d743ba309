import 'server-only'
import { z } from 'zod'
import type { SignInRefusal } from '../../audit/events/sign-in-events'
import { now } from '../../platform/clock'
import { env } from '../../platform/env'
import { acceptedAlgorithms, CLOCK_TOLERANCE_SECONDS } from './claims'
import { withCredentials } from './client/authenticate-client'
import { clientProof, isProofDue } from './client/client-proof'
import type { SignedInPerson } from '../sessions/signed-in-person'
import { readIdToken } from './id-token'
import {
  freshMetadata,
  metadataAddress,
  namesIssuer,
  providerFetch,
  providerKeys,
  ProviderUnavailable,
} from './provider'
import { SignInRefused } from './sign-in-refusal'

// The library that runs the code flow sees only metadata and ID tokens that were checked here before.

/** Verifies an ID token by the configuration and the provider's keys, and reads it; throws as `readIdToken` does. */
export async function readSignedInPerson(idToken: string, at: Date): Promise<SignedInPerson> {
  const settings = env()
  const expected = {
    issuer: settings.AUTH_OIDC_ISSUER,
    clientId: settings.AUTH_OIDC_CLIENT_ID,
    keys: await providerKeys(),
    algorithms: acceptedAlgorithms(),
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

/** The parameters that the provider's answer may have once (RFC 6749, 3.1). */
const ONCE = ['code', 'state', 'iss', 'error']

/** Checks that the provider’s answer is our issuer’s (RFC 9207) and has no parameter twice; throws otherwise. */
export async function checkAnswer(answer: URLSearchParams): Promise<void> {
  if (ONCE.some((name) => answer.getAll(name).length > 1))
    throw new SignInRefused('attempt-unknown')
  const issuer = answer.get('iss')
  const isOurs = issuer === null ? !(await namesIssuer()) : issuer === env().AUTH_OIDC_ISSUER
  if (!isOurs) throw new SignInRefused('other-issuer')
}

/** `fetch` for the library that runs the code flow. The library asks for the metadata and, with a code, for tokens. */
export async function codeFlowFetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const address = input instanceof Request ? input.url : String(input)
  if (address === metadataAddress()) return Response.json(await freshMetadata())
  const response = await askForTokens(address, init)
  const body: unknown = await jsonOf(response)
  if (!response.ok) throw refusedWith(response.status, body)
  const answer = tokenAnswer.safeParse(body)
  if (!answer.success) throw new ProviderUnavailable('the token endpoint’s answer is none')
  // Checked here: the library checks no signature, and has no stable words for what it refuses.
  const at = now()
  checkAge(await readSignedInPerson(answer.data.id_token, at), at)
  return response
}

/** The library's request with the portal's credentials, which are new at each try: a provider takes an assertion once. */
async function askForTokens(address: string, init: RequestInit | undefined): Promise<Response> {
  const fields = new URLSearchParams(init?.body?.toString())
  // The credentials name the client, some of them in a header.
  fields.delete('client_id')
  if (!isProofDue()) return providerFetch(address, await withCredentials(fields))
  const ask = async (nonce: string | null) =>
    providerFetch(
      address,
      await withCredentials(fields, { DPoP: await clientProof(address, nonce) }),
    )
  const first = await ask(null)
  const nonce = first.headers.get('dpop-nonce')
  const wantsNonce = first.status === 400 && errorIn(await jsonOf(first)) === 'use_dpop_nonce'
  return nonce !== null && wantsNonce ? ask(nonce) : first
}

function jsonOf(response: Response): Promise<unknown> {
  return response
    .clone()
    .json()
    .catch(() => null)
}

/** Checks `max_age` (OpenID Connect Core 3.1.3.7). Without a time no action opens that needs a fresh sign-in. */
function checkAge({ authenticatedAt }: Pick<SignedInPerson, 'authenticatedAt'>, at: Date): void {
  if (authenticatedAt === null) return
  const age = (at.getTime() - authenticatedAt.getTime()) / 1000
  if (age > env().SESSION_MAX_SECONDS + CLOCK_TOLERANCE_SECONDS)
    throw new SignInRefused('authenticated-too-long-ago')
}

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^(bearer|dpop)$/i),
  id_token: z.string().min(1),
})

/** RFC 6749, 5.2. */
const TOKEN_ERRORS: Partial<Record<string, SignInRefusal>> = {
  invalid_grant: 'code-not-accepted',
  invalid_client: 'client-not-accepted',
  unauthorized_client: 'client-not-accepted',
}

function refusedWith(status: number, body: unknown): Error {
  const reason = status < 500 ? TOKEN_ERRORS[errorIn(body)] : undefined
  return reason === undefined
    ? new ProviderUnavailable(`the token endpoint answers ${status}`)
    : new SignInRefused(reason)
}

function errorIn(body: unknown): string {
  return z.looseObject({ error: z.string() }).safeParse(body).data?.error ?? ''
}
