import 'server-only'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify, type JWTVerifyResult } from 'jose'
import { z } from 'zod'
import { open, seal, sha256 } from '../../../platform/crypto'
import { env } from '../../../platform/env'
import { fail, type Result } from '../../../platform/result'
import { takeLimit } from '../../../web/rate-limits'
import { acceptedAlgorithms } from '../claims'

/**
 * How far the caller's clock may be from ours, and how long a nonce is good. A proof is good for less than the minute in
 * which `dpop-proofs` remembers it.
 */
const CLOCK_SECONDS = 25
const NONCE_SECONDS = 50
const NONCE_AHEAD_SECONDS = 5

const claims = z.looseObject({
  jti: z.string().min(1).max(255),
  htm: z.string(),
  htu: z.string().max(2000),
  iat: z.number(),
  ath: z.string(),
  nonce: z.string().max(200).optional(),
})

/** The call that a proof must be made for, and the key that the token names. */
export type ProvenCall = {
  readonly method: string
  /** As the caller knows it, without query. */
  readonly address: string
  readonly token: string
  readonly key: string
}

export type ProofError = { readonly code: 'proof-not-valid' | 'proof-nonce-missing' }

/** Verifies a proof of possession (RFC 9449, 4.3). Each is good once, for one call, for a moment. */
export async function verifyProof(
  proof: string | null,
  call: ProvenCall,
  at: Date,
): Promise<Result<void, ProofError>> {
  const verified = proof === null ? null : await verifySignature(proof, at)
  if (verified === null) return fail({ code: 'proof-not-valid' })
  const { payload, protectedHeader } = verified
  const read = claims.safeParse(payload)
  if (!read.success || protectedHeader.jwk === undefined) return fail({ code: 'proof-not-valid' })
  const { jti, htm, htu, iat, ath, nonce } = read.data
  const isForThis =
    htm === call.method &&
    plainAddress(htu) === plainAddress(call.address) &&
    ath === sha256(call.token).toString('base64url') &&
    (await calculateJwkThumbprint(protectedHeader.jwk)) === call.key
  if (!isForThis) return fail({ code: 'proof-not-valid' })
  if (env().API_DPOP_NONCE === 'required') {
    // The nonce says when, so the clock of a phone doesn't matter.
    if (!isNonceGood(nonce, at)) return fail({ code: 'proof-nonce-missing' })
  } else if (Math.abs(iat - at.getTime() / 1000) > CLOCK_SECONDS)
    return fail({ code: 'proof-not-valid' })
  const first = await takeLimit('dpop-proofs', `${call.key}/${jti}`)
  return first.ok ? first : fail({ code: 'proof-not-valid' })
}

/** Null for anything but a proof that the key in it has signed: one JWT, and a public key alone. */
async function verifySignature(proof: string, at: Date): Promise<JWTVerifyResult | null> {
  try {
    return await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [...acceptedAlgorithms()],
      currentDate: at,
    })
  } catch {
    return null
  }
}

/** Without query and fragment, and in one spelling (RFC 9449, 4.3); empty for no address. */
function plainAddress(text: string): string {
  if (!URL.canParse(text)) return ''
  const { origin, pathname } = new URL(text)
  return origin + pathname
}

const PURPOSE = 'dpop-nonce'

/** A nonce for the next proof (RFC 9449, 9): a sealed time, which every replica can read and nobody else can make. */
export function newProofNonce(at: Date): string {
  return seal(String(at.getTime()), env().AUTH_SECRET, PURPOSE)
}

function isNonceGood(nonce: string | undefined, at: Date): boolean {
  const sealed = nonce === undefined ? null : open(nonce, env().AUTH_SECRET, PURPOSE)
  if (sealed === null) return false
  const age = (at.getTime() - Number(sealed)) / 1000
  return age >= -NONCE_AHEAD_SECONDS && age <= NONCE_SECONDS
}
