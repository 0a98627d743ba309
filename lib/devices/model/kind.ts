import type { DeviceKind, Platform } from './device'

const STATED_KINDS: ReadonlyMap<string, Exclude<DeviceKind, 'unknown'>> = new Map([
  ['sdk', 'phone'],
  ['backup', 'backup'],
  ['temporary', 'temporary'],
])

export type KnownKind =
  | { readonly kind: 'phone'; readonly kindSource: 'stated' | 'reported' | 'inferred' }
  | { readonly kind: 'backup' | 'temporary'; readonly kindSource: 'stated' | 'created-here' }
  | { readonly kind: 'unknown'; readonly kindSource: 'not-stated' }

/** What the portal itself knows of a row. */
export type OwnKnowledge = {
  /** Whether the app on it told its key. */
  readonly reported: boolean
  /** The kind of the client state that it is, when that was handed in here. */
  readonly stored: 'backup' | 'temporary' | null
}

/**
 * The kind of a row and how it is known. The vendor's words SDK, BACKUP and TEMPORARY (any letter case) come first, then
 * what the portal knows. A guess does not overrule a word that is not known. Without a word, an SDK version together with
 * an OS version means a phone. Nothing means a backup, because a missing version is too weak a hint
 * (docs/upstream-assumptions.md).
 */
export function determineKind(
  row: {
    statedKind: string | null
    osVersion: string | null
    sdkVersion: string | null
  },
  { reported, stored }: OwnKnowledge,
): KnownKind {
  const kind = STATED_KINDS.get(row.statedKind?.trim().toLowerCase() ?? '')
  if (kind) return { kind, kindSource: 'stated' }
  if (reported) return { kind: 'phone', kindSource: 'reported' }
  if (stored !== null) return { kind: stored, kindSource: 'created-here' }
  return row.statedKind === null && row.osVersion && row.sdkVersion
    ? { kind: 'phone', kindSource: 'inferred' }
    : { kind: 'unknown', kindSource: 'not-stated' }
}

/** The platform an OS version names, such as `iOS 17.4` or `Android 15`; the format is not documented. */
export function platformOf(osVersion: string | null): Platform {
  if (osVersion && /\b(ios|ipados|iphone|ipad)\b/i.test(osVersion)) return 'ios'
  if (osVersion && /\bandroid\b/i.test(osVersion)) return 'android'
  return 'other'
}
