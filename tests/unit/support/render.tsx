import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { SettingsProvider } from '@/components/layout/settings-context'
import { TranslationsProvider } from '@/components/layout/translations'
import { en } from '@/lib/i18n/messages/en'

/** The words that a component shows, in English, as the server renders it: without its tags. */
export function shownText(component: ReactNode): string {
  return markupOf(component)
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
}

const settings = {
  ...{ brand: 'Harbour Bank', contact: 'support', holdSeconds: 10 },
  lockOut: { tries: 7, windowSeconds: 60, pauseSeconds: 120 },
}

/** A component as the server renders it. */
export function markupOf(component: ReactNode): string {
  return renderToStaticMarkup(
    <SettingsProvider settings={settings}>
      <TranslationsProvider language="en" messages={en} timeZone="UTC">
        {component}
      </TranslationsProvider>
    </SettingsProvider>,
  )
}
