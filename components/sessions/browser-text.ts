import type { Browser } from '@/lib/auth/sessions/browser-name'
import type { Translate } from '@/lib/i18n/translator'

/** What a browser is called: “Firefox on Windows”, as far as it is known. */
export function browserName({ browser, system }: Browser, t: Translate): string {
  if (system === 'other')
    return browser === 'other' ? t('signIns.aBrowser') : t(`signIns.browser.${browser}`)
  const on = t(`signIns.system.${system}`)
  return browser === 'other'
    ? t('signIns.browserOn', { system: on })
    : t('signIns.on', { browser: t(`signIns.browser.${browser}`), system: on })
}
