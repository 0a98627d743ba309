import 'server-only'
import { en } from './messages/en'
import {
  LANGUAGES,
  type Language,
  type Message,
  type MessageKey,
  type Messages,
} from './translator'
import { pseudoMessages } from './pseudo'

const CATALOGUE: Readonly<Record<Language, Messages>> = { en, 'en-XA': pseudoMessages(en) }

/** All messages of a language. */
export function messagesOf(language: Language): Messages {
  return CATALOGUE[language]
}

/** The messages whose keys begin with one of the prefixes: only what the client components of a page need. */
export function messagesFor(language: Language, prefixes: readonly string[]): Partial<Messages> {
  return Object.fromEntries(
    Object.entries(CATALOGUE[language]).filter(([key]) =>
      prefixes.some((prefix) => key.startsWith(prefix)),
    ),
  )
}

const SUPPORT_VOICE = 'desk:'

/** The messages for agents, who look at another person's devices. A key with `desk:` before it replaces the key. */
export function inSupportVoice(language: Language, messages: Partial<Messages>): Partial<Messages> {
  const all: Readonly<Record<string, Message | undefined>> = CATALOGUE[language]
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [
      key,
      all[`${SUPPORT_VOICE}${key}`] ?? message,
    ]),
  )
}

/** The language for an `Accept-Language` header: the first that the portal speaks, exactly or by its base language; else English. */
export function languageFor(acceptLanguage: string | null): Language {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { tag: tag.toLowerCase(), quality: quality ? Number(quality.trim().slice(2)) : 1 }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { tag } of wanted) {
    const exact = LANGUAGES.find((language) => language.toLowerCase() === tag)
    const base = LANGUAGES.find((language) => language.toLowerCase() === tag.split('-')[0])
    if (exact ?? base) return exact ?? base ?? 'en'
  }
  return 'en'
}

/** The writing direction of a language. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return /^(ar|he|fa|ur)\b/.test(language) ? 'rtl' : 'ltr'
}

/** Whether a text is a message key; for keys that are put together at run time. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key)
}
