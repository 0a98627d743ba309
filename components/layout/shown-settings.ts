import 'server-only'
import { lockOutPolicy } from '@/lib/activations/tracking/lock-out'
import { requestPreferences } from '@/lib/i18n/request-preferences'
import { branding } from '@/lib/platform/branding'
import { env } from '@/lib/platform/env'
import type { ShownSettings } from './settings-context'

/** The settings that pages tell people. Without a contact, a general word stands for support. */
export async function shownSettings(): Promise<ShownSettings> {
  const [{ t }, { name, contact }] = [await requestPreferences(), branding()]
  return {
    brand: name,
    contact: contact ?? t('coverage.support'),
    holdSeconds: env().REMOVAL_HOLD_SECONDS,
    lockOut: lockOutPolicy(),
  }
}
