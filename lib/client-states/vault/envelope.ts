import 'server-only'
import { decrypt, encrypt, randomKey } from '../../platform/crypto'
import type { KeyRing } from '../../platform/key-ring'
import { fail, succeed, type Result } from '../../platform/result'

export type StateKind = 'backup' | 'temporary'

/** The row that a state is sealed into. It doesn't open in another row. */
export type StatePlace = { readonly id: string; readonly userId: string; readonly kind: StateKind }

/** A state's own key, wrapped with a key of the ring. */
export type WrappedKey = { readonly keyId: string; readonly wrappedKey: Uint8Array }

export type StateEnvelope = WrappedKey & { readonly sealedState: Uint8Array }

/**
 * Why a state can't be opened.
 * - `key-missing` the ring lacks the key that it names; with that key nothing is lost
 * - `state-damaged` it was altered or moved from another row, or the key of that name is a different one now
 */
export type EnvelopeError =
  { readonly code: 'key-missing'; readonly keyId: string } | { readonly code: 'state-damaged' }

/** The format: the first byte of everything that is sealed. The additional data binds it as well. */
const VERSION = 1

const contextOf = (what: string, { userId, id, kind }: StatePlace, ...more: string[]) =>
  JSON.stringify([`recognize-portal/${what}`, VERSION, userId, id, kind, ...more])
const stateContext = (place: StatePlace) => contextOf('client-state', place)
const keyContext = (place: StatePlace, keyId: string) => contextOf('client-state-key', place, keyId)

const pack = (data: Uint8Array, key: Uint8Array, context: string) =>
  Buffer.concat([Buffer.of(VERSION), encrypt(data, key, context)])
const unpack = (packed: Uint8Array, key: Uint8Array, context: string) =>
  packed[0] === VERSION ? decrypt(packed.subarray(1), key, context) : null

/** Seals the bytes of a text (UTF-8) under a key of its own, and that key under the newest of the ring. */
export function sealEnvelope(text: string, place: StatePlace, [newest]: KeyRing): StateEnvelope {
  const key = randomKey()
  return {
    keyId: newest.id,
    wrappedKey: pack(key, newest.key, keyContext(place, newest.id)),
    sealedState: pack(Buffer.from(text), key, stateContext(place)),
  }
}

/** Gives the text back, byte for byte. */
export function openEnvelope(
  envelope: StateEnvelope,
  place: StatePlace,
  ring: KeyRing | undefined,
): Result<string, EnvelopeError> {
  const key = unwrap(envelope, place, ring)
  if (!key.ok) return key
  const bytes = unpack(envelope.sealedState, key.value, stateContext(place))
  return bytes ? succeed(bytes.toString('utf8')) : fail({ code: 'state-damaged' })
}

/** Wraps a state's own key again, with the newest key of the ring. The sealed state stays as it is. */
export function rewrapKey(
  wrapped: WrappedKey,
  place: StatePlace,
  ring: KeyRing,
): Result<WrappedKey, EnvelopeError> {
  const key = unwrap(wrapped, place, ring)
  if (!key.ok) return key
  const [{ id: keyId, key: newest }] = ring
  return succeed({ keyId, wrappedKey: pack(key.value, newest, keyContext(place, keyId)) })
}

function unwrap(
  { keyId, wrappedKey }: WrappedKey,
  place: StatePlace,
  ring: KeyRing | undefined,
): Result<Uint8Array, EnvelopeError> {
  const wrapping = ring?.find(({ id }) => id === keyId)
  if (!wrapping) return fail({ code: 'key-missing', keyId })
  const key = unpack(wrappedKey, wrapping.key, keyContext(place, keyId))
  return key ? succeed(key) : fail({ code: 'state-damaged' })
}
