import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { z } from 'zod'
import { inSupportVoice, languageFor, messagesOf } from './catalogue'
import { formatsOf, translator, type Language, type Translations } from './translator'
import { cookieName } from '../web/cookies'
import { THEME_COOKIE, THEMES, TIME_ZONE_COOKIE, type Theme } from './preferences'

/** What a page needs to speak to the person, with its language and appearance. */
export type RequestPreferences = Translations & {
  readonly language: Language
  readonly theme: Theme
}

const timeZone = z
  .string()
  .max(64)
  .regex(/^[\w+/-]+$/)
  .refine((value) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }))
    } catch {
      return false
    }
  })

/** The preferences of the present request. The time zone is UTC until the browser has stated its own. */
export const requestPreferences = cache(async (): Promise<RequestPreferences> => {
  const [sent, jar] = [await headers(), await cookies()]
  const language = languageFor(sent.get('accept-language'))
  return {
    language,
    timeZone: timeZone.safeParse(jar.get(TIME_ZONE_COOKIE)?.value).data ?? 'UTC',
    theme: z.enum(THEMES).safeParse(jar.get(cookieName(THEME_COOKIE))?.value).data ?? 'system',
    t: translator(language, messagesOf(language)),
    formats: formatsOf(language),
  }
})

/** The preferences for pages of support, whose texts are about another person's devices. */
export async function supportPreferences(): Promise<RequestPreferences> {
  const own = await requestPreferences()
  return {
    ...own,
    t: translator(own.language, inSupportVoice(own.language, messagesOf(own.language))),
  }
}
