import assert from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  inSupportVoice,
  isMessageKey,
  languageFor,
  messagesFor,
  messagesOf,
} from '@/lib/i18n/catalogue'
import { LANGUAGES, translator, type Message, type MessageKey } from '@/lib/i18n/translator'

const keys = Object.keys(messagesOf('en')) as MessageKey[]
const forms = (message: Message) =>
  typeof message === 'string' ? { text: message } : (message as Record<string, string>)
const placeholders = (text: string) => (text.match(/\{\w*\}/g) ?? []).toSorted()

test('a message that is not at hand throws instead of showing nothing', () => {
  expect(() => translator('en', {})('nav.devices')).toThrow('nav.devices')
})

test('a text that is filled in is never read as a text with gaps of its own @D13', () => {
  const t = translator('en', messagesOf('en'))
  expect(t('footer.help', { contact: '{contact} {brand}' })).toBe('Need help? {contact} {brand}')
  expect(t('footer.help', { contact: '$& $1' })).toBe('Need help? $& $1')
})

test('numbers choose the plural form and are written as the language writes them', () => {
  const t = translator('en', messagesOf('en'))
  expect(t('slots.phone', { count: 0 })).toBe('0 phones')
  expect(t('slots.phone', { count: 1 })).toBe('1 phone')
  expect(t('slots.phone', { count: 1234 })).toBe('1,234 phones')
})

for (const language of LANGUAGES) {
  test(`${language}: no message is missing, empty or unknown`, () => {
    expect(Object.keys(messagesOf(language)).toSorted()).toEqual(keys.toSorted())
    for (const key of keys)
      for (const text of Object.values(forms(messagesOf(language)[key])))
        assert.ok(text.trim(), key)
  })

  test(`${language}: every text has the gaps of the English one, in every plural form`, () => {
    for (const key of keys) {
      const [english, other] = [forms(messagesOf('en')[key]), forms(messagesOf(language)[key])]
      assert.deepEqual(Object.keys(other), Object.keys(english), key)
      for (const [form, text] of Object.entries(other))
        assert.deepEqual(placeholders(text), placeholders(english[form] ?? ''), key)
    }
  })

  test(`${language}: every plural has the form that always fits, and emphasis is closed`, () => {
    for (const key of keys) {
      const message = messagesOf(language)[key]
      assert.ok(typeof message === 'string' || 'other' in message, key)
      for (const text of Object.values(forms(message)))
        assert.equal((text.match(/\*\*/g) ?? []).length % 2, 0, key)
    }
  })
}

test('every text of the pseudo-language is in brackets, so that a hard-coded one stands out', () => {
  for (const key of keys)
    for (const text of Object.values(forms(messagesOf('en-XA')[key])))
      assert.match(text, /^\[[^]*\]$/, key)
})

test('the pseudo-language is longer and accented, but leaves gaps and emphasis as they are', () => {
  const english = forms(messagesOf('en')['coverage.one-one'])['text'] ?? ''
  const pseudo = forms(messagesOf('en-XA')['coverage.one-one'])['text'] ?? ''
  expect(pseudo.length).toBeGreaterThan(english.length * 1.3)
  expect(pseudo).toContain('**{lost}**')
  expect(pseudo).toContain('{backup}')
  expect(pseudo.replaceAll(/\{\w+\}/g, '')).not.toMatch(/[aeiou]/)
})

describe('the language is one the portal speaks, whatever the browser says', () => {
  for (const [header, language] of [
    [null, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de, fr;q=0.9', 'en'],
    ['de, en-XA;q=0.8, en;q=0.7', 'en-XA'],
    ['en;q=0.7, en-XA;q=0.8', 'en-XA'],
    ['EN-xa', 'en-XA'],
    ['en-XA;q=0', 'en'],
    ['en-XA;q=x', 'en'],
    ['en-GB', 'en'],
    ['xa', 'en'],
    ['__proto__', 'en'],
  ] as const)
    test(JSON.stringify(header), () => {
      expect(languageFor(header)).toBe(language)
    })
  test('any header at all', () => {
    fc.assert(fc.property(fc.string(), (header) => LANGUAGES.includes(languageFor(header))))
  })
})

test('a page gets the messages it asks for and no others', () => {
  const some = messagesFor('en', ['theme.', 'nav.label'])
  expect(Object.keys(some).toSorted()).toEqual([
    'nav.label',
    'theme.dark',
    'theme.label',
    'theme.light',
    'theme.system',
  ])
  expect(messagesFor('en', [])).toEqual({})
})

test('what agents read instead is for a message that is there, and fills in nothing that it doesn’t', () => {
  const voiced = keys.filter((key) => key.startsWith('desk:'))
  expect(voiced.length).toBeGreaterThan(0)
  for (const key of voiced) {
    const replaced = key.slice('desk:'.length)
    assert.ok(isMessageKey(replaced), key)
    const [own, desk] = [forms(messagesOf('en')[replaced]), forms(messagesOf('en')[key])]
    assert.deepEqual(Object.keys(desk), Object.keys(own), key)
    for (const [form, text] of Object.entries(desk))
      for (const gap of placeholders(text))
        assert.ok(placeholders(own[form] ?? '').includes(gap), `${key} ${gap}`)
  }
})

test('agents read the same messages, in words about somebody else where there are some', () => {
  const own = messagesFor('en', ['coverage.', 'row.'])
  const desk = inSupportVoice('en', own)
  expect(Object.keys(desk)).toEqual(Object.keys(own))
  expect(desk['row.remove']).toBe(own['row.remove'])
  expect(desk['coverage.one-one']).not.toBe(own['coverage.one-one'])
})

test('what every object has is no message key', () => {
  for (const key of ['constructor', '__proto__', 'toString', ''])
    expect(isMessageKey(key)).toBe(false)
  expect(keys.every(isMessageKey)).toBe(true)
})
