import 'server-only'
import { lockOutPolicy } from '@/lib/activations/tracking/lock-out'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { branding } from '@/lib/platform/branding'
import { env } from '@/lib/platform/env'
import type { ShownSettings } from './settings-context'

/** The settings that pages tell people. Without a contact, a general word stands for support. */
export async function shownSettings(): Promise<ShownSettings> {
  const [{ t }, { name }] = [await requestPreferences(), branding()]
  return {
    brand: name,
    contact: shownContact() ?? t('coverage.support'),
    holdSeconds: env().REMOVAL_HOLD_SECONDS,
    lockOut: lockOutPolicy(),
  }
}

/** How people reach support, if that is configured. No line ends inside of a telephone number. */
export function shownContact(): string | null {
  return branding().contact?.replaceAll(/(?<=\d) (?=[\d(])/g, '\u00a0') ?? null
}
