import type { Metadata } from 'next'
import type { MessageKey } from '@/lib/i18n/translator'
import { requestPreferences } from '@/lib/i18n/request-preferences'

type TitleKey =
  | Extract<MessageKey, `page.${string}` | `${string}.page`>
  | 'desk.devicesUnknown'
  | 'desk.prepare.title'
  | 'desk.signIns.open'
  | 'notDone.title'
  | 'signInFailed.title'
  | 'signInFailed.signedIn.title'
  | 'signedOut.title'

/** The `generateMetadata` of a page that has this message as its title. */
export function pageTitle(key: TitleKey): () => Promise<Metadata> {
  return async () => {
    const { t } = await requestPreferences()
    return { title: t(key) }
  }
}
