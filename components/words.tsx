'use client'

import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import {
  formatsOf,
  translator,
  type Language,
  type Messages,
  type Translate,
} from '@/lib/messages/messages'
import { TIME_ZONE_COOKIE } from '@/lib/preferences/preferences'

type Words = { readonly t: Translate; readonly formats: string; readonly timeZone: string }

const WordsContext = createContext<Words | null>(null)

const neverChanges = () => () => undefined
const zoneOfBrowser = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Gives the components below their texts, and the person's time zone: the server's guess first, the browser's own right after. */
export function WordsProvider({
  language,
  messages,
  timeZone,
  children,
}: {
  language: Language
  messages: Partial<Messages>
  timeZone: string
  children: ReactNode
}) {
  const zone = useSyncExternalStore(neverChanges, zoneOfBrowser, () => timeZone)
  useEffect(() => {
    if (zone !== timeZone)
      document.cookie = `${TIME_ZONE_COOKIE}=${zone}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`
  }, [zone, timeZone])
  const words = useMemo(
    () => ({
      t: translator(language, messages),
      formats: formatsOf(language),
      timeZone: zone,
    }),
    [language, messages, zone],
  )
  return <WordsContext value={words}>{children}</WordsContext>
}

/** The texts, formats and time zone for the components of a page. */
export function useWords(): Words {
  const words = use(WordsContext)
  if (!words) throw new Error('there are no words here: a WordsProvider is missing')
  return words
}
