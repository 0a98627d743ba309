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

/**
 * The kind of a row and how it is known. The words SDK, BACKUP and TEMPORARY (any letter case) are the vendor's;
 * a word we don't know is not overruled by a guess. Without a word, an SDK version together with an OS version
 * speaks for a phone, and nothing speaks for a backup: a missing version is too weak a hint (docs/upstream-assumptions.md).
 */
export function determineKind(row: {
  statedKind: string | null
  osVersion: string | null
  sdkVersion: string | null
}): KnownKind {
  if (row.statedKind !== null) {
    const kind = STATED_KINDS.get(row.statedKind.trim().toLowerCase())
    if (kind) return { kind, kindSource: 'stated' }
  } else if (row.osVersion && row.sdkVersion) {
    return { kind: 'phone', kindSource: 'inferred' }
  }
  return { kind: 'unknown', kindSource: 'not-stated' }
}

/** The platform an OS version names, such as `iOS 17.4` or `Android 15`; the format is not documented. */
export function platformOf(osVersion: string | null): Platform {
  if (osVersion && /\b(ios|ipados|iphone|ipad)\b/i.test(osVersion)) return 'ios'
  if (osVersion && /\bandroid\b/i.test(osVersion)) return 'android'
  return 'other'
}
