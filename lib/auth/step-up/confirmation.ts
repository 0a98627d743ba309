import 'server-only'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { cookieName, cookieOptions } from '../../web/cookies'
import { open, seal } from '../../platform/crypto'
import { env } from '../../platform/env'
import type { Account } from '../authorization/actor'
import { openFormDraft, type FormDraft } from './form-draft'
import { roundsIn } from './return-path'
import { requireFreshAuth, type AuthProof, type OpenedAt } from './freshness'

/** How far a page is that asks for a fresh sign-in. */
export type Confirmation = {
  readonly isFresh: boolean
  /** How many confirmations in a row have changed nothing. */
  readonly rounds: 0 | 1 | 2
  /** What was entered before the person was sent to confirm. */
  readonly formDraft: FormDraft
  /** The draft as the address carries it to the next confirmation; null when there is none. */
  readonly sealed: string | null
}

/** What the address of `page` says about the confirmation that the person comes from, if they do. */
export function confirmationOf(
  session: AuthProof & OpenedAt & Account,
  page: string,
  params: Readonly<Record<string, string | string[] | undefined>>,
  at: Date,
): Confirmation {
  const stale = requireFreshAuth(session, at)
  const { confirmed, draft: sealed } = params
  const formDraft = openFormDraft(sealed, session, page)
  return {
    isFresh: stale === null,
    // A session that has merely grown old is no sign that the provider skipped anything.
    rounds: stale?.providerSkippedReauth ? roundsIn(confirmed) : 0,
    formDraft,
    sealed: typeof sealed === 'string' && Object.keys(formDraft).length > 0 ? sealed : null,
  }
}

/** Without the portal's prefix. An attempt keeps it under a name of its own, which begins like this one. */
export const CONFIRMING_COOKIE = 'confirming'
const PURPOSE = 'confirming'
/** As long as the transaction itself (sign-in.ts). */
const LIFETIME_SECONDS = 15 * 60
const begun = z.object({ nonce: z.string(), at: z.iso.datetime() })

/** Remembers a transaction with prompt=login, by its nonce; only for providers without auth_time (ADR 0024). */
export async function noteConfirmation(address: string, at: Date): Promise<void> {
  const nonce = URL.canParse(address) ? new URL(address).searchParams.get('nonce') : null
  if (env().STEP_UP_AUTH_TIME !== 'sign-in' || nonce === null) return
  const sealed = seal(JSON.stringify({ nonce, at }), env().AUTH_SECRET, PURPOSE)
  const jar = await cookies()
  jar.set(cookieName(CONFIRMING_COOKIE), sealed, cookieOptions(LIFETIME_SECONDS))
}

/** When the confirmation began that an ID token with this nonce answers; null when it answers none. */
export async function confirmationStartedAt(nonce: string | null): Promise<Date | null> {
  if (env().STEP_UP_AUTH_TIME !== 'sign-in' || nonce === null) return null
  const jar = await cookies()
  const name = cookieName(CONFIRMING_COOKIE)
  for (const { name: found, value } of jar.getAll()) {
    if (found !== name && !found.startsWith(`${name}.`)) continue
    const text = open(value, env().AUTH_SECRET, PURPOSE)
    const noted = text === null ? null : begun.safeParse(JSON.parse(text)).data
    if (noted?.nonce === nonce) return new Date(noted.at)
  }
  return null
}
