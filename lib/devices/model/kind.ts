import type { Backup, DeviceKind, Phone, Platform, Unstated } from './device'

const STATED_KINDS: ReadonlyMap<string, Exclude<DeviceKind, 'unknown'>> = new Map([
  ['sdk', 'phone'],
  ['backup', 'backup'],
  ['temporary', 'temporary'],
])

export type KnownKind =
  | { readonly kind: 'phone'; readonly kindSource: Phone['kindSource'] }
  | { readonly kind: 'backup' | 'temporary'; readonly kindSource: Backup['kindSource'] }
  | { readonly kind: 'unknown'; readonly kindSource: Unstated['kindSource'] }

/** What the portal itself knows of a row. */
export type OwnKnowledge = {
  /** The kind of the client state that it is, when that was handed in here. */
  readonly stateKind: 'backup' | 'temporary' | null
  /** How the portal knows that it is a phone: its app told its key, or it was bound through the portal. */
  readonly phone: 'reported' | 'added-here' | null
  /** What the person said about it, with its code before them. */
  readonly label: 'mine' | 'not-mine' | null
}

/**
 * The kind of a row and how it is known. The vendor's words SDK, BACKUP and TEMPORARY (any letter case) come first, then
 * what the portal knows, then what the person said. Without any of these the kind is unknown. Versions decide nothing,
 * because a client state that was made on a phone carries them too (docs/upstream-assumptions.md). The person's word
 * doesn't overrule a word of the service that is not known.
 */
export function determineKind(
  statedKind: string | null,
  { stateKind, phone, label }: OwnKnowledge,
): KnownKind {
  const kind = STATED_KINDS.get(statedKind?.trim().toLowerCase() ?? '')
  if (kind) return { kind, kindSource: 'stated' }
  if (phone === 'reported') return { kind: 'phone', kindSource: phone }
  if (stateKind !== null) return { kind: stateKind, kindSource: 'created-here' }
  if (phone !== null) return { kind: 'phone', kindSource: phone }
  if (label === 'mine' && statedKind === null) return { kind: 'phone', kindSource: 'confirmed' }
  return { kind: 'unknown', kindSource: label === 'not-mine' ? 'disowned' : 'not-stated' }
}

/** The platform an OS version names, such as `iOS 17.4` or `Android 15`; the format is not documented. */
export function platformOf(osVersion: string | null): Platform {
  if (osVersion && /\b(ios|ipados|iphone|ipad)\b/i.test(osVersion)) return 'ios'
  if (osVersion && /\bandroid\b/i.test(osVersion)) return 'android'
  return 'other'
}
