import type { en } from './messages/en'

/** The languages the portal speaks. `en-XA` is the pseudo-language: it shows hard-coded texts and layouts that cut off. */
export const LANGUAGES = ['en', 'en-XA'] as const
export type Language = (typeof LANGUAGES)[number]

/** A text, or one text for each plural form that the language has. */
export type Message = string | { readonly [form in Intl.LDMLPluralRule]?: string }

export type MessageKey = keyof typeof en
export type Messages = Readonly<Record<MessageKey, Message>>

type Filled<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Filled<Rest>
  : never
type TextOf<Key extends MessageKey> = (typeof en)[Key] extends string
  ? (typeof en)[Key]
  : (typeof en)[Key][keyof (typeof en)[Key]]

/** What a message wants filled in, by name, from its English text; `count` is a number wherever it decides a plural. */
export type Values<Key extends MessageKey> = {
  readonly [Name in Filled<TextOf<Key>>]: Name extends 'count' ? number : string
}

type Arguments<Key extends MessageKey> = keyof Values<Key> extends never
  ? [key: Key]
  : [key: Key, values: Values<Key>]

/** Gives the text of a message; the compiler knows the keys and what each wants filled in. */
export type Translate = <Key extends MessageKey>(...call: Arguments<Key>) => string

/** What is needed to speak to a person: texts, and how dates and numbers are written. */
export type Translations = {
  readonly t: Translate
  /** A locale for `Intl`. */
  readonly formats: string
  /** IANA. */
  readonly timeZone: string
}

/** How a language writes numbers and dates. English dates are day first, as in “15 January 2025”. */
export function formatsOf(language: Language): string {
  return language === 'en' || language === 'en-XA' ? 'en-GB' : language
}

/** The translation function over the messages of one language. */
export function translator(language: Language, messages: Partial<Messages>): Translate {
  const formats = formatsOf(language)
  const plural = new Intl.PluralRules(formats)
  const number = new Intl.NumberFormat(formats)
  return (...[key, values]) => {
    const message = messages[key]
    if (message === undefined) throw new Error(`the message ${key} is not at hand here`)
    const filled: Record<string, string | number> = { ...values }
    const { count } = filled
    const text =
      typeof message === 'string'
        ? message
        : (message[plural.select(Number(count))] ?? message.other ?? '')
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = filled[name] ?? ''
      return typeof value === 'number' ? number.format(value) : value
    })
  }
}
