import 'server-only'
import { env } from './env'

/** The organisation's name, logo and support contact, from the configuration. */
export function branding(): { name: string; logo: string | null; contact: string | null } {
  const { BRAND_NAME, BRAND_LOGO_URL, SUPPORT_CONTACT } = env()
  return { name: BRAND_NAME, logo: BRAND_LOGO_URL ?? null, contact: SUPPORT_CONTACT ?? null }
}
