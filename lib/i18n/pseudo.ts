import type { Message, Messages } from './translator'

const ACCENTED: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
  c: 'ç',
  n: 'ñ',
  s: 'š',
  y: 'ý',
}

function pseudoText(text: string): string {
  // Placeholders and emphasis stay as they are.
  const accented = text
    .split(/(\{\w+\}|\*\*)/)
    .map((part, index) =>
      index % 2 ? part : part.replaceAll(/[a-zA-Z]/g, (letter) => ACCENTED[letter] ?? letter),
    )
    .join('')
  return `[${accented}${'~'.repeat(Math.ceil(text.length * 0.3))}]`
}

function pseudoMessage(message: Message): Message {
  return typeof message === 'string'
    ? pseudoText(message)
    : Object.fromEntries(Object.entries(message).map(([form, text]) => [form, pseudoText(text)]))
}

/** The pseudo-language: every text in brackets, accented and a third longer, so that a text without brackets is a hard-coded one. */
export function pseudoMessages(messages: Messages): Messages {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [key, pseudoMessage(message)]),
  ) as Messages
}
