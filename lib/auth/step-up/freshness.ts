import 'server-only'
import { env } from '../../platform/env'
import { isForStaff } from './return-path'

/** How a person proved who they are, as far as an organisation asks for it: an `acr` of these, and one of these among its `amr`. */
export type AssuranceLevel = {
  readonly acr: readonly string[] | undefined
  readonly amr: readonly string[] | undefined
}

/** The requirements for a fresh sign-in; from the configuration. */
export type StepUp = AssuranceLevel & { readonly maxAgeSeconds: number }

/** What a session says of how, and when, the person proved who they are. */
export type AuthProof = {
  readonly authenticatedAt: Date | null
  readonly acr: string | null
  readonly amr: readonly string[]
}

/** When a session was opened. */
export type OpenedAt = { readonly createdAt: Date }

/** `providerSkippedReauth`: the session is new, but the provider asked for too little to let the person in. */
export type StaleAuth = { readonly code: 'stale-sign-in'; readonly providerSkippedReauth: boolean }

/** How far ahead of ours the provider’s clock may be, where that makes little valid for longer. */
export const ISSUED_AHEAD_SECONDS = 60

function stepUp(): StepUp {
  const { STEP_UP_MAX_AGE_SECONDS, STEP_UP_ACR_VALUES, STEP_UP_AMR_VALUES } = env()
  return {
    maxAgeSeconds: STEP_UP_MAX_AGE_SECONDS,
    acr: STEP_UP_ACR_VALUES,
    amr: STEP_UP_AMR_VALUES,
  }
}

/** The requirements for a sign-in to have roles; from the configuration. */
export function staffAssurance(): AssuranceLevel {
  const { STAFF_ACR_VALUES, STAFF_AMR_VALUES } = env()
  return { acr: STAFF_ACR_VALUES, amr: STAFF_AMR_VALUES }
}

/** Whether a sign-in meets an assurance level. A claim that the provider doesn't state doesn't meet it. */
export function meetsAssurance(
  { acr, amr }: Pick<AuthProof, 'acr' | 'amr'>,
  level: AssuranceLevel,
): boolean {
  if (level.acr && (acr === null || !level.acr.includes(acr))) return false
  return !level.amr || level.amr.some((means) => amr.includes(means))
}

/** Whether the person has authenticated recently and well enough. A sign-in of unknown age is never fresh. */
export function isFreshAuth(
  proof: AuthProof,
  at: Date,
  graceSeconds = 0,
  wanted = stepUp(),
): boolean {
  const { authenticatedAt } = proof
  if (authenticatedAt === null || !meetsAssurance(proof, wanted)) return false
  const age = (at.getTime() - authenticatedAt.getTime()) / 1000
  return age >= -ISSUED_AHEAD_SECONDS && age <= wanted.maxAgeSeconds + graceSeconds
}

/** How much older the sign-in of an undo may be: as long as a removal waits, so that it works to the last second. */
export function undoGraceSeconds(): number {
  return env().REMOVAL_HOLD_SECONDS
}

/** For how many milliseconds more a sign-in is fresh; 0 when it isn't. */
export function freshForMs(session: AuthProof, at: Date, wanted = stepUp()): number {
  const { authenticatedAt } = session
  if (authenticatedAt === null || !isFreshAuth(session, at, 0, wanted)) return 0
  return authenticatedAt.getTime() + wanted.maxAgeSeconds * 1000 - at.getTime()
}

/** Why a session isn't enough for an action that asks for a fresh sign-in; null when it is. */
export function requireFreshAuth(
  session: AuthProof & OpenedAt,
  at: Date,
  graceSeconds = 0,
  wanted = stepUp(),
): StaleAuth | null {
  if (isFreshAuth(session, at, graceSeconds, wanted)) return null
  return { code: 'stale-sign-in', providerSkippedReauth: isNewSession(session, at, wanted) }
}

/** Whether a session is as new as a fresh sign-in must be. */
export function isNewSession(
  { createdAt }: OpenedAt,
  at: Date,
  { maxAgeSeconds }: Pick<StepUp, 'maxAgeSeconds'> = stepUp(),
): boolean {
  return at.getTime() - createdAt.getTime() <= maxAgeSeconds * 1000
}

/** The parameters for the provider when a person must confirm that it’s them (OpenID Connect Core 3.1.2.1). */
export function confirmationParams(
  forStaff: boolean,
  wanted: AssuranceLevel = stepUp(),
  staff = staffAssurance(),
): Readonly<Record<string, string>> {
  return { prompt: 'login', max_age: '0', ...acrParams(forStaff, wanted, staff) }
}

/** What the provider is asked for when a person signs in on their way to the pages of support. */
export function supportParams(staff = staffAssurance()): Readonly<Record<string, string>> {
  return acrParams(true, { acr: undefined, amr: undefined }, staff)
}

/** The same for a sign-in that is begun again: `returnTo` says whether it was a confirmation, and for whom. */
export function paramsAgain(returnTo: string): Readonly<Record<string, string>> {
  const [path = '', query = ''] = returnTo.split('?')
  const forStaff = isForStaff(path)
  if (new URLSearchParams(query).has('confirmed')) return confirmationParams(forStaff)
  return forStaff ? supportParams() : {}
}

function acrParams(
  forStaff: boolean,
  { acr: own }: AssuranceLevel,
  { acr: staff }: AssuranceLevel,
) {
  // Staff have to meet both.
  const both = own && staff ? staff.filter((value) => own.includes(value)) : (staff ?? own)
  const acr = forStaff ? both : own
  // What `acr_values` asks for is voluntary for the provider: what the ID token says decides.
  return acr ? { acr_values: acr.join(' ') } : {}
}
