import 'server-only'
import { z } from 'zod'
import { isPossibleState, MOST_STATE_BYTES, type StateKind } from '../client-states/vault/vault'
import { REFERENCE_CODE_PATTERN } from '../platform/reference-code'
import { KEY_PATTERN } from '../recognize/map'

// The values of the API as they are sent. Where the vendor has a word, it is the vendor's.

/** Opaque. It comes back byte for byte as UTF-8, so it must not hold a lone surrogate. */
export const clientState = z
  .string()
  .min(1)
  .max(MOST_STATE_BYTES)
  .refine(isPossibleState)
  .describe(
    'The client state exactly as the SDK gave it: opaque, 1 byte to 1 MiB as UTF-8, without lone surrogates. It is a secret.',
  )

export const clientStateType = z
  .enum(['BACKUP', 'TEMPORARY'])
  .describe('The type that the SDK was told to make.')

export const publicSigningKey = z
  .string()
  .regex(KEY_PATTERN)
  .describe('A public signing key as the SDK gives it, in base64.')

export const userId = z
  .string()
  .regex(/^[0-9A-Fa-f]{2,256}$/)
  .describe('A Recognize user ID, in hex.')

/** The number of an activation, as the portal shows it. */
export const activationNumber = z
  .string()
  .regex(REFERENCE_CODE_PATTERN)
  .describe('The number of the activation.')

export const isoInstant = z.iso.datetime().describe('An instant in UTC, ISO 8601.')

const KINDS = { BACKUP: 'backup', TEMPORARY: 'temporary' } as const
const TYPES = { backup: 'BACKUP', temporary: 'TEMPORARY' } as const

/** The vendor's type as the vault's kind. */
export function kindOf(type: keyof typeof KINDS): StateKind {
  return KINDS[type]
}

/** The vault's kind as the vendor's type. */
export function typeOf(kind: StateKind): keyof typeof KINDS {
  return TYPES[kind]
}

/** A client state shaped like the one in the vendor's documentation. */
export const EXAMPLE_STATE =
  '{"artifact":{"family":"davideface_lite","version":"1.2.0","target":"mobile_sdk","liveness":"liveness"},"core-client-state":"BASE_64_STATE"}'
export const EXAMPLE_KEY =
  'BNyb8+dT4N0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcde='
export const EXAMPLE_NUMBER = 'K7QF-2M9X-4TBR'
