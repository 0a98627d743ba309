import 'server-only'
import { z } from 'zod'
import { featureSettings } from './features'
import { readSecretFile, UNREADABLE_KEY_FILE } from './secret-file'
import { serviceSettings } from './services'
import { signInSettings } from './sign-in'

/** Every setting, and what must hold between them. */
export const settings = z
  .object({ ...signInSettings, ...serviceSettings, ...featureSettings })
  .superRefine(
    (value, context) => {
      const issue = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message })
      // Checked even when single values are missing, so nothing is certain to be there.
      if (value.AUTH_URL?.startsWith('https:') && value.AUTH_SECRET?.startsWith('replace-me'))
        issue('AUTH_SECRET', 'is still the example')
      // Also towards this machine: what people trust to be the portal must not trust whoever listens on a port.
      if (value.AUTH_URL?.startsWith('https:') && value.AUTH_OIDC_ISSUER?.startsWith('http:'))
        issue('AUTH_OIDC_ISSUER', 'must use https, because AUTH_URL does')
      if (value.RECOGNIZE_API_KEY && value.RECOGNIZE_API_KEY_FILE)
        issue('RECOGNIZE_API_KEY', 'and RECOGNIZE_API_KEY_FILE are both set: set one')
      if (!value.RECOGNIZE_API_KEY && !value.RECOGNIZE_API_KEY_FILE)
        issue('RECOGNIZE_API_KEY', 'is missing (or RECOGNIZE_API_KEY_FILE)')
      if (value.RECOGNIZE_API_KEY_FILE && readSecretFile(value.RECOGNIZE_API_KEY_FILE) === null)
        issue('RECOGNIZE_API_KEY_FILE', UNREADABLE_KEY_FILE)
      if (value.DATABASE_URL && value.DATA_DIR)
        issue('DATABASE_URL', 'and DATA_DIR are both set: set one')
      if (value.SMTP_URL && !value.MAIL_FROM) issue('MAIL_FROM', 'is missing: SMTP_URL is set')
      if (value.SESSION_IDLE_SECONDS > value.SESSION_MAX_SECONDS)
        issue('SESSION_IDLE_SECONDS', 'is longer than SESSION_MAX_SECONDS')
    },
    { when: () => true },
  )
